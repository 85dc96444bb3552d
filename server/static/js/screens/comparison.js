/** A set beside the one before it and the nearest one of the other side. */

import { api } from "../station/api.js";
import { asymmetryPct, summary } from "../coach/advice.js";
import { el, fill } from "../kit/dom.js";

const COMPARED = 60;

const COMPARISONS = [
  ["reps", (sums) => sums.count, 0, ""],
  ["good", (sums) => sums.good, 0, ""],
  ["rom", (sums) => sums.romM && sums.romM * 100, 0, "cm"],
  ["hold", (sums) => sums.holdS, 1, "s"],
  ["speed", (sums) => sums.velocity, 2, "m/s"],
  ["work", (sums) => sums.workJ, 0, "J"],
];

/** The sets to compare with: the one before, and the nearest of the other side. */
function othersOf(set, sets) {
  const earlier = sets.filter(
    (other) => other.set_id < set.set_id && other.plan.side === set.plan.side,
  );
  const otherSide = sets
    .filter((other) => other.plan.side !== set.plan.side && other.reps.length)
    .sort((a, b) => Math.abs(a.set_id - set.set_id) - Math.abs(b.set_id - set.set_id))[0];
  return { before: earlier[0], otherSide };
}

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

/** `columns` are pairs of a text's key and a set. */
function table(words, columns) {
  const sums = columns.map(([, set]) => summary(set.reps));
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
        COMPARISONS.map((comparison) => row(words, comparison, sums)),
      ),
    ),
  );
}

/** How uneven the two sides are, null where one of them has no range. */
function asymmetry(words, set, otherSide) {
  const uneven = asymmetryPct(summary(set.reps).romM, summary(otherSide.reps).romM);
  if (uneven === null) return null;
  return el("p", {
    text: words.t("review.asymmetry", {
      pct: words.number(Math.abs(uneven), 0),
      side: words.t(`side.${uneven >= 0 ? set.plan.side : otherSide.plan.side}`),
    }),
  });
}

/** Fetch what `set` compares with, and fill `box` with the table. */
export async function compareInto(box, words, set) {
  const { plan } = set;
  const filters = { exercise: plan.exercise, athlete: plan.athlete_id, limit: COMPARED };
  const { before, otherSide } = othersOf(set, (await api.sets(filters)).sets);
  const columns = [
    ["review.this", set],
    ["review.last", before],
    [`review.other_${plan.side}`, otherSide],
  ].filter(([, other]) => other);
  fill(
    box,
    el("h2", { text: words.t("review.compare") }),
    table(words, columns),
    otherSide ? asymmetry(words, set, otherSide) : null,
  );
}
