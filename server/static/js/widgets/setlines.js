/** What was good about a set, what to do next, and the next weight: a few lines. */

import { remarks, verdictText, verdictTone } from "../coach/advice.js";
import { el, mark } from "../kit/dom.js";
import { rulesOf } from "../station/view.js";
import { toKg, weightText } from "../kit/units.js";

/**
 * @import {Page} from "../coach/page.js"
 * @import {Tone} from "../kit/dom.js"
 * @import {Words} from "../kit/i18n.js"
 * @import {ExerciseObject, LimitsObject, RepObject} from "../station/contract.js"
 * @import {SetObject, SummaryObject} from "../station/contract.js"
 * @typedef {[tone: Tone, text: string]} Line
 */

/**
 * @param {Words} words
 * @param {SetObject} set
 */
function praise(words, { advice, summary }) {
  if (advice.praise === "all_good") return words.t("after.all_good", { n: summary.good_reps });
  const parts = { good: summary.good_reps, n: summary.reps, held: summary.held_reps };
  return words.t(`after.${advice.praise}`, parts);
}

/**
 * @param {Words} words
 * @param {SetObject} set
 * @param {number | undefined} least
 */
function todo(words, set, least) {
  const { todo: what, todo_reps: n } = set.advice;
  const key = what === "slow_pull" ? `slow_${set.plan.exercise}` : what;
  return words.t(`after.${key}`, { least, n });
}

/**
 * @param {Page} app
 * @param {SetObject} set
 */
function weight(app, set) {
  const { words } = app;
  const unit = app.unit();
  const next = set.advice.next_weight;
  const step = { 1: "up", 0: "same", [-1]: "down" }[set.weight_step];
  const value = next === null ? "" : weightText(words, toKg(next[unit], unit), unit);
  return words.t(`after.weight_${step}${next === null ? "_unknown" : ""}`, { weight: value });
}

/**
 * What the figures of a set have against them, or nothing.
 * @param {Words} words
 * @param {SummaryObject} summary
 * @returns {Line[]}
 */
function doubts(words, { flagged_reps: n, flags }) {
  if (!n) return [];
  const why = flags.map((flag) => words.t(`flag.${flag}`)).join(", ");
  return [["note", words.t("after.doubt", { n, why })]];
}

/**
 * What was announced as a repetition and was none.
 * @param {Words} words
 * @param {SetObject} set
 * @returns {Line[]}
 */
const withdrawn = (words, { withdrawn: none = [] }) =>
  none.map(({ rep: n, reason }) => [
    "note",
    words.t("correction.withdrawn", { n, why: words.t(`amend.${reason}`) }),
  ]);

/**
 * Three lines with their marks, and a fourth where figures are doubtful, for the review and for
 * the rest between sets.
 * @param {Page} app
 * @param {SetObject} set
 */
export function setLines(app, set) {
  const { words } = app;
  const rules = rulesOf(app.model.view, set.plan.exercise);
  /** @type {Line[]} */
  const lines = [
    ["good", praise(words, set)],
    [set.advice.complete ? "good" : "adjust", todo(words, set, rules?.dose.least)],
    ["note", weight(app, set)],
    ...doubts(words, set.summary),
  ];
  const said = [...(set.reps.length ? lines : lines.slice(0, 1)), ...withdrawn(words, set)];
  return el(
    "ul",
    { class: "set-lines", "data-testid": "set-lines" },
    said.map(([tone, text]) => el("li", {}, mark(tone), el("span", { text }))),
  );
}

/**
 * The verdict of a repetition with its mark, below it what is remarkable about it and what makes
 * its figures doubtful.
 * @param {Words} words
 * @param {RepObject} rep
 * @param {Object} by
 * @param {ExerciseObject} [by.rules]
 * @param {LimitsObject | null} [by.limits]
 * @param {HTMLElement} [by.more] stands below
 */
export function verdictCell(words, rep, { rules, limits = null, more }) {
  const why = rep.amended && words.t("correction.rep", { why: words.t(`amend.${rep.amended}`) });
  const flags = (rep.flags ?? []).map((flag) => words.t(`flag.${flag}`));
  const said = [...remarks(words, rep, limits), ...(why ? [why] : []), ...flags];
  return el(
    "td",
    { class: "verdict" },
    mark(verdictTone(rep)),
    el("span", { text: ` ${verdictText(words, rep, rules)}` }),
    said.map((text) => el("span", { class: "flag soft", text })),
    more,
  );
}
