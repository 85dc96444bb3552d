/** Rows of the station's table of exercises, as a page gets them. */

const row = (name, changes) => ({
  name,
  words: name,
  sides: ["left", "right"],
  variants: ["static"],
  hold_target_s: 1,
  dose: { least: 6, most: 10 },
  range_share: 0.9,
  figure: name,
  session_order: null,
  ...changes,
});

export const ROW = row("row", { session_order: 1 });
export const PUSHDOWN = row("pushdown", { sides: ["both"], hold_target_s: null });
export const EXERCISES = [PUSHDOWN, row("punch", { session_order: 2 }), ROW];
