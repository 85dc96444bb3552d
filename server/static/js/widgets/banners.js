/** What is wrong now, each as one calm line that says what to do. */

import { el, fill, mark } from "../kit/dom.js";

const CLOCK_PATIENCE_MS = 20_000; // this page itself tells the station the time when it connects
const LOUD = new Set(["offline", "server", "full", "not_recording", "calibrating"]);

/** The conditions that hold, most serious first: `{key, tone, text}`. */
export function conditions(model, words, now) {
  const { view } = model;
  const link = model.link(now);
  const list = [];
  const add = (key, text = words.t(`banner.${key}`)) => list.push({ key, text });
  if (link === "offline") add(view.deviceOnline === false ? "offline" : "server");
  if (link !== "offline" && !view.sensorOk) add("sensor");
  if (link !== "offline" && view.calibrating) add("calibrating");
  if (view.known && !view.recording) {
    const key = `refusal.${view.notRecordingCode}`;
    const reason = words.has(key) ? words.t(key) : (view.notRecordingReason ?? "");
    add("not_recording", words.t("banner.not_recording", { reason, n: view.unsavedReps }));
  }
  for (const fault of view.faults) {
    if (fault.kind === "sensor_offline" && !view.sensorOk) continue;
    const key = `fault.${fault.kind}`;
    add(key, words.has(key) ? words.t(key) : fault.detail);
  }
  if (view.unsyncedAt !== null && now - view.unsyncedAt > CLOCK_PATIENCE_MS) add("clock");
  return list;
}

function button(action) {
  return action
    ? el("button", { class: "quiet small", text: action.label, onclick: action.run })
    : null;
}

/** The stack of banners under the header; `actions` has `{label, run}` of what may be done about some. */
export class Banners {
  constructor() {
    this.node = el("div", { class: "banners", role: "status", "aria-live": "polite" });
    this.drawn = "";
  }

  draw(list, actions = {}) {
    const wanted = JSON.stringify([list, Object.keys(actions)]);
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    const room = matchMedia("(max-width: 640px)").matches ? 1 : 3;
    fill(
      this.node,
      list
        .slice(0, room)
        .map(({ key, text }) =>
          el(
            "p",
            { class: "banner", "data-key": key, "data-loud": LOUD.has(key) },
            mark(LOUD.has(key) ? "adjust" : "note"),
            el("span", { text }),
            button(actions[key]),
          ),
        ),
    );
  }
}
