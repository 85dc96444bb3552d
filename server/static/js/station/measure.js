/** `?measure=1`: from the arrival of each message to the frame that shows it, and how frames run.

Kept in fixed-size lists, read by `make page-latency` through `report()`. */

const MOST = 20000;

/** Wall-clock milliseconds of a `performance.now()`, to compare with another program's clock. */
const wall = (at) => performance.timeOrigin + at;

/** Records while the page runs. */
export class Measurement {
  constructor(app) {
    this.waiting = [];
    this.painted = [];
    this.frames = [];
    this.lastFrame = null;
    app.model.on("any", (message) => {
      const kind = message.excursion_m === undefined ? message.rep && message.stage : "live";
      this.waiting.push({
        kind: kind ?? null,
        tNs: message.t_ns,
        arrived: wall(performance.now()),
      });
    });
    app.onDrawn = () => this.drawn();
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
