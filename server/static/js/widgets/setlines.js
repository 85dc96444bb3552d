/** What was good about a set, what to do next, and the next weight: a few lines. */

import { commonReason, DOSE, nextWeightKg, summary, verdictText } from "../coach/advice.js";
import { el, mark } from "../kit/dom.js";
import { weightText } from "../kit/units.js";

function praise(words, reps, sums) {
  if (!reps.length) return words.t("after.empty");
  if (sums.good === reps.length) return words.t("after.all_good", { n: sums.good });
  const parts = { good: sums.good, n: reps.length, held: sums.held };
  return words.t(sums.held > sums.good ? "after.held" : "after.good", parts);
}

function todo(words, set) {
  const reason = commonReason(set.reps);
  if (!reason && set.reps.length < DOSE.least) {
    return words.t("after.more", { least: DOSE.least, n: set.reps.length });
  }
  if (!reason) return words.t("after.keep");
  const worst = set.reps.filter((rep) => rep.reasons?.includes(reason));
  const key = reason === "slow_pull" ? `after.slow_${set.plan.exercise}` : `after.${reason}`;
  return words.t(key, { n: worst.length });
}

function weight(app, set) {
  const { words } = app;
  const next = nextWeightKg(set, app.unit());
  const step = { 1: "up", 0: "same", [-1]: "down" }[set.weight_step];
  const value = next === null ? "" : weightText(words, next, app.unit());
  return words.t(`after.weight_${step}${next === null ? "_unknown" : ""}`, { weight: value });
}

/** What the figures of a set have against them, or nothing. */
function doubts(words, reps) {
  const flagged = reps.filter((rep) => rep.flags?.length);
  if (!flagged.length) return [];
  const flags = [...new Set(flagged.flatMap((rep) => rep.flags))];
  return [
    [
      "note",
      words.t("after.doubt", {
        n: flagged.length,
        why: flags.map((flag) => words.t(`flag.${flag}`)).join(", "),
      }),
    ],
  ];
}

/** Three lines with their marks, and a fourth where figures are doubtful, for the review and for the rest between sets. */
export function setLines(app, set) {
  const { words } = app;
  const sums = summary(set.reps);
  const allGood = set.reps.length >= DOSE.least && sums.good === set.reps.length;
  const lines = [
    ["good", praise(words, set.reps, sums)],
    [allGood ? "good" : "adjust", todo(words, set)],
    ["note", weight(app, set)],
    ...doubts(words, set.reps),
  ];
  return el(
    "ul",
    { class: "set-lines", "data-testid": "set-lines" },
    (set.reps.length ? lines : lines.slice(0, 1)).map(([tone, text]) =>
      el("li", {}, mark(tone), el("span", { text })),
    ),
  );
}

/** The verdict of a repetition with its mark, and below it what makes its figures doubtful. */
export function verdictCell(words, rep, exercise) {
  const tone = rep.verdict === "good" ? "good" : "adjust";
  return el(
    "td",
    { class: "verdict" },
    mark(tone),
    el("span", { text: ` ${verdictText(words, rep, exercise)}` }),
    (rep.flags ?? []).map((flag) =>
      el("span", { class: "flag soft", text: words.t(`flag.${flag}`) }),
    ),
  );
}
