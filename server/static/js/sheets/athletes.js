/** Who trains: choose, add and change, with name, unit and colour. */

import { api } from "../station/api.js";
import { choiceRow, openSheet } from "../kit/dialog.js";
import { el } from "../kit/dom.js";
import { choose } from "./plan.js";

/**
 * @import {Page} from "../coach/page.js"
 * @import {Words} from "../kit/i18n.js"
 * @import {AthleteObject} from "../station/contract.js"
 * @typedef {Pick<AthleteObject, "name" | "unit" | "colour">} Entered
 */

export const COLOURS = Object.freeze([
  "#56b4e9",
  "#e69f00",
  "#f0e442",
  "#009e73",
  "#cc79a7",
  "#d55e00",
]);

/**
 * A dot in somebody's colour.
 * @param {string} colour
 */
export function dot(colour) {
  const node = el("span", { class: "who-dot", "aria-hidden": "true" });
  node.style.backgroundColor = colour;
  return node;
}

/**
 * The colours to choose from; `pick(colour)` is told of each choice.
 * @param {Words} words
 * @param {string} chosen
 * @param {(colour: string) => void} pick
 */
function swatchRow(words, chosen, pick) {
  const swatches = COLOURS.map((colour, index) =>
    el(
      "button",
      {
        type: "button",
        role: "radio",
        class: "swatch",
        "aria-label": words.t("athlete.colour_n", { n: index + 1 }),
        "aria-checked": String(colour === chosen),
        onclick: () => {
          for (const [i, swatch] of swatches.entries()) {
            swatch.setAttribute("aria-checked", String(i === index));
          }
          pick(colour);
        },
      },
      dot(colour),
    ),
  );
  const label = words.t("athlete.colour");
  return el(
    "div",
    { class: "field" },
    el("span", { class: "label", text: label }),
    el("div", { class: "swatches", role: "radiogroup", "aria-label": label }, swatches),
  );
}

/**
 * @param {Page} app
 * @param {string} value
 */
function nameInput(app, value) {
  return el("input", {
    id: "new-name",
    maxlength: app.model.view.limits?.longest_name,
    required: true,
    autocomplete: "off",
    autocapitalize: "words",
    value,
  });
}

/**
 * Name, unit and colour of somebody.
 * @param {Page} app
 * @param {Entered} known what stands in it at first
 * @param {string} button its text
 * @param {(entered: Entered) => Promise<void>} save what is done with what was entered
 */
function athleteForm(app, known, button, save) {
  const { words } = app;
  let { unit, colour } = known;
  const name = nameInput(app, known.name);
  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    name.value = name.value.trim();
    if (!name.value) {
      app.toasts.show(words.t("athlete.nameless"), null, "adjust");
      name.focus();
      return;
    }
    try {
      await save({ name: name.value, unit, colour });
    } catch (error) {
      app.problem(error);
    }
  };
  const label = el("label", { for: "new-name", text: words.t("athlete.name") });
  const units = choiceRow({
    label: words.t("athlete.unit"),
    options: ["kg", "lb"].map((key) => [key, key]),
    value: unit,
    onchange: (/** @type {Entered["unit"]} */ value) => {
      unit = value;
    },
  });
  const colours = swatchRow(words, colour, (value) => {
    colour = value;
  });
  return el(
    "form",
    { class: "panel raised", onsubmit: submit },
    el("div", { class: "field" }, label, name),
    units,
    colours,
    el("button", { class: "primary", text: words.t(button) }),
  );
}

/**
 * @param {Page} app
 * @param {() => void} close
 */
function addForm(app, close) {
  const colour = COLOURS[app.athletes.length % COLOURS.length];
  return athleteForm(
    app,
    { name: "", unit: "kg", colour },
    "athlete.add_button",
    async (entered) => {
      const { athlete } = await api.addAthlete(entered);
      await app.refresh();
      await choose(app, { athlete_id: athlete.athlete_id });
      close();
    },
  );
}

/**
 * The sheet in which one changes somebody; `done` is called once it is saved.
 * @param {Page} app
 * @param {AthleteObject} athlete
 * @param {() => void} done
 */
export function changeAthlete(app, athlete, done) {
  const { words } = app;
  openSheet(words, words.t("athlete.change", { name: athlete.name }), (close) => [
    athleteForm(app, athlete, "action.save", async (entered) => {
      await api.changeAthlete(athlete.athlete_id, entered);
      await app.refresh();
      close();
      done();
    }),
  ]);
}

/**
 * The sheet in which one chooses who trains.
 * @param {Page} app
 */
export async function openAthletes(app) {
  const { words } = app;
  await app.refresh();
  const current = app.model.view.plan.athlete_id;
  openSheet(words, words.t("athlete.title"), (close) => {
    /** @param {number | null} id */
    const pick = (id) => async () => {
      await choose(app, { athlete_id: id });
      close();
    };
    const people = app.athletes.map((athlete) =>
      el(
        "button",
        {
          class: "person",
          "aria-pressed": String(athlete.athlete_id === current),
          onclick: pick(athlete.athlete_id),
        },
        dot(athlete.colour),
        el("span", { class: "who-name", text: athlete.name }),
      ),
    );
    const guest = el("button", {
      class: "person",
      "aria-pressed": String(current === null),
      text: words.t("athlete.guest"),
      onclick: pick(null),
    });
    return [
      el("div", { class: "people" }, people, guest),
      el("h3", { text: words.t("athlete.add") }),
      addForm(app, close),
    ];
  });
}
