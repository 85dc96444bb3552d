/** What is said about a repetition and after a set: the words come from the catalogue. */

import { fromKg, toKg, weightStep } from "../kit/units.js";

/**
 * @import {Words} from "../kit/i18n.js"
 * @import {RepObject, SetObject} from "../station/contract.js"
 * @import {Unit} from "../kit/units.js"
 */

/** @typedef {ReturnType<typeof summary>} Summary */

const FULL_HOLD_S = 1.0;
export const DOSE = Object.freeze({ least: 6, most: 10 });

/**
 * Tenths of a second a hold fell short, never shown as 0.
 * @param {number} holdS
 */
export function missingHold(holdS) {
  return Math.max(0.1, Math.ceil((FULL_HOLD_S - holdS) * 10 - 1e-9) / 10);
}

/**
 * A hold in whole tenths as a stopwatch shows it: 1.0 from a full second on, never before.
 * @param {number} holdS
 */
export function holdTenths(holdS) {
  return Math.floor(holdS * 10 + 1e-9) / 10;
}

/**
 * One reason in a few words, as an instruction.
 * @param {Words} words
 * @param {string} reason
 * @param {RepObject} rep
 * @param {string} exercise
 */
export function reasonText(words, reason, rep, exercise) {
  if (reason === "short_hold") {
    return words.t("verdict.short_hold", { s: words.number(missingHold(rep.hold_s), 1) });
  }
  if (reason === "slow_pull") return words.t(`verdict.slow_${exercise}`);
  return words.t(`verdict.${reason}`);
}

/**
 * The verdict of a repetition in one or two words.
 * @param {Words} words
 * @param {RepObject} rep
 * @param {string} exercise
 */
export function verdictText(words, rep, exercise) {
  if (rep.verdict === "good") return words.t("verdict.good");
  return reasonText(words, rep.reasons?.[0] ?? rep.verdict, rep, exercise);
}

/**
 * `good`, `adjust`, or `note` where the figures themselves are doubtful.
 * @param {RepObject} rep
 * @returns {"good" | "note" | "adjust"}
 */
export function verdictTone(rep) {
  if (rep.verdict === "good") return "good";
  return rep.flags?.length && !rep.reasons?.length ? "note" : "adjust";
}

/**
 * The next weight in kilograms, or `null` where none was said; the station says which way.
 * @param {SetObject} set
 * @param {Unit} unit
 */
export function nextWeightKg(set, unit) {
  const { weight_kg: weightKg } = set.plan;
  if (weightKg === null || weightKg === undefined) return null;
  const step = weightStep(unit);
  const value = (fromKg(weightKg, unit) ?? 0) + set.weight_step * step;
  return toKg(Math.max(step, Math.round(value * 10) / 10), unit);
}

/**
 * The reason that most repetitions fell short of, or `null`.
 * @param {RepObject[]} reps
 */
export function commonReason(reps) {
  const counts = new Map();
  for (const reason of reps.flatMap((rep) => rep.reasons ?? [])) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/**
 * Means and shares of a set, each `null` where nothing was measured.
 * @param {RepObject[]} reps
 */
export function summary(reps) {
  /** @param {keyof RepObject} name */
  const mean = (name) => {
    const values = reps.map((rep) => rep[name]).filter((value) => typeof value === "number");
    return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
  };
  /** @param {keyof RepObject} name */
  const total = (name) => {
    const values = reps.map((rep) => rep[name]).filter((value) => typeof value === "number");
    return values.length ? values.reduce((sum, value) => sum + value, 0) : null;
  };
  return {
    count: reps.length,
    good: reps.filter((rep) => rep.verdict === "good").length,
    held: reps.filter((rep) => rep.held).length,
    romM: mean("rom_m"),
    holdS: mean("hold_s"),
    velocity: mean("mean_velocity_m_s"),
    powerW: mean("mean_power_w"),
    workJ: total("work_j"),
    lossPct: reps.at(-1)?.velocity_loss_pct ?? null,
  };
}

/**
 * Signed difference of two values in percent of the larger (positive: the first is larger).
 * @param {number | null} first
 * @param {number | null} second
 */
export function asymmetryPct(first, second) {
  if (!first || !second) return null;
  return ((first - second) / Math.max(first, second)) * 100;
}
