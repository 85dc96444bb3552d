/** Set-up: sensors, machine, sound, screen, athletes, tablets, health. */

import { api } from "../station/api.js";
import { Calibration } from "../sheets/calibrate.js";
import { el, fill, setText } from "../kit/dom.js";
import { healthPanel } from "../sheets/health.js";
import { Present } from "../widgets/present.js";
import { machinePanel } from "../sheets/machine.js";
import { pairingPanel } from "../sheets/pairing.js";
import { screenPanel, soundPanel } from "../sheets/personal.js";
import { changeAthlete, dot } from "../sheets/athletes.js";
import { openSheet } from "../kit/dialog.js";
import { kgOfForce } from "../kit/units.js";

/**
 * @import {Page} from "../coach/page.js"
 * @import {AthleteObject} from "../station/contract.js"
 */

/** The screen at `#/setup`. */
export class SetupScreen {
  /** @param {Page} app */
  constructor(app) {
    this.app = app;
    this.node = el("section", { class: "screen setup", "aria-label": app.words.t("nav.setup") });
    /** @type {Calibration | null} */
    this.calibration = null;
    this.force = el("dd", { class: "display", "data-testid": "setup-force" });
    this.place = el("dd", { class: "display" });
    this.present = new Present(app);
  }

  /** Whether this tablet is the one that calibrates. */
  get calibrates() {
    return this.calibration?.running ?? false;
  }

  /** @param {string[]} rest the part of the set-up that the address names */
  async show([part]) {
    this.hide();
    if (part === "calibrate") {
      this.calibration = new Calibration(this.app, () => this.app.go("#/setup"));
      fill(this.node, this.calibration.node);
      await this.calibration.begin();
      return;
    }
    await this.app.refresh();
    const health = healthPanel(this.app, this.present.node);
    fill(
      this.node,
      el("h1", { text: this.app.words.t("nav.setup") }),
      el(
        "div",
        { class: "panels" },
        this.sensors(),
        machinePanel(this.app),
        soundPanel(this.app),
        screenPanel(this.app),
        this.athletes(),
        pairingPanel(this.app),
        health,
      ),
    );
    if (part === "health") health.scrollIntoView();
  }

  hide() {
    this.calibration?.leave();
    this.calibration = null;
  }

  /** @param {number} now */
  draw(now) {
    if (!this.force.isConnected) return;
    const { words, model } = this.app;
    const { forceN, excursionM } = model.view;
    const place = excursionM === null ? null : excursionM * 100;
    setText(this.force, `${words.number(forceN, 0)} N · ${words.number(kgOfForce(forceN), 1)} kg`);
    this.present.draw(now);
    setText(this.place, `${words.number(place, 1)} cm`);
  }

  sensors() {
    const { words } = this.app;
    const tare = async () => {
      try {
        await api.tare();
        this.app.toasts.show(words.t("setup.tared"));
      } catch (error) {
        this.app.problem(error);
      }
    };
    return el(
      "section",
      { class: "panel" },
      el("h2", { text: words.t("setup.sensors") }),
      el(
        "dl",
        { class: "figures" },
        el("dt", { text: words.t("setup.force") }),
        this.force,
        el("dt", { text: words.t("setup.position") }),
        this.place,
      ),
      el("p", { class: "soft", text: words.t("setup.tare_how") }),
      el(
        "div",
        { class: "row" },
        el("button", { "data-testid": "tare", text: words.t("setup.tare"), onclick: tare }),
        el("a", {
          class: "button quiet",
          href: "#/setup/calibrate",
          "data-testid": "calibrate",
          text: words.t("setup.calibrate"),
        }),
      ),
    );
  }

  /**
   * Ask before somebody is erased for good.
   * @param {AthleteObject} athlete
   */
  erase(athlete) {
    const { words } = this.app;
    openSheet(words, words.t("setup.erase_title", { name: athlete.name }), (close) => [
      el("p", { text: words.t("setup.erase_what") }),
      el("button", {
        class: "warn",
        "data-testid": "erase-yes",
        text: words.t("setup.erase_yes"),
        onclick: async () => {
          close();
          try {
            await api.eraseAthlete(athlete.athlete_id);
            await this.show([]);
          } catch (error) {
            this.app.problem(error);
          }
        },
      }),
    ]);
  }

  /** @param {AthleteObject} athlete */
  athleteLine(athlete) {
    const { words } = this.app;
    /** @type {(text: string, label: string, onclick: () => unknown) => HTMLElement} */
    const button = (text, label, onclick) =>
      el("button", {
        class: "quiet small",
        text: words.t(text),
        "aria-label": words.t(label, { name: athlete.name }),
        onclick,
      });
    const change = () => changeAthlete(this.app, athlete, () => this.show([]));
    return el(
      "li",
      { class: "row spread" },
      el(
        "span",
        { class: "row athlete-line" },
        dot(athlete.colour),
        el("span", { class: "who-name", text: athlete.name }),
        el("span", { class: "soft", text: athlete.unit }),
      ),
      el(
        "span",
        { class: "row" },
        button("setup.change", "athlete.change", change),
        button("setup.erase", "setup.erase_one", () => this.erase(athlete)),
      ),
    );
  }

  athletes() {
    const { words, athletes } = this.app;
    return el(
      "section",
      { class: "panel" },
      el("h2", { text: words.t("setup.athletes") }),
      el(
        "ul",
        { class: "set-list" },
        athletes.map((athlete) => this.athleteLine(athlete)),
      ),
      el("button", {
        class: "quiet",
        text: words.t("athlete.add"),
        onclick: () => this.app.chooseAthlete(),
      }),
    );
  }
}
