/** A set beside the one before it and the nearest one of the other side. */

import { api } from "../station/api.js";
import { el, fill } from "../kit/dom.js";

/**
 * @import {Words} from "../kit/i18n.js"
 * @import {ComparedSetObject, SetObject, SummaryObject} from "../station/contract.js"
 * @typedef {[string, (sums: SummaryObject) => number | null, number, string]} Comparison
 * @typedef {[string, SummaryObject]} Column
 */

/**
 * Key of the text, the figure, its decimals and its unit.
 * @type {Comparison[]}
 */
const COMPARISONS = [
  ["reps", (sums) => sums.reps, 0, ""],
  ["good", (sums) => sums.good_reps, 0, ""],
  ["rom", (sums) => sums.mean_rom_m, 3, "m"],
  ["hold", (sums) => sums.mean_hold_s, 2, "s"],
  ["speed", (sums) => sums.mean_velocity_m_s, 2, "m/s"],
  ["work", (sums) => sums.work_j, 0, "J"],
];

/**
 * @param {Words} words
 * @param {Comparison} comparison
 * @param {SummaryObject[]} sums
 */
function row(words, [name, value, decimals, unit], sums) {
  return el(
    "tr",
    {},
    el(
      "th",
      { scope: "row" },
      `${words.t(`table.${name}`)} `,
      el("span", { class: "soft", text: unit }),
    ),
    sums.map((sum) => el("td", { text: words.figure(value(sum), decimals) })),
  );
}

/**
 * The table; without a hold there is no row for it.
 * @param {Words} words
 * @param {Column[]} columns pairs of a text's key and a summary
 */
function table(words, columns) {
  const sums = columns.map(([, summary]) => summary);
  const heads = columns.map(([key]) => el("th", { scope: "col", text: words.t(key) }));
  return el(
    "div",
    { class: "table-box" },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, el("td"), heads)),
      el(
        "tbody",
        {},
        COMPARISONS.filter(([name]) => name !== "hold" || sums[0].held_reps !== null).map(
          (comparison) => row(words, comparison, sums),
        ),
      ),
    ),
  );
}

/**
 * How uneven the two sides are, null where one of them has no range.
 * @param {Words} words
 * @param {number | null} pct
 */
function asymmetry(words, pct) {
  if (pct === null) return null;
  const text = {
    pct: words.number(Math.abs(pct), 0),
    side: words.t(`side.${pct >= 0 ? "left" : "right"}`),
  };
  return el("p", { text: words.t("review.asymmetry", text) });
}

/**
 * A word where the others were measured by another definition.
 * @param {Words} words
 * @param {SetObject} set
 * @param {(ComparedSetObject | null)[]} others
 */
function otherDefinition(words, { definition }, others) {
  const differs = others.some((other) => other && other.definition !== definition);
  return differs ? el("p", { class: "soft", text: words.t("review.other_definition") }) : null;
}

/**
 * Fetch what `set` compares with, and fill `box` with the table.
 * @param {HTMLElement} box
 * @param {Words} words
 * @param {SetObject} set
 */
export async function compareInto(box, words, set) {
  const compared = await api.comparison(set.set_id);
  /** @type {[string, SummaryObject | undefined][]} */
  const candidates = [
    ["review.this", set.summary],
    ["review.last", compared.previous?.summary],
    [`review.other_${set.plan.side}`, compared.other_side?.summary],
  ];
  const columns = candidates.filter(
    /** @returns {column is Column} */ (column) => column[1] !== undefined,
  );
  fill(
    box,
    el("h2", { text: words.t("review.compare") }),
    table(words, columns),
    asymmetry(words, compared.asymmetry_pct),
    otherDefinition(words, set, [compared.previous, compared.other_side]),
  );
}
