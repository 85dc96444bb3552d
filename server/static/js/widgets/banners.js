/** What is wrong now: the most serious thing, as one calm line that says what to do.

Two lines would contradict each other as soon as one fault brings another about, such as a box
without power and a silent load cell; all of them stand in the health panel. */

import { el, fill, mark } from "../kit/dom.js";

/**
 * @import {Action} from "../coach/page.js"
 * @import {Words} from "../kit/i18n.js"
 * @import {Model} from "../station/model.js"
 * @import {View} from "../station/view.js"
 * @typedef {{key: string, text: string}} Condition
 */

const CLOCK_PATIENCE_MS = 20_000; // this page itself tells the station the time when it connects
const LOUD = new Set(["offline", "server", "sensor", "full", "not_recording", "calibrating"]);

/**
 * The text of a key, or what the station itself says where no catalogue has it.
 * @param {Words} words
 * @param {string} key
 * @param {string} otherwise
 */
const known = (words, key, otherwise) => (words.has(key) ? words.t(key) : otherwise);

/**
 * @param {View} view
 * @param {Words} words
 */
function notRecording(view, words) {
  const key = `refusal.${view.notRecordingCode}`;
  const reason = known(words, key, view.notRecordingReason ?? "");
  return words.t("banner.not_recording", { reason, n: view.unsavedReps });
}

/**
 * @param {View} view
 * @param {string} link
 */
function ofLink(view, link) {
  if (link === "offline") return [view.deviceOnline === false ? "offline" : "server"];
  return [...(view.sensorOk ? [] : ["sensor"]), ...(view.calibrating ? ["calibrating"] : [])];
}

/**
 * Beginnings of the names of faults, the most serious first: what may break or hurt, then where
 * the handle is, then force, then the computer.
 */
const GRAVITY = [
  ...["load_overload", "sensor", "encoder", "count", "wheel", "direction", "position"],
  ...["samples", "board", "load", "under", "over", "store"],
];

/** @param {string} kind */
function gravityOf(kind) {
  const place = GRAVITY.findIndex((beginning) => kind.startsWith(beginning));
  return place < 0 ? GRAVITY.length : place;
}

/** What a box without power or cable brings about; it has a line of its own. */
const OF_OFFLINE = new Set(["sensor_offline", "load_cell_lost"]);

/**
 * The faults, the most serious first, without what follows from another one.
 * @param {View} view
 */
const told = (view) =>
  view.faults
    .filter(({ kind }) => view.sensorOk || !OF_OFFLINE.has(kind))
    .sort((a, b) => gravityOf(a.kind) - gravityOf(b.kind));

/**
 * The conditions that hold, most serious first.
 * @param {Model} model
 * @param {Words} words
 * @param {number} now
 * @returns {Condition[]}
 */
export function conditions(model, words, now) {
  const { view } = model;
  /** @param {string} key */
  const own = (key) => ({ key, text: words.t(`banner.${key}`) });
  const list = ofLink(view, model.link(now)).map(own);
  if (view.known && !view.recording) {
    list.push({ key: "not_recording", text: notRecording(view, words) });
  }
  for (const { kind, detail } of told(view)) {
    const key = `fault.${kind}`;
    list.push({ key, text: known(words, key, detail) });
  }
  if (view.unsyncedAt !== null && now - view.unsyncedAt > CLOCK_PATIENCE_MS)
    list.push(own("clock"));
  return list;
}

/** @param {Action | undefined} action */
function button(action) {
  return action
    ? el("button", { class: "quiet small", text: action.label, onclick: action.run })
    : null;
}

/** The banner under the header; `actions` has `{label, run}` of what may be done about some. */
export class Banners {
  /**
   * @param {Words} words
   * @param {string | null} more address of all that is wrong; null where nobody may go there
   */
  constructor(words, more) {
    this.words = words;
    this.more = more;
    this.node = el("div", { class: "banners", role: "status", "aria-live": "polite" });
    this.drawn = "";
  }

  /**
   * @param {Condition[]} list the most serious one first
   * @param {Record<string, Action>} actions by the key of the condition
   */
  draw(list, actions = {}) {
    const wanted = JSON.stringify([list[0], list.length, Object.keys(actions)]);
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    const [first, ...others] = list;
    fill(this.node, first ? this.line(first, others.length, actions[first.key]) : null);
  }

  /**
   * @param {Condition} condition
   * @param {number} others how many more hold
   * @param {Action | undefined} action
   */
  line({ key, text }, others, action) {
    const all = this.words.t("banner.more", { n: others });
    return el(
      "p",
      { class: "banner", "data-key": key, "data-loud": LOUD.has(key) },
      mark(LOUD.has(key) ? "adjust" : "note"),
      el("span", { text }),
      others && this.more ? el("a", { class: "banner-more", href: this.more, text: all }) : null,
      button(action),
    );
  }
}
