/** The guided calibration. Each step shows what the sensors see; nothing is saved until accepted.

The station keeps the procedure (device/calibration) and says which step is next; this screen asks
for what each step needs and shows its answer or the reason of its refusal. */

import { api, ApiError } from "../station/api.js";
import { fields } from "./calibration_fields.js";
import { drawSeen } from "./calibration_seen.js";
import { el, fill, setAttribute, setText } from "../kit/dom.js";

/**
 * @import {Page} from "../coach/page.js"
 * @import {Tone} from "../kit/dom.js"
 * @import {CalibrationLive} from "../station/contract.js"
 * @import {Go, StepValues} from "./calibration_fields.js"
 */

const ORDER = ["tare", "weight", "length", "direction", "check", "accept"];
const LOOK_MS = 700;
const REVERSED = new Set(["wrong_sign", "encoder_reversed"]);

/** The screen at `#/setup/calibrate`, shown by the set-up screen. */
export class Calibration {
  /**
   * @param {Page} app
   * @param {() => void} done
   */
  constructor(app, done) {
    this.app = app;
    this.done = done;
    /** @type {string | null} */
    this.next = null;
    /** @type {number | undefined} */
    this.timer = undefined;
    this.running = false;
    this.asking = false;
    this.taken = 0;
    this.leaving = () => this.leave();
    this.message = el("p", {
      class: "calibration-message",
      role: "status",
      "data-testid": "calibration-message",
    });
    this.seen = el("dl", { class: "figures", "data-testid": "calibration-live" });
    this.body = el("div", { class: "panel", "data-testid": "calibration-step" });
    this.steps = el("ol", { class: "steps" });
    this.node = el(
      "div",
      { class: "calibration" },
      el("h1", { text: app.words.t("calibrate.title") }),
      this.steps,
      this.message,
      this.body,
      el("div", { class: "panel" }, el("h2", { text: app.words.t("calibrate.seen") }), this.seen),
      el("button", {
        class: "quiet",
        text: app.words.t("action.cancel"),
        onclick: () => this.cancel(),
      }),
    );
  }

  /** Begin; where another tablet has begun one, ask first. */
  async begin() {
    if (!(await this.busy())) {
      await this.start();
      return;
    }
    this.show(this.app.words.t("calibrate.other"), "adjust");
    this.offer("calibrate.take_over", () => this.start());
  }

  /** Whether one runs now, as the station says it: the page may not have heard of it yet. */
  async busy() {
    try {
      return (await api.state()).calibrating === true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return false; // beginning will tell what is wrong
    }
  }

  /** Begin; where an open set is in the way, offer to end it first. */
  async start() {
    this.running = await this.take("begin", {});
    if (this.running) {
      clearInterval(this.timer);
      this.timer = setInterval(() => this.look(), LOOK_MS);
      addEventListener("pagehide", this.leaving);
    } else this.offer("calibrate.retry", () => this.endSetAndBegin());
  }

  /**
   * Instead of a step: the one thing that can be done now.
   * @param {string} key
   * @param {() => unknown} action
   */
  offer(key, action) {
    fill(
      this.body,
      el("button", {
        class: "primary",
        "data-testid": "calibrate-retry",
        text: this.app.words.t(key),
        onclick: () => this.ask(action),
      }),
    );
  }

  /**
   * One press at a time: a second tap while the first is on its way asks for nothing.
   * @param {() => unknown} action
   */
  async ask(action) {
    if (this.asking) return;
    this.asking = true;
    setAttribute(this.body, "aria-busy", true);
    try {
      await action();
    } finally {
      this.asking = false;
      setAttribute(this.body, "aria-busy", null);
    }
  }

  async endSetAndBegin() {
    const { set } = this.app.model.view;
    try {
      if (set) await api.endSet(set.set_id);
    } catch (error) {
      this.app.problem(error); // it may have ended by itself meanwhile: beginning will tell
    }
    await this.start();
  }

  /** Whoever goes elsewhere has cancelled: a station that calibrates counts no repetitions. */
  async leave() {
    const { running } = this;
    this.stop();
    if (!running) return;
    try {
      await api.calibrate("cancel", {});
      this.app.model.view.calibrating = false; // told again only with the next heartbeat
    } catch (error) {
      const over = error instanceof ApiError && error.status === 409; // it was over already
      if (!over) this.app.problem(error);
    }
  }

