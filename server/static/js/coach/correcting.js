/** A repetition that was announced is corrected, or taken back: one sentence says what and why. */

/** @import {Page} from "./page.js" */

/**
 * Tell each correction at the foot of whatever screen is shown.
 * @param {Page} app
 */
export function tellCorrections(app) {
  app.model.on("rep", ({ stage, number, reason }) => {
    if (stage !== "amended" && stage !== "withdrawn") return;
    const why = app.words.t(`amend.${reason}`);
    app.toasts.show(app.words.t(`correction.${stage}`, { n: number, why }));
  });
}
