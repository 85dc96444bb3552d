/** The session screen: choose, warm up, rest, next set, done. The lifting itself is on "Train". */

import { choicesOf, rulesOf } from "../station/view.js";
import { exerciseCard } from "../widgets/cards.js";
import { choiceRow } from "../kit/dialog.js";
import { el, fill, setText } from "../kit/dom.js";
import { exerciseFigure, figure } from "../widgets/figures.js";
import { sessionOf } from "../coach/flow.js";
import { setLines } from "../widgets/setlines.js";
import { stepsBar } from "../widgets/steps.js";
import { stepCard, warmUpButtons } from "./warmup.js";

/**
 * @import {DueSet} from "../coach/flow.js"
 * @import {Page} from "../coach/page.js"
 */

const LAST_SECONDS = 3;

/** The screen at `#/session`. */
export class SessionScreen {
  /** @param {Page} app */
  constructor(app) {
    this.app = app;
    this.node = el("section", {
      class: "screen session",
      "aria-label": app.words.t("nav.session"),
    });
    /** @type {((now: number) => void) | null} */
    this.clock = null;
    this.options = { rounds: 1, variant: app.model.view.plan.variant };
    /** @type {string | null} */
    this.drawn = null;
  }

  show() {
    this.drawn = null;
    this.build();
  }

  /** Build the part that the state of the flow asks for. */
  build() {
    const { flow } = this.app;
    const who = flow.state === "idle" ? this.app.athleteName() : "";
    const key = `${flow.state} ${flow.at} ${flow.warmUpAt} ${who}`;
    if (this.drawn === key) return;
    this.drawn = key;
    this.clock = null;
    this.app.main.scrollTo(0, 0);
    const parts = {
      idle: () => this.idle(),
      warmup: () => this.warmUp(),
      ready: () => this.next(),
      rest: () => this.next(),
      done: () => this.done(),
    }[flow.state]();
    fill(this.node, flow.running ? stepsBar(this.app) : null, parts);
  }

  /** @param {number} now */
  draw(now) {
    this.build();
    if (this.clock) this.clock(now);
  }

  /** Who trains, how many rounds, with which legs. */
  choices() {
    const { words } = this.app;
    return el(
      "div",
      { class: "panel" },
      el("button", {
        class: "quiet who",
        text: words.t("session.who", { name: this.app.athleteName() }),
        onclick: () => this.app.chooseAthlete(),
      }),
      choiceRow({
        label: words.t("session.rounds"),
        value: "1",
        options: ["1", "2", "3"].map((n) => [n, n]),
        onchange: (/** @type {string} */ n) => {
          this.options.rounds = Number(n);
        },
      }),
      choiceRow({
        label: words.t("plan.variant"),
        value: this.options.variant,
        options: choicesOf(this.app.model.view).variant.map((key) => [
          key,
          words.t(`variant.${key}`),
        ]),
        onchange: (/** @type {string} */ key) => {
          this.options.variant = key;
        },
      }),
    );
  }

  idle() {
    const { words, flow } = this.app;
    const session = sessionOf(this.app.model.view.exercises);
    const begin = (/** @type {boolean} */ warmUp) => () => {
      flow.begin({ ...this.options, warmUp, exercises: this.app.model.view.exercises });
      this.app.followFlow();
    };
    return [
      el("h1", { text: words.t("session.title") }),
      el("p", { class: "soft", text: words.t("session.what", { ...session[0]?.dose }) }),
      this.choices(),
      el(
        "div",
        { class: "row" },
        el("button", {
          class: "primary big",
          "data-testid": "begin",
          text: words.t("session.begin"),
          onclick: begin(true),
        }),
        el("button", {
          class: "quiet big",
          "data-testid": "begin-cold",
          onclick: begin(false),
          text: words.t("session.begin_cold"),
        }),
        el("a", { class: "button quiet big", href: "#/", text: words.t("session.free") }),
      ),
      el(
        "div",
        { class: "preview" },
        [
          ["rotation", "session.warmup"],
          ...session.map((rules) => [exerciseFigure(rules), `exercise.${rules.name}`]),
        ].map(([name, key]) =>
          el(
            "figure",
            { class: "panel" },
            figure(name, ""),
            el("figcaption", { text: words.t(key) }),
          ),
        ),
      ),
    ];
  }

