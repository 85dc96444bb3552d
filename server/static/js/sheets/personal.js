/** What this tablet alone decides: sound, language, trace, rest, staying awake. */

import { choiceRow } from "../kit/dialog.js";
import { el } from "../kit/dom.js";
import { wakeState } from "../kit/wake.js";

/**
 * @import {Page} from "../coach/page.js"
 * @import {Words} from "../kit/i18n.js"
 * @import {Kept} from "../kit/prefs.js"
 * @typedef {[value: string, text: string][]} Options
 */

const REST_CHOICES = [45, 60, 90, 120, 180];
const TONES = /** @type {const} */ (["hold", "done", "rep", "adjust", "set", "fault"]);

/**
 * Every language that the station has a catalogue of, by its own name.
 * @param {Words} words
 * @returns {Options}
 */
function languageChoices(words) {
  const tags = (document.documentElement.dataset.languages ?? "en").split(" ");
  /** @param {string} tag */
  const own = (tag) => new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  return [
    ["", words.t("setup.language_auto")],
    .../** @type {Options} */ (tags.map((tag) => [tag, own(tag)])),
  ];
}

/**
 * @param {Page} app
 * @param {"muted" | "spoken"} name
 * @param {string} key of its text
 */
function toggle(app, name, key) {
  const input = el("input", {
    type: "checkbox",
    id: `pref-${name}`,
    checked: app.prefs.get(name),
    onchange: () => {
      app.prefs.set(name, input.checked);
      app.redraw();
    },
  });
  return el(
    "div",
    { class: "row" },
    input,
    el("label", { for: `pref-${name}`, text: app.words.t(key) }),
  );
}

/**
 * Volume, mute, spoken count, and each tone to try.
 * @param {Page} app
 */
export function soundPanel(app) {
  const { words, prefs, sound } = app;
  const volume = el("input", {
    type: "range",
    id: "volume",
    min: 0,
    max: 1,
    step: 0.05,
    value: String(prefs.get("volume")),
    onchange: () => {
      prefs.set("volume", Number(volume.value));
      sound.play("rep");
    },
  });
  return el(
    "section",
    { class: "panel" },
    el("h2", { text: words.t("setup.sound") }),
    el(
      "div",
      { class: "field" },
      el("label", { for: "volume", text: words.t("setup.volume") }),
      volume,
    ),
    toggle(app, "muted", "setup.muted"),
    toggle(app, "spoken", "setup.spoken"),
    el(
      "div",
      { class: "row" },
      TONES.map((name) =>
        el("button", {
          class: "quiet small",
          text: words.t(`tone.${name}`),
          onclick: () => sound.play(name),
        }),
      ),
    ),
    el("p", { class: "soft", text: words.t("setup.sound_how") }),
  );
}

/**
 * Language, trace, rest, and how to keep the screen on.
 * @param {Page} app
 */
export function screenPanel(app) {
  const { words, prefs } = app;
  const language = choiceRow({
    label: words.t("setup.language"),
    options: languageChoices(words),
    value: prefs.get("language") ?? "",
    onchange: (/** @type {string} */ tag) => {
      prefs.set("language", tag === "" ? null : tag);
      location.reload();
    },
  });
  const trace = choiceRow({
    label: words.t("setup.trace"),
    options: ["always", "rest", "never"].map((key) => [key, words.t(`trace.${key}`)]),
    value: prefs.get("trace"),
    onchange: (/** @type {Kept["trace"]} */ key) => {
      prefs.set("trace", key);
      app.redraw();
    },
  });
  const rest = choiceRow({
    label: words.t("setup.rest"),
    options: REST_CHOICES.map((n) => [String(n), words.clock(n)]),
    value: String(prefs.get("restS")),
    onchange: (/** @type {string} */ seconds) => {
      prefs.set("restS", Number(seconds));
      app.redraw();
    },
  });
  return el(
    "section",
    { class: "panel" },
    el("h2", { text: words.t("setup.screen") }),
    language,
    trace,
    rest,
    el("p", { class: "soft", "data-testid": "wake", text: words.t(`wake.${wakeState()}`) }),
    el("p", { class: "soft", text: words.t("setup.install") }),
    el("a", { class: "button quiet", href: "/?kiosk=1", text: words.t("setup.kiosk") }),
  );
}
