/** Pairing: this tablet by the station's code; further ones by a code that this one shows. */

import { api, ApiError } from "../station/api.js";
import { choiceRow, openSheet } from "../kit/dialog.js";
import { el, fill, setText } from "../kit/dom.js";

/**
 * @import {Page} from "../coach/page.js"
 * @import {Client} from "../station/api.js"
 */

const CODE_IN_HASH = /^#\/?p(?:air)?=(\d{6})$/;

function deviceName() {
  const system = /iPad|iPhone|Android|Windows|Macintosh|Linux/.exec(navigator.userAgent)?.[0];
  return `${system ?? "Browser"}, ${screen.width}×${screen.height}`;
}

/**
 * Send a code; true where this tablet is paired now.
 * @param {Page} app
 * @param {string} code
 */
export async function pairWith(app, code) {
  try {
    await api.pair(code, deviceName());
    app.toasts.show(app.words.t("pair.done"));
    app.stream.open();
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    app.toasts.problem(error);
    return false;
  }
}

/**
 * Use the code that a scanned QR code brought along, and take it out of the address.
 * @param {Page} app
 */
export async function pairFromAddress(app) {
  const code = CODE_IN_HASH.exec(location.hash)?.[1];
  if (!code) return;
  history.replaceState(null, "", location.pathname + location.search);
  await pairWith(app, code);
}

/**
 * The sheet in which the station's six digits are typed.
 * @param {Page} app
 */
export function openPairing(app) {
  const { words } = app;
  const input = el("input", {
    id: "pair-code",
    inputmode: "numeric",
    autocomplete: "one-time-code",
    pattern: "[0-9]{3} ?[0-9]{3}",
    maxlength: 7,
    required: true,
    class: "code-input",
  });
  openSheet(words, words.t("pair.title"), (close) => [
    el("p", { text: words.t("pair.how") }),
    el(
      "form",
      {
        class: "field",
        onsubmit: async (event) => {
          event.preventDefault();
          if (await pairWith(app, input.value)) close();
        },
      },
      el("label", { for: "pair-code", text: words.t("pair.code") }),
      input,
      el("button", { class: "primary", text: words.t("pair.button") }),
    ),
  ]);
}

/**
 * @param {Page} app
 * @param {string} role
 * @param {HTMLElement} box
 */
async function showCode(app, role, box) {
  try {
    const { code, address, qr, expires_s: seconds } = await api.openCode(role);
    const digits = `${code.slice(0, 3)} ${code.slice(3)}`;
    const page = address?.replace(/\/?#.*/, "");
    const how = page ? "pair.use" : "pair.use_here";
    fill(
      box,
      el("p", { class: "pair-code display", "data-testid": "pair-code", text: digits }),
      el("p", { text: app.words.t(how, { address: page, min: Math.round(seconds / 60) }) }),
      qr
        ? el("img", {
            class: "pair-qr",
            "data-testid": "pair-qr",
            src: qr,
            alt: app.words.t("pair.qr"),
          })
        : null,
    );
  } catch (error) {
    app.problem(error);
  }
}

/**
 * @param {Page} app
 * @param {Client} client
 * @param {() => Promise<void>} reload
 */
function clientLine(app, client, reload) {
  const { words } = app;
  const revoke = async () => {
    try {
      await api.revoke(client.client_id);
      await reload();
    } catch (error) {
      app.problem(error);
    }
  };
  return el(
    "li",
    { class: "row spread" },
    el(
      "span",
      {},
      client.name,
      " ",
      el("span", { class: "soft", text: words.t(`role.${client.role}`) }),
    ),
    el("button", {
      class: "quiet small",
      text: words.t("pair.forget"),
      onclick: revoke,
      "aria-label": words.t("pair.forget_one", { name: client.name }),
    }),
  );
}

/**
 * How another tablet gets in: its role, and the code to type there.
 * @param {Page} app
 */
function inviting(app) {
  const { words } = app;
  const code = el("div", { "aria-live": "polite" });
  let role = "athlete";
  return [
    choiceRow({
      label: words.t("pair.other"),
      value: role,
      options: ["athlete", "operator"].map((key) => [key, words.t(`role.${key}`)]),
      onchange: (/** @type {string} */ key) => {
        role = key;
      },
    }),
    el("button", {
      class: "quiet",
      "data-testid": "show-code",
      text: words.t("pair.show"),
      onclick: () => showCode(app, role, code),
    }),
    code,
  ];
}

/**
 * Fill `list` with who is paired, and say in `mine` what this tablet is.
 * @param {Page} app
 * @param {HTMLElement} list
 * @param {HTMLElement} mine
 * @returns {Promise<void>}
 */
async function loadClients(app, list, mine) {
  const { words } = app;
  const reload = () => loadClients(app, list, mine);
  try {
    const { clients } = await api.clients();
    const paired = clients.some((client) => client.role === "operator");
    setText(mine, words.t(paired ? "role.is_operator" : "role.is_station"));
    const none = el("li", { class: "soft", text: words.t("pair.none") });
    fill(list, clients.length ? clients.map((one) => clientLine(app, one, reload)) : none);
  } catch (error) {
    if (!(error instanceof ApiError && error.needsPairing)) app.problem(error);
  }
}

/**
 * The panel of Set-up: who is paired, and how another tablet gets in.
 * @param {Page} app
 */
export function pairingPanel(app) {
  const { words } = app;
  const role = app.model.view.role ?? "viewer";
  const list = el("ul", { class: "set-list" });
  const mine = el("p", { class: "soft", text: words.t(`role.is_${role}`) });
  const operator = role === "operator";
  if (operator) void loadClients(app, list, mine);
  const pairThis = () =>
    el("button", {
      class: "primary",
      text: words.t("pair.this"),
      onclick: () => openPairing(app),
    });
  return el(
    "section",
    { class: "panel" },
    el("h2", { text: words.t("pair.panel") }),
    mine,
    operator ? [...inviting(app), list] : pairThis(),
  );
}
