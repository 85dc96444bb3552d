/** The figures of a repetition as text. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { FIGURES, figureText } from "../../../server/static/js/screens/rep_figures.js";
import { english } from "../support/english.js";

const REP = { rom_m: 0.5854, rom_pm_m: 0.0016, hold_s: 1.2249, hold_pm_s: 0.0151 };
const figure = (wanted) => FIGURES.find(({ name }) => name === wanted);
const text = (name, changes = {}) => figureText(english, { ...REP, ...changes }, figure(name));

for (const [name, changes, shown] of [
  ["hold", {}, "1.22 ± 0.02"],
  ["rom", {}, "0.585 ± 0.002"],
  ["hold", { hold_s: 0.9999 }, "0.99 ± 0.02"],
  ["hold", { hold_pm_s: 0.0003 }, "1.22 ± 0.01"],
  ["hold", { hold_pm_s: 0.02 }, "1.22 ± 0.02"],
  ["hold", { hold_pm_s: null }, "1.22"],
  ["hold", { hold_s: null }, "–"],
  ["rom", { rom_m: null, rom_pm_m: null }, "–"],
  ["hold", { hold_s: 0, hold_pm_s: null }, "0.00"],
]) {
  test(`${name} with ${JSON.stringify(changes)}: ${shown}`, () => {
    assert.equal(text(name, changes), shown);
  });
}

test("nothing that is unknown reads as a number", () => {
  for (const { name } of FIGURES) {
    assert.equal(figureText(english, {}, figure(name)), "–", name);
  }
});
