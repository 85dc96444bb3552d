/** Corrections of what was recorded wrongly; each can be undone, and the raw data stay. */

import { api } from "../station/api.js";
import { choicesOf } from "../station/view.js";
import { choiceRow, openSheet } from "../kit/dialog.js";
import { el } from "../kit/dom.js";
import { fromKg, toKg } from "../kit/units.js";

/**
 * @import {Page, PlanChange} from "../coach/page.js"
 * @import {Unit} from "../kit/units.js"
 * @import {Corrected} from "../station/api.js"
 * @import {PlanObject, RepObject, SetObject} from "../station/contract.js"
 * @typedef {() => unknown} After what is done once the station has answered
 */

const WORDS = /** @type {const} */ (["exercise", "side", "variant"]);

/**
 * Do something that can be undone: tell it, with the button that takes it back.
 * @template Answer
 * @param {Page} app
 * @param {Object} correction
 * @param {() => Promise<Answer>} correction.act
 * @param {(answer: Answer) => Promise<unknown>} correction.undo
 * @param {string} correction.said the key of what is told
 * @param {After} [correction.after]
 */
async function withUndo(app, { act, undo, said, after }) {
  const { words } = app;
  try {
    const answer = await act();
    await after?.();
    app.toasts.show(words.t(said), {
      label: words.t("action.undo"),
      run: async () => {
        try {
          await undo(answer);
          await after?.();
        } catch (error) {
          app.problem(error);
        }
      },
    });
  } catch (error) {
    app.problem(error);
  }
}

/**
 * Put a repetition away; one without a key is not saved yet, and there is nothing to put away.
 * @param {Page} app
 * @param {RepObject} rep
 * @param {After} [after]
 */
export async function deleteRep(app, rep, after) {
  const { rep_id: id } = rep;
  if (id === undefined) return;
  await withUndo(app, {
    said: "review.rep_deleted",
    after,
    act: () => api.deleteRep(id),
    undo: () => api.restoreRep(id),
  });
}

/**
 * Put a set away.
 * @param {Page} app
 * @param {SetObject} set
 * @param {After} [after]
 */
export function deleteSet(app, set, after) {
  return withUndo(app, {
    said: "review.set_deleted",
    after,
    act: () => api.deleteSet(set.set_id),
    undo: () => api.restoreSet(set.set_id),
  });
}

/**
 * @param {string} id
 * @param {string} text
 * @param {HTMLElement} control
 */
function labelled(id, text, control) {
  return el("div", { class: "field" }, el("label", { for: id, text }), control);
}

/**
 * @param {number | null} kg
 * @param {Unit} unit
 * @param {number | undefined} heaviestKg
 */
function weightInput(kg, unit, heaviestKg) {
  return el("input", {
    id: "set-weight",
    type: "number",
    min: 0,
    max: fromKg(heaviestKg, unit),
    step: "any",
    inputmode: "decimal",
    value: fromKg(kg, unit) ?? "",
  });
}

/**
 * @param {Page} app
 * @param {number | null} id
 */
function athleteSelect(app, id) {
  const people = [
    ["", app.words.t("athlete.guest")],
    ...app.athletes.map((athlete) => [String(athlete.athlete_id), athlete.name]),
  ];
  return el(
    "select",
    { id: "set-athlete" },
    people.map(([value, text]) =>
      el("option", { value, text, selected: value === String(id ?? "") }),
    ),
  );
}

/**
 * What was entered, where it differs from what the set has.
 * @param {PlanObject} plan
 * @param {HTMLInputElement} weight
 * @param {HTMLSelectElement} who
 * @param {Unit} unit
 * @returns {PlanChange}
 */
function entered(plan, weight, who, unit) {
  const kg =
    weight.value === "" ? null : Math.round(toKg(Number(weight.value), unit) * 1000) / 1000;
  const athlete = who.value === "" ? null : Number(who.value);
  return {
    ...(kg === plan.weight_kg ? {} : { weight_kg: kg }),
    ...(athlete === plan.athlete_id ? {} : { athlete_id: athlete }),
  };
}

/**
 * Send a change of a set, with the way back.
 * @param {Page} app
 * @param {SetObject} set
 * @param {object} change
 * @param {After} [after]
 */
function sendChange(app, set, change, after) {
  return withUndo(app, {
    said: "review.changed",
    after,
    act: () => api.changeSet(set.set_id, change),
    undo: (answer) => api.changeSet(set.set_id, undoOf(answer, set, change)),
  });
}

/**
 * The sheet in which exercise, side, legs, weight and athlete of a set are put right.
 * @param {Page} app
 * @param {SetObject} set
 * @param {After} [after]
 */
export function changeSet(app, set, after) {
  const { words } = app;
  const { plan } = set;
  /** @type {Record<string, string>} */
  const chosen = {};
  const choices = choicesOf(app.model.view);
  /** @param {(typeof WORDS)[number]} field */
  const row = (field) =>
    choiceRow({
      label: words.t(`plan.${field}`),
      value: plan[field],
      options: choices[field].map((key) => [key, words.t(`${field}.${key}`)]),
      onchange: (/** @type {string} */ value) => {
        chosen[field] = value;
      },
    });
  const unit = app.unit();
  const weight = weightInput(plan.weight_kg, unit, app.model.view.limits?.heaviest_kg);
  const who = athleteSelect(app, plan.athlete_id);
  /** @param {() => void} close */
  const save = async (close) => {
    if (!weight.reportValidity()) return;
    const change = { ...chosen, ...entered(plan, weight, who, unit) };
    close();
    if (Object.keys(change).length) await sendChange(app, set, change, after);
  };
  openSheet(words, words.t("review.edit"), (close) => [
    ...WORDS.map(row),
    labelled("set-weight", `${words.t("plan.weight")} (${unit})`, weight),
    labelled("set-athlete", words.t("athlete.title"), who),
    el("button", {
      class: "primary",
      "data-testid": "save-set",
      text: words.t("action.save"),
      onclick: () => save(close),
    }),
  ]);
}

/**
 * The change that takes `change` back: the station's own, or what the page knew before.
 * @param {Corrected} answer
 * @param {SetObject} set
 * @param {object} change
 */
function undoOf(answer, set, change) {
  const known = Object.fromEntries(Object.entries(set.plan).filter(([field]) => field in change));
  const { set_id: _, ...given } = answer.undo ?? {};
  return Object.keys(given).length ? given : known;
}
