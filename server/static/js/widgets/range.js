/** The range bar: handle travel against the athlete's reference, the last tops as ghosts.

In the release it is the pace guide: the pacer goes back, and the handle should not overtake it. */

import { el, setAttribute, setText } from "../kit/dom.js";
import { isBlind, rulesOf } from "../station/view.js";
import { shownPace } from "../coach/cue.js";

/**
 * @import {Words} from "../kit/i18n.js"
 * @import {RepObject} from "../station/contract.js"
 * @import {Model} from "../station/model.js"
 * @import {View} from "../station/view.js"
 * @typedef {(node: HTMLElement, metres: number) => void} Place
 */

const GHOSTS = 3;
const FULL_SCALE = 1.15;
const UNKNOWN_REFERENCE_M = 0.9;

/** @param {Model} model */
function scaleOf({ view, shownReps }) {
  const best = Math.max(0, ...shownReps.map((rep) => rep.rom_m ?? 0));
  const goal = view.referenceM ?? Math.max(best, UNKNOWN_REFERENCE_M);
  return { goal, full: Math.max(goal * FULL_SCALE, best * 1.02) };
}

/** The bar; call `draw(model, words, now)` once a frame. */
export class RangeBar {
  /** @param {Words} words */
  constructor(words) {
    this.bar = el("div", { class: "range-fill" });
    this.goal = el("div", { class: "range-goal" });
    this.pacer = el("div", { class: "range-pacer" });
    this.ghosts = Array.from({ length: GHOSTS }, (_, i) =>
      el("div", { class: "range-ghost", "data-age": GHOSTS - i }),
    );
    this.label = el("span", { text: words.t("range.label") });
    this.text = el("span", { class: "range-text" });
    this.node = el(
      "div",
      { class: "range", "data-testid": "range" },
      el("div", { class: "range-head" }, this.label, this.text),
      el("div", { class: "range-track" }, this.bar, ...this.ghosts, this.goal, this.pacer),
    );
  }

  /**
   * @param {Model} model
   * @param {Words} words
   * @param {number} now
   */
  draw(model, words, now) {
    const { view } = model;
    const { goal, full } = scaleOf(model);
    /** @type {Place} */
    const place = (node, metres) => {
      const percent = Math.max(0, Math.min(metres / full, 1)) * 100;
      node.style.setProperty("--at", `${percent.toFixed(1)}%`);
    };
    const blind = isBlind(view, now);
    const out = blind ? 0 : Math.max(0, Math.min((view.excursionM ?? 0) / full, 1));
    this.bar.style.transform = `scaleX(${out.toFixed(4)})`;
    setAttribute(this.node, "data-blind", blind);
    place(this.goal, goal);
    setAttribute(this.goal, "hidden", view.referenceM === null);
    this.drawGhosts(model.shownReps.slice(-GHOSTS), place);
    this.drawPacer(view, now, place);
    const share = rulesOf(view, view.plan.exercise)?.range_share ?? 1;
    const reached = view.referenceM !== null && view.topM >= share * view.referenceM;
    setAttribute(this.node, "data-reached", reached);
    const caption = this.caption(view, words, reached);
    setText(this.text, blind ? words.t("range.no_data") : caption);
  }

  /**
   * @param {View} view
   * @param {Words} words
   * @param {boolean} reached
   */
  caption(view, words, reached) {
    if (view.referenceM === null) return words.t("range.unknown");
    const mark = reached ? "✓ " : "";
    return mark + words.t("range.of", { cm: words.number(view.referenceM * 100) });
  }

  /**
   * @param {RepObject[]} reps
   * @param {Place} place
   */
  drawGhosts(reps, place) {
    this.ghosts.forEach((ghost, i) => {
      const rep = reps[reps.length - GHOSTS + i];
      const range = rep?.rom_m ?? null;
      setAttribute(ghost, "hidden", range === null);
      if (range !== null) place(ghost, range);
    });
  }

  /**
   * @param {View} view
   * @param {number} now
   * @param {Place} place
   */
  drawPacer(view, now, place) {
    const releasing = view.phase === "eccentric" && view.topM > 0 && !isBlind(view, now);
    setAttribute(this.pacer, "hidden", !releasing);
    setAttribute(this.node, "data-pace", null);
    if (!releasing) return;
    const { fraction, hurry } = shownPace(view, now);
    place(this.pacer, fraction * view.topM);
    setAttribute(this.node, "data-pace", hurry ? "hurry" : "good");
  }
}
