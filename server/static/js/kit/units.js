/** Kilograms and pounds, newtons at the handle: only for showing. */

/** @typedef {"kg" | "lb"} Unit */

/** @import {Words} from "./i18n.js" */

const KG_PER_LB = 0.45359237;
const STANDARD_GRAVITY = 9.80665;

/**
 * A weight in the athlete's own unit; unknown where nobody said.
 * @overload
 * @param {number} kg
 * @param {Unit} unit
 * @returns {number}
 */
/**
 * @overload
 * @param {number | null | undefined} kg
 * @param {Unit} unit
 * @returns {number | null}
 */
/**
 * @param {number | null | undefined} kg
 * @param {Unit} unit
 * @returns {number | null}
 */
export function fromKg(kg, unit) {
  if (kg === null || kg === undefined) return null;
  return unit === "lb" ? kg / KG_PER_LB : kg;
}

/**
 * Kilograms from the athlete's own unit.
 * @param {number} value
 * @param {Unit} unit
 */
export function toKg(value, unit) {
  return unit === "lb" ? value * KG_PER_LB : value;
}

/**
 * What a weight pulls with.
 * @param {number} kg
 */
export function newtonsOf(kg) {
  return kg * STANDARD_GRAVITY;
}

/**
 * Newtons as kilograms of weight.
 * @param {number | null | undefined} newtons
 */
export function kgOfForce(newtons) {
  return newtons === null || newtons === undefined ? null : newtons / STANDARD_GRAVITY;
}

/**
 * "40 kg", "22.5 kg", "90 lb"; an en dash where nobody said.
 * @param {Words} words
 * @param {number | null | undefined} kg
 * @param {Unit} unit
 */
export function weightText(words, kg, unit) {
  const value = fromKg(kg, unit);
  if (value === null) return "–";
  const rounded = Math.round(value * 10) / 10;
  return `${words.number(rounded, Number.isInteger(rounded) ? 0 : 1)} ${unit}`;
}
