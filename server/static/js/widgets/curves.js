/** The repetitions of a set laid over each other, aligned at their starts. */

/** @import {RepObject, SamplesObject} from "../station/contract.js" */

const STEP_S = 0.02;
const BEFORE_S = 0.2;
const AFTER_S = 0.2;
const LONGEST_S = 15;

/**
 * Linear interpolation of `values` over ascending `times` at `t`; `null` outside or in a gap.
 * @param {number[]} times
 * @param {(number | null)[]} values
 * @param {number} t
 * @returns {number | null}
 */
export function valueAt(times, values, t) {
  let low = 0;
  let high = times.length - 1;
  if (high < 0 || t < times[0] || t > times[high]) return null;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= t) low = middle;
    else high = middle;
  }
  const [a, b] = [values[low], values[high]];
  if (a === null || b === null) return null;
  const span = times[high] - times[low];
  return span > 0 ? a + ((b - a) * (t - times[low])) / span : a;
}

/**
 * One column of values for each repetition over a common time since its start.
 * @param {SamplesObject} samples
 * @param {RepObject[]} reps
 * @param {Exclude<keyof SamplesObject, "t_s">} name
 * @returns {{x: number[], columns: (number|null)[][]}}
 */
export function overlay(samples, reps, name) {
  const lengths = reps.map((rep) => rep.end_s - rep.start_s);
  const until = Math.min(LONGEST_S, Math.max(0, ...lengths) + AFTER_S);
  /** @type {number[]} */
  const x = [];
  for (let t = -BEFORE_S; t <= until; t += STEP_S) x.push(Math.round(t * 1000) / 1000);
  const columns = reps.map((rep, i) => {
    const base =
      name === "position_m" ? (valueAt(samples.t_s, samples[name], rep.start_s) ?? 0) : 0;
    return x.map((t) => {
      if (t > lengths[i] + AFTER_S) return null;
      const value = valueAt(samples.t_s, samples[name], rep.start_s + t);
      return value === null ? null : value - base;
    });
  });
  return { x, columns };
}
