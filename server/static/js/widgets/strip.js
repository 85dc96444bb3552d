/** The repetitions of the set as ten places, filled one by one, each with its verdict. */

import { el, fill, mark, setAttribute } from "../kit/dom.js";
import { rulesOf } from "../station/view.js";
import { verdictText, verdictTone } from "../coach/advice.js";

function filled(words, rep, rules) {
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
  );
}

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
  constructor(words) {
    this.node = el("ol", {
      class: "strip",
      "aria-label": words.t("strip.label"),
      tabindex: "0",
      "data-testid": "strip",
    });
    this.drawn = null;
  }

  draw(model, words) {
    const reps = model.shownReps;
    const rules = rulesOf(model.view, model.shownExercise);
    if (this.drawn === reps && this.rules === rules) return;
    this.drawn = reps;
    this.rules = rules;
    const places = reps.map((rep) => filled(words, rep, rules));
    const { least, most } = rules?.dose ?? { least: 0, most: 0 };
    for (let number = reps.length + 1; number <= most; number += 1) {
      places.push(empty(words, number, least));
    }
    fill(this.node, places);
    setAttribute(this.node, "data-count", reps.length);
    if (!places.length) return;
    const latest = this.node.children[Math.max(0, reps.length - 1)];
    this.node.scrollTo({ left: latest.offsetLeft - 150, top: latest.offsetTop - 150 });
  }
}
