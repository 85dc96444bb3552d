/** A modal sheet over the screen: the browser's own dialog element, which keeps focus and Escape. */

import { el } from "./dom.js";

/** @import {Words} from "./i18n.js" */

/**
 * Open a sheet; it removes itself when closed.
 * @param {Words} words
 * @param {string} title
 * @param {(close: () => void) => Node[]} content builds what stands in it
 */
export function openSheet(words, title, content) {
  const heading = el("h2", { id: "sheet-title", text: title });
  const sheet = el("dialog", { class: "sheet", "aria-labelledby": "sheet-title" });
  const close = () => sheet.close();
  sheet.append(
    el(
      "div",
      { class: "row spread" },
      heading,
      el("button", { class: "quiet", text: words.t("action.close"), onclick: close }),
    ),
    ...content(close),
  );
  sheet.addEventListener("close", () => sheet.remove());
  sheet.addEventListener("click", (event) => event.target === sheet && close());
  document.body.append(sheet);
  sheet.showModal();
  return sheet;
}

/**
 * One choice out of a few, as a row of large buttons.
 * @param {{label: string, options: [string, string][], value: string, onchange: Function}} choice
 */
export function choiceRow({ label, options, value, onchange }) {
  const buttons = options.map(([key, text]) =>
    el("button", {
      type: "button",
      role: "radio",
      "aria-checked": String(key === value),
      "data-value": key,
      text,
      onclick: () => {
        for (const button of buttons) {
          button.setAttribute("aria-checked", String(button.dataset.value === key));
        }
        onchange(key);
      },
    }),
  );
  return el(
    "div",
    { class: "field" },
    el("span", { class: "label", text: label }),
    el("div", { class: "choice", role: "radiogroup", "aria-label": label }, buttons),
  );
}
