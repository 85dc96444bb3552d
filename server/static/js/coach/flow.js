/** The order of a session: warm-up, then each of the station's session exercises, side by side.

Pure state: it knows nothing of the screen. What it keeps survives a reload of the page. */

/**
 * @import {ExerciseObject, SideWord} from "../station/contract.js"
 * @import {SetObject} from "../station/contract.js"
 */

export const WARM_UP = Object.freeze([
  { name: "rib_roll", seconds: 60 },
  { name: "rotation", seconds: 60 },
  { name: "side_bend", seconds: 45 },
  { name: "blade_circles", seconds: 60 },
  { name: "chest", seconds: 40 },
  { name: "lats", seconds: 40 },
]);

/** @typedef {{exercise: string, side: SideWord, setId: number | null}} DueSet */
/**
 * @typedef {Object} FlowState
 * @property {"idle" | "warmup" | "ready" | "rest" | "done"} state
 * @property {DueSet[]} sets
 * @property {number} at
 * @property {number} warmUpAt
 * @property {string} variant
 */

/**
 * The exercises of a session, in its order.
 * @param {ExerciseObject[]} exercises
 */
export function sessionOf(exercises) {
  return exercises
    .filter((one) => one.session_order !== null)
    .sort((a, b) => (a.session_order ?? 0) - (b.session_order ?? 0));
}

/**
 * The sets of a session with `rounds` sets a side.
 * @param {ExerciseObject[]} exercises
 * @param {number} rounds
 */
export function setsOf(exercises, rounds) {
  return sessionOf(exercises).flatMap(({ name, sides }) =>
    Array.from({ length: rounds }, () =>
      sides.map((side) => /** @type {DueSet} */ ({ exercise: name, side, setId: null })),
    ).flat(),
  );
}

/** One session on its way; `state` is `idle`, `warmup`, `ready`, `rest` or `done`. */
export class Flow {
  /**
   * @param {FlowState | null} saved
   * @param {(state: FlowState | null) => void} save
   */
  constructor(saved, save) {
    this.save = save;
    /** @type {FlowState["state"]} */
    this.state = saved?.state ?? "idle";
    this.sets = saved?.sets ?? [];
    this.at = saved?.at ?? 0;
    this.warmUpAt = saved?.warmUpAt ?? 0;
    this.variant = saved?.variant ?? "static";
  }

  get running() {
    return this.state !== "idle";
  }

  /** The set that is due, or `null`. */
  get due() {
    return this.sets[this.at] ?? null;
  }

  get warmUpStep() {
    return WARM_UP[this.warmUpAt];
  }

  /** Whether the due set is the first of its exercise, so that its card is worth reading. */
  get newExercise() {
    return this.at === 0 || this.sets[this.at - 1]?.exercise !== this.due?.exercise;
  }

  /** @param {Partial<FlowState>} change */
  keep(change) {
    Object.assign(this, change);
    const { state, sets, at, warmUpAt, variant } = this;
    this.save(this.state === "idle" ? null : { state, sets, at, warmUpAt, variant });
  }

  /** @param {{exercises: ExerciseObject[], rounds: number, warmUp: boolean, variant: string}} chosen */
  begin({ exercises, rounds, warmUp, variant }) {
    const state = warmUp ? "warmup" : "ready";
    this.keep({ state, sets: setsOf(exercises, rounds), at: 0, warmUpAt: 0, variant });
  }

  nextWarmUp() {
    if (this.warmUpAt + 1 < WARM_UP.length) this.keep({ warmUpAt: this.warmUpAt + 1 });
    else this.keep({ state: "ready" });
  }

  skipWarmUp() {
    this.keep({ state: "ready" });
  }

  /**
   * A set has ended: if it was the due one, go on to the next; true where it was.
   * @param {SetObject} set
   */
  setEnded(set) {
    const due = this.due;
    const fits = due && set.plan.exercise === due.exercise && set.plan.side === due.side;
    if (!this.running || this.state === "warmup" || !fits || !set.reps.length) return false;
    due.setId = set.set_id;
    const last = this.at + 1 >= this.sets.length;
    this.keep({ at: this.at + 1, state: last ? "done" : "rest" });
    return true;
  }

  /** Leave out the due set. */
  skipSet() {
    const last = this.at + 1 >= this.sets.length;
    this.keep({ at: this.at + 1, state: last ? "done" : "ready" });
  }

  restOver() {
    this.keep({ state: "ready" });
  }

  end() {
    this.keep({ state: "idle", sets: [], at: 0 });
  }
}
