/** The repetitions of a set as a table. */

import { rulesOf } from "../station/view.js";
import { deleteRep } from "../sheets/corrections.js";
import { el } from "../kit/dom.js";
import { figureCell, FIGURES, repDetails } from "./rep_figures.js";
import { verdictCell } from "../widgets/setlines.js";

/**
 * @import {Page} from "../coach/page.js"
 * @import {Words} from "../kit/i18n.js"
 * @import {ExerciseObject, LimitsObject, RepObject} from "../station/contract.js"
 * @import {SetObject, SummaryObject} from "../station/contract.js"
 * @import {Figure} from "./rep_figures.js"
 */

/**
 * The table's columns: a set of an exercise without a hold has none for it.
 * @param {SummaryObject} summary
 */
const columnsOf = (summary) =>
  FIGURES.filter(({ name }) => name !== "hold" || summary.held_reps !== null);

/**
 * @param {Words} words
 * @param {Figure[]} columns
 */
function tableHead(words, columns) {
  return el(
    "tr",
    {},
    el("th", { scope: "col", text: words.t("table.rep") }),
    el("th", { scope: "col", text: words.t("table.verdict") }),
    columns.map(({ name, unit }) =>
      el(
        "th",
        { scope: "col" },
        `${words.t(`table.${name}`)} `,
        el("span", { class: "soft", text: unit }),
      ),
    ),
    el("th", { scope: "col", text: words.t("table.tempo") }),
    el("th", { scope: "col" }, el("span", { class: "offscreen", text: words.t("action.delete") })),
  );
}

/**
 * @param {Words} words
 * @param {RepObject} rep
 * @param {{rules: ExerciseObject | undefined, limits: LimitsObject | null, columns: Figure[], remove: () => void}} how
 */
function tableRow(words, rep, { rules, limits, columns, remove }) {
  return el(
    "tr",
    { "data-rep": rep.rep },
    el("th", { scope: "row", text: words.number(rep.rep) }),
    verdictCell(words, rep, { rules, limits, more: repDetails(words, rep, columns) }),
    columns.map((figure) => figureCell(words, rep, figure)),
    el("td", { text: rep.tempo ?? "–" }),
    el(
      "td",
      {},
      el("button", {
        class: "quiet small",
        "data-testid": "delete-rep",
        "aria-label": words.t("review.delete_rep", { n: rep.rep }),
        text: "✕",
        onclick: remove,
      }),
    ),
  );
}

/**
 * The repetitions of a set, each with a button that deletes it.
 * @param {Page} app
 * @param {SetObject} set
 * @param {() => unknown} changed called when one was deleted
 */
export function repTable(app, set, changed) {
  const { words } = app;
  const label = words.t("strip.label");
  const { limits } = app.model.view;
  const rules = rulesOf(app.model.view, set.plan.exercise);
  const columns = columnsOf(set.summary);
  const rows = set.reps.map((rep) => {
    const remove = () => void deleteRep(app, rep, changed);
    return tableRow(words, rep, { rules, limits, columns, remove });
  });
  return el(
    "div",
    { class: "table-box", tabindex: "0", role: "region", "aria-label": label },
    el(
      "table",
      { class: "rep-table", "data-testid": "rep-table" },
      el("thead", {}, tableHead(words, columns)),
      el("tbody", {}, rows),
    ),
    el("p", { class: "soft table-note", text: words.t("table.pm") }),
  );
}
