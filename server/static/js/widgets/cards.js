/** The exercise card: how to stand, what to do, as docs/design.md, "The exercises", has it. */

import { DOSE } from "../coach/advice.js";
import { el } from "../kit/dom.js";
import { exerciseFigure, figure } from "./figures.js";

const PARTS = ["stance", "start", "concentric", "hold", "eccentric", "dose"];

/** The card of an exercise; rows differ by `variant`, punches by `side` (which leg stands back). */
export function exerciseCard(words, { exercise, side, variant }) {
  const kind = exercise === "row" ? `row.${variant}` : `punch.${side}`;
  const text = (part) => {
    const special = `card.${kind}.${part}`;
    return words.t(words.has(special) ? special : `card.${exercise}.${part}`, DOSE);
  };
  const title = words.t(`card.${exercise}.title`);
  const drawing = figure(exerciseFigure(exercise, variant), words.t(`card.${exercise}.drawing`));
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
        PARTS.flatMap((part) => [
          el("dt", { text: words.t(`card.${part}`) }),
          el("dd", { text: text(part) }),
        ]),
      ),
    ),
  );
}
