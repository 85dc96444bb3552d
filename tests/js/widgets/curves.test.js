/** The repetitions of a set laid over each other. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { overlay, valueAt } from "../../../server/static/js/widgets/curves.js";
import { near } from "../support/near.js";

test("curves are aligned at each start", () => {
  const times = Array.from({ length: 101 }, (_, i) => i / 10);
  const samples = { t_s: times, position_m: times.map((t) => 0.1 + (t % 5) * 0.2) };
  const reps = [
    { start_s: 0.0, end_s: 2.0 },
    { start_s: 5.0, end_s: 7.0 },
  ];
  const { x, columns } = overlay(samples, reps, "position_m");
  const at = x.indexOf(1.0);
  assert.equal(columns.length, 2);
  for (const column of columns) near(column[at], 0.2);
});

test("a gap in the samples stays a gap", () => {
  assert.equal(valueAt([0, 1, 2], [1, null, 3], 1.5), null);
});
