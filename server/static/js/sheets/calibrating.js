/** What a tablet shows while another one calibrates the station: why nothing counts, and a way out. */

import { api, ApiError } from "../station/api.js";
import { openSheet } from "../kit/dialog.js";
import { el } from "../kit/dom.js";
import { isKiosk } from "../kit/kiosk.js";

/** @import {Action, Page} from "../coach/page.js" */

/**
 * Ask once more: what the other tablet has measured so far is lost.
 * @param {Page} app
 */
function openCancel(app) {
  const { words } = app;
  openSheet(words, words.t("calibrating.title"), (close) => [
    el("p", { text: words.t("calibrating.what") }),
    el("button", {
      class: "warn",
      "data-testid": "calibrating-yes",
      text: words.t("calibrating.cancel"),
      onclick: async () => {
        close();
        try {
          await api.calibrate("cancel", {});
        } catch (error) {
          const over = error instanceof ApiError && error.status === 409; // it was over already
          if (!over) app.problem(error);
        }
      },
    }),
  ]);
}

/**
 * The banners to show here, and what may be done about them: not on the tablet that calibrates.
 * @template {{key: string}} Condition
 * @param {Page} app
 * @param {Condition[]} conditions
 * @returns {[Condition[], Record<string, Action>]}
 */
export function withoutOwn(app, conditions) {
  if (app.screens.get("setup")?.calibrates)
    return [conditions.filter(({ key }) => key !== "calibrating"), {}];
  if (app.model.view.role !== "operator" || isKiosk()) return [conditions, {}];
  const run = () => openCancel(app);
  return [conditions, { calibrating: { label: app.words.t("action.cancel"), run } }];
}
