/** What comes next: athlete, exercise, side, legs and weight, chosen by large buttons. */

import { api } from "../station/api.js";
import { choiceRow, openSheet } from "../kit/dialog.js";
import { el, fill } from "../kit/dom.js";
import { isKiosk } from "../kit/kiosk.js";
import { rulesOf } from "../station/view.js";
import { fromKg, toKg, weightText } from "../kit/units.js";

/**
 * @import {Page, PlanChange} from "../coach/page.js"
 * @import {ExerciseObject, SetObject, SideWord} from "../station/contract.js"
 * @import {View} from "../station/view.js"
 * @typedef {"exercise" | "side" | "variant"} Field
 */

const OF_A_SET = /** @type {const} */ (["exercise", "side", "athlete_id"]); // other than these it is another set

/**
 * Whether a change of the plan would end the open set in the middle of a repetition.
 * @param {Pick<View, "plan" | "set" | "phase">} view
 * @param {PlanChange} change
 */
export function cutsRep(view, change) {
  const other = OF_A_SET.some((key) => key in change && change[key] !== view.plan[key]);
  return other && view.set !== null && view.phase !== "rest";
}

/**
 * Send a change of the plan, or keep it until the handle rests; what goes wrong is told.
 * @param {Page} app
 * @param {PlanChange} change
 */
export async function choose(app, change) {
  const wanted = { ...app.waiting, ...change };
  app.waiting = null;
  if (cutsRep(app.model.view, wanted)) {
    app.waiting = wanted;
    app.toasts.show(app.words.t("plan.waits"));
    return;
  }
  await send(app, wanted);
}

/**
 * Send what waited for the handle to rest.
 * @param {Page} app
 */
export async function chooseWaiting(app) {
  if (!app.waiting || cutsRep(app.model.view, app.waiting)) return;
  const { waiting } = app;
  app.waiting = null;
  await send(app, waiting);
}

/**
 * A set was ended by another choice, here or on another tablet: tell which one, and what is kept.
 * @param {Page} app
 * @param {SetObject} set
 */
export function tellEnded(app, { set_id: id, plan, reps }) {
  const { words } = app;
  const set = `${words.t(`exercise.${plan.exercise}`)} · ${words.t(`side.${plan.side}`)}`;
  const review = { label: words.t("action.review"), run: () => app.go(`#/review/${id}`) };
  const mayReview = reps.length > 0 && app.model.view.role !== "viewer" && !isKiosk();
  app.toasts.show(
    words.t(reps.length ? "plan.ended" : "plan.ended_empty", { set, n: reps.length }),
    mayReview ? review : null,
  );
}

/**
 * @param {Page} app
 * @param {PlanChange} change
 */
async function send(app, change) {
  try {
    const answer = await api.choose(change);
    app.model.view.plan = answer.plan;
    app.redraw();
  } catch (error) {
    app.problem(error);
  }
}

/**
 * The next side of an exercise's row; the same where it has but one.
 * @param {ExerciseObject} rules
 * @param {SideWord} side
 */
export function otherSide(rules, side) {
  return rules.sides[(rules.sides.indexOf(side) + 1) % rules.sides.length];
}

/** @param {Page} app */
function weightField(app) {
  const { words } = app;
  const { plan } = app.model.view;
  const unit = app.unit();
  let value = fromKg(plan.weight_kg, unit);
  const shown = el("output", { class: "stepper-value display" });
  const show = () => {
    shown.textContent = weightText(words, value === null ? null : toKg(value, unit), unit);
  };
  /** @param {number} by */
  const step = (by) => () => {
    const { limits } = app.model.view;
    if (limits === null) return; // the station has not been heard yet
    const least = limits.weight_step[unit];
    const next = Math.round(((value ?? 0) + by * least) * 10) / 10;
    value = Math.min(Math.max(next, least), fromKg(limits.heaviest_kg, unit));
    show();
    void choose(app, { weight_kg: Math.round(toKg(value, unit) * 1000) / 1000 });
  };
  show();
  return el(
    "div",
    { class: "field" },
    el("span", { class: "label", text: words.t("plan.weight") }),
    el(
      "div",
      { class: "stepper" },
      el("button", { text: "−", "aria-label": words.t("plan.lighter"), onclick: step(-1) }),
      shown,
      el("button", { text: "+", "aria-label": words.t("plan.heavier"), onclick: step(1) }),
    ),
  );
}

/**
 * The sheet in which everything of the plan is chosen.
 * @param {Page} app
 */
export function openPlan(app) {
  const { words } = app;
  /**
   * @param {Field} field
   * @param {string[]} options
   * @param {() => void} [after]
   */
  const row = (field, options, after) =>
    choiceRow({
      label: words.t(`plan.${field}`),
      options: options.map((key) => [key, words.t(`${field}.${key}`)]),
      value: app.model.view.plan[field],
      onchange: async (/** @type {string} */ value) => {
        await choose(app, { [field]: value });
        after?.();
      },
    });
  const ofExercise = el("div", { class: "fields" });
  const drawOfExercise = () => {
    const { view } = app.model;
    const rules = rulesOf(view, view.plan.exercise);
    /** @type {[Field, string[]][]} */
    const choices = rules
      ? [
          ["side", rules.sides],
          ["variant", rules.variants],
        ]
      : [];
    fill(
      ofExercise,
      choices
        .filter(([, options]) => options.length > 1)
        .map(([field, options]) => row(field, options)),
    );
  };
  drawOfExercise();
  openSheet(words, words.t("plan.title"), (close) => [
    row(
      "exercise",
      app.model.view.exercises.map(({ name }) => name),
      drawOfExercise,
    ),
    ofExercise,
    weightField(app),
    el("button", { class: "primary", text: words.t("action.done"), onclick: close }),
  ]);
}
