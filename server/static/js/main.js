/** The page: one shell, its screens by `#hash`, one stream, one drawing loop. */

import { api } from "./api.js";
import { Banners, conditions } from "./banners.js";
import { fill, setAttribute } from "./dom.js";
import { loadWords } from "./i18n.js";
import { bindKeys } from "./keys.js";
import { LiveScreen } from "./live.js";
import { Model } from "./model.js";
import { choose } from "./plan.js";
import { Preferences } from "./prefs.js";
import { Shell } from "./shell.js";
import { bindSound, Sound } from "./sound.js";
import { Stream } from "./stream.js";
import { Toasts } from "./toast.js";

const TICK_MS = 200;
const LATER = {};

/** Holds what the screens share, and shows one of them. */
class App {
  constructor(words, prefs) {
    this.words = words;
    this.prefs = prefs;
    this.model = new Model();
    this.athletes = [];
    this.sound = new Sound(prefs, words.language);
    this.toasts = new Toasts(words);
    this.banners = new Banners();
    this.shell = new Shell(this);
    this.live = new LiveScreen(this);
    this.screens = new Map([["live", this.live]]);
    this.main = document.querySelector("main");
    this.name = "live";
    this.current = this.live;
    this.pending = false;
  }

  /** The athlete's unit of weight. */
  unit() {
    const id = this.model.view.plan.athlete_id;
    return this.athletes.find((athlete) => athlete.athlete_id === id)?.unit ?? "kg";
  }

  /** Tell what went wrong with a request; anything else is a defect and goes on up. */
  problem(error) {
    if (error.name !== "ApiError") throw error;
    this.toasts.problem(error);
  }

  toggleMute() {
    this.prefs.set("muted", !this.prefs.get("muted"));
    this.redraw();
  }

  chooseAthlete() {}

  /** Show the screen that the address names. */
  async route() {
    const [name = "live", ...rest] = location.hash.replace(/^#\/?/, "").split("/").filter(Boolean);
    const known = name in LATER ? name : "live";
    if (!this.screens.has(known)) {
      const Screen = await LATER[known]();
      this.screens.set(known, new Screen(this));
    }
    this.current?.hide?.();
    this.name = known;
    this.current = this.screens.get(known);
    setAttribute(document.body, "data-screen", known);
    fill(this.main, this.current.node);
    await this.current.show?.(rest);
    this.redraw();
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

  draw(now) {
    const link = this.model.link(now);
    setAttribute(document.body, "data-link", link);
    this.shell.draw(this, this.name, link);
    this.banners.draw(conditions(this.model, this.words, now));
    this.current?.draw?.(now);
    const moving = link === "live" && this.model.view.phase !== "rest";
    if (moving && this.current === this.live) this.redraw();
  }

  /** Fetch what the stream does not carry. */
  async refresh() {
    try {
      this.athletes = (await api.athletes()).athletes;
    } catch (error) {
      if (error.name !== "ApiError") throw error; // a viewer may not see names
    }
    this.redraw();
  }

  start() {
    document.body.prepend(this.shell.node, this.banners.node);
    document.body.append(this.toasts.node);
    this.model.on("any", () => this.redraw());
    bindSound(this.sound, this.model);
    bindKeys({
      toggleSet: () => this.live.toggleSet(),
      chooseSide: (side) => choose(this, { side }),
    });
    const stream = new Stream("/api/v1/stream", {
      onmessage: (topic, message, now) => this.model.take(topic, message, now),
      onopen: () => this.refresh(),
    });
    stream.start();
    setInterval(() => document.hidden || this.redraw(), TICK_MS);
    addEventListener("hashchange", () => this.route());
    return this.route();
  }
}

const prefs = new Preferences();
const words = await loadWords(prefs.get("language"));
document.documentElement.lang = words.language;
const app = new App(words, prefs);
await app.start();
document.body.setAttribute("data-ready", "");
