/** How the station is doing, each row in words: for whoever is asked for help. */

import { api } from "../station/api.js";
import { el, fill } from "../kit/dom.js";

/**
 * @import {Page} from "../coach/page.js"
 * @import {Words} from "../kit/i18n.js"
 */

/* Where a row's words depend on its name, which the station makes while it runs. */
const FAMILIES = [
  ["device.source.counters.", "health.counter."],
  ["device.sensors.reading_flags.", "health.reading."],
  ["device.sensors.faults_raised.", "health.fault."],
];
/* Values that are themselves words of the station. */
/** @type {Record<string, string>} */
const WORDS = {
  "device.calibration": "health.calibration.",
  "device.clock.time_quality": "health.time.",
  "device.source.situation": "health.situation.",
  "device.recording.code": "refusal.",
  "device.process.hanging": "health.loop.",
  "device.faults": "health.fault.",
};
/** @type {Record<string, string>} */
const UNITS = { s: "s", n: "N", mb: "MB", pct: "%", c: "°C" };

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {[path: string, value: unknown][]}
 */
function flatten(value, path) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    flatten(inner, path ? `${path}.${key}` : key),
  );
}

/**
 * The name of a row, or `null` for what only a program would want to know.
 * @param {Words} words
 * @param {string} path
 */
function label(words, path) {
  const family = FAMILIES.find(([stem]) => path.startsWith(stem));
  const key = family ? family[1] + path.slice(family[0].length) : `health.row.${path}`;
  return words.has(key) ? words.t(key) : null;
}

/**
 * @param {Words} words
 * @param {string} path
 * @param {number} value
 */
function quantity(words, path, value) {
  if (path.endsWith("_per_s")) return `${words.rounded(value)} / s`;
  const unit = UNITS[/_([a-z]+)$/.exec(path)?.[1] ?? ""];
  return unit ? `${words.rounded(value)} ${unit}` : words.rounded(value);
}

/**
 * `serial:/dev/ttyACM0`, with its kind in words.
 * @param {Words} words
 * @param {string} name
 */
function source(words, name) {
  const [kind, ...rest] = name.split(":");
  const key = `health.source.${kind}`;
  return [words.has(key) ? words.t(key) : kind, ...rest].join(": ");
}

/**
 * A word of the station; that of a fault is its kind.
 * @param {unknown} value
 */
function wordOf(value) {
  return typeof value === "object" && value !== null && "kind" in value ? value.kind : value;
}

/**
 * @param {Words} words
 * @param {string} path
 * @param {unknown} value
 */
function one(words, path, value) {
  if (path === "device.source.name") return source(words, String(value));
  if (path === "device.uptime_s" && typeof value === "number") return words.clock(value);
  const key = path in WORDS ? `${WORDS[path]}${wordOf(value)}` : null;
  if (key) return words.has(key) ? words.t(key) : "–";
  if (typeof value === "boolean") return words.t(value ? "health.yes" : "health.no");
  if (typeof value === "number") return quantity(words, path, value);
  return String(value);
}

/**
 * The value of a row; several stand side by side.
 * @param {Words} words
 * @param {string} path
 * @param {unknown} value
 */
function shown(words, path, value) {
  const several = (Array.isArray(value) ? value : [value]).filter(
    (item) => item !== null && item !== undefined,
  );
  return several.length ? several.map((item) => one(words, path, item)).join(", ") : "–";
}

/**
 * The rows of the station's answer, in its order.
 * @param {Words} words
 * @param {object} health
 * @returns {[name: string, value: string][]}
 */
export function rowsOf(words, health) {
  return flatten(health, "").flatMap(([path, value]) => {
    const name = label(words, path);
    return name === null ? [] : [[name, shown(words, path, value)]];
  });
}

/**
 * The panel of how things stand, counters and versions.
 * @param {Page} app
 * @param {HTMLElement} present what is right and wrong at present
 */
export function healthPanel(app, present) {
  const { words } = app;
  const list = el("dl", { class: "figures small-figures", "data-testid": "health" });
  const load = async () => {
    try {
      fill(
        list,
        rowsOf(words, await api.health()).flatMap(([name, value]) => [
          el("dt", { text: name }),
          el("dd", { text: value }),
        ]),
      );
    } catch (error) {
      app.problem(error);
    }
  };
  void load();
  return el(
    "section",
    { class: "panel" },
    el("h2", { text: words.t("setup.health") }),
    present,
    el("p", {
      class: "soft",
      text: words.t("setup.version", { version: app.model.view.version || "–" }),
    }),
    el("details", {}, el("summary", { text: words.t("setup.health_show") }), list),
    el("button", { class: "quiet", text: words.t("setup.reload"), onclick: load }),
  );
}
