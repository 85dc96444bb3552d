/** The screen for the person who is lifting: count, hold, range, pace, verdict. */

import { api } from "../station/api.js";
import { remarks, verdictText } from "../coach/advice.js";
import { cueOf } from "../coach/cue.js";
import { el, mark, setAttribute, setText } from "../kit/dom.js";
import { choose, openPlan, otherSide } from "../sheets/plan.js";
import { ARROWS } from "../widgets/steps.js";
import { rulesOf } from "../station/view.js";
import { RangeBar } from "../widgets/range.js";
import { Ring } from "../widgets/ring.js";
import { Strip } from "../widgets/strip.js";
import { Trace } from "../widgets/trace.js";
import { weightText } from "../kit/units.js";

/**
 * @import {Cue} from "../coach/cue.js"
 * @import {Page} from "../coach/page.js"
 * @import {Props} from "../kit/dom.js"
 * @import {Words} from "../kit/i18n.js"
 * @import {LiveMessage, PhaseWord, RepMessage} from "../station/contract.js"
 * @import {Model} from "../station/model.js"
 * @import {View} from "../station/view.js"
 */

const SPARE_PX = 8;
const BESIDE_PX = 12;

/**
 * @param {string} name
 * @param {string} label
 * @param {(() => unknown) | null} [interactive] what a tap on it does
 */
function fact(name, label, interactive = null) {
  const value = el("span", { class: "fact-value display", "data-testid": `fact-${name}` });
  const children = [el("span", { class: "fact-label", text: label }), value];
  const node = interactive
    ? el("button", { class: `fact fact-${name}`, type: "button", onclick: interactive }, children)
    : el("div", { class: `fact fact-${name}` }, children);
  return { node, value };
}

/**
 * While the station is calibrated no repetition counts, so no set can be started.
 * @param {View} view
 */
const mayNotStart = (view) => view.calibrating && view.set === null;

/**
 * A link to what a set left behind.
 * @param {string} look
 * @param {string} text
 * @param {Props} props
 */
const afterSet = (look, text, props) => el("a", { class: `button quiet ${look}`, text, ...props });

/** The live screen. */
export class LiveScreen {
  /** @param {Page} app */
  constructor(app) {
    this.app = app;
    const { words } = app;
    this.ring = new Ring();
    this.range = new RangeBar(words);
    this.trace = new Trace(words.t("trace.label"));
    this.strip = new Strip(words);
    this.cue = {
      shape: el("span", { class: "cue-shape" }),
      word: el("span", { class: "cue-word" }),
      value: el("span", { class: "cue-value" }),
      unit: el("span", { class: "cue-unit" }),
    };
    this.cueLine = el("div", { class: "cue-line" }, this.cue.shape, this.cue.word);
    this.cueNumber = el("div", { class: "cue-number" }, this.cue.value, this.cue.unit);
    this.cueNode = el("div", { class: "cue", "data-testid": "cue" }, this.cueLine, this.cueNumber);
    /** @type {string | null} the cue that the line was fitted to */
    this.fitted = null;
    this.fit = 1;
    this.fact = this.buildFacts(words);
    this.button = this.setButton();
    this.csv = afterSet("csv", words.t("action.csv_set"), {
      download: "",
      "data-testid": "csv-set",
    });
    this.review = afterSet("csv review-link", words.t("action.review"), {
      "data-testid": "review",
    });
    this.spoken = el("p", { class: "offscreen", "aria-live": "polite", "data-testid": "spoken" });
    this.asking = false;
    this.above = el("div", { class: "live-above" });
    this.node = this.build(words);
    document.fonts.addEventListener("loadingdone", () => {
      this.fitted = null;
    });
    app.model.on("live", (message) => this.sample(message));
    app.model.on("rep", (message) => this.say(message));
  }

  /** @param {Words} words */
  build(words) {
    return el(
      "section",
      { class: "live", "aria-label": words.t("nav.live") },
      el("h1", { class: "offscreen", text: words.t("nav.live") }),
      this.above,
      el(
        "div",
        { class: "stage" },
        el("div", { class: "ring-box" }, this.ring.node),
        el("div", { class: "coach" }, this.cueNode, this.range.node, this.trace.canvas),
      ),
      this.strip.node,
      this.foot(),
      this.spoken,
    );
  }

  setButton() {
    return el("button", {
      class: "primary set-button",
      "data-testid": "set-button",
      onclick: () => this.toggleSet(),
    });
  }

  /** @param {Words} words */
  buildFacts(words) {
    const open = () => openPlan(this.app);
    const turn = () => {
      const { view } = this.app.model;
      const rules = rulesOf(view, view.plan.exercise);
      if (rules) void choose(this.app, { side: otherSide(rules, view.plan.side) });
    };
    return {
      exercise: fact("exercise", words.t("plan.exercise"), open),
      side: fact("side", words.t("plan.side"), turn),
      weight: fact("weight", words.t("plan.weight"), open),
      timer: fact("timer", words.t("fact.timer")),
      loss: fact("loss", words.t("fact.loss")),
    };
  }

  foot() {
    return el(
      "div",
      { class: "facts" },
      this.button,
      ...Object.values(this.fact).map(({ node }) => node),
      this.review,
      this.csv,
    );
  }

