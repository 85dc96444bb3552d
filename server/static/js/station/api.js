/** The HTTP API, version 1 (docs/live.md). Every refusal becomes an `ApiError` with a sentence. */

const BASE = "/api/v1";
const TIMEOUT_MS = 8000;

/**
 * @import {AthleteObject, ComparisonObject, PlanObject, SetObject, StateMessage, TrendsObject, SamplesObject} from "./contract.js"
 * @import {CalibrationAnswer, SettingsAnswer} from "./contract.js"
 * @typedef {Record<string, string | number | null>} Filters
 * @typedef {{set: SetObject, undo?: Record<string, unknown>}} Corrected
 * @typedef {{client_id: number, name: string, role: string}} Client
 * @typedef {{code: string, address: string | null, qr: string | null, expires_s: number}} Invitation
 */

/** A refused or failed request: `status` is 0 where no answer came. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} detail
   * @param {{reason?: string | null, values?: Record<string, string | number>}} problem
   */
  constructor(status, detail, { reason = null, values = {} } = {}) {
    super(detail);
    this.name = "ApiError";
    this.status = status;
    this.reason = reason;
    this.values = values;
    /** @type {string | null} */
    this.kind = null;
  }

  /**
   * The sentence in the page's language; as the station says it only where a program is at fault.
   * @param {{t: (key: string, values?: Record<string, unknown>) => string, has: (key: string) => boolean, rounded: (value: number) => string}} words
   */
  text(words) {
    if (this.status === 0) return words.t(`problem.${this.message}`);
    const key = `refusal.${this.reason}`;
    if (!words.has(key)) return words.t("refusal.other", { detail: this.message });
    const values = Object.entries(this.values).map(([name, value]) => [
      name,
      name === "n" || typeof value !== "number" ? value : words.rounded(value),
    ]);
    return words.t(key, Object.fromEntries(values));
  }

  /** Whether pairing this tablet would help. */
  get needsPairing() {
    return this.status === 401 || this.status === 403;
  }
}

/** A random key for one intended change; `crypto.randomUUID` is absent on plain http. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} method
 * @param {unknown} [body]
 */
function requestOptions(method, body) {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  if (method === "GET") return { method, signal };
  return {
    method,
    signal,
    headers: { "Idempotency-Key": newKey(), "Content-Type": "application/json" },
    body: JSON.stringify(body ?? {}),
    keepalive: true, // a change goes through even where the page is closed meanwhile
  };
}

/** @param {Response} answer */
async function refusal(answer) {
  let problem;
  try {
    problem = await answer.json();
  } catch {
    problem = {}; // whatever stands between the page and the station answered for it
  }
  const detail = problem.detail || problem.title || answer.statusText;
  return new ApiError(answer.status, detail, problem);
}

/** @type {(kind: string) => void} */
let tellSuccess = () => {};

/**
 * Have `listener(kind)` called after each request that succeeded.
 * @param {(kind: string) => void} listener
 */
export function onSuccess(listener) {
  tellSuccess = listener;
}

/**
 * What a request is for, whichever set or athlete it is about.
 * @param {string} method
 * @param {string} path
 */
