/** What the page knows of the station, and the messages that tell it. */

/**
 * @import {ExerciseObject, LimitsObject, PaceObject} from "./contract.js"
 * @import {FaultMessage, FaultObject, LiveMessage, PhaseMessage} from "./contract.js"
 * @import {PhaseWord, PlanObject, RepMessage, RepObject} from "./contract.js"
 * @import {SensorsObject, SetMessage, SetObject, StateMessage} from "./contract.js"
 */

/**
 * What stands there until the station has told its plan.
 * @type {PlanObject}
 */
const UNKNOWN_PLAN = {
  exercise: "",
  side: "left",
  variant: "static",
  weight_kg: null,
  athlete: null,
  athlete_id: null,
  reference_rom_m: null,
};

/**
 * @typedef {Object} View
 * @property {boolean | null} deviceOnline
 * @property {string | null} role
 * @property {boolean} known
 * @property {boolean} simulated
 * @property {boolean} sensorOk
 * @property {boolean} positionOk whether the handle's place is measured at present
 * @property {boolean} recording
 * @property {string | null} notRecordingReason
 * @property {string | null} notRecordingCode
 * @property {number} unsavedReps
 * @property {FaultObject[]} faults
 * @property {SensorsObject | null} sensors
 * @property {boolean} calibrating
 * @property {ExerciseObject[]} exercises
 * @property {LimitsObject | null} limits
 * @property {PlanObject} plan
 * @property {PhaseWord} phase
 * @property {number} phaseAt
 * @property {PaceObject | null} pace
 * @property {number | null} holdS
 * @property {boolean} holdReached
 * @property {number | null} excursionM
 * @property {number} topM
 * @property {number} velocity
 * @property {number | null} forceN
 * @property {number | null} referenceM
 * @property {number} count
 * @property {number} provisional
 * @property {number | null} elapsedS
 * @property {number} liveAt
 * @property {SetObject | null} set
 * @property {SetObject | null} lastSet
 * @property {RepObject[]} reps
 * @property {number} repAt
 * @property {{reason: string, at: number} | null} rejected
 * @property {number | null} restFrom
 * @property {number} changedAt
 * @property {number | null} unsyncedAt
 * @property {string} version
 */

/**
 * What a message of each topic holds; the server adds what it knows to the state, and sends only
 * that while the device is offline.
 * @typedef {Object} Messages
 * @property {StateTold} state
 * @property {StateTold} heartbeat
 * @property {LiveMessage} live
 * @property {PhaseMessage} phase
 * @property {RepMessage} rep
 * @property {SetMessage} set
 * @property {FaultMessage} fault
 * @typedef {StateMessage & {device_online?: true, role?: string, exercises?: ExerciseObject[], limits?: LimitsObject}} OnlineState
 * @typedef {{device_online: false, role?: string, plan?: undefined, exercises?: ExerciseObject[], limits?: LimitsObject}} OfflineState
 * @typedef {OnlineState | OfflineState} StateTold
 * @typedef {Messages[keyof Messages]} Message
 */

/**
 * The picture before anything was told.
 * @returns {View}
 */
export function emptyView() {
  return {
    deviceOnline: null,
    role: null,
    known: false,
    simulated: false,
    sensorOk: true,
    positionOk: true,
    recording: true,
    notRecordingReason: null,
    notRecordingCode: null,
    unsavedReps: 0,
    faults: [],
    sensors: null,
    calibrating: false,
    exercises: [],
    limits: null,
    plan: UNKNOWN_PLAN,
    phase: "rest",
    phaseAt: 0,
    pace: null,
    holdS: 0,
    holdReached: false,
    excursionM: 0,
    topM: 0,
    velocity: 0,
    forceN: null,
    referenceM: null,
    count: 0,
    provisional: 0,
    elapsedS: null,
    liveAt: -Infinity,
    set: null,
    lastSet: null,
    reps: [],
    repAt: -Infinity,
    rejected: null,
    restFrom: null,
    changedAt: -Infinity,
    unsyncedAt: null,
    version: "",
  };
}

const STALE_MS = 500;

/**
 * Whether values come and are old.
 * @param {number} since when the latest one came
 * @param {number} now
 */
export const isStale = (since, now) => now - since > STALE_MS;

/**
 * Whether the handle is seen at `now`. Where it is not, time belongs to no phase: nothing is held,
 * pulled or released as far as anybody knows.
 * @param {View} view
 * @param {number} now
 */
export function isSeen(view, now) {
  const told = view.deviceOnline !== false && view.sensorOk && view.positionOk;
  return told && !isStale(view.liveAt, now);
}

/**
 * Whether the page has to say so: a station that is known does not see the handle.
 * @param {View} view
 * @param {number} now
 */
export const isBlind = (view, now) => view.known && !isSeen(view, now);

/**
 * The row of an exercise, as the station told it; `undefined` before it did.
 * @param {View} view
 * @param {string} name
 */
export function rulesOf(view, name) {
  return view.exercises.find((exercise) => exercise.name === name);
}

/**
 * Every word that some exercise has, by the field of the plan.
 * @param {View} view
 */
export function choicesOf({ exercises }) {
  return {
    exercise: exercises.map(({ name }) => name),
    side: [...new Set(exercises.flatMap(({ sides }) => sides))],
    variant: [...new Set(exercises.flatMap(({ variants }) => variants))],
  };
}
