/** What of the stream is heard. */

/**
 * @import {Sound} from "../kit/sound.js"
 * @import {Model, View} from "../station/model.js"
 */

/**
 * Whether nobody sees the handle: what ends meanwhile stands on the screen alone.
 * @param {View} view
 */
const unseen = (view) => !view.sensorOk || !view.positionOk;

/**
 * Let the messages of the stream be heard.
 * @param {Sound} sound
 * @param {Model} model
 */
export function bindSound(sound, model) {
  let held = false;
  let said = 0;
  /** @param {number} number */
  const count = (number) => {
    if (number !== said) sound.say(String(number));
    said = number;
  };
  model.on("phase", (message, view) => {
    if (unseen(view)) return;
    if (message.hold_reached && !held) sound.play("done");
    else if (message.phase === "hold" && !message.hold_reached) sound.play("hold");
    held = message.phase === "hold" && (held || message.hold_reached);
  });
  model.on("rep", ({ stage, rep }, view) => {
    if (unseen(view) || !rep || (stage !== "counted" && stage !== "confirmed")) return;
    if (stage === "confirmed" && rep.verdict !== "unknown") {
      sound.play(rep.verdict === "good" ? "rep" : "adjust");
    }
    count(rep.rep);
  });
  model.on("set", ({ stage }) => {
    said = 0;
    if (stage === "ended") sound.play("set");
  });
  model.on("fault", ({ raised }) => raised && sound.play("fault"));
}
