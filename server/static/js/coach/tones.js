/** What of the stream is heard. */

/**
 * @import {Sound} from "../kit/sound.js"
 * @import {Model} from "../station/model.js"
 */

/**
 * Let the messages of the stream be heard.
 * @param {Sound} sound
 * @param {Model} model
 */
export function bindSound(sound, model) {
  let held = false;
  model.on("phase", (message) => {
    if (message.hold_reached && !held) sound.play("done");
    else if (message.phase === "hold" && !message.hold_reached) sound.play("hold");
    held = message.phase === "hold" && (held || message.hold_reached);
  });
  model.on("rep", ({ stage, rep }) => {
    if (stage !== "confirmed" || !rep) return;
    sound.play(rep.verdict === "good" ? "rep" : "adjust");
    sound.say(String(rep.rep));
  });
  model.on("set", ({ stage }) => stage === "ended" && sound.play("set"));
  model.on("fault", ({ raised }) => raised && sound.play("fault"));
}
