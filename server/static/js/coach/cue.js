/** The one thing to say now. A pure function of the view, so that it can be tested on its own. */

import { holdTenths, remarks, verdictText, verdictTone } from "./advice.js";
import { isBlind, isSeen, rulesOf } from "../station/view.js";

/**
 * @import {View} from "../station/model.js"
 * @import {Words} from "../kit/i18n.js"
 */

/** @typedef {{tone: "plain"|"good"|"adjust"|"note", word: string, value?: string, unit?: string}} Cue */

const EXTRAPOLATE_MS = 100;
const VERDICT_MS = 6000;
const REJECTED_MS = 3000;
const CHANGED_MS = 5000;

/**
 * Seconds held: the device's figure, carried on for at most 100 ms between its frames; 0 while the
 * handle is not seen.
 * @param {View} view
 * @param {number} now
 */
export function shownHold(view, now) {
  if (view.phase !== "hold" || view.calibrating || view.holdS === null) return 0;
  if (!isSeen(view, now)) return 0;
  const carried = Math.min(Math.max(now - view.liveAt, 0), EXTRAPOLATE_MS) / 1000;
  const seconds = view.holdS + carried;
  const target = rulesOf(view, view.plan.exercise)?.hold_target_s ?? null;
  if (target === null) return seconds;
  return view.holdReached ? Math.max(target, seconds) : Math.min(seconds, target - 0.001);
}

/**
 * Where the even pacer of the release stands at `now`, as a share of the top, and whether the
 * station sees the handle hurry.
 * @param {View} view
 * @param {number} now
 */
export function shownPace(view, now) {
  if (!view.pace) return { fraction: 1, hurry: false };
  const elapsedS = (now - view.phaseAt) / 1000;
  return { fraction: Math.max(0, 1 - elapsedS / view.pace.guide_s), hurry: view.pace.hurry };
}

/**
 * @param {View} view
 * @param {Words} words
 * @returns {Cue}
 */
function pulling(view, words) {
  const { excursionM, referenceM } = view;
  const share = referenceM && excursionM !== null ? excursionM / referenceM : excursionM;
  return {
    tone: "plain",
    word: words.t(`cue.${view.plan.exercise}`),
    value: words.number(share === null ? null : share * 100),
    unit: referenceM ? "%" : "cm",
  };
}

/**
 * @param {View} view
 * @param {Words} words
 * @param {number} now
 * @returns {Cue}
 */
function holding(view, words, now) {
  if (rulesOf(view, view.plan.exercise)?.hold_target_s === null) {
    return { tone: "plain", word: words.t("cue.release") };
  }
  return {
    tone: view.holdReached ? "good" : "plain",
    word: words.t(view.holdReached ? "cue.held" : "cue.hold"),
    value: words.number(holdTenths(shownHold(view, now)), 1),
    unit: "s",
  };
}

/**
 * @param {View} view
 * @param {Words} words
 * @param {number} now
 * @returns {Cue}
 */
function releasing(view, words, now) {
  const { hurry } = shownPace(view, now);
  return {
    tone: hurry ? "adjust" : "plain",
    word: words.t(hurry ? "cue.slower" : "cue.release"),
    value: words.number(Math.max(0, (now - view.phaseAt) / 1000), 1),
    unit: "s",
  };
}

/**
 * @param {View} view
 * @param {Words} words
 * @param {number} now
 * @returns {Cue}
 */
function resting(view, words, now) {
  const rep = view.reps.at(-1);
  if (view.rejected && now - view.rejected.at < REJECTED_MS && view.set) {
    return { tone: "note", word: words.t(`rejected.${view.rejected.reason}`) };
  }
  if (rep && view.set && now - view.repAt < VERDICT_MS) {
    if (rep.provisional) return { tone: "plain", word: words.t("cue.counted", { n: rep.rep }) };
    const word = verdictText(words, rep, rulesOf(view, view.plan.exercise));
    return { tone: verdictTone(rep), word, unit: remarks(words, rep, view.limits).join(" · ") };
  }
  if (!view.set && now - view.changedAt < CHANGED_MS) {
    const n = view.lastSet?.reps.length ?? 0;
    return {
      tone: "note",
      word: words.t("cue.set_ended"),
      value: words.number(n),
      unit: words.t("cue.reps", { n }),
    };
  }
  if (!view.set && view.restFrom !== null) {
    return {
      tone: "plain",
      word: words.t("cue.rest"),
      value: words.clock((now - view.restFrom) / 1000),
      unit: "",
    };
  }
  return {
    tone: "plain",
    word: words.t(view.set ? "cue.next" : `cue.start_${view.plan.exercise}`),
  };
}

const BY_PHASE = { concentric: pulling, hold: holding, eccentric: releasing, rest: resting };

/**
 * The present cue.
 * @param {View} view
 * @param {Words} words
 * @param {number} now
 * @returns {Cue}
 */
export function cueOf(view, words, now) {
  if (!view.known) return { tone: "plain", word: "" };
  if (view.calibrating) return { tone: "note", word: words.t("cue.calibrating") };
  if (isBlind(view, now)) return { tone: "adjust", word: words.t("cue.no_data") };
  return (BY_PHASE[view.phase] ?? resting)(view, words, now);
}
