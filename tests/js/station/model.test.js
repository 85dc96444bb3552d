/** The page's picture of the station, from the messages of the stream. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Model } from "../../../server/static/js/station/model.js";

/** A model that has taken `messages`, triples of topic, message and arrival in milliseconds. */
function fed(messages) {
  const model = new Model();
  for (const [topic, message, now] of messages) model.take(topic, message, now);
  return model;
}

function live(seq, now, changes = {}) {
  const message = {
    run: "r",
    seq,
    phase: "rest",
    phase_s: 0.1,
    rep_count: 0,
    excursion_m: 0.0,
    hold_s: 0.0,
    position_ok: true,
    velocity_m_s: 0.0,
    force_n: null,
    reference_rom_m: null,
    set_elapsed_s: null,
    ...changes,
  };
  return ["live", message, now];
}

function setTold(seq, stage, setId, reps) {
  return ["set", { run: "r", seq, stage, set: { set_id: setId, reps } }, seq];
}

function repTold(seq, stage, setId, number) {
  const message = { run: "r", seq, stage, number, rom_m: 0.7, rep: { rep: number }, set_id: setId };
  return ["rep", stage === "saved" ? { ...message, rep_id: 100 + number } : message, seq];
}

function withdrawnTold(seq, setId, number) {
  const reason = "encoder_out";
  return ["rep", { run: "r", seq, stage: "withdrawn", number, reason, set_id: setId }, seq];
}

function topTold(seq, number, romM = 0.7) {
  return ["rep", { run: "r", seq, stage: "top", number, rom_m: romM }, seq];
}

function rejectedTold(seq, reason) {
  return ["rep", { run: "r", seq, stage: "rejected", number: null, reason, rom_m: 0.4 }, seq];
}

/** A frame of a pull, with the count of the set before, as the device sends it. */
function pulled(seq, changes = {}) {
  return live(seq, seq, { phase: "concentric", excursion_m: 0.4, rep_count: 8, ...changes });
}

const numbered = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => ({ rep: from + i }));

const shown = (model) => model.view.reps.map(({ rep, rep_id: id }) => [rep, id ?? null]);
const strip = (model) => [model.shownReps.length, model.shownCount];

test("an older message never turns the picture back", () => {
  const model = fed([live(8, 100, { rep_count: 4 }), live(5, 110, { rep_count: 3 })]);
  assert.equal(model.view.count, 4);
});

test("another run of the device begins anew", () => {
  assert.equal(fed([live(800, 100), live(1, 110, { run: "s", rep_count: 2 })]).view.count, 2);
});

for (const [now, link] of [
  [1400, "live"],
  [1600, "stale"],
  [3000, "offline"],
]) {
  test(`old values look old: ${link}`, () => {
    assert.equal(fed([live(1, 1000)]).link(now), link);
  });
}

test("a top counts until it is rejected", () => {
  const messages = [live(1, 0), topTold(2, 1, 0.4), live(3, 20)];
  assert.equal(fed(messages).shownCount, 1);
  assert.equal(fed([...messages, rejectedTold(4, "rebound")]).shownCount, 0);
});

test("a repetition saved late stays in its own set", () => {
  const messages = [
    setTold(1, "started", 1, numbered(1, 7)),
    repTold(2, "confirmed", 1, 8),
    setTold(3, "ended", 1, numbered(1, 8)),
    setTold(4, "started", 2, []),
    repTold(5, "saved", 1, 8),
  ];
  assert.deepEqual(shown(fed(messages)), []);
  assert.equal(fed(messages).shownCount, 0);
  const confirmed = [...messages, repTold(6, "confirmed", 2, 1), repTold(7, "confirmed", 1, 8)];
  assert.deepEqual(shown(fed(confirmed)), [[1, null]]);
});

test("a repetition saved late leaves the later ones", () => {
  const model = fed([
    setTold(1, "started", 1, []),
    repTold(2, "confirmed", 1, 1),
    repTold(3, "confirmed", 1, 2),
    topTold(4, 3),
    repTold(5, "saved", 1, 1),
  ]);
  assert.deepEqual(shown(model), [
    [1, 101],
    [2, null],
  ]);
  assert.equal(model.shownCount, 3);
});

test("the last repetition saved after the set gets its key", () => {
  const model = fed([
    setTold(1, "started", 1, []),
    repTold(2, "confirmed", 1, 1),
    setTold(3, "ended", 1, numbered(1, 1)),
    repTold(4, "saved", 1, 1),
  ]);
  assert.deepEqual(shown(model), [[1, 101]]);
});

