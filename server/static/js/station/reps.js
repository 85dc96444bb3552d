/** What the messages of a repetition change in the picture: told, corrected, saved, taken back. */

/**
 * @import {RepMessage, RepObject} from "./contract.js"
 * @import {View} from "./view.js"
 */

/**
 * One message. `top` and `rejected` name no set: they come in order, and so belong to the open one.
 * @param {View} view
 * @param {RepMessage} message
 * @param {number} now
 */
export function takeRep(view, message, now) {
  const { stage, rep, reason, number } = message;
  if (stage === "saved") return takeSaved(view, message);
  if (message.set_id !== undefined && message.set_id !== view.set?.set_id) return undefined;
  if (stage === "amended") return rep && amend(view, rep);
  view.rejected = stage === "rejected" && reason ? { reason, at: now } : null;
  view.provisional = stage === "top" || stage === "counted" ? (number ?? 0) : 0;
  if (stage === "withdrawn") return withdraw(view, number);
  return rep && show(view, rep, now);
}

/**
 * A repetition is counted, or confirmed: the final figures take the place of the first ones.
 * @param {View} view
 * @param {RepObject} rep
 * @param {number} now
 */
function show(view, rep, now) {
  if (view.reps.at(-1)?.rep !== rep.rep) view.repAt = now;
  view.reps = [...view.reps.filter((earlier) => earlier.rep < rep.rep), rep];
  view.count = Math.max(view.count, view.reps.length);
}

/**
 * The station knows better now: the repetition keeps its place.
 * @param {View} view
 * @param {RepObject} rep
 */
function amend(view, rep) {
  view.reps = view.reps.map((told) => (told.rep === rep.rep ? { ...told, ...rep } : told));
}

/**
 * It was none; the others keep their numbers.
 * @param {View} view
 * @param {number | null} number
 */
function withdraw(view, number) {
  view.reps = view.reps.filter(({ rep }) => rep !== number);
  view.count = view.reps.length;
}

/**
 * Told by the disk, in its own time: later repetitions, or another set, may be shown by now.
 * @param {View} view
 * @param {RepMessage} message
 */
function takeSaved(view, { set_id: setId, rep_id: repId, rep: saved }) {
  if (!saved || (view.set ?? view.lastSet)?.set_id !== setId) return;
  view.reps = view.reps.map((rep) => (rep.rep === saved.rep ? { ...saved, rep_id: repId } : rep));
}
