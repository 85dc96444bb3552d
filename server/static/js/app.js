/** What the screens share, and which of them is shown. */

import { api, ApiError, onSuccess } from "./station/api.js";
import { openAthletes } from "./sheets/athletes.js";
import { Banners, conditions } from "./widgets/banners.js";
import { withoutOwn } from "./sheets/calibrating.js";
import { fill, setAttribute } from "./kit/dom.js";
import { Flow } from "./coach/flow.js";
import { tellCorrections } from "./coach/correcting.js";
import { bindKeys } from "./kit/keys.js";
import { enterKiosk, isKiosk } from "./kit/kiosk.js";
import { LATER } from "./screens/later.js";
import { LiveScreen } from "./screens/live.js";
import { Model } from "./station/model.js";
import { openPairing, pairFromAddress } from "./sheets/pairing.js";
import { choose, chooseWaiting, tellEnded } from "./sheets/plan.js";
import { stepsBar } from "./widgets/steps.js";
import { Shell } from "./widgets/shell.js";
import { Sound } from "./kit/sound.js";
import { bindSound } from "./coach/tones.js";
import { rulesOf } from "./station/view.js";
import { Stream } from "./station/stream.js";
import { Toasts } from "./kit/toast.js";
import { stayAwake } from "./kit/wake.js";

/**
 * @import {FlowState} from "./coach/flow.js"
 * @import {Page, PlanChange, Screen} from "./coach/page.js"
 * @import {Words} from "./kit/i18n.js"
 * @import {Preferences} from "./kit/prefs.js"
 * @import {AthleteObject, SetMessage} from "./station/contract.js"
 */

const TICK_MS = 200;
const CLOCK_EXCHANGES = 3;

/**
 * The application: made once, by `main.js`.
 * @implements {Page}
 */
export class App {
  /**
   * @param {Words} words
   * @param {Preferences} prefs
   */
  constructor(words, prefs) {
    this.words = words;
    this.prefs = prefs;
    this.model = new Model();
    const kept = /** @type {FlowState | null} */ (prefs.get("session"));
    this.flow = new Flow(kept, (state) => prefs.set("session", state));
    /** @type {AthleteObject[]} */
    this.athletes = [];
    this.sound = new Sound(prefs, words.language);
    this.toasts = new Toasts(words);
    this.banners = new Banners(words, isKiosk() ? null : "#/setup/health");
    this.shell = new Shell(this);
    this.live = new LiveScreen(this);
    /** @type {Map<string, Screen>} */
    this.screens = new Map([["live", this.live]]);
    this.stream = new Stream("/api/v1/stream", {
      onmessage: (topic, message, now) => this.model.take(topic, message, now),
      onopen: () => this.connected(),
    });
    this.main = /** @type {HTMLElement} */ (document.querySelector("main")); // part of the page
    this.name = "live";
    /** @type {Screen} */
    this.current = this.live;
    /** @type {PlanChange | null} */
    this.waiting = null;
    /** @type {(() => void) | undefined} */
    this.onDrawn = undefined;
    this.pending = false;
    this.missed = 0;
  }

  /** The unit of weights: the athlete's own, else the machine's. */
  unit() {
    const id = this.model.view.plan.athlete_id;
    const athlete = this.athletes.find((one) => one.athlete_id === id);
    return athlete?.unit ?? this.prefs.get("unit") ?? "kg";
  }

  /** The name to show for the athlete in training. */
  athleteName() {
    const { athlete_id: id, athlete } = this.model.view.plan;
    const known = this.athletes.find((one) => one.athlete_id === id);
    return athlete ?? known?.name ?? this.words.t("athlete.guest");
  }

  /**
   * Tell what went wrong with a request; anything else is a defect and goes on up.
   * @param {unknown} error
   */
  problem(error) {
    if (!(error instanceof ApiError)) throw error;
    const pair = { label: this.words.t("pair.this"), run: () => openPairing(this) };
    this.toasts.problem(
      error,
      error.needsPairing && this.model.view.role !== "operator" ? pair : null,
    );
  }

  /**
   * A download that the station refuses would end in the browser's own words, or in none.
   * @param {Event} event
   */
  refuseDownload(event) {
    const { target } = event;
    if (this.model.view.role !== "viewer" || !(target instanceof Element)) return;
    if (!target.closest("a[download]")) return;
    event.preventDefault();
    this.problem(new ApiError(401, "", { reason: "not_paired" }));
  }

  toggleMute() {
    this.prefs.set("muted", !this.prefs.get("muted"));
    this.redraw();
  }

  chooseAthlete() {
    void openAthletes(this);
  }

  /** @param {string} hash */
  go(hash) {
    location.hash = hash;
  }

