/** The one event stream of the page: opened, watched, reopened.

`EventSource` gives up for good on a refusal (a full station answers 503) and notices a dead Wi-Fi
late, so it is closed and opened again by a watchdog; and iOS freezes a hidden page without closing
its socket, so a page that comes back always opens a new one. */

/** @import {Messages} from "./model.js" */

/** @type {(keyof Messages)[]} */
const TOPICS = ["state", "live", "phase", "rep", "set", "fault", "heartbeat"];
const SILENCE_MS = 3000;
const RETRY_MS = 1000;
const LOOK_MS = 250;

/** Delivers `onmessage(topic, object, arrivedMs)` and tells `onopen()` of each (re)connection. */
export class Stream {
  /**
   * @param {string} url
   * @param {Object} to
   * @param {<T extends keyof Messages>(topic: T, message: Messages[T], at: number) => void} to.onmessage
   * @param {() => unknown} [to.onopen]
   */
  constructor(url, { onmessage, onopen = () => {} }) {
    this.url = url;
    this.onmessage = onmessage;
    this.onopen = onopen;
    /** @type {EventSource | null} */
    this.source = null;
    this.lastMs = 0;
    this.openedMs = 0;
    this.connections = 0;
  }

  /** Connect, and stay connected for the life of the page. */
  start() {
    this.open();
    setInterval(() => this.look(), LOOK_MS);
    document.addEventListener("visibilitychange", () =>
      document.hidden ? this.close() : this.open(),
    );
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (event) => event.persisted && this.open());
    addEventListener("online", () => this.open());
  }

  open() {
    this.close();
    this.openedMs = performance.now();
    this.connections += 1;
    this.source = new EventSource(this.url);
    this.source.addEventListener("open", () => this.onopen());
    for (const topic of TOPICS) {
      this.source.addEventListener(topic, (event) => this.receive(topic, event));
    }
  }

  close() {
    this.source?.close();
    this.source = null;
  }

  /**
   * @param {keyof Messages} topic
   * @param {MessageEvent<string>} event
   */
  receive(topic, event) {
    this.lastMs = performance.now();
    this.onmessage(topic, JSON.parse(event.data), this.lastMs);
  }

  /** Reopen a stream that was refused, or that has been silent for too long. */
  look() {
    if (document.hidden) return;
    const now = performance.now();
    const refused = this.source?.readyState === EventSource.CLOSED;
    const silent = now - Math.max(this.lastMs, this.openedMs) > SILENCE_MS;
    if (!this.source || silent || (refused && now - this.openedMs > RETRY_MS)) this.open();
  }
}
