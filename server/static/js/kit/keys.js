/** Keyboard and foot pedal: space starts and ends a set, the arrows choose the side. */

const TYPING = new Set(["INPUT", "SELECT", "TEXTAREA"]);

/** @param {KeyboardEvent} event */
function busy(event) {
  const target = event.target instanceof Element ? event.target : document.body;
  const onControl = event.key === " " && target.closest("button, a, [role=radio]");
  return (
    event.repeat ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    onControl ||
    TYPING.has(target.tagName) ||
    document.querySelector("dialog[open]")
  );
}

/**
 * Bind the keys; `toggleSet()` and `chooseSide(side)` act.
 * @param {{toggleSet: () => unknown, chooseSide: (side: "left" | "right") => unknown}} acts
 */
export function bindKeys({ toggleSet, chooseSide }) {
  /** @type {Record<string, () => unknown>} */
  const actions = {
    " ": toggleSet,
    PageDown: toggleSet,
    ArrowLeft: () => chooseSide("left"),
    ArrowRight: () => chooseSide("right"),
  };
  addEventListener("keydown", (event) => {
    const action = actions[event.key];
    if (!action || busy(event)) return;
    event.preventDefault();
    action();
  });
}
