/** The session. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Flow, setsOf } from "../../../server/static/js/coach/flow.js";
import { EXERCISES } from "../support/exercises.js";

test("a session goes row left, right, then punch", () => {
  const order = setsOf(EXERCISES, 1).map(({ exercise, side }) => `${exercise} ${side}`);
  assert.deepEqual(order, ["row left", "row right", "punch left", "punch right"]);
});

test("only the due set moves a session on", () => {
  const flow = new Flow(null, () => {});
  flow.begin({ exercises: EXERCISES, rounds: 1, warmUp: false, variant: "static" });
  const ended = (side, reps) => ({ set_id: 7, plan: { exercise: "row", side }, reps });
  assert.equal(flow.setEnded(ended("left", [])), false, "an empty set");
  assert.equal(flow.setEnded(ended("right", [1])), false, "the other side");
  assert.equal(flow.setEnded(ended("left", [1])), true, "the due set");
  assert.equal(flow.state, "rest");
  assert.equal(flow.due.side, "right");
});

test("the warm-up has six steps and ends", () => {
  const flow = new Flow(null, () => {});
  flow.begin({ exercises: EXERCISES, rounds: 1, warmUp: true, variant: "static" });
  let steps = 0;
  while (flow.state === "warmup" && steps < 100) {
    steps += 1;
    flow.nextWarmUp();
  }
  assert.equal(steps, 6);
  assert.equal(flow.state, "ready");
});
