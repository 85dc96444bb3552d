/** What each step of the calibration asks for. */

import { el } from "../kit/dom.js";

/**
 * @import {Words} from "../kit/i18n.js"
 * @typedef {Record<string, number | boolean>} StepValues what a step is given
 * @typedef {(text: string, values: () => StepValues, primary?: boolean) => HTMLElement} Go
 */

/**
 * @param {Words} words
 * @param {string} id
 * @param {string} key
 * @param {string} value
 */
function numberField(words, id, key, value) {
  const input = el("input", {
    id,
    type: "number",
    step: "any",
    inputmode: "decimal",
    value,
    required: true,
  });
  return {
    input,
    node: el("div", { class: "field" }, el("label", { for: id, text: words.t(key) }), input),
  };
}

/** @param {...HTMLElement} children */
const row = (...children) => el("div", { class: "row" }, ...children);

/**
 * The fields and buttons of `step`; `marked` is the step whose start was just marked, and
 * `go(text, values, primary)` makes a button that takes the step with what `values()` gives then.
 * @param {Words} words
 * @param {string} step
 * @param {string | null} marked
 * @param {Go} go
 */
export function fields(words, step, marked, go) {
  const ready = marked === step;
  const mark = () => go("calibrate.mark", () => ({ mark: true }), !ready);
  const keep = () => go("calibrate.keep", () => ({ keep: true }), false);
  if (step === "weight") {
    const { node, input } = numberField(words, "known-kg", "calibrate.weight.field", "20");
    const take = go("calibrate.weight.go", () => ({ kg: Number(input.value) }));
    return [node, row(take, keep())];
  }
  if (step === "length") {
    const { node, input } = numberField(words, "known-m", "calibrate.length.field", "1");
    const take = go("calibrate.length.go", () => ({ length_m: Number(input.value) }), ready);
    return [row(mark()), node, row(take, keep())];
  }
  const take = go(`calibrate.${step}.go`, () => ({}), step !== "check" || ready);
  return [step === "check" ? row(mark(), take) : row(take)];
}