  /** Show the screen that the address names. */
  async route() {
    const [name = "live", ...rest] = location.hash.replace(/^#\/?/, "").split("/").filter(Boolean);
    const known = name in LATER && !isKiosk() ? name : "live";
    const screen = this.screens.get(known) ?? (await this.fetchScreen(known));
    if (!screen) return;
    this.current.hide?.();
    this.name = known;
    this.current = screen;
    setAttribute(document.body, "data-screen", known);
    fill(this.main, this.current.node);
    this.main.scrollTo(0, 0);
    this.drawSteps();
    await this.current.show?.(rest);
    this.redraw();
  }

  /**
   * Fetch a screen that was never shown; null where it did not come, or is not wanted any more.
   * @param {string} name
   */
  async fetchScreen(name) {
    const { hash } = location;
    let Later;
    try {
      Later = await LATER[name](this.missed ? `?again=${this.missed}` : ""); // a browser may keep a failure
    } catch {
      this.missed += 1;
      if (location.hash === hash) this.toasts.show(this.words.t("problem.screen"), null, "adjust");
      return null;
    }
    this.missed = 0;
    const screen = this.screens.get(name) ?? new Later(this);
    this.screens.set(name, screen);
    return location.hash === hash ? screen : null;
  }

  /**
   * The address does not change where the screen that did not come is asked for again.
   * @param {Event} event
   */
  routeAgain({ target }) {
    const link = target instanceof Element ? target.closest("a") : null;
    if (this.missed && link?.hash === location.hash) void this.route();
  }

  /** Ask for one drawing in the next animation frame; many requests make one. */
  redraw() {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame((now) => {
      this.pending = false;
      this.draw(now);
    });
  }

  /** @param {number} now */
  draw(now) {
    const link = this.model.link(now);
    setAttribute(document.body, "data-link", link);
    this.shell.draw(this, this.name, link);
    this.banners.draw(...withoutOwn(this, conditions(this.model, this.words, now)));
    this.current.draw?.(now);
    this.onDrawn?.();
    const moving = link === "live" && this.model.view.phase !== "rest";
    if (moving && this.current === this.live) this.redraw();
  }

  drawSteps() {
    fill(this.live.above, this.flow.running ? stepsBar(this) : null);
  }

  /** The flow has moved on: choose what is due, and show it. */
  async followFlow() {
    const { due, running, variant, state } = this.flow;
    this.drawSteps();
    this.redraw();
    if (!running || !due || state === "warmup") return;
    const weight =
      this.prefs.get("weights")?.[`${this.model.view.plan.athlete_id} ${due.exercise}`];
    const legs = rulesOf(this.model.view, due.exercise)?.variants.includes(variant)
      ? { variant }
      : {};
    const change = { exercise: due.exercise, side: due.side, ...legs };
    await choose(this, weight ? { ...change, weight_kg: weight } : change);
  }

  /**
   * Sets open and close by themselves, by the handle: the session follows.
   * @param {SetMessage} message
   */
  followSets({ stage, set }) {
    const lifting = this.flow.running && this.flow.state !== "warmup";
    if (stage === "started" && this.name === "session" && lifting) this.go("#/");
    if (stage !== "ended") return;
    if (set.ended === "changed") tellEnded(this, set);
    const { plan } = set;
    if (plan.weight_kg) {
      const weights = {
        ...this.prefs.get("weights"),
        [`${plan.athlete_id} ${plan.exercise}`]: plan.weight_kg,
      };
      this.prefs.set("weights", weights);
    }
    if (!this.flow.setEnded(set)) return;
    void this.followFlow();
    this.go("#/session");
  }

  /** The stream was opened (again): fetch what it does not carry, and tell the time. */
  async connected() {
    if (this.missed) await this.route();
    await this.refresh();
    try {
      await this.tellTime();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // the station may be without a device: it says so
    }
  }

  /** A station without internet takes the time from its tablets, but believes no single exchange. */
  async tellTime() {
    for (let exchange = 0; exchange < CLOCK_EXCHANGES; exchange += 1) {
      const before = performance.now();
      await api.state();
      const rtt = performance.now() - before;
      await api.clock({ client_ms: Date.now(), rtt_ms: Math.round(rtt) });
    }
  }

  async refresh() {
    try {
      this.athletes = (await api.athletes()).athletes;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // a viewer may not see names
    }
    this.redraw();
  }

  async start() {
    document.body.prepend(this.shell.node, this.banners.node);
    document.body.append(this.toasts.node);
    if (isKiosk()) enterKiosk();
    this.main.addEventListener("click", (event) => this.refuseDownload(event));
    this.shell.node.addEventListener("click", (event) => this.routeAgain(event));
    this.model.on("any", () => this.redraw());
    this.model.on("any", () => chooseWaiting(this));
    this.model.on("set", (message) => this.followSets(message));
    bindSound(this.sound, this.model);
    tellCorrections(this);
    bindKeys({
      toggleSet: () => this.live.toggleSet(),
      chooseSide: (side) => choose(this, { side }),
    });
    stayAwake();
    if (new URLSearchParams(location.search).has("measure")) {
      this.measurement = new (await import("./station/measure.js")).Measurement(this);
    }
    await pairFromAddress(this);
    this.stream.start();
    setInterval(() => document.hidden || this.redraw(), TICK_MS);
    onSuccess((kind) => this.toasts.solved(kind));
    addEventListener("hashchange", async () => {
      this.toasts.left();
      await pairFromAddress(this);
      await this.route();
    });
    await this.route();
  }
}
