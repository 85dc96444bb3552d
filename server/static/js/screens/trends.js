/** The trends of an athlete's sets, as charts. */

import { el, fill } from "../kit/dom.js";
import { chartBox, drawChart } from "../widgets/plots.js";
import { weightText } from "../kit/units.js";

/**
 * @import {Page} from "../coach/page.js"
 * @import {Words} from "../kit/i18n.js"
 * @import {DayAsymmetryObject, SideWord, TrendObject, TrendsObject} from "../station/contract.js"
 * @typedef {{side: SideWord, values: (number | null)[]}} Line
 * @typedef {{name: string, x: number[], decimals: number, lines: Line[], marks: number[]}} Trend
 * @import {PlotStyle} from "../widgets/uplot.js"
 */

/**
 * Key of the text, the figure and its decimals.
 * @type {[string, (set: TrendObject) => number | null, number][]}
 */
const TRENDS = [
  ["rom", (set) => set.mean_rom_m && set.mean_rom_m * 100, 0],
  ["held", (set) => set.held_pct, 0],
  ["speed", (set) => set.compared_velocity_m_s, 2],
  ["work", (set) => set.work_j, 0],
];

/**
 * @param {Words} words
 * @param {Line[]} lines
 */
const legend = (words, lines) =>
  el(
    "span",
    { class: "legend" },
    [...new Set(lines.map(({ side }) => side))].map((side) =>
      el("span", { class: `legend-${side}`, text: words.t(`side.${side}`) }),
    ),
  );

/**
 * Where each set stands on the axis of times.
 * @param {TrendObject[]} sets
 */
const placesOf = (sets) => sets.map((set, i) => Date.parse(set.started_at ?? "") / 1000 + i * 1e-3);

/**
 * The places between the sets of one definition and those of the next.
 * @param {TrendObject[]} sets
 */
export function changesOf(sets) {
  const x = placesOf(sets);
  return sets.flatMap(({ definition }, i) =>
    i > 0 && definition !== sets[i - 1].definition ? [(x[i - 1] + x[i]) / 2] : [],
  );
}

/**
 * One chart for each trend, a line per side; a trend without a value is left out. No line joins
 * figures of different definitions.
 * @param {TrendObject[]} sets
 * @returns {Trend[]}
 */
export function trendCharts(sets) {
  const x = placesOf(sets);
  const marks = changesOf(sets);
  const kinds = new Map(sets.map(({ side, definition }) => [`${side} ${definition}`, side]));
  return TRENDS.map(([name, value, decimals]) => ({
    name,
    x,
    decimals,
    marks,
    lines: [...kinds].map(([kind, side]) => ({
      side,
      values: sets.map((set) => (`${set.side} ${set.definition}` === kind ? value(set) : null)),
    })),
  })).filter(({ lines }) => lines.some(({ values }) => values.some((value) => value !== null)));
}

/**
 * The chart of how uneven the sides are, where there is more than one day of it.
 * @param {DayAsymmetryObject[]} days
 * @returns {Trend[]}
 */
function asymmetryCharts(days) {
  if (days.length < 2) return [];
  /** @type {Line[]} */
  const lines = [{ side: "left", values: days.map((day) => day.asymmetry_pct) }];
  const x = days.map(({ day }) => Date.parse(day) / 1000);
  return [{ name: "asymmetry", x, decimals: 0, lines, marks: [] }];
}

/**
 * @param {Words} words
 * @param {Trend & {box: HTMLElement}} chart
 * @param {string} caption
 */
function chartFigure(words, { name, lines, box }, caption) {
  return el(
    "figure",
    { class: "panel" },
    el(
      "figcaption",
      {},
      el("span", { text: caption }),
      name === "asymmetry" ? null : legend(words, lines),
    ),
    box,
  );
}

const LINE = { width: 3, spanGaps: true };
/** @type {Record<SideWord, PlotStyle>} */
const STYLES = {
  left: { ...LINE, stroke: "blue", points: { show: true, size: 9 } },
  both: { ...LINE, stroke: "blue", points: { show: true, size: 9 } },
  right: { ...LINE, stroke: "orange", dash: [8, 5], points: { show: true, size: 9 } },
};

/**
 * @param {Words} words
 * @param {Trend & {box: HTMLElement}} chart
 */
function drawTrend(words, { x, lines, decimals, marks, box }) {
  return drawChart(words, box, {
    x,
    xTime: true,
    decimals,
    height: 190,
    marks,
    series: lines.map(({ side, values }) => ({
      label: words.t(`side.${side}`),
      values,
      style: STYLES[side],
    })),
  });
}

/**
 * A sentence for the dashed line, where there is one.
 * @param {Words} words
 * @param {TrendObject[]} sets
 */
function redefined(words, sets) {
  const first = sets.find(({ definition }, i) => i > 0 && definition !== sets[i - 1].definition);
  if (!first?.started_at) return null;
  const text = words.t("trend.redefined", { day: words.day(first.started_at) });
  return el("p", { class: "wide", "data-testid": "redefined", text });
}

/**
 * Fill `box` with a chart for each trend, then draw them one after the other.
 * @param {Page} app
 * @param {HTMLElement} box
 * @param {TrendsObject} told
 */
export async function drawTrends(app, box, told) {
  const { words } = app;
  const weight = weightText(words, told.weight_kg, app.unit());
  const charts = [...trendCharts(told.sets), ...asymmetryCharts(told.asymmetry)].map((chart) => {
    const title = words.t(`trend.${chart.name}`, { weight });
    return { ...chart, title, box: chartBox(title, chart.name) };
  });
  const exercise = words.t(`exercise.${told.exercise}`);
  fill(
    box,
    redefined(words, told.sets),
    charts.map((chart) => chartFigure(words, chart, `${exercise}: ${chart.title}`)),
  );
  for (const chart of charts) await drawTrend(words, chart);
}