  /** @param {LiveMessage} message */
  sample(message) {
    const { t_ns: tNs, excursion_m: placeM, force_n: forceN, position_ok: seen } = message;
    this.trace.push(tNs / 1e9, seen ? placeM : null, forceN);
  }

  /**
   * Tell a screen reader each finished repetition; nothing else of the moving picture.
   * @param {RepMessage} message
   */
  say({ stage, rep }) {
    if (stage !== "confirmed" || !rep) return;
    const { words, model } = this.app;
    const rules = rulesOf(model.view, model.view.plan.exercise);
    const verdict = [
      verdictText(words, rep, rules),
      ...remarks(words, rep, model.view.limits),
    ].join(", ");
    setText(this.spoken, words.t("spoken.rep", { n: rep.rep, verdict }));
  }

  /** Start a set, or end the open one: button, space bar and foot pedal. */
  async toggleSet() {
    const { view } = this.app.model;
    if (this.asking) return;
    if (mayNotStart(view)) {
      this.app.toasts.show(this.app.words.t("refusal.calibration_runs"), null, "adjust");
      return;
    }
    this.asking = true;
    this.button.disabled = true;
    try {
      if (view.set) await api.endSet(view.set.set_id);
      else await api.startSet({ expected_set: null });
    } catch (error) {
      this.app.problem(error);
    } finally {
      this.asking = false;
      this.button.disabled = mayNotStart(view);
    }
  }

  /**
   * Draw one frame.
   * @param {number} now
   */
  draw(now) {
    const { model, words } = this.app;
    this.ring.draw(model, words, now);
    this.range.draw(model, words, now);
    this.strip.draw(model, words);
    this.drawCue(cueOf(model.view, words, now));
    this.drawFacts(model, now);
    this.drawTrace(model.view.phase);
  }

  /**
   * The trace is always there, only between repetitions, or never, as this tablet likes it.
   * @param {PhaseWord} phase
   */
  drawTrace(phase) {
    const wanted = this.app.prefs.get("trace");
    const shown = wanted === "always" || (wanted === "rest" && phase === "rest");
    setAttribute(this.trace.canvas, "data-shown", shown);
    if (shown) this.trace.draw();
  }

  /** @param {Cue} cue */
  drawCue({ tone, word, value = "", unit = "" }) {
    setAttribute(this.cueNode, "data-tone", tone);
    if (this.cue.shape.dataset.tone !== tone) {
      this.cue.shape.dataset.tone = tone;
      this.cue.shape.replaceChildren(...(tone === "plain" ? [] : [mark(tone)]));
    }
    setText(this.cue.word, word);
    setText(this.cue.value, value);
    setText(this.cue.unit, unit);
    this.fitCue(`${tone} ${word} ${value.length} ${unit} ${innerWidth} ${innerHeight}`);
  }

  /**
   * Shrink the word of the moment until it stands on one line, beside its number if need be.
   * @param {string} content
   */
  fitCue(content) {
    if (content === this.fitted || !this.cueNode.clientWidth) return;
    this.fitted = content;
    const { cueLine: line, cueNumber: number } = this;
    const inRow = getComputedStyle(this.cueNode).flexDirection === "row";
    const beside = inRow && number.offsetWidth ? number.offsetWidth + BESIDE_PX : 0;
    const left = line.getBoundingClientRect().left;
    const natural = (this.cue.word.getBoundingClientRect().right - left) / this.fit;
    this.fit = Math.min(1, (this.cueNode.clientWidth - beside - SPARE_PX) / natural);
    line.style.setProperty("--fit", this.fit.toFixed(3));
  }

  /**
   * @param {Model} model
   * @param {number} now
   */
  drawFacts(model, now) {
    const { words } = this.app;
    const { view } = model;
    const { plan } = view;
    const elapsed = view.elapsedS === null ? null : view.elapsedS + (now - view.liveAt) / 1000;
    const before = model.opening ? null : view.lastSet;
    const loss = model.shownReps.at(-1)?.velocity_loss_pct;
    setText(this.fact.exercise.value, plan.exercise ? words.t(`exercise.${plan.exercise}`) : "–");
    setText(this.fact.side.value, `${ARROWS[plan.side]} ${words.t(`side.${plan.side}`)}`);
    setText(this.fact.weight.value, weightText(words, plan.weight_kg, this.app.unit()));
    setText(this.fact.timer.value, words.clock(view.set ? elapsed : (before?.elapsed_s ?? null)));
    setText(this.fact.loss.value, typeof loss === "number" ? `${words.number(loss)} %` : "–");
    setText(this.button, words.t(view.set ? "action.end_set" : "action.start_set"));
    setAttribute(this.button, "data-open", view.set !== null);
    this.button.disabled = this.asking || mayNotStart(view);
    const { lastSet } = view;
    setAttribute(this.csv, "hidden", !lastSet);
    setAttribute(this.review, "hidden", !lastSet || view.set !== null);
    if (!lastSet) return;
    setAttribute(this.csv, "href", `/sets/${lastSet.set_id}.csv`);
    setAttribute(this.review, "href", `#/review/${lastSet.set_id}`);
  }
}
