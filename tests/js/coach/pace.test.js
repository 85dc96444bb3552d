/** The pace of the release. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { paceOf } from "../../../server/static/js/coach/pace.js";

for (const [elapsedS, returned, concentricS, hurry, why] of [
  [0.5, 0.3, 0.8, false, "at this rate 1.67 s"],
  [0.2, 0.3, 0.8, true, "at this rate 0.67 s: under a second"],
  [0.5, 0.4, 2.0, true, "at this rate 1.25 s: faster than the pull"],
  [0.05, 0.05, 0.8, false, "too early to tell"],
  [0.5, 0.95, 0.8, false, "too late to help"],
]) {
  test(`slower is said while it helps: ${why}`, () => {
    const release = { elapsedS, excursionM: 0.7 * (1 - returned), topM: 0.7, concentricS };
    assert.equal(paceOf(release).hurry, hurry);
  });
}
