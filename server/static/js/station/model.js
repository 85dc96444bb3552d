/** What the page knows, made from the messages of the stream, and nothing else.

Every message carries `run` and `seq`; one that is older than what was already taken is dropped, so
that a reconnection or a late frame never turns the picture back. Times named `…At` are this
browser's `performance.now()`. */

import { takeRep } from "./reps.js";
import { emptyView, isStale } from "./view.js";

/**
 * @import {LiveObject, PhaseMessage, PhaseWord} from "./contract.js"
 * @import {FaultMessage, RepObject, SetMessage, SetObject} from "./contract.js"
 * @typedef {import("./view.js").View} View
 * @typedef {import("./view.js").Messages} Messages
 * @typedef {import("./view.js").Message} Message
 * @typedef {import("./view.js").StateTold} StateTold
 */

const OFFLINE_MS = 1500;
const PULLED_M = 0.1;
/** @type {RepObject[]} */
const NO_REPS = [];

/** The page's picture of the station; `on(kind, listener)` tells of each message taken. */
export class Model {
  constructor() {
    this.view = emptyView();
    /** @type {string | undefined} */
    this.run = undefined;
    this.seq = -1;
    this.arrivedAt = -Infinity;
    /** @type {Map<string, ((message: never, view: View) => unknown)[]>} */
    this.listeners = new Map();
  }

  /**
   * Listen to a topic, or to `any`.
   * @template {keyof Messages | "any"} Topic
   * @param {Topic} kind
   * @param {(message: Topic extends keyof Messages ? Messages[Topic] : Message, view: View) => unknown} listener
   */
  on(kind, listener) {
    this.listeners.set(kind, [...(this.listeners.get(kind) ?? []), listener]);
  }

  /**
   * @param {string} kind
   * @param {Message} message
   */
  tell(kind, message) {
    const told = /** @type {never} */ (message); // `on` has bound the listener to its topic
    for (const listener of this.listeners.get(kind) ?? []) listener(told, this.view);
  }

  /**
   * `live`, `stale` (values must look old) or `offline` (nothing comes).
   * @param {number} now
   */
  link(now) {
    const age = now - this.arrivedAt;
    if (this.view.deviceOnline === false || age > OFFLINE_MS) return "offline";
    return isStale(this.arrivedAt, now) || !this.view.sensorOk ? "stale" : "live";
  }

  /**
   * Whether a pull is on its way that may open the next set. The station opens it only once the
   * repetition is confirmed, but nobody takes its pull for one of the set before.
   */
  get opening() {
    const { set, provisional, phase, topM } = this.view;
    return set === null && (provisional > 0 || (phase !== "rest" && topM > PULLED_M));
  }

  /**
   * Repetitions to count: one that reached its top counts until it is confirmed or rejected. Numbers
   * have holes where one was withdrawn.
   */
  get shownCount() {
    const { count, provisional, reps } = this.view;
    if (this.opening) return provisional;
    const before = reps.filter(({ rep }) => rep < provisional).length;
    return Math.max(count, provisional > 0 ? before + 1 : 0);
  }

  /** Repetitions to show: of the open set, else of the last one. */
  get shownReps() {
    return this.opening ? NO_REPS : this.view.reps;
  }

  /** The exercise that they are of. */
  get shownExercise() {
    const { set, lastSet, plan } = this.view;
    return (set ?? lastSet)?.plan?.exercise ?? plan.exercise;
  }

  /**
   * Take one message of the stream or an answer of `/api/v1/state`.
   * @template {keyof Messages} Topic
   * @param {Topic} topic
   * @param {Messages[Topic]} message
   * @param {number} now
   */
  take(topic, message, now) {
    const fresh = this.isFresh(topic, message);
    if (!fresh) return;
    /** @type {{[T in keyof Messages]: (message: Messages[T]) => void}} */
    const takers = {
      state: (state) => this.takeState(state, now, true),
      heartbeat: (state) => this.takeState(state, now, false),
      live: (live) => this.takeLive(live, now),
      phase: (phase) => this.takePhase(phase, now),
      rep: (rep) => takeRep(this.view, rep, now),
      set: (set) => this.takeSet(set, now),
      fault: (fault) => this.takeFault(fault),
    };
    takers[topic]?.(message);
    this.tell(topic, message);
    this.tell("any", message);
  }

