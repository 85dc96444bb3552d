/** Keep the screen on while the page is open, where the browser lets us.

A wake lock needs a secure context; on plain http it is absent, and Set-up says what to do instead. */

/** @type {WakeLockSentinel | null} */
let lock = null;

/** `held`, `possible` or `absent`. */
export function wakeState() {
  if (!navigator.wakeLock) return "absent";
  return lock && !lock.released ? "held" : "possible";
}

async function acquire() {
  if (document.hidden || wakeState() !== "possible") return;
  try {
    lock = await navigator.wakeLock.request("screen");
  } catch {
    lock = null; // low battery, or no gesture yet: the next tap asks again
  }
}

/** Ask now, at each tap, and whenever the page comes back. */
export function stayAwake() {
  void acquire();
  addEventListener("pointerdown", acquire);
  document.addEventListener("visibilitychange", acquire);
}
