/** Set-up of the machine itself. */

import { api, ApiError } from "../station/api.js";
import { choiceRow } from "../kit/dialog.js";
import { el, fill } from "../kit/dom.js";
import { newtonsOf } from "../kit/units.js";

/**
 * @import {Page} from "../coach/page.js"
 * @import {SettingsAnswer} from "../station/contract.js"
 * @typedef {SettingsAnswer["settings"]} Values
 */

const EXAMPLE_KG = 40;

const NUMBERS = ["pulley_ratio", "rest_s", "min_rom_m"];

/**
 * What `weightKg` on the stack pulls with at the handle, in newtons.
 * @param {number} weightKg
 * @param {number} pulleyRatio
 */
export function handleForce(weightKg, pulleyRatio) {
  return newtonsOf(weightKg) / pulleyRatio;
}

/**
 * @param {string} id
 * @param {string} text
 * @param {HTMLElement} input
 */
function labelled(id, text, input) {
  return el("div", { class: "field" }, el("label", { for: id, text }), input);
}

/** The panel of the machine's profile; `values` are those in force. */
class MachinePanel {
  /** @param {Page} app */
  constructor(app) {
    this.app = app;
    /** @type {Values} */
    this.values = {};
    const loading = el("p", { class: "soft", text: app.words.t("setup.loading") });
    this.box = el("div", { class: "field-grid" }, loading);
  }

  async load() {
    const { words } = this.app;
    try {
      this.build((await api.settings()).settings);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const text = error.needsPairing ? words.t("setup.operator_only") : error.text(words);
      fill(this.box, el("p", { class: "soft", text }));
    }
  }

  /** @param {Values} change */
  async save(change) {
    try {
      const { settings } = await api.changeSettings(change);
      this.app.toasts.show(this.app.words.t("setup.saved"));
      this.build(settings);
    } catch (error) {
      this.build(this.values); // what was refused must not look as if it were in force
      this.app.problem(error);
    }
  }

  /**
   * @param {HTMLInputElement} input
   * @param {string} key
   */
  async saveNumber(input, key) {
    const { words, toasts } = this.app;
    if (input.checkValidity()) {
      await this.save({ [key]: Number(input.value) });
      return;
    }
    input.value = String(this.values[key]);
    const [low, high] = [input.min, input.max].map((limit) => words.rounded(Number(limit)));
    const name = words.t(`setup.${key}`);
    toasts.show(words.t("setup.out_of_range", { name, low, high }), null, "adjust");
  }

  /** @param {Values} values */
  build(values) {
    this.values = values;
    this.app.prefs.set("unit", values.unit === "lb" ? "lb" : "kg");
    fill(
      this.box,
      this.nameField(String(values.machine_name ?? "")),
      NUMBERS.filter((key) => key in values).map((key) => this.numberField(key)),
      this.example(Number(values.pulley_ratio ?? 1)),
      "unit" in values ? this.unitChoice(String(values.unit)) : null,
    );
  }

  /** @param {string} value */
  nameField(value) {
    /** @type {HTMLInputElement} */
    const input = el("input", {
      id: "machine-name",
      maxlength: 40,
      value,
      onchange: () => this.save({ machine_name: input.value.trim() }),
    });
    return labelled("machine-name", this.app.words.t("setup.machine_name"), input);
  }

  /** @param {string} key */
  numberField(key) {
    const bounds = this.app.model.view.limits?.settings[key]; // the station refuses by the same
    /** @type {HTMLInputElement} */
    const input = el("input", {
      id: `set-${key}`,
      type: "number",
      min: bounds?.low,
      max: bounds?.high,
      step: "any",
      required: true,
      value: String(this.values[key]),
      onchange: () => this.saveNumber(input, key),
    });
    return labelled(`set-${key}`, this.app.words.t(`setup.${key}`), input);
  }

  /** @param {number} ratio */
  example(ratio) {
    const { words } = this.app;
    const n = words.number(handleForce(EXAMPLE_KG, ratio));
    return el("p", { class: "soft", text: words.t("setup.handle", { kg: EXAMPLE_KG, n }) });
  }

  /** @param {string} value */
  unitChoice(value) {
    return choiceRow({
      label: this.app.words.t("setup.unit"),
      value,
      options: ["kg", "lb"].map((key) => [key, key]),
      onchange: (/** @type {string} */ unit) => this.save({ unit }),
    });
  }
}

/**
 * The panel of the machine's profile.
 * @param {Page} app
 */
export function machinePanel(app) {
  const panel = new MachinePanel(app);
  void panel.load();
  return el(
    "section",
    { class: "panel" },
    el("h2", { text: app.words.t("setup.machine") }),
    panel.box,
  );
}
