/** What this tablet remembers for itself. Works (for the visit) where storage is forbidden. */

const KEY = "cablecoach.preferences";
/**
 * @typedef {Object} Kept
 * @property {string | null} language
 * @property {number} volume from 0 to 1
 * @property {boolean} muted
 * @property {boolean} spoken whether the count is spoken
 * @property {"always" | "rest" | "never"} trace
 * @property {number} restS
 * @property {object | null} session
 * @property {"kg" | "lb"} [unit] of the machine
 * @property {Record<string, number>} [weights] kilograms by athlete and exercise
 */

/** @type {Kept} */
const DEFAULTS = Object.freeze({
  language: null,
  volume: 0.7,
  muted: false,
  spoken: false,
  trace: "always",
  restS: 90,
  session: null,
});

/** @returns {Partial<Kept>} */
function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

/** Preferences with defaults; `set` keeps them. */
export class Preferences {
  constructor() {
    /** @type {Kept} */
    this.values = { ...DEFAULTS, ...read() };
  }

  /**
   * @template {keyof Kept} Name
   * @param {Name} name
   * @returns {Kept[Name]}
   */
  get(name) {
    return this.values[name];
  }

  /**
   * @template {keyof Kept} Name
   * @param {Name} name
   * @param {Kept[Name]} value
   */
  set(name, value) {
    this.values[name] = value;
    try {
      localStorage.setItem(KEY, JSON.stringify(this.values));
    } catch {
      // Private windows refuse to store: the value then lasts as long as the page.
    }
  }
}
