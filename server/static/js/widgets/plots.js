/** uPlot, fetched when a plot is first shown, and the few charts made with it. */

import { el } from "../kit/dom.js";

const HOME = new URL("../../vendor/uplot/", import.meta.url);
let loading = null;

/** Load the vendored library once; resolves to its constructor. */
export function loadPlot() {
  loading ??= new Promise((resolve, reject) => {
    document.head.append(
      el("link", { rel: "stylesheet", href: new URL("uPlot.min.css", HOME).href }),
    );
    const script = el("script", { src: new URL("uPlot.iife.min.js", HOME).href });
    script.addEventListener("load", () => resolve(window.uPlot));
    script.addEventListener("error", () => {
      loading = null; // the next plot tries again
      reject(new Error("uPlot did not load"));
    });
    document.head.append(script);
  });
  return loading;
}

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
 */
function timeAxis(words, x) {
  const within = x.at(-1) - x[0] < DAY_S;
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

function axes(words, colours, { x, xTime, decimals }) {
  const common = {
    stroke: colours.soft,
    grid: { stroke: colours.line, width: 1 },
    ticks: { stroke: colours.line, width: 1 },
    font: "500 15px Barlow, sans-serif",
  };
  const plain = {
    ...common,
    values: (_, ticks) => ticks.map((tick) => words.number(tick, decimals)),
  };
  const seconds = {
    ...common,
    values: (_, ticks) => ticks.map((tick) => `${words.number(tick, tick % 1 ? 1 : 0)} s`),
  };
  return [
    { ...(xTime ? { ...common, ...timeAxis(words, x) } : seconds), size: 36 },
    { ...plain, size: 64 },
  ];
}

/** The place of a chart, to be put on the page before `drawChart` fills it. */
export function chartBox(label, name) {
  return el("div", { class: "chart", role: "img", "aria-label": label, "data-chart": name });
}

/**
 * A chart that fills `box` and follows its width.
 * @param {{x: number[], series: {label: string, values: (number|null)[], style: Object}[],
 *   xTime?: boolean, decimals?: number, height?: number}} data
 */
export async function drawChart(
  words,
  box,
  { x, series, xTime = false, decimals = 0, height = 260 },
) {
  const Plot = await loadPlot();
  const colours = palette();
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
