/** Short messages at the foot of the screen, with at most one thing to do (usually: undo). */

import { el } from "./dom.js";

/**
 * @import {Words} from "./i18n.js"
 * @import {Tone} from "./dom.js"
 */

const SHOWN_MS = 8000;

/** One place for messages; a new one replaces the old. */
export class Toasts {
  /** @param {Words} words */
  constructor(words) {
    this.words = words;
    this.node = el("div", {
      class: "toasts",
      role: "status",
      "aria-live": "polite",
      popover: "manual",
    });
    /** @type {number | undefined} */
    this.timer = undefined;
    /** @type {{kind?: string | null, unreachable?: boolean} | null} */
    this.failed = null;
  }

  /**
   * Show a sentence; `action` is `{label, run}`.
   * @param {string} text
   * @param {{label: string, run: () => unknown} | null} [action]
   * @param {Tone} [tone]
   */
  show(text, action = null, tone = "note") {
    clearTimeout(this.timer);
    this.failed = tone === "adjust" ? {} : null;
    const button =
      action &&
      el("button", {
        text: action.label,
        class: "quiet",
        onclick: () => {
          this.clear();
          action.run();
        },
      });
    this.node.replaceChildren(
      el(
        "div",
        { class: "toast", "data-tone": tone },
        el("span", { text }),
        ...(button ? [button] : []),
      ),
    );
    this.toTop();
    this.timer = setTimeout(() => this.clear(), SHOWN_MS);
  }

  clear() {
    this.failed = null;
    this.node.replaceChildren();
    if (this.node.hidePopover && this.node.matches(":popover-open")) this.node.hidePopover();
  }

  /** A popover opened last stands above an open dialog; older browsers show it beneath. */
  toTop() {
    if (!this.node.showPopover) return;
    if (this.node.matches(":popover-open")) this.node.hidePopover();
    this.node.showPopover();
  }

  /**
   * Say why an operation failed, in the page's language; `action` is what may help.
   * @param {{kind: string | null, message: string, text: (words: Words) => string}} error
   * @param {{label: string, run: () => unknown} | null} [action]
   */
  problem(error, action = null) {
    this.show(error.text(this.words), action, "adjust");
    this.failed = { kind: error.kind, unreachable: error.message === "unreachable" };
  }

  /**
   * Take away what is not true any more: a request of that kind has succeeded.
   * @param {string} kind
   */
  solved(kind) {
    if (this.failed && (this.failed.unreachable || this.failed.kind === kind)) this.clear();
  }

  /** Whoever goes elsewhere has read it; an offer to undo stays. */
  left() {
    if (this.failed) this.clear();
  }
}