  /**
   * @param {string} topic
   * @param {Message} message
   */
  isFresh(topic, message) {
    if ("device_online" in message && message.device_online === false) return true;
    if (message.run !== this.run) {
      this.run = message.run;
      this.seq = -1;
    }
    const { seq } = message;
    if (seq < this.seq || (seq === this.seq && topic !== "state")) return false;
    this.seq = seq;
    return true;
  }

  /**
   * @param {StateTold} state
   * @param {number} now
   * @param {boolean} first of a connection: what was missed before is in it
   */
  takeState(state, now, first) {
    const view = this.view;
    if (state.device_online !== undefined) view.deviceOnline = state.device_online;
    if (state.role !== undefined) view.role = state.role;
    if (state.exercises) view.exercises = state.exercises;
    if (state.limits) view.limits = state.limits;
    if (state.device_online === false || state.plan === undefined) return;
    view.deviceOnline = true;
    view.known = true;
    view.simulated = state.simulated;
    view.sensorOk = state.sensor_ok;
    view.recording = state.recording;
    view.notRecordingReason = state.not_recording_reason;
    view.notRecordingCode = state.not_recording_code;
    view.unsavedReps = state.unsaved_reps;
    view.faults = state.faults;
    view.sensors = state.sensors;
    view.calibrating = state.calibrating === true;
    view.plan = state.plan;
    view.lastSet = state.last_set;
    view.unsyncedAt = state.time_quality === "unsynced" ? (view.unsyncedAt ?? now) : null;
    view.version = state.version;
    this.takeOpenSet(state.set, first);
    this.takeLive(state.live, now);
  }

  /**
   * @param {SetObject | null} set
   * @param {boolean} first
   */
  takeOpenSet(set, first) {
    const view = this.view;
    const same = set?.set_id === view.set?.set_id;
    if (!set) view.reps = view.lastSet?.reps ?? [];
    else if (first || !same || set.reps.length >= view.reps.length) view.reps = set.reps;
    view.set = set;
  }

  /**
   * @param {LiveObject | null} live
   * @param {number} now
   */
  takeLive(live, now) {
    const view = this.view;
    this.arrivedAt = now;
    if (!live) return; // the device has not measured yet
    if (live.phase !== view.phase) this.enter(live.phase, now - live.phase_s * 1000);
    view.deviceOnline = true;
    view.holdS = live.hold_s;
    view.pace = live.pace;
    view.excursionM = live.excursion_m;
    view.topM = live.phase === "rest" ? 0 : Math.max(view.topM, live.excursion_m ?? 0);
    view.positionOk = live.position_ok;
    if (!live.position_ok) view.holdReached = false; // told anew, if it goes on
    view.velocity = live.velocity_m_s;
    view.forceN = live.force_n;
    view.referenceM = live.reference_rom_m;
    view.count = live.rep_count;
    view.elapsedS = live.set_elapsed_s;
    view.liveAt = now;
  }

  /**
   * @param {PhaseMessage} message
   * @param {number} now
   */
  takePhase(message, now) {
    const age = Math.max(0, (message.t_ns - message.since_ns) / 1e6);
    if (message.phase !== this.view.phase) this.enter(message.phase, now - age);
    if (message.hold_reached) this.view.holdReached = true;
  }

  /**
   * @param {PhaseWord} phase
   * @param {number} at
   */
  enter(phase, at) {
    const view = this.view;
    if (phase === "concentric") view.topM = 0;
    if (phase !== "hold") view.holdReached = false;
    if (phase === "hold") view.holdS = 0;
    view.phase = phase;
    view.phaseAt = at;
  }

  /**
   * @param {SetMessage} message
   * @param {number} now
   */
  takeSet({ stage, set }, now) {
    const view = this.view;
    if (stage === "started") {
      Object.assign(view, {
        set,
        reps: set.reps,
        count: set.reps.length,
        provisional: 0,
        restFrom: null,
      });
    } else if (stage === "ended") {
      Object.assign(view, {
        set: null,
        lastSet: set,
        reps: set.reps,
        provisional: 0,
        restFrom: now,
        changedAt: set.ended === "changed" ? now : -Infinity,
      });
    } else if (view.set?.set_id === set.set_id) {
      Object.assign(view, { set, reps: set.reps });
    } else if (view.lastSet?.set_id === set.set_id) {
      Object.assign(view, { lastSet: set, reps: view.set ? view.reps : set.reps });
    }
  }

  /** @param {FaultMessage} message */
  takeFault({ kind, raised, detail }) {
    const others = this.view.faults.filter((fault) => fault.kind !== kind);
    this.view.faults = raised ? [...others, { kind, detail }] : others;
  }
}
