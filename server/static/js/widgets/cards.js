/** The exercise card: how to stand, what to do, as docs/design.md, "The exercises", has it. */

import { el } from "../kit/dom.js";
import { exerciseFigure, figure } from "./figures.js";

/**
 * @import {Words} from "../kit/i18n.js"
 * @import {ExerciseObject, SideWord} from "../station/contract.js"
 */

const PARTS = ["stance", "start", "concentric", "hold", "eccentric", "dose"];

/**
 * The card of an exercise's row; a text may differ by `variant` or by `side`.
 * @param {Words} words
 * @param {ExerciseObject} rules
 * @param {{side: SideWord, variant: string}} set
 */
export function exerciseCard(words, rules, { side, variant }) {
  const card = `card.${rules.words}`;
  /** @param {string} part */
  const text = (part) => {
    const special = [`${card}.${variant}.${part}`, `${card}.${side}.${part}`];
    return words.t(special.find((key) => words.has(key)) ?? `${card}.${part}`, { ...rules.dose });
  };
  const parts = PARTS.filter((part) => part !== "hold" || rules.hold_target_s !== null);
  const title = words.t(`${card}.title`);
  const drawing = figure(exerciseFigure(rules, variant), words.t(`${card}.drawing`));
  if (side === "left") drawing.classList.add("mirrored"); // the near arm of the drawing is the right one
  return el(
    "article",
    { class: "card panel" },
    el("div", { class: "card-picture" }, drawing),
    el(
      "div",
      { class: "card-text" },
      el("h2", { text: title }),
      el(
        "dl",
        { class: "cues" },
        parts.flatMap((part) => [
          el("dt", { text: words.t(`card.${part}`) }),
          el("dd", { text: text(part) }),
        ]),
      ),
    ),
  );
}
