/** Set-up of the machine itself. */

import { api } from "../station/api.js";
import { choiceRow } from "../kit/dialog.js";
import { el, fill } from "../kit/dom.js";

const STANDARD_GRAVITY = 9.80665;
const EXAMPLE_KG = 40;

const NUMBERS = [
  ["pulley_ratio", 0.25, 8],
  ["rest_s", 5, 600],
  ["min_rom_m", 0.02, 1],
];

/** What `weightKg` on the stack pulls with at the handle. */
export function handleForce(weightKg, pulleyRatio) {
  return (weightKg * STANDARD_GRAVITY) / pulleyRatio;
}

/** The station's answer, whichever way it wraps the values. */
function valuesOf(answer) {
  const settings = answer.settings ?? answer;
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      value !== null && typeof value === "object" && "value" in value ? value.value : value,
    ]),
  );
}

/** The panel of the machine's profile. */
export function machinePanel(app) {
  const { words } = app;
  const box = el(
    "div",
    { class: "field-grid" },
    el("p", { class: "soft", text: words.t("setup.loading") }),
  );
  let inForce = {};
  const save = async (change) => {
    try {
      const values = valuesOf(await api.changeSettings(change));
      app.toasts.show(words.t("setup.saved"));
      build(values);
    } catch (error) {
      build(inForce); // what was refused must not look as if it were in force
      app.problem(error);
    }
  };
  const saveNumber = (input, key) => {
    if (input.checkValidity()) return save({ [key]: Number(input.value) });
    input.value = String(inForce[key]);
    const limits = [input.min, input.max].map((limit) => words.rounded(Number(limit)));
    app.toasts.show(
      words.t("setup.out_of_range", {
        name: words.t(`setup.${key}`),
        low: limits[0],
        high: limits[1],
      }),
      null,
      "adjust",
    );
    return null;
  };
  const build = (values) => {
    inForce = values;
    app.prefs.set("unit", values.unit ?? "kg");
    const name = el("input", {
      id: "machine-name",
      maxlength: 40,
      value: values.machine_name ?? "",
      onchange: () => save({ machine_name: name.value.trim() }),
    });
    const ratio = values.pulley_ratio ?? 1;
    fill(
      box,
      el(
        "div",
        { class: "field" },
        el("label", { for: "machine-name", text: words.t("setup.machine_name") }),
        name,
      ),
      NUMBERS.filter(([key]) => key in values).map(([key, min, max]) => {
        const input = el("input", {
          id: `set-${key}`,
          type: "number",
          min,
          max,
          step: "any",
          required: true,
          value: String(values[key]),
          onchange: () => saveNumber(input, key),
        });
        return el(
          "div",
          { class: "field" },
          el("label", { for: `set-${key}`, text: words.t(`setup.${key}`) }),
          input,
        );
      }),
      el("p", {
        class: "soft",
        text: words.t("setup.handle", {
          kg: EXAMPLE_KG,
          n: words.number(handleForce(EXAMPLE_KG, ratio)),
        }),
      }),
      "unit" in values
        ? choiceRow({
            label: words.t("setup.unit"),
            value: values.unit,
            options: [
              ["kg", "kg"],
              ["lb", "lb"],
            ],
            onchange: (unit) => save({ unit }),
          })
        : null,
    );
  };
  api.settings().then(
    (answer) => build(valuesOf(answer)),
    (error) => {
      const text = error.needsPairing ? words.t("setup.operator_only") : error.text(words);
      fill(box, el("p", { class: "soft", text }));
    },
  );
  return el("section", { class: "panel" }, el("h2", { text: words.t("setup.machine") }), box);
}
