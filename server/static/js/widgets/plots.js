/** uPlot, fetched when a plot is first shown, and the few charts made with it. */

import { el } from "../kit/dom.js";

/**
 * @import {Words} from "../kit/i18n.js"
 * @import {Plot, PlotAxis, PlotConstructor, PlotOptions, PlotStyle} from "./uplot.js"
 * @typedef {Object} ChartData
 * @property {number[]} x
 * @property {{label: string, values: (number | null)[], style: PlotStyle}[]} series colours by
 *   their names in the palette
 * @property {boolean} [xTime] whether `x` is times in Unix seconds, else seconds that passed
 * @property {number} [decimals] of the figures at the y axis
 * @property {number} [height] in CSS pixels
 * @property {number[]} [marks] places on the x axis at which a dashed line stands
 */

const HOME = new URL("../../vendor/uplot/", import.meta.url);
/** @type {Promise<PlotConstructor> | null} */
let loading = null;

/**
 * Load the vendored library once; resolves to its constructor.
 * @returns {Promise<PlotConstructor>}
 */
export function loadPlot() {
  loading ??= new Promise((resolve, reject) => {
    document.head.append(
      el("link", { rel: "stylesheet", href: new URL("uPlot.min.css", HOME).href }),
    );
    const script = el("script", { src: new URL("uPlot.iife.min.js", HOME).href });
    const fail = () => {
      loading = null; // the next plot tries again
      reject(new Error("uPlot did not load"));
    };
    script.addEventListener("load", () => (window.uPlot ? resolve(window.uPlot) : fail()));
    script.addEventListener("error", fail);
    document.head.append(script);
  });
  return loading;
}

/** @returns {Record<string, string>} */
function palette() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    ["ink", "soft", "line", "blue", "orange", "yellow"].map((name) => [
      name,
      style.getPropertyValue(`--${name}`).trim(),
    ]),
  );
}

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86400;
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE_S),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR_S),
];
const DAY_STEPS = [1, 2, 7, 14, 28, 56, 112, 364, 728, 1820].map((n) => n * DAY_S);

/**
 * The axis of times: times of day within one day, else days. Its steps are never finer than what
 * is written at them, so that no two of them read the same.
 * @param {Words} words
 * @param {number[]} x
 * @returns {Pick<PlotAxis, "space" | "incrs" | "values">}
 */
function timeAxis(words, x) {
  const within = x[x.length - 1] - x[0] < DAY_S;
  /** @type {Intl.DateTimeFormatOptions} */
  const style = within
    ? { hour: "2-digit", minute: "2-digit" }
    : { day: "numeric", month: "short" };
  const format = new Intl.DateTimeFormat(words.locale, style);
  return {
    space: 70,
    incrs: within ? [...TIME_STEPS, ...DAY_STEPS] : DAY_STEPS,
    values: (_, ticks) => ticks.map((tick) => format.format(new Date(tick * 1000))),
  };
}

/**
 * @param {Words} words
 * @param {Record<string, string>} colours
 * @param {Required<Pick<ChartData, "x" | "xTime" | "decimals">>} data
 * @returns {PlotAxis[]}
 */
function axes(words, colours, { x, xTime, decimals }) {
  const common = {
    stroke: colours.soft,
    grid: { stroke: colours.line, width: 1 },
    ticks: { stroke: colours.line, width: 1 },
    font: "500 15px Barlow, sans-serif",
  };
  /** @type {PlotAxis} */
  const plain = {
    ...common,
    size: 64,
    values: (_, ticks) => ticks.map((tick) => words.number(tick, decimals)),
  };
  /** @type {PlotAxis} */
  const seconds = {
    ...common,
    size: 36,
    values: (_, ticks) => ticks.map((tick) => `${words.number(tick, tick % 1 ? 1 : 0)} s`),
  };
  return [xTime ? { ...seconds, ...timeAxis(words, x) } : seconds, plain];
}

/**
 * The place of a chart, to be put on the page before `drawChart` fills it.
 * @param {string} label
 * @param {string} name
 */
export function chartBox(label, name) {
  return el("div", { class: "chart", role: "img", "aria-label": label, "data-chart": name });
}

/**
 * A dashed line from top to bottom.
 * @param {Plot} plot
 * @param {number} at on the x axis
 * @param {string} colour
 */
function drawMark(plot, at, colour) {
  const { ctx, bbox } = plot;
  const x = plot.valToPos(at, "x", true);
  const dpr = devicePixelRatio || 1;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2 * dpr;
  ctx.setLineDash([3 * dpr, 5 * dpr]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/**
 * A chart that fills `box` and follows its width.
 * @param {Words} words
 * @param {HTMLElement} box
 * @param {ChartData} data
 */
export async function drawChart(
  words,
  box,
  { x, series, xTime = false, decimals = 0, height = 260, marks = [] },
) {
  const Plot = await loadPlot();
  const colours = palette();
  /** @type {PlotOptions} */
  const options = {
    width: Math.max(box.clientWidth, 200),
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false },
      y: { range: (_, low, high) => [Math.min(0, low), Math.max(high * 1.08, 0.1)] },
    },
    axes: axes(words, colours, { x, xTime, decimals }),
    hooks: { draw: marks.map((at) => (drawn) => drawMark(drawn, at, colours.ink)) },
    series: [
      {},
      ...series.map(({ label, style }) => ({
        label,
        spanGaps: false,
        points: { show: false },
        ...style,
        stroke: colours[style.stroke],
        fill: style.fill && colours[style.fill],
      })),
    ],
  };
  box.replaceChildren();
  const plot = new Plot(options, [x, ...series.map(({ values }) => values)], box);
  const watch = new ResizeObserver(() => {
    if (!box.isConnected) watch.disconnect();
    else if (box.clientWidth) plot.setSize({ width: box.clientWidth, height });
  });
  watch.observe(box);
  return plot;
}
