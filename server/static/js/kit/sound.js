/** Tones that differ in pitch, number and length, and a spoken count on wish.

A browser gives sound only after a tap, and takes it back when the page was left (iOS calls it
"interrupted"), so every first touch and every return resumes the context. */

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
  constructor(prefs, language) {
    this.prefs = prefs;
    this.language = language;
    this.context = null;
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
    const Context = window.AudioContext ?? window.webkitAudioContext;
    if (!this.context && Context) this.context = new Context();
    this.resume();
  }

  resume() {
    if (this.context && this.context.state !== "running") this.context.resume().catch(() => null);
  }

  /** Play one of the tones, unless muted. */
  play(name) {
    if (this.prefs.get("muted")) return;
    this.played = [...this.played.slice(-19), name];
    if (this.context?.state !== "running") return;
    const now = this.context.currentTime;
    for (const [hertz, at, length] of TONES[name]) this.tone(hertz, now + at, length);
  }

  tone(hertz, at, length) {
    const wave = new OscillatorNode(this.context, { type: "triangle", frequency: hertz });
    const gain = new GainNode(this.context, { gain: 0 });
    const loud = 0.6 * this.prefs.get("volume");
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(loud, at + 0.008);
    gain.gain.setValueAtTime(loud, at + length - 0.03);
    gain.gain.linearRampToValueAtTime(0, at + length);
    wave.connect(gain).connect(this.context.destination);
    wave.start(at);
    wave.stop(at + length + 0.02);
  }

  /** Say a few words, where the spoken count is wanted and the browser can. */
  say(text) {
    if (this.prefs.get("muted") || !this.prefs.get("spoken") || !window.speechSynthesis) return;
    speechSynthesis.cancel();
    const saying = new SpeechSynthesisUtterance(text);
    saying.lang = this.language;
    saying.volume = this.prefs.get("volume");
    speechSynthesis.speak(saying);
  }
}

/** Let the messages of the stream be heard. */
export function bindSound(sound, model) {
  let held = false;
  model.on("phase", (message) => {
    if (message.hold_reached && !held) sound.play("done");
    else if (message.phase === "hold" && !message.hold_reached) sound.play("hold");
    held = message.phase === "hold" && (held || message.hold_reached);
  });
  model.on("rep", ({ stage, rep }) => {
    if (stage !== "confirmed" || !rep) return;
    sound.play(rep.verdict === "good" ? "rep" : "adjust");
    sound.say(String(rep.rep));
  });
  model.on("set", ({ stage }) => stage === "ended" && sound.play("set"));
  model.on("fault", ({ raised }) => raised && sound.play("fault"));
}
