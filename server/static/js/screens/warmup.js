/** The steps of the warm-up. */

import { WARM_UP } from "../coach/flow.js";
import { el } from "../kit/dom.js";
import { figure } from "../widgets/figures.js";

/** @import {Page} from "../coach/page.js" */

/**
 * What to do now, with its picture.
 * @param {Page} app
 * @param {HTMLElement} clock the time that is left
 */
export function stepCard(app, clock) {
  const { words, flow } = app;
  const { name } = flow.warmUpStep;
  return el(
    "div",
    { class: "step-card panel" },
    figure(name, words.t(`warmup.${name}.title`)),
    el(
      "div",
      { class: "step-words" },
      el("p", {
        class: "soft",
        text: words.t("warmup.n_of", { n: flow.warmUpAt + 1, of: WARM_UP.length }),
      }),
      el("h1", { text: words.t(`warmup.${name}.title`) }),
      el("p", { class: "step-how", text: words.t(`warmup.${name}.how`) }),
      el("p", { class: "step-dose display", text: words.t(`warmup.${name}.dose`) }),
      clock,
    ),
  );
}

/**
 * On to the next step, or past all of them.
 * @param {Page} app
 */
export function warmUpButtons(app) {
  const { words, flow } = app;
  /** @type {(look: string, id: string, act: () => void) => HTMLElement} */
  const button = (look, id, act) =>
    el("button", {
      class: `${look} big`,
      "data-testid": `warmup-${id}`,
      text: words.t(`warmup.${id}`),
      onclick: () => {
        act();
        app.followFlow();
      },
    });
  return el(
    "div",
    { class: "row" },
    button("primary", "next", () => flow.nextWarmUp()),
    button("quiet", "skip", () => flow.skipWarmUp()),
  );
}
