/** What this tablet remembers for itself. Works (for the visit) where storage is forbidden. */

const KEY = "cablecoach.preferences";
const DEFAULTS = Object.freeze({
  language: null,
  volume: 0.7,
  muted: false,
  spoken: false,
  trace: "always",
  restS: 90,
  session: null,
});

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

/** Preferences with defaults; `set` keeps them. */
export class Preferences {
  constructor() {
    this.values = { ...DEFAULTS, ...read() };
  }

  get(name) {
    return this.values[name];
  }

  set(name, value) {
    this.values[name] = value;
    try {
      localStorage.setItem(KEY, JSON.stringify(this.values));
    } catch {
      // Private windows refuse to store: the value then lasts as long as the page.
    }
  }
}
