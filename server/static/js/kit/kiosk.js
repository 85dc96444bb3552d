/** `?kiosk=1`: only the live screen, no way out of it, and no pointer where nobody points. */

const HIDE_MS = 3000;

/** Whether the address asks for it. */
export const isKiosk = () => new URLSearchParams(location.search).get("kiosk") === "1";

/** Turn it on. */
export function enterKiosk() {
  document.body.dataset.kiosk = "show";
  /** @type {number | undefined} */
  let timer;
  const show = () => {
    document.body.dataset.kiosk = "show";
    clearTimeout(timer);
    timer = setTimeout(() => {
      document.body.dataset.kiosk = "hide";
    }, HIDE_MS);
  };
  addEventListener("pointermove", show);
  addEventListener("contextmenu", (event) => event.preventDefault());
  show();
}
