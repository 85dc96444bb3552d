/** The repetitions of the set as ten places, filled one by one, each with its verdict. */

import { el, fill, mark, setAttribute } from "../kit/dom.js";
import { DOSE, verdictText, verdictTone } from "../coach/advice.js";

function filled(words, rep, exercise) {
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
    el("span", { class: "rep-words", text: verdictText(words, rep, exercise) }),
  );
}

function empty(words, number) {
  const optional = number > DOSE.least;
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
    if (this.drawn === reps) return;
    this.drawn = reps;
    const places = reps.map((rep) => filled(words, rep, model.shownExercise));
    for (let number = reps.length + 1; number <= DOSE.most; number += 1) {
      places.push(empty(words, number));
    }
    fill(this.node, places);
    setAttribute(this.node, "data-count", reps.length);
    const latest = this.node.children[Math.max(0, reps.length - 1)];
    this.node.scrollTo({ left: latest.offsetLeft - 150, top: latest.offsetTop - 150 });
  }
}
