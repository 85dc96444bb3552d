/** What is said about a repetition and after a set: the words come from the catalogue. */

/**
 * @import {Words} from "../kit/i18n.js"
 * @import {ExerciseObject, LimitsObject, RepObject} from "../station/contract.js"
 */

/**
 * Tenths of a second a hold fell short, never shown as 0.
 * @param {number} holdS
 * @param {number} targetS
 */
export function missingHold(holdS, targetS) {
  return Math.max(0.1, Math.ceil((targetS - holdS) * 10 - 1e-9) / 10);
}

/**
 * A hold in whole tenths as a stopwatch shows it: 1.0 from a full second on, never before.
 * @param {number} holdS
 */
export function holdTenths(holdS) {
  return Math.floor(holdS * 10 + 1e-9) / 10;
}

/**
 * One reason in a few words, as an instruction.
 * @param {Words} words
 * @param {string} reason
 * @param {RepObject} rep
 * @param {ExerciseObject | undefined} rules
 */
export function reasonText(words, reason, rep, rules) {
  if (reason === "short_hold" && rep.hold_s !== null) {
    const missing = missingHold(rep.hold_s, rules?.hold_target_s ?? 0);
    return words.t("verdict.short_hold", { s: words.number(missing, 1) });
  }
  if (reason === "slow_pull") return words.t(`verdict.slow_${rules?.name}`);
  return words.t(`verdict.${reason}`);
}

/**
 * The verdict of a repetition in one or two words.
 * @param {Words} words
 * @param {RepObject} rep
 * @param {ExerciseObject | undefined} rules
 */
export function verdictText(words, rep, rules) {
  if (rep.verdict === "good") return words.t("verdict.good");
  return reasonText(words, rep.reasons?.[0] ?? rep.verdict, rep, rules);
}

/**
 * What is said beside a verdict and never changes it: that it was close, that the hold was shaky.
 * @param {Words} words
 * @param {RepObject} rep
 * @param {LimitsObject | null} limits
 */
export function remarks(words, rep, limits) {
  const shaky = (rep.steadiness_mm ?? 0) >= (limits?.shaky_mm ?? Infinity);
  return [...(rep.close ? ["close"] : []), ...(shaky ? ["shaky"] : [])].map((key) =>
    words.t(`remark.${key}`),
  );
}

/**
 * Why a figure of a repetition is missing: what its flags say.
 * @param {Words} words
 * @param {RepObject} rep
 */
export function whyUnknown(words, { flags = [] }) {
  return flags.length
    ? flags.map((flag) => words.t(`flag.${flag}`)).join(", ")
    : words.t("flag.none");
}

/**
 * `good`, `adjust`, or `note` where the figures themselves are doubtful.
 * @param {RepObject} rep
 * @returns {"good" | "note" | "adjust"}
 */
export function verdictTone(rep) {
  if (rep.verdict === "good") return "good";
  if (rep.verdict === "unknown") return "note";
  return rep.flags?.length && !rep.reasons?.length ? "note" : "adjust";
}
