/** The steps of a session in a row: what is done, what is due, what comes. */

import { el } from "../kit/dom.js";

/** @import {Page} from "../coach/page.js" */

/** The side as an arrow; both hands as both. */
export const ARROWS = Object.freeze({ left: "◀", right: "▶", both: "◀▶" });

/**
 * The chain of steps, the present one marked.
 * @param {Page} app
 */
export function stepsBar(app) {
  const { flow, words } = app;
  const warm = {
    text: words.t("session.warmup"),
    label: undefined,
    done: flow.state !== "warmup",
    now: flow.state === "warmup",
  };
  const sets = flow.sets.map((set, i) => ({
    text: `${words.t(`exercise.${set.exercise}`)} ${ARROWS[set.side]}`,
    label: `${words.t(`exercise.${set.exercise}`)} ${words.t(`side.${set.side}`)}`,
    done: i < flow.at,
    now: i === flow.at && flow.state !== "warmup",
  }));
  return el(
    "ol",
    { class: "steps", "aria-label": words.t("session.steps") },
    [warm, ...sets].map((step) =>
      el("li", {
        class: "step",
        "data-done": step.done,
        "aria-current": step.now ? "step" : null,
        "aria-label": step.label,
        text: `${step.done ? "✓ " : ""}${step.text}`,
      }),
    ),
  );
}
