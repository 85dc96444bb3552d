/** Which of the things that are wrong is said first. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Model } from "../../../server/static/js/station/model.js";
import { conditions } from "../../../server/static/js/widgets/banners.js";
import { english } from "../support/english.js";

/** The keys of what holds, the one that is shown first. */
function keys(changes) {
  const model = new Model();
  Object.assign(model.view, { known: true, deviceOnline: true, liveAt: 0 }, changes);
  model.arrivedAt = 0;
  return conditions(model, english, 100).map(({ key }) => key);
}

const faults = (...kinds) => kinds.map((kind) => ({ kind, detail: "" }));

test("an unplugged box is said, not that reps still count", () => {
  const unplugged = { sensorOk: false, faults: faults("load_cell_lost", "sensor_offline") };
  assert.deepEqual(keys(unplugged), ["sensor"]);
});

test("where the handle is comes before how hard it pulls, and that before the computer", () => {
  const mixed = faults("store_repaired", "overheating", "load_cell_noisy", "encoder_noisy");
  assert.deepEqual(keys({ faults: mixed }), [
    "fault.encoder_noisy",
    "fault.load_cell_noisy",
    "fault.overheating",
    "fault.store_repaired",
  ]);
});

test("a fault that this page does not know comes last, in the station's own words", () => {
  assert.deepEqual(
    keys({ faults: faults("gremlins", "store_repaired") })[0],
    "fault.store_repaired",
  );
});
