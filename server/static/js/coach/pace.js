/** The pace of the release, judged while there is still time to change it.

A release counts as slow when it lasts at least a second and at least as long as the pull
(docs/design.md, "Verdict"). The pacer goes back evenly over a comfortable margin more than that. */

const LEAST_S = 1.0;
const MARGIN = 1.4;
const JUDGE_FROM = 0.12;
const JUDGE_UNTIL = 0.85;

/**
 * Seconds a release must last, from the seconds of its own pull.
 * @param {number | null} concentricS
 */
export function neededSeconds(concentricS) {
  return Math.max(LEAST_S, concentricS ?? 0);
}

/**
 * Where the pacer is, and whether the handle runs ahead of what would still pass.
 * @param {{elapsedS: number, excursionM: number, topM: number, concentricS: number|null}} release
 * @returns {{fraction: number, hurry: boolean}} `fraction` of the top that the pacer still stands at
 */
export function paceOf({ elapsedS, excursionM, topM, concentricS }) {
  const needed = neededSeconds(concentricS);
  const fraction = Math.max(0, 1 - elapsedS / (needed * MARGIN));
  const returned = topM > 0 ? 1 - excursionM / topM : 0;
  const helps = returned > JUDGE_FROM && returned < JUDGE_UNTIL;
  return { fraction, hurry: helps && elapsedS / returned < needed };
}
