/** The ring never says "done" by itself. */

import { test } from "node:test";

import { shownHold } from "../../../server/static/js/coach/cue.js";
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
