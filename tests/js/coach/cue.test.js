/** The ring never says "done" by itself. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { cueOf, shownHold } from "../../../server/static/js/coach/cue.js";
import { english } from "../support/english.js";
import { EXERCISES } from "../support/exercises.js";
import { near } from "../support/near.js";

const HOLDING = {
  known: true,
  deviceOnline: true,
  sensorOk: true,
  positionOk: true,
  calibrating: false,
  limits: { shaky_mm: 2.5 },
  phase: "hold",
  phaseAt: 0,
  holdS: 0.95,
  holdReached: false,
  liveAt: 1000,
  reps: [],
  set: null,
  restFrom: null,
  rejected: null,
  exercises: EXERCISES,
  plan: { exercise: "row" },
};

for (const [now, holdReached, shown, why] of [
  [1000, false, 0.95, "as the device says"],
  [1040, false, 0.99, "carried on"],
  [1500, false, 0.999, "carried on for 100 ms at most, and never to 1"],
  [1000, true, 1.0, "the device knows better"],
]) {
  test(`the hold is carried on for a tenth and done only by the device: ${why}`, () => {
    near(shownHold({ ...HOLDING, holdReached }, now), shown);
  });
}

test("a hold far beyond is not carried on without data", () => {
  near(shownHold({ ...HOLDING, holdS: 0.2 }, 1450), 0.3);
  near(shownHold({ ...HOLDING, holdS: 0.2 }, 9000), 0);
});

for (const [change, now, why] of [
  [{ positionOk: false }, 1000, "the position is not measured"],
  [{ sensorOk: false }, 1000, "the box is unplugged"],
  [{ deviceOnline: false }, 1000, "the device process is gone"],
  [{}, 1600, "no frames come"],
]) {
  for (const phase of ["concentric", "hold", "eccentric", "rest"]) {
    test(`nothing is held, and the word is loud: ${why}, ${phase}`, () => {
      const view = { ...HOLDING, holdS: 6.1, holdReached: true, ...change, phase };
      near(shownHold(view, now), 0);
      const cue = cueOf(view, english, now);
      assert.deepEqual(cue, { tone: "adjust", word: "No data" });
    });
  }
}

test("a hold without a figure is no hold of 0.1 s", () => {
  near(shownHold({ ...HOLDING, holdS: null }, 1040), 0);
});

test("a pull without a place has a dash, not 0", () => {
  const view = { ...HOLDING, phase: "concentric", excursionM: null, referenceM: null };
  assert.equal(cueOf(view, english, 1000).value, "–");
  const known = { ...view, excursionM: 0.3, referenceM: 0.6 };
  assert.deepEqual(cueOf(known, english, 1000), {
    ...{ tone: "plain", word: "Pull", value: "50", unit: "%" },
  });
});

test("a close call and a shaky hold are said beside the verdict", () => {
  const rep = { rep: 1, verdict: "good", reasons: [], flags: [], close: true, steadiness_mm: 3.1 };
  const view = { ...HOLDING, phase: "rest", set: {}, reps: [rep], repAt: 900 };
  const { tone, word, unit } = cueOf(view, english, 1000);
  assert.deepEqual([tone, word, unit], ["good", "Good", "close call · shaky"]);
});

test("where no hold is asked for the time at the end is shown as it is", () => {
  near(shownHold({ ...HOLDING, plan: { exercise: "pushdown" }, holdS: 1.4 }, 1000), 1.4);
});

test("a repetition that is counted and not judged yet is neither praised nor blamed", () => {
  const rep = { rep: 3, provisional: true, verdict: "fast_release", reasons: ["fast_release"] };
  const view = { ...HOLDING, phase: "rest", set: {}, reps: [rep], repAt: 900 };
  assert.deepEqual(cueOf(view, english, 1000), { tone: "plain", word: "Rep 3" });
});
