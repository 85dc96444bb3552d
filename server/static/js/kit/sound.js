/** Tones that differ in pitch, number and length, and a spoken count on wish.

A browser gives sound only after a tap, and takes it back when the page was left (iOS calls it
"interrupted"), so every first touch and every return resumes the context. */

/** @import {Preferences} from "./prefs.js" */

const TONES = {
  hold: [[660, 0, 0.06]],
  done: [
    [880, 0, 0.11],
    [1320, 0.12, 0.2],
  ],
  rep: [[587, 0, 0.12]],
  adjust: [[294, 0, 0.22]],
  set: [
    [523, 0, 0.16],
    [659, 0.17, 0.16],
    [784, 0.34, 0.42],
  ],
  fault: [
    [196, 0, 0.4],
    [165, 0.45, 0.5],
  ],
  tick: [[988, 0, 0.05]],
};

/** The voice of the page. */
export class Sound {
  /**
   * @param {Preferences} prefs
   * @param {string} language
   */
  constructor(prefs, language) {
    this.prefs = prefs;
    this.language = language;
    /** @type {AudioContext | null} */
    this.context = null;
    /** @type {(keyof typeof TONES)[]} */
    this.played = [];
    addEventListener("pointerdown", () => this.unlock());
    addEventListener("keydown", () => this.unlock());
    document.addEventListener("visibilitychange", () => document.hidden || this.resume());
  }

  /** Whether a tone would be heard: `on`, `muted`, or `locked` until the first tap. */
  get state() {
    if (this.prefs.get("muted")) return "muted";
    return this.context?.state === "running" ? "on" : "locked";
  }

  /** Call within a tap. */
  unlock() {
    const Context = window.AudioContext;
    if (!this.context && Context) this.context = new Context();
    this.resume();
  }

  resume() {
    if (this.context && this.context.state !== "running") this.context.resume().catch(() => null);
  }

  /**
   * Play one of the tones, unless muted.
   * @param {keyof typeof TONES} name
   */
  play(name) {
    if (this.prefs.get("muted")) return;
    this.played = [...this.played.slice(-19), name];
    const { context } = this;
    if (context?.state !== "running") return;
    const now = context.currentTime;
    for (const [hertz, at, length] of TONES[name]) this.tone(context, hertz, now + at, length);
  }

  /**
   * @param {AudioContext} context
   * @param {number} hertz
   * @param {number} at
   * @param {number} length
   */
  tone(context, hertz, at, length) {
    const wave = new OscillatorNode(context, { type: "triangle", frequency: hertz });
    const gain = new GainNode(context, { gain: 0 });
    const loud = 0.6 * this.prefs.get("volume");
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(loud, at + 0.008);
    gain.gain.setValueAtTime(loud, at + length - 0.03);
    gain.gain.linearRampToValueAtTime(0, at + length);
    wave.connect(gain).connect(context.destination);
    wave.start(at);
    wave.stop(at + length + 0.02);
  }

  /**
   * Say a few words, where the spoken count is wanted and the browser can.
   * @param {string} text
   */
  say(text) {
    if (this.prefs.get("muted") || !this.prefs.get("spoken") || !window.speechSynthesis) return;
    speechSynthesis.cancel();
    const saying = new SpeechSynthesisUtterance(text);
    saying.lang = this.language;
    saying.volume = this.prefs.get("volume");
    speechSynthesis.speak(saying);
  }
}
