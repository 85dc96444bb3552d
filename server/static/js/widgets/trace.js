/** Force and position of the last 15 seconds on an own canvas: texture, not a chart.

A `desynchronized` canvas halves the cost without a GPU; the resolution is capped at twice the
CSS pixels; samples live in typed rings of fixed size, so nothing grows. */

import { el } from "../kit/dom.js";

/**
 * @typedef {Object} Line
 * @property {Float32Array} values of the ring, not a number where unmeasured
 * @property {number} top the value at the upper edge
 * @property {string} colour
 * @property {number} widthPx in CSS pixels, as `dashPx`
 * @property {number[]} dashPx
 * @property {boolean} sparse whether single samples have no value although the sensor works
 */

const SPAN_S = 15;
const CAPACITY = 1024;
const MOST_DPR = 2;
const GAP_S = 0.7;

/** The trace; `push` samples as they come, `draw()` once a frame. */
export class Trace {
  /** @param {string} label */
  constructor(label) {
    this.canvas = el("canvas", { class: "trace", role: "img", "aria-label": label });
    this.pen = this.canvas.getContext("2d", { desynchronized: true });
    this.t = new Float64Array(CAPACITY);
    this.x = new Float32Array(CAPACITY);
    this.f = new Float32Array(CAPACITY);
    this.head = 0;
    this.size = 0;
    this.changed = true;
    /** @type {{ink: string, force: string, line: string, dpr: number} | null} */
    this.colours = null;
    this.topX = 0.5;
    this.topF = 100;
    new ResizeObserver(() => this.resize()).observe(this.canvas);
    matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => this.resize());
  }

  /**
   * Add one sample; what was not measured is `null`. A clock that went back begins anew.
   * @param {number} tS
   * @param {number | null} positionM
   * @param {number | null} forceN
   */
  push(tS, positionM, forceN) {
    const last = (this.head + CAPACITY - 1) % CAPACITY;
    if (this.size && tS < this.t[last]) this.size = 0;
    this.t[this.head] = tS;
    this.x[this.head] = positionM ?? Number.NaN;
    this.f[this.head] = forceN ?? Number.NaN;
    this.head = (this.head + 1) % CAPACITY;
    this.size = Math.min(this.size + 1, CAPACITY);
    this.topX = Math.max(this.topX, positionM ?? 0);
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
    const { pen, colours } = this;
    if (!this.changed || !pen || !colours || !this.canvas.width) return;
    this.changed = false;
    const { width, height } = this.canvas;
    const { ink, force, line, dpr } = colours;
    pen.clearRect(0, 0, width, height);
    pen.lineJoin = "round";
    pen.fillStyle = line;
    pen.fillRect(0, height - dpr, width, dpr);
    if (this.size < 2) return;
    const forces = {
      ...{ values: this.f, top: this.topF, colour: force, widthPx: 2, dashPx: [6, 4] },
      sparse: true,
    };
    const positions = {
      ...{ values: this.x, top: this.topX, colour: ink, widthPx: 3, dashPx: [] },
      sparse: false,
    };
    this.stroke(pen, dpr, forces);
    this.stroke(pen, dpr, positions);
  }

  /**
   * One line; broken where samples are missing, so that a gap never looks like movement.
   * @param {CanvasRenderingContext2D} pen
   * @param {number} dpr canvas pixels per CSS pixel
   * @param {Line} line
   */
  stroke(pen, dpr, { values, top, colour, widthPx, dashPx, sparse }) {
    const { width, height } = this.canvas;
    const now = this.t[(this.head + CAPACITY - 1) % CAPACITY];
    const scale = (height - 6 * dpr) / (top * 1.05);
    pen.strokeStyle = colour;
    pen.lineWidth = widthPx * dpr;
    pen.setLineDash(dashPx.map((length) => length * dpr));
    pen.beginPath();
    let before = -Infinity;
    for (let i = 0; i < this.size; i += 1) {
      const k = (this.head - this.size + i + CAPACITY) % CAPACITY;
      const age = now - this.t[k];
      if (Number.isNaN(values[k]) && !sparse) before = -Infinity;
      if (age > SPAN_S || Number.isNaN(values[k])) continue;
      const px = width * (1 - age / SPAN_S);
      const py = height - 3 * dpr - Math.max(0, values[k]) * scale;
      if (this.t[k] - before > GAP_S) pen.moveTo(px, py);
      else pen.lineTo(px, py);
      before = this.t[k];
    }
    pen.stroke();
  }
}
