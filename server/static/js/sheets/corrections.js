/** Corrections of what was recorded wrongly; each can be undone, and the raw data stay. */

import { api } from "../station/api.js";
import { choicesOf } from "../station/view.js";
import { choiceRow, openSheet } from "../kit/dialog.js";
import { el } from "../kit/dom.js";
import { fromKg, toKg } from "../kit/units.js";

/** Do something that can be undone: tell it, with the button that takes it back. */
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

/** Put a repetition away. */
export function deleteRep(app, rep, after) {
  return withUndo(app, {
    said: "review.rep_deleted",
    after,
    act: () => api.deleteRep(rep.rep_id),
    undo: () => api.restoreRep(rep.rep_id),
  });
}

/** Put a set away. */
export function deleteSet(app, set, after) {
  return withUndo(app, {
    said: "review.set_deleted",
    after,
    act: () => api.deleteSet(set.set_id),
    undo: () => api.restoreSet(set.set_id),
  });
}

function labelled(id, text, control) {
  return el("div", { class: "field" }, el("label", { for: id, text }), control);
}

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

/** What was entered, where it differs from what the set has. */
function entered(plan, weight, who, unit) {
  const kg =
    weight.value === "" ? null : Math.round(toKg(Number(weight.value), unit) * 1000) / 1000;
  const athlete = who.value === "" ? null : Number(who.value);
  return {
    ...(kg === plan.weight_kg ? {} : { weight_kg: kg }),
    ...(athlete === plan.athlete_id ? {} : { athlete_id: athlete }),
  };
}

/** Send a change of a set, with the way back. */
function sendChange(app, set, change, after) {
  return withUndo(app, {
    said: "review.changed",
    after,
    act: () => api.changeSet(set.set_id, change),
    undo: (answer) => api.changeSet(set.set_id, undoOf(answer, set, change)),
  });
}

/** The sheet in which exercise, side, legs, weight and athlete of a set are put right. */
export function changeSet(app, set, after) {
  const { words } = app;
  const { plan } = set;
  const chosen = {};
  const row = (field, options) =>
    choiceRow({
      label: words.t(`plan.${field}`),
      value: plan[field],
      options: options.map((key) => [key, words.t(`${field}.${key}`)]),
      onchange: (value) => {
        chosen[field] = value;
      },
    });
  const unit = app.unit();
  const weight = weightInput(plan.weight_kg, unit, app.model.view.limits?.heaviest_kg);
  const who = athleteSelect(app, plan.athlete_id);
  const save = async (close) => {
    if (!weight.reportValidity()) return;
    const change = { ...chosen, ...entered(plan, weight, who, unit) };
    close();
    if (Object.keys(change).length) await sendChange(app, set, change, after);
  };
  openSheet(words, words.t("review.edit"), (close) => [
    ...Object.entries(choicesOf(app.model.view)).map(([field, options]) => row(field, options)),
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

/** The change that takes `change` back: the station's own, or what the page knew before. */
function undoOf(answer, set, change) {
  const known = Object.fromEntries(Object.keys(change).map((field) => [field, set.plan[field]]));
  const { set_id: _, ...given } = answer.undo ?? {};
  return Object.keys(given).length ? given : known;
}