test("the first pull of a set shows nothing of the set before", () => {
  const ended = [setTold(1, "ended", 1, numbered(1, 8))];
  const resting = [...ended, pulled(2, { phase: "rest", excursion_m: 0.0 })];
  assert.deepEqual(strip(fed(resting)), [8, 8]);
  assert.deepEqual(strip(fed([...ended, pulled(2, { excursion_m: 0.03 })])), [8, 8]);
  const pulling = [...resting, pulled(3)];
  assert.deepEqual(strip(fed(pulling)), [0, 0]);
  const back = [...pulling, topTold(4, 1), pulled(5, { phase: "rest", excursion_m: 0.0 })];
  assert.deepEqual(strip(fed(back)), [0, 1]);
  const opened = [...back, setTold(6, "started", 2, []), repTold(7, "confirmed", 2, 1)];
  assert.deepEqual(strip(fed(opened)), [1, 1]);
  assert.deepEqual(strip(fed([...back, rejectedTold(6, "set_up_travel")])), [8, 8]);
});

test("a repetition counts as soon as it is counted, and its final figures take the place", () => {
  const messages = [setTold(1, "started", 1, numbered(1, 2)), topTold(2, 3)];
  const model = fed([...messages, repTold(3, "counted", 1, 3), live(4, 4, { rep_count: 2 })]);
  assert.equal(model.shownCount, 3, "a frame that counts confirmed ones takes none away");
  assert.deepEqual(
    model.view.reps.map(({ rep }) => rep),
    [1, 2, 3],
  );
  const { repAt } = model.view;
  const final = { run: "r", seq: 5, stage: "confirmed", number: 3, set_id: 1 };
  model.take("rep", { ...final, rep: { rep: 3, hold_s: 1.25 } }, 250);
  assert.equal(model.view.reps[2].hold_s, 1.25);
  assert.equal(model.view.repAt, repAt, "the verdict is not shown for longer");
  assert.equal(model.shownCount, 3);
});

test("an amended repetition keeps its place and its key", () => {
  const model = fed([
    setTold(1, "started", 1, []),
    repTold(2, "confirmed", 1, 1),
    repTold(3, "saved", 1, 1),
    repTold(4, "confirmed", 1, 2),
    [
      "rep",
      { run: "r", seq: 5, stage: "amended", number: 1, set_id: 1, rep: { rep: 1, rom_m: null } },
      5,
    ],
  ]);
  assert.deepEqual(shown(model), [
    [1, 101],
    [2, null],
  ]);
  assert.equal(model.view.reps[0].rom_m, null);
});

test("a withdrawn repetition goes, and the others keep their numbers", () => {
  const messages = [setTold(1, "started", 1, numbered(1, 3)), withdrawnTold(2, 1, 2)];
  const model = fed(messages);
  assert.deepEqual(shown(model), [
    [1, null],
    [3, null],
  ]);
  assert.equal(model.shownCount, 2);
  assert.equal(fed([...messages, topTold(3, 4)]).shownCount, 3, "three, the last of them no. 4");
  const counted = [setTold(1, "started", 1, []), repTold(2, "counted", 1, 1)];
  assert.equal(fed([...counted, withdrawnTold(3, 1, 1)]).shownCount, 0);
  assert.equal(fed([...messages, withdrawnTold(3, 9, 1)]).shownCount, 2, "of another set");
});

test("what a connection missed is in its first state", () => {
  const model = fed([setTold(1, "started", 1, numbered(1, 3))]);
  const state = { run: "r", seq: 2, plan: {}, last_set: null, live: null, faults: [] };
  const told = { ...state, set: { set_id: 1, reps: numbered(1, 2) } };
  model.take("heartbeat", told, 20);
  assert.equal(shown(model).length, 3, "an older list than what was told since");
  model.take("state", { ...told, seq: 3 }, 30);
  assert.equal(shown(model).length, 2);
});

test("a held second is told anew after a time without a position", () => {
  const phase = ["phase", { run: "r", seq: 2, t_ns: 0, since_ns: 0, phase: "hold" }, 2];
  phase[1].hold_reached = true;
  const messages = [live(1, 1, { phase: "hold", hold_s: 1 }), phase];
  assert.equal(fed(messages).view.holdReached, true);
  const blind = { phase: "hold", hold_s: null, excursion_m: null, position_ok: false };
  const model = fed([...messages, live(3, 3, blind), live(4, 4, { phase: "hold" })]);
  assert.equal(model.view.holdReached, false);
  assert.equal(model.view.positionOk, true);
});

test("a correction of the last set leaves the strip of the open one", () => {
  const model = fed([
    setTold(1, "ended", 1, numbered(1, 2)),
    setTold(2, "started", 2, []),
    repTold(3, "confirmed", 2, 1),
    setTold(4, "changed", 1, numbered(2, 2)),
  ]);
  assert.deepEqual(shown(model), [[1, null]]);
});

test("a device that has not measured yet is shown", () => {
  const state = {
    run: "r",
    seq: 1,
    plan: { exercise: "row" },
    set: null,
    last_set: null,
    live: null,
    version: "1.2.3",
    faults: [],
    sensor_ok: true,
  };
  const model = fed([["state", state, 100]]);
  assert.equal(model.view.version, "1.2.3");
  assert.equal(model.link(200), "live");
});