function kindOf(method, path) {
  return `${method} ${path.replace(/\?.*/, "").replace(/\d+/g, "#")}`;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 */
async function ask(method, path, body) {
  try {
    return await fetch(BASE + path, requestOptions(method, body));
  } catch (cause) {
    throw new ApiError(
      0,
      cause instanceof Error && cause.name === "TimeoutError" ? "timeout" : "unreachable",
    );
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>} what the answer holds: each operation of `api` says what that is
 */
async function request(method, path, body) {
  const kind = kindOf(method, path);
  let answer;
  try {
    answer = await ask(method, path, body);
    if (!answer.ok) throw await refusal(answer);
  } catch (error) {
    if (error instanceof ApiError) error.kind = kind;
    throw error;
  }
  tellSuccess(kind);
  return answer.status === 204 ? {} : answer.json();
}

/** @param {Filters} filters */
function query(filters) {
  const given = Object.entries(filters)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => [name, String(value)]);
  return given.length ? `?${new URLSearchParams(given)}` : "";
}

/** One function per operation; each returns the answer's object or throws `ApiError`. */
export const api = {
  /** @type {() => Promise<StateMessage>} */
  state: () => request("GET", "/state"),
  /** @type {(filters?: Filters) => Promise<{sets: SetObject[], next: number | null}>} */
  sets: (filters = {}) => request("GET", `/sets${query(filters)}`),
  /** @type {(id: number) => Promise<SetObject>} */
  set: (id) => request("GET", `/sets/${id}`),
  /** @type {(id: number) => Promise<ComparisonObject>} */
  comparison: (id) => request("GET", `/sets/${id}/comparison`),
  /** @type {(id: number) => Promise<SamplesObject>} */
  samples: (id) => request("GET", `/sets/${id}/samples`),
  /** @type {(plan: object) => Promise<{set: SetObject}>} */
  startSet: (plan) => request("POST", "/sets", plan),
  /** @type {(setId: number) => Promise<{set: SetObject}>} */
  endSet: (setId) => request("POST", "/sets/current/end", { set_id: setId }),
  /** @type {(plan: object) => Promise<{plan: PlanObject}>} */
  choose: (plan) => request("PUT", "/plan", plan),
  /** @type {(id: number, change: object) => Promise<Corrected>} */
  changeSet: (id, change) => request("PATCH", `/sets/${id}`, change),
  /** @type {(id: number) => Promise<Corrected>} */
  deleteSet: (id) => request("DELETE", `/sets/${id}`),
  /** @type {(id: number) => Promise<Corrected>} */
  restoreSet: (id) => request("POST", `/sets/${id}/restore`),
  /** @type {(id: number) => Promise<Corrected>} */
  deleteRep: (id) => request("DELETE", `/reps/${id}`),
  /** @type {(id: number) => Promise<Corrected>} */
  restoreRep: (id) => request("POST", `/reps/${id}/restore`),
  /** @type {() => Promise<{athletes: AthleteObject[]}>} */
  athletes: () => request("GET", "/athletes"),
  /** @type {(athlete: object) => Promise<{athlete: AthleteObject}>} */
  addAthlete: (athlete) => request("POST", "/athletes", athlete),
  /** @type {(id: number, change: object) => Promise<{athlete: AthleteObject}>} */
  changeAthlete: (id, change) => request("PATCH", `/athletes/${id}`, change),
  /** @type {(id: number) => Promise<object>} */
  eraseAthlete: (id) => request("DELETE", `/athletes/${id}`),
  /** @type {(filters: Filters) => Promise<TrendsObject>} */
  trends: (filters) => request("GET", `/trends${query(filters)}`),
  /** @type {() => Promise<{load_zero: number}>} */
  tare: () => request("POST", "/tare"),
  /** @type {() => Promise<object>} */
  calibrations: () => request("GET", "/calibration"),
  /** @type {(step: string, values: object) => Promise<CalibrationAnswer>} */
  calibrate: (step, values) => request("POST", `/calibration/${step}`, values),
  /** @type {() => Promise<SettingsAnswer>} */
  settings: () => request("GET", "/settings"),
  /** @type {(change: object) => Promise<SettingsAnswer>} */
  changeSettings: (change) => request("PATCH", "/settings", change),
  /** @type {(values: object) => Promise<{time_quality: string}>} */
  clock: (values) => request("POST", "/clock", values),
  /** @type {() => Promise<object>} */
  health: () => request("GET", "/health"),
  /** @type {(code: string, name: string) => Promise<{role: string, athlete_id: number | null}>} */
  pair: (code, name) => request("POST", "/pairing", { code, name }),
  /** @type {(role: string) => Promise<Invitation>} */
  openCode: (role) => request("POST", "/pairing/codes", { role }),
  /** @type {() => Promise<{clients: Client[]}>} */
  clients: () => request("GET", "/pairing/clients"),
  /** @type {(id: number) => Promise<object>} */
  revoke: (id) => request("DELETE", `/pairing/clients/${id}`),
};
