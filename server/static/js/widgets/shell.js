/** The frame around the screens: athlete, navigation, connection, sound. */

import { el, setAttribute, setText } from "../kit/dom.js";

/** @import {Page} from "../coach/page.js" */

const SCREENS = ["live", "session", "history", "setup"];
/** @type {Record<string, string>} */
const HASHES = { live: "#/", session: "#/session", history: "#/history", setup: "#/setup" };
/** @type {Record<string, string>} */
const WITHIN = { review: "history" };

/** Header with the navigation; `draw(app, name, link)` keeps it true. */
export class Shell {
  /** @param {Page} app */
  constructor(app) {
    const { words } = app;
    this.links = SCREENS.map((name) =>
      el("a", { href: HASHES[name], "data-screen": name, text: words.t(`nav.${name}`) }),
    );
    this.who = el("span", { class: "who-name" });
    this.dot = el("span", { class: "who-dot", "aria-hidden": "true" });
    this.whoButton = el(
      "button",
      { class: "quiet who", "data-testid": "athlete", onclick: () => app.chooseAthlete() },
      this.dot,
      this.who,
    );
    this.linkWord = el("span");
    this.simulated = el("span", { class: "link-extra soft", text: words.t("link.simulated") });
    this.link = el(
      "span",
      { class: "link-state", "data-testid": "link" },
      this.linkWord,
      this.simulated,
    );
    this.mute = el("button", { class: "quiet mute", onclick: () => app.toggleMute() });
    this.node = el(
      "header",
      { class: "shell" },
      this.whoButton,
      el("nav", { "aria-label": words.t("nav.label") }, this.links),
      el("div", { class: "row shell-end" }, this.link, this.mute),
    );
  }

  /**
   * @param {Page} app
   * @param {string} current the name of the screen that is shown
   * @param {string} link
   */
  draw(app, current, link) {
    const { words, model } = app;
    const { plan, simulated } = model.view;
    const athlete = app.athletes.find(({ athlete_id: id }) => id === plan.athlete_id);
    setText(this.who, app.athleteName());
    this.dot.style.backgroundColor = athlete?.colour ?? "";
    const within = WITHIN[current] ?? current;
    for (const node of this.links) {
      setAttribute(node, "aria-current", node.dataset.screen === within ? "page" : null);
    }
    setAttribute(this.link, "data-link", link);
    setText(this.linkWord, words.t(`link.${link}`));
    setAttribute(this.simulated, "hidden", !simulated);
    const muted = app.prefs.get("muted");
    setText(this.mute, muted ? "♪̸" : "♪");
    const locked = app.sound.state === "locked";
    setAttribute(this.mute, "data-locked", locked);
    setAttribute(
      this.mute,
      "aria-label",
      words.t(muted ? "sound.unmute" : locked ? "sound.locked" : "sound.mute"),
    );
    setAttribute(this.mute, "aria-pressed", String(muted));
  }
}
