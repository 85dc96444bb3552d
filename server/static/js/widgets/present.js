/** How things stand at present: both sensors, and all that is wrong, in sentences that say what to do. */

import { el, fill, mark } from "../kit/dom.js";
import { conditions } from "./banners.js";

/**
 * @import {Page} from "../coach/page.js"
 * @import {Tone} from "../kit/dom.js"
 * @import {Words} from "../kit/i18n.js"
 * @import {SensorsObject, SensorStateObject} from "../station/contract.js"
 * @typedef {[tone: Tone, text: string]} Line
 */

/** @type {Record<string, Tone>} */
const TONES = { sound: "good", doubtful: "note", out: "adjust" };
const SENSORS = /** @type {const} */ (["position", "force"]);

/**
 * "Position sensor: out for 2:10. The position sensor is silent. Check the encoder's plug."
 * @param {Words} words
 * @param {string} name
 * @param {SensorStateObject} sensor
 */
export function sensorText(words, name, { state, reason, for_s: since }) {
  const what = words.t(`sensor.${name}`);
  if (state === "sound" || reason === null) return words.t("sensor.sound", { what });
  const parts = { what, since: words.clock(since), why: words.t(`fault.${reason}`) };
  return words.t(`sensor.${state}`, parts);
}

/**
 * A line for each sensor, once the station knows of them.
 * @param {Words} words
 * @param {SensorsObject | null} sensors
 * @returns {Line[]}
 */
function statesOf(words, sensors) {
  if (!sensors) return [];
  return SENSORS.map((name) => {
    const sensor = sensors[name];
    return [TONES[sensor.state] ?? "note", sensorText(words, name, sensor)];
  });
}

/** The list; call `draw(now)` as often as you like. */
export class Present {
  /** @param {Page} app */
  constructor(app) {
    this.app = app;
    this.node = el("ul", { class: "set-lines present", "data-testid": "present" });
    this.drawn = "";
  }

  /**
   * A line for each sensor, then one for each thing that is wrong and not told by them.
   * @param {number} now
   * @returns {Line[]}
   */
  lines(now) {
    const { words, model } = this.app;
    const states = statesOf(words, model.view.sensors);
    const told = new Set(Object.values(model.view.sensors ?? {}).map(({ reason }) => reason));
    if (told.has("sensor_offline")) told.add("sensor");
    /** @type {Line[]} */
    const others = conditions(model, words, now)
      .filter(({ key }) => !told.has(key.replace("fault.", "")))
      .map(({ text }) => ["note", text]);
    return [...states, ...others];
  }

  /** @param {number} now */
  draw(now) {
    const lines = this.lines(now);
    const wanted = JSON.stringify(lines);
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    fill(
      this.node,
      lines.map(([tone, text]) => el("li", {}, mark(tone), el("span", { text }))),
    );
  }
}
