/** The ring never says "done" by itself. */

import { test } from "node:test";

import { shownHold } from "../../../server/static/js/coach/cue.js";
import { EXERCISES } from "../support/exercises.js";
import { near } from "../support/near.js";

const HOLDING = {
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
  near(shownHold({ ...HOLDING, holdS: 0.2 }, 9000), 0.3);
});

test("where no hold is asked for the time at the end is shown as it is", () => {
  near(shownHold({ ...HOLDING, plan: { exercise: "pushdown" }, holdS: 1.4 }, 1000), 1.4);
});
