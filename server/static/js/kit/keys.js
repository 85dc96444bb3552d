/** Keyboard and foot pedal: space starts and ends a set, the arrows choose the side. */

const TYPING = new Set(["INPUT", "SELECT", "TEXTAREA"]);

function busy(event) {
  const target = event.target;
  const onControl = event.key === " " && target.closest?.("button, a, [role=radio]");
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

/** Bind the keys; `toggleSet()` and `chooseSide(side)` act. */
export function bindKeys({ toggleSet, chooseSide }) {
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
