/** The figures of a repetition as text: what is known, how well, and why something is not. */

import { el } from "../kit/dom.js";
import { whyUnknown } from "../coach/advice.js";

/**
 * @import {Words} from "../kit/i18n.js"
 * @import {RepObject} from "../station/contract.js"
 * @typedef {Object} Figure
 * @property {string} name end of the key of its text
 * @property {(rep: RepObject) => number | null} of
 * @property {(rep: RepObject) => number | null} [pm] half the width of its 90 % interval
 * @property {number} decimals
 * @property {string} unit
 * @property {boolean} [whole] cut, not rounded: 0.999 s is no full second
 */

/** @type {Figure} */
const RANGE = {
  name: "rom",
  of: (rep) => rep.rom_m,
  pm: (rep) => rep.rom_pm_m,
  decimals: 3,
  unit: "m",
};
/** @type {Figure} */
const HOLD = {
  name: "hold",
  of: (rep) => rep.hold_s,
  pm: (rep) => rep.hold_pm_s,
  decimals: 2,
  unit: "s",
  whole: true,
};
/** @type {Figure} */
const SPEED = {
  name: "speed",
  of: (rep) => rep.mean_velocity_m_s,
  decimals: 2,
  unit: "m/s",
};

/**
 * The columns of the table.
 * @type {Figure[]}
 */
export const FIGURES = [
  RANGE,
  HOLD,
  { name: "out", of: (rep) => rep.concentric_s, decimals: 1, unit: "s" },
  { name: "back", of: (rep) => rep.eccentric_s, decimals: 1, unit: "s" },
  SPEED,
  { name: "force", of: (rep) => rep.mean_force_n, decimals: 0, unit: "N" },
  { name: "power", of: (rep) => rep.mean_power_w, decimals: 0, unit: "W" },
];

/**
 * What the details add.
 * @type {Figure[]}
 */
const MORE = [
  { ...SPEED, pm: (rep) => rep.mean_velocity_pm_m_s, decimals: 3 },
  { name: "peak_speed", of: (rep) => rep.peak_velocity_m_s, decimals: 2, unit: "m/s" },
  { name: "steadiness", of: (rep) => rep.steadiness_mm, decimals: 1, unit: "mm" },
];

/**
 * The width of an interval is rounded up: nothing is known better than it says.
 * @param {Words} words
 * @param {number} pm
 * @param {number} decimals
 */
function plusMinus(words, pm, decimals) {
  const scale = 10 ** decimals;
  return `± ${words.number(Math.max(1, Math.ceil(pm * scale - 1e-9)) / scale, decimals)}`;
}

/**
 * "1.22 ± 0.02"; a dash where it was not measured.
 * @param {Words} words
 * @param {RepObject} rep
 * @param {Figure} figure
 */
export function figureText(words, rep, { of, pm, decimals, whole }) {
  const value = of(rep) ?? null;
  if (value === null) return words.number(null);
  const scale = 10 ** decimals;
  const shown = whole ? Math.floor(value * scale + 1e-9) / scale : value;
  const width = pm?.(rep) ?? null;
  const text = words.number(shown, decimals);
  return width === null ? text : `${text} ${plusMinus(words, width, decimals)}`;
}

/**
 * The cell of a figure; a dash says why to those who hear the page, as the flags beside the verdict
 * say to those who see it.
 * @param {Words} words
 * @param {RepObject} rep
 * @param {Figure} figure
 */
export function figureCell(words, rep, figure) {
  const text = figureText(words, rep, figure);
  if ((figure.of(rep) ?? null) !== null) return el("td", { text });
  const why = whyUnknown(words, rep);
  return el("td", { title: why }, text, el("span", { class: "offscreen", text: ` ${why}` }));
}

/**
 * A sentence for the figures that are missing, or nothing.
 * @param {Words} words
 * @param {RepObject} rep
 * @param {Figure[]} figures
 */
function missing(words, rep, figures) {
  const names = figures
    .filter(({ of }) => (of(rep) ?? null) === null)
    .map(({ name }) => words.t(`table.${name}`));
  if (!names.length) return null;
  const parts = { what: names.join(", "), why: whyUnknown(words, rep) };
  return el("p", { text: words.t("detail.unknown", parts) });
}

/**
 * What else is known of a repetition, to be opened.
 * @param {Words} words
 * @param {RepObject} rep
 * @param {Figure[]} figures those of its row
 */
export function repDetails(words, rep, figures) {
  const rows = MORE.filter(({ of }) => (of(rep) ?? null) !== null).map((figure) => [
    words.t(`table.${figure.name}`),
    `${figureText(words, rep, figure)} ${figure.unit}`,
  ]);
  const start = rep.start_pm_s ?? null;
  if (start !== null) rows.unshift([words.t("detail.start"), `${plusMinus(words, start, 3)} s`]);
  return el(
    "details",
    { class: "rep-details" },
    el("summary", { text: words.t("detail.more") }),
    el(
      "dl",
      {},
      rows.flatMap(([name, text]) => [el("dt", { text: name }), el("dd", { text })]),
    ),
    missing(words, rep, figures),
  );
}
