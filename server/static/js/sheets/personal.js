/** What this tablet alone decides: sound, language, trace, rest, staying awake. */

import { choiceRow } from "../kit/dialog.js";
import { el } from "../kit/dom.js";
import { wakeState } from "../kit/wake.js";

const REST_CHOICES = [45, 60, 90, 120, 180];
/** Every language that the station has a catalogue of, by its own name. */
function languageChoices(words) {
  const tags = document.documentElement.dataset.languages.split(" ");
  const own = tags.map((tag) => [tag, new Intl.DisplayNames([tag], { type: "language" }).of(tag)]);
  return [["", words.t("setup.language_auto")], ...own];
}

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

/** Volume, mute, spoken count, and each tone to try. */
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
      ["hold", "done", "rep", "adjust", "set", "fault"].map((name) =>
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

/** Language, trace, rest, and how to keep the screen on. */
export function screenPanel(app) {
  const { words, prefs } = app;
  const pick = (label, name, options, then = () => app.redraw()) =>
    choiceRow({
      label,
      options,
      value: String(prefs.get(name) ?? ""),
      onchange: (value) => {
        prefs.set(name, value === "" ? null : /^\d+$/.test(value) ? Number(value) : value);
        then();
      },
    });
  return el(
    "section",
    { class: "panel" },
    el("h2", { text: words.t("setup.screen") }),
    pick(words.t("setup.language"), "language", languageChoices(words), () => location.reload()),
    pick(
      words.t("setup.trace"),
      "trace",
      ["always", "rest", "never"].map((key) => [key, words.t(`trace.${key}`)]),
    ),
    pick(
      words.t("setup.rest"),
      "restS",
      REST_CHOICES.map((n) => [String(n), words.clock(n)]),
    ),
    el("p", { class: "soft", "data-testid": "wake", text: words.t(`wake.${wakeState()}`) }),
    el("p", { class: "soft", text: words.t("setup.install") }),
    el("a", { class: "button quiet", href: "/?kiosk=1", text: words.t("setup.kiosk") }),
  );
}
