/** Weights in the athlete's unit. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { weightText } from "../../../server/static/js/kit/units.js";
import { english } from "../support/english.js";

for (const [kg, unit, text] of [
  [40, "kg", "40 kg"],
  [22.5, "kg", "22.5 kg"],
  [null, "kg", "–"],
  [45.359237, "lb", "100 lb"],
]) {
  test(`${kg} kg in ${unit} is ${text}`, () => {
    assert.equal(weightText(english, kg, unit), text);
  });
}
