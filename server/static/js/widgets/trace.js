/** Force and position of the last 15 seconds on an own canvas: texture, not a chart.

A `desynchronized` canvas halves the cost without a GPU; the resolution is capped at twice the
CSS pixels; samples live in typed rings of fixed size, so nothing grows. */

import { el } from "../kit/dom.js";

const SPAN_S = 15;
const CAPACITY = 1024;
const MOST_DPR = 2;
const GAP_S = 0.7;

/** The trace; `push` samples as they come, `draw()` once a frame. */
export class Trace {
  constructor(label) {
    this.canvas = el("canvas", { class: "trace", role: "img", "aria-label": label });
    this.pen = this.canvas.getContext("2d", { desynchronized: true });
    this.t = new Float64Array(CAPACITY);
    this.x = new Float32Array(CAPACITY);
    this.f = new Float32Array(CAPACITY);
    this.head = 0;
    this.size = 0;
    this.changed = true;
    this.colours = null;
    this.topX = 0.5;
    this.topF = 100;
    new ResizeObserver(() => this.resize()).observe(this.canvas);
    matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => this.resize());
  }

  /** Add one sample; an unmeasured force is `null`. A clock that went back begins anew. */
  push(tS, positionM, forceN) {
    const last = (this.head + CAPACITY - 1) % CAPACITY;
    if (this.size && tS < this.t[last]) this.size = 0;
    this.t[this.head] = tS;
    this.x[this.head] = positionM;
    this.f[this.head] = forceN ?? Number.NaN;
    this.head = (this.head + 1) % CAPACITY;
    this.size = Math.min(this.size + 1, CAPACITY);
    this.topX = Math.max(this.topX, positionM);
    this.topF = Math.max(this.topF, forceN ?? 0);
    this.changed = true;
  }

  resize() {
    const dpr = Math.min(devicePixelRatio || 1, MOST_DPR);
    this.canvas.width = Math.round(this.canvas.clientWidth * dpr);
    this.canvas.height = Math.round(this.canvas.clientHeight * dpr);
    const style = getComputedStyle(this.canvas);
    this.colours = {
      ink: style.getPropertyValue("--ink"),
      force: style.getPropertyValue("--orange"),
      line: style.getPropertyValue("--line"),
      dpr,
    };
    this.changed = true;
  }

  draw() {
    if (!this.changed || !this.colours || !this.canvas.width) return;
    this.changed = false;
    const { width, height } = this.canvas;
    this.pen.clearRect(0, 0, width, height);
    this.pen.lineJoin = "round";
    this.pen.fillStyle = this.colours.line;
    this.pen.fillRect(0, height - this.colours.dpr, width, this.colours.dpr);
    if (this.size < 2) return;
    this.stroke(this.f, this.topF, this.colours.force, 2, [6, 4]);
    this.stroke(this.x, this.topX, this.colours.ink, 3, []);
  }

  /** One line; broken where samples are missing, so that a gap never looks like movement. */
  stroke(values, top, colour, widthPx, dash) {
    const { width, height } = this.canvas;
    const { dpr } = this.colours;
    const now = this.t[(this.head + CAPACITY - 1) % CAPACITY];
    const scale = (height - 6 * dpr) / (top * 1.05);
    this.pen.strokeStyle = colour;
    this.pen.lineWidth = widthPx * dpr;
    this.pen.setLineDash(dash.map((length) => length * dpr));
    this.pen.beginPath();
    let before = -Infinity;
    for (let i = 0; i < this.size; i += 1) {
      const k = (this.head - this.size + i + CAPACITY) % CAPACITY;
      const age = now - this.t[k];
      if (age > SPAN_S || Number.isNaN(values[k])) continue;
      const px = width * (1 - age / SPAN_S);
      const py = height - 3 * dpr - Math.max(0, values[k]) * scale;
      if (this.t[k] - before > GAP_S) this.pen.moveTo(px, py);
      else this.pen.lineTo(px, py);
      before = this.t[k];
    }
    this.pen.stroke();
  }
}
