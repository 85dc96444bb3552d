/** `?measure=1`: from the arrival of each message to the frame that shows it, and how frames run.

Kept in fixed-size lists, read by `make page-latency` through `report()`. */

/** @import {Message, Model} from "./model.js" */

const MOST = 20000;

/**
 * Wall-clock milliseconds of a `performance.now()`, to compare with another program's clock.
 * @param {number} at
 */
const wall = (at) => performance.timeOrigin + at;

/**
 * `live`, the stage of a repetition that is told, or null.
 * @param {Message} message
 */
function kindOf(message) {
  if ("excursion_m" in message) return "live";
  return "rep" in message && message.rep ? message.stage : null;
}

/** Records while the page runs. */
export class Measurement {
  /** @param {{model: Model, onDrawn?: () => void}} app */
  constructor(app) {
    /** @type {{kind: string | null, tNs: number, arrived: number, painted?: number}[]} */
    this.waiting = [];
    /** @type {typeof this.waiting} */
    this.painted = [];
    /** @type {number[]} */
    this.frames = [];
    /** @type {number | null} */
    this.lastFrame = null;
    app.model.on("any", (message) => {
      if (!("t_ns" in message)) return; // the server says that the device is offline
      this.waiting.push({
        kind: kindOf(message),
        tNs: message.t_ns,
        arrived: wall(performance.now()),
      });
    });
    app.onDrawn = () => this.drawn();
    /** @param {number} now */
    const tick = (now) => {
      if (this.lastFrame !== null && this.frames.length < MOST)
        this.frames.push(now - this.lastFrame);
      this.lastFrame = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  /** All messages that arrived before this frame are on the screen with it. */
  drawn() {
    const at = wall(performance.now());
    for (const message of this.waiting) message.painted = at;
    if (this.painted.length < MOST) this.painted.push(...this.waiting);
    this.waiting = [];
  }

  /** Forget what was recorded so far: the loading of the page is not the training. */
  clear() {
    this.painted = [];
    this.frames = [];
  }

  report() {
    return { painted: this.painted, frames: this.frames };
  }
}