  /** Ask the station no more. */
  stop() {
    clearInterval(this.timer);
    removeEventListener("pagehide", this.leaving);
    this.running = false;
  }

  async cancel() {
    await this.leave();
    this.done();
  }

  /**
   * Take one step, true where it was taken; a refusal leaves everything as it was, and says why.
   * @param {string} step
   * @param {StepValues} values
   */
  async take(step, values) {
    try {
      const answer = await api.calibrate(step, values);
      this.taken += 1;
      const done = ["mark", "keep"].find((name) => values[name]) ?? step;
      const told = this.told(done, answer.live);
      this.next = answer.next;
      this.show(told, "good");
      drawSeen(this.app.words, this.seen, answer.live);
      this.build(values.mark ? step : null);
      if (step === "accept") {
        this.stop();
        this.app.model.view.calibrating = false; // as above
        this.app.toasts.show(told);
        this.done();
      }
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.show(error.text(this.app.words), "adjust");
      this.offerReversed(step, values, error.reason);
      return false;
    }
  }

  /**
   * Where the sensor seems to be mounted the other way round, let the user say that it is.
   * @param {string} step
   * @param {StepValues} values
   * @param {string | null} reason
   */
  offerReversed(step, values, reason) {
    this.body.querySelector("[data-testid=calibrate-reversed]")?.remove();
    if (!REVERSED.has(reason ?? "")) return;
    this.body.append(
      el("button", {
        class: "quiet",
        "data-testid": "calibrate-reversed",
        text: this.app.words.t("calibrate.reversed"),
        onclick: () => this.ask(() => this.take(step, { ...values, accept_reversed: true })),
      }),
    );
  }

  /**
   * What a step has done, with the figures of the pull that checked it all.
   * @param {string} step
   * @param {CalibrationLive} live
   */
  told(step, { check }) {
    const { words } = this.app;
    const key = `calibrate.done.${step}`;
    if (!check) return words.t(key);
    const figures = Object.entries({ ...check }).map(([name, value]) => [
      name,
      words.rounded(value),
    ]);
    figures.push(["closure_mm", words.number(check.closure_m * 1000)]);
    return words.t(key, Object.fromEntries(figures));
  }

  /**
   * @param {string} text
   * @param {Tone} tone
   */
  show(text, tone) {
    this.message.dataset.tone = tone;
    setText(this.message, text);
  }

  /** What the sensors see now, and whether the station still is where this screen is. */
  async look() {
    const before = this.taken;
    try {
      const { live, next } = await api.calibrate("live", {});
      if (!this.running) return;
      drawSeen(this.app.words, this.seen, live);
      if (!this.asking && this.taken === before && next !== this.next) this.lost();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      clearInterval(this.timer);
    }
  }

  /** Another tablet has cancelled it or begun anew, or the station has waited for too long. */
  lost() {
    this.stop();
    this.show(this.app.words.t("calibrate.lost"), "adjust");
    this.offer("calibrate.again", () => this.begin());
  }

  /**
   * Ask for what the next step needs; `marked` is the step whose start was just marked.
   * @param {string | null} marked
   */
  build(marked) {
    const { words } = this.app;
    const step = this.next;
    fill(
      this.steps,
      ORDER.map((name) =>
        el("li", {
          class: "step",
          "aria-current": name === step ? "step" : null,
          "data-done": ORDER.indexOf(name) < ORDER.indexOf(step ?? ""),
          text: words.t(`calibrate.${name}.name`),
        }),
      ),
    );
    if (!step) return;
    /** @type {Go} */
    const go = (text, values, primary = true) =>
      el("button", {
        class: primary ? "primary" : "quiet",
        "data-testid": `calibrate-${Object.keys(values()).join("-") || "go"}`,
        text: words.t(text),
        onclick: () => this.ask(() => this.take(step, values())),
      });
    fill(
      this.body,
      el("h2", { text: words.t(`calibrate.${step}.title`) }),
      el("p", { text: words.t(`calibrate.${step}.how`) }),
      fields(words, step, marked, go),
    );
  }
}
