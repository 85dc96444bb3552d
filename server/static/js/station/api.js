/** The HTTP API, version 1 (docs/live.md). Every refusal becomes an `ApiError` with a sentence. */

const BASE = "/api/v1";
const TIMEOUT_MS = 8000;

/** A refused or failed request: `status` is 0 where no answer came. */
export class ApiError extends Error {
  constructor(status, detail, { reason = null, values = {} } = {}) {
    super(detail);
    this.name = "ApiError";
    this.status = status;
    this.reason = reason;
    this.values = values;
    this.kind = null;
  }

  /** The sentence in the page's language; as the station says it only where a program is at fault. */
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

function requestOptions(method, body) {
  const options = { method, signal: AbortSignal.timeout(TIMEOUT_MS), headers: {} };
  if (method !== "GET") {
    options.headers["Idempotency-Key"] = newKey();
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body ?? {});
    options.keepalive = true; // a change goes through even where the page is closed meanwhile
  }
  return options;
}

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

let tellSuccess = () => {};

/** Have `listener(kind)` called after each request that succeeded. */
export function onSuccess(listener) {
  tellSuccess = listener;
}

/** What a request is for, whichever set or athlete it is about. */
function kindOf(method, path) {
  return `${method} ${path.replace(/\?.*/, "").replace(/\d+/g, "#")}`;
}

async function ask(method, path, body) {
  try {
    return await fetch(BASE + path, requestOptions(method, body));
  } catch (cause) {
    throw new ApiError(0, cause.name === "TimeoutError" ? "timeout" : "unreachable");
  }
}

async function request(method, path, body) {
  const kind = kindOf(method, path);
  let answer;
  try {
    answer = await ask(method, path, body);
    if (!answer.ok) throw await refusal(answer);
  } catch (error) {
    error.kind = kind;
    throw error;
  }
  tellSuccess(kind);
  return answer.status === 204 ? {} : answer.json();
}

function query(filters) {
  const given = Object.entries(filters).filter(([, value]) => value !== null && value !== "");
  return given.length ? `?${new URLSearchParams(given)}` : "";
}

/** One function per operation; each returns the answer's object or throws `ApiError`. */
export const api = {
  state: () => request("GET", "/state"),
  sets: (filters = {}) => request("GET", `/sets${query(filters)}`),
  set: (id) => request("GET", `/sets/${id}`),
  samples: (id) => request("GET", `/sets/${id}/samples`),
  startSet: (plan) => request("POST", "/sets", plan),
  endSet: (setId) => request("POST", "/sets/current/end", { set_id: setId }),
  choose: (plan) => request("PUT", "/plan", plan),
  changeSet: (id, change) => request("PATCH", `/sets/${id}`, change),
  deleteSet: (id) => request("DELETE", `/sets/${id}`),
  restoreSet: (id) => request("POST", `/sets/${id}/restore`),
  deleteRep: (id) => request("DELETE", `/reps/${id}`),
  restoreRep: (id) => request("POST", `/reps/${id}/restore`),
  athletes: () => request("GET", "/athletes"),
  addAthlete: (athlete) => request("POST", "/athletes", athlete),
  changeAthlete: (id, change) => request("PATCH", `/athletes/${id}`, change),
  eraseAthlete: (id) => request("DELETE", `/athletes/${id}`),
  trends: (filters) => request("GET", `/trends${query(filters)}`),
  tare: () => request("POST", "/tare"),
  calibrations: () => request("GET", "/calibration"),
  calibrate: (step, values) => request("POST", `/calibration/${step}`, values),
  settings: () => request("GET", "/settings"),
  changeSettings: (change) => request("PATCH", "/settings", change),
  clock: (values) => request("POST", "/clock", values),
  health: () => request("GET", "/health"),
  pair: (code, name) => request("POST", "/pairing", { code, name }),
  openCode: (role) => request("POST", "/pairing/codes", { role }),
  clients: () => request("GET", "/pairing/clients"),
  revoke: (id) => request("DELETE", `/pairing/clients/${id}`),
};
