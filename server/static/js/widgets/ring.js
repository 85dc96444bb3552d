/** The hold ring, with the count of repetitions in its middle.

Its filling follows the device's hold, carried on for at most 100 ms; only the device says "done".
Then the whole disc turns blue, with a tick and a word, and a second ring counts what is beyond. */

import { el, setAttribute, setText, svg } from "../kit/dom.js";
import { shownHold } from "../coach/cue.js";
import { isBlind, rulesOf } from "../station/view.js";

/**
 * @import {Words} from "../kit/i18n.js"
 * @import {Model} from "../station/model.js"
 */

const RADIUS = 45;
const AROUND = 2 * Math.PI * RADIUS;

/** @param {string} name */
function circle(name) {
  return svg("circle", { class: name, cx: 50, cy: 50, r: RADIUS, fill: "none" });
}

/** @param {string} name */
function arc(name) {
  const node = circle(name);
  setAttribute(node, "stroke-dasharray", AROUND);
  setAttribute(node, "stroke-dashoffset", AROUND);
  setAttribute(node, "transform", "rotate(-90 50 50)");
  return node;
}

/** The ring; call `draw(model, words, now)` once a frame. */
export class Ring {
  constructor() {
    this.fill = arc("ring-fill");
    this.beyond = arc("ring-beyond");
    this.count = el("span", { class: "ring-count", "data-testid": "count" });
    this.below = el("span", { class: "ring-below" });
    const picture = svg(
      "svg",
      { viewBox: "0 0 100 100", "aria-hidden": "true" },
      svg("circle", { class: "ring-disc", cx: 50, cy: 50, r: 40.4 }),
      circle("ring-track"),
      this.fill,
      this.beyond,
    );
    this.node = el(
      "div",
      { class: "ring", "data-testid": "ring" },
      picture,
      el("div", { class: "ring-middle" }, this.count, this.below),
    );
  }

  /**
   * @param {Model} model
   * @param {Words} words
   * @param {number} now
   */
  draw(model, words, now) {
    const { view } = model;
    const rules = rulesOf(view, view.plan.exercise);
    const held = shownHold(view, now) / (rules?.hold_target_s ?? Infinity);
    const blind = isBlind(view, now);
    const done = view.phase === "hold" && view.holdReached && !view.calibrating && !blind;
    setAttribute(this.node, "data-state", blind ? "blind" : done ? "done" : view.phase);
    this.sweep(this.fill, Math.min(held, 1));
    this.sweep(this.beyond, done ? Math.min(held - 1, 1) : 0);
    setText(this.count, words.number(model.shownCount));
    setAttribute(this.count, "data-digits", String(model.shownCount).length);
    const dose = rules ? words.t("ring.dose", { ...rules.dose }) : "";
    const below = done ? `✓ ${words.t("cue.held")}` : dose;
    setText(this.below, blind ? words.t("range.no_data") : below);
  }

  /**
   * @param {SVGCircleElement} node
   * @param {number} share of the whole turn
   */
  sweep(node, share) {
    setAttribute(node, "stroke-dashoffset", (AROUND * (1 - share)).toFixed(1));
    setAttribute(node, "visibility", share > 0 ? null : "hidden");
  }
}
