/** What is said of a sensor. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { sensorText } from "../../../server/static/js/widgets/present.js";
import { english } from "../support/english.js";

for (const [name, sensor, said] of [
  ["force", { state: "sound", reason: null, for_s: null }, "Load cell: sound."],
  [
    "position",
    { state: "out", reason: "encoder_one_channel", for_s: 130.4 },
    "Position sensor: out for 2:10 min. The position sensor only steps to and fro. Check the two signal wires of the encoder.",
  ],
  [
    "position",
    { state: "doubtful", reason: "wheel_slipping", for_s: 5 },
    "Position sensor: doubtful for 0:05 min. The wheel slips on the cable: range is uncertain. Press the wheel on.",
  ],
]) {
  test(`which sensor, since when, and what to check: ${name} ${sensor.state}`, () => {
    assert.equal(sensorText(english, name, sensor), said);
  });
}
