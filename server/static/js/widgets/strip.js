/** The repetitions of the set as ten places, filled one by one, each with its verdict. */

import { el, fill, mark, setAttribute } from "../kit/dom.js";
import { rulesOf } from "../station/view.js";
import { remarks, verdictText, verdictTone, whyUnknown } from "../coach/advice.js";

/**
 * @import {Words} from "../kit/i18n.js"
 * @import {ExerciseObject, LimitsObject, RepObject} from "../station/contract.js"
 * @import {Model} from "../station/model.js"
 */

/**
 * What stands under the verdict: why there is none, or what is remarkable about it.
 * @param {Words} words
 * @param {RepObject} rep
 * @param {LimitsObject | null} limits
 */
const beside = (words, rep, limits) =>
  rep.verdict === "unknown" ? [whyUnknown(words, rep)] : remarks(words, rep, limits);

/**
 * A repetition that counts and is not judged yet: its figures, as far as they are known.
 * @param {Words} words
 * @param {RepObject} rep
 */
function counted(words, rep) {
  const hold = rep.held === null ? [] : [`${words.number(rep.hold_s, 1)} s`];
  const range = `${words.number(rep.rom_m === null ? null : rep.rom_m * 100)} cm`;
  return el(
    "li",
    { class: "rep", "data-tone": "plain", "data-rep": rep.rep },
    el("span", { class: "rep-number display", text: words.number(rep.rep) }),
    [...hold, range].map((text) => el("span", { class: "rep-words", text })),
  );
}

/**
 * @param {Words} words
 * @param {RepObject} rep
 * @param {ExerciseObject | undefined} rules
 * @param {LimitsObject | null} limits
 */
function filled(words, rep, rules, limits) {
  const tone = verdictTone(rep);
  return el(
    "li",
    { class: "rep", "data-tone": tone, "data-rep": rep.rep },
    el(
      "span",
      { class: "rep-head" },
      el("span", { class: "rep-number display", text: words.number(rep.rep) }),
      mark(tone),
    ),
    el("span", { class: "rep-words", text: verdictText(words, rep, rules) }),
    beside(words, rep, limits).map((text) => el("span", { class: "rep-remark", text })),
  );
}

/**
 * @param {Words} words
 * @param {number} number
 * @param {number} least
 */
function empty(words, number, least) {
  const optional = number > least;
  return el(
    "li",
    { class: "rep rep-empty", "data-optional": optional, "aria-hidden": "true" },
    el("span", { class: "rep-number display", text: words.number(number) }),
  );
}

/** The strip; `draw(model, words)` rebuilds it only where the repetitions changed. */
export class Strip {
  /** @param {Words} words */
  constructor(words) {
    this.node = el("ol", {
      class: "strip",
      "aria-label": words.t("strip.label"),
      tabindex: "0",
      "data-testid": "strip",
    });
    /** @type {RepObject[] | null} */
    this.drawn = null;
    /** @type {ExerciseObject | undefined} */
    this.rules = undefined;
  }

  /**
   * @param {Model} model
   * @param {Words} words
   */
  draw(model, words) {
    const reps = model.shownReps;
    const rules = rulesOf(model.view, model.shownExercise);
    if (this.drawn === reps && this.rules === rules) return;
    this.drawn = reps;
    this.rules = rules;
    const places = reps.map((rep) =>
      rep.provisional ? counted(words, rep) : filled(words, rep, rules, model.view.limits),
    );
    const { least, most } = rules?.dose ?? { least: 0, most: 0 };
    const next = 1 + (reps.at(-1)?.rep ?? 0); // not the count: one may have been withdrawn
    for (let number = next; number <= most; number += 1) {
      places.push(empty(words, number, least));
    }
    fill(this.node, places);
    setAttribute(this.node, "data-count", reps.length);
    if (!places.length) return;
    const latest = places[Math.max(0, reps.length - 1)];
    this.node.scrollTo({ left: latest.offsetLeft - 150, top: latest.offsetTop - 150 });
  }
}
