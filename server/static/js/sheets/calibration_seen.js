/** What the sensors see while somebody calibrates. */

import { el, fill } from "../kit/dom.js";

/**
 * @import {Words} from "../kit/i18n.js"
 * @import {CalibrationLive} from "../station/contract.js"
 */

/** Key of the figure, and its decimals. */
const SEEN = /** @type {const} */ ([
  ["load_mean", 0],
  ["load_noise", 1],
  ["load_range_pct", 0],
  ["force_n", 1],
  ["noise_n", 2],
  ["encoder_count", 0],
  ["position_m", 3],
]);

/**
 * @param {Words} words
 * @param {HTMLElement} box
 * @param {CalibrationLive} live
 */
export function drawSeen(words, box, live) {
  fill(
    box,
    SEEN.flatMap(([name, decimals]) => [
      el("dt", { text: words.t(`calibrate.live.${name}`) }),
      el("dd", { class: "display", text: words.number(live[name], decimals) }),
    ]),
  );
}