  warmUp() {
    const { words, flow, sound } = this.app;
    const { seconds } = flow.warmUpStep;
    const clock = el("p", { class: "big-clock display", "data-testid": "warmup-clock" });
    const from = performance.now();
    let last = seconds + 1;
    const tick = (/** @type {number} */ now) => {
      const left = Math.max(0, Math.ceil(seconds - (now - from) / 1000));
      setText(clock, words.clock(left));
      if (left < last && left <= LAST_SECONDS) sound.play(left ? "tick" : "done");
      last = left;
    };
    this.clock = tick;
    tick(from);
    return [stepCard(this.app, clock), warmUpButtons(this.app)];
  }

  /** @param {DueSet} due */
  nextHead(due) {
    const { words } = this.app;
    return el(
      "div",
      { class: "next-head" },
      el(
        "div",
        {},
        el("p", { class: "soft", text: words.t("session.next") }),
        el("h1", {
          class: "next-name display",
          "data-testid": "next-set",
          text: `${words.t(`exercise.${due.exercise}`)} ${due.side === "left" ? "◀" : "▶"} ${words.t(`side.${due.side}`)}`,
        }),
      ),
    );
  }

  next() {
    const { words, flow, model } = this.app;
    const { due } = flow;
    if (!due) return []; // a session without a set that is due is done
    const rules = rulesOf(model.view, due.exercise);
    const resting = flow.state === "rest";
    const head = this.nextHead(due);
    if (resting) head.append(this.restClock());
    const last = resting && model.view.lastSet ? setLines(this.app, model.view.lastSet) : null;
    return [
      head,
      el(
        "div",
        { class: "row" },
        el("a", {
          class: "button primary big",
          href: "#/",
          "data-testid": "go",
          text: words.t("session.go"),
        }),
        el("button", {
          class: "quiet big",
          text: words.t("session.skip_set"),
          onclick: () => {
            flow.skipSet();
            this.app.followFlow();
          },
        }),
        el("button", {
          class: "quiet big",
          text: words.t("session.stop"),
          onclick: () => this.stop(),
        }),
      ),
      last,
      rules ? exerciseCard(words, rules, { side: due.side, variant: flow.variant }) : null,
    ];
  }

  restClock() {
    const { words, model, prefs, sound, flow } = this.app;
    const clock = el("p", { class: "big-clock display", "data-testid": "rest-clock" });
    let last = Infinity;
    const tick = (/** @type {number} */ now) => {
      const gone = model.view.restFrom === null ? 0 : (now - model.view.restFrom) / 1000;
      const left = Math.max(0, Math.ceil(prefs.get("restS") - gone));
      setText(clock, words.clock(left));
      if (left < last && left <= LAST_SECONDS) sound.play(left ? "tick" : "done");
      last = left;
      if (left === 0) flow.restOver();
    };
    this.clock = tick;
    tick(performance.now());
    return el("div", {}, el("p", { class: "soft", text: words.t("cue.rest") }), clock);
  }

  done() {
    const { words, flow } = this.app;
    const sets = flow.sets.filter((set) => set.setId !== null);
    return [
      el("h1", { text: words.t("session.done") }),
      el("p", { class: "soft", text: words.t("session.done_what", { n: sets.length }) }),
      el(
        "ul",
        { class: "set-list" },
        sets.map((set) =>
          el(
            "li",
            {},
            el("a", {
              class: "button quiet",
              href: `#/review/${set.setId}`,
              text: `${words.t(`exercise.${set.exercise}`)} · ${words.t(`side.${set.side}`)}`,
            }),
          ),
        ),
      ),
      el(
        "div",
        { class: "row" },
        el("a", {
          class: "button primary big",
          href: "/sets.csv",
          download: "",
          "data-testid": "csv-session",
          text: words.t("action.csv_all"),
        }),
        el("button", {
          class: "quiet big",
          "data-testid": "new-session",
          text: words.t("session.again"),
          onclick: () => this.stop(),
        }),
      ),
    ];
  }

  stop() {
    this.app.flow.end();
    this.app.followFlow();
  }
}
