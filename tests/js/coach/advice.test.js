/** Words of a repetition and of a set. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  holdTenths,
  missingHold,
  remarks,
  verdictText,
  verdictTone,
  whyUnknown,
} from "../../../server/static/js/coach/advice.js";
import { english } from "../support/english.js";
import { ROW } from "../support/exercises.js";
import { near } from "../support/near.js";

function makeRep(number = 1, changes = {}) {
  return {
    rep: number,
    verdict: "good",
    reasons: [],
    flags: [],
    hold_s: 1.2,
    held: true,
    rom_m: 0.7,
    work_j: null,
    velocity_loss_pct: 5.0,
    ...changes,
  };
}

for (const [verdict, reasons, holdS, words] of [
  ["good", [], 1.2, "Good"],
  ["short_hold", ["short_hold"], 0.8, "Hold 0.2 s longer"],
  ["short_hold", ["short_hold"], 0.999, "Hold 0.1 s longer"],
  ["short_range", ["short_range", "short_hold"], 1.2, "Reach further"],
  ["fast_release", ["fast_release"], 1.2, "Slower back"],
  ["slow_pull", ["slow_pull"], 1.2, "Pull faster"],
  ["unknown", [], null, "Not judged"],
]) {
  test(`a verdict in a few words: ${words}`, () => {
    const rep = makeRep(1, { verdict, reasons, hold_s: holdS });
    assert.equal(verdictText(english, rep, ROW), words);
  });
}

for (const holdS of [0.04, 0.86, 0.949, 0.951, 0.999, 1.0, 1.04, 1.1]) {
  test(`the hold shown and what is missing make a second: ${holdS} s`, () => {
    const shown = holdTenths(holdS);
    assert.equal(shown >= 1.0, holdS >= 1.0);
    if (holdS < 1.0) near(shown + missingHold(holdS, 1.0), 1.0);
  });
}

test("a verdict that nobody knows is neither praise nor blame, and says why", () => {
  const rep = makeRep(1, { verdict: "unknown", hold_s: null, held: null, flags: ["gap"] });
  assert.equal(verdictTone(rep), "note");
  assert.equal(whyUnknown(english, rep), "readings missing");
  assert.equal(whyUnknown(english, makeRep(1)), "it was not measured");
});

for (const [changes, said] of [
  [{}, []],
  [{ close: true }, ["close call"]],
  [{ steadiness_mm: 2.4 }, []],
  [{ steadiness_mm: 2.5 }, ["shaky"]],
  [{ steadiness_mm: null }, []],
]) {
  test(`what is said beside a verdict: ${JSON.stringify(changes)}`, () => {
    assert.deepEqual(remarks(english, makeRep(1, changes), { shaky_mm: 2.5 }), said);
  });
}
