/** Line figures of the warm-up and of the exercises: a body as a few strokes, movement as an arrow.

Each drawing is a table of strokes in a box of 240 × 200: `body` and `head` are where the movement
ends, `before` (dashed) where it starts, `cable` what one pulls on, `arrow` the way between. */

import { svg } from "../kit/dom.js";

/**
 * @import {ExerciseObject} from "../station/contract.js"
 * @typedef {[x: number, y: number]} Point
 * @typedef {Object} Drawing
 * @property {string} [floor] where it is not the common one
 * @property {string} [cable]
 * @property {Point} head
 * @property {string[]} body
 * @property {string[]} [before]
 * @property {Point} [beforeHead]
 * @property {string} arrow
 * @property {string} [arrow2]
 */

const FLOOR = "M10 188H230";

/** @type {Record<string, Drawing>} */
const FIGURES = {
  rib_roll: {
    floor: "M10 176H230",
    head: [44, 146],
    body: ["M66 152Q100 146 132 154", "M132 154L172 136L206 162", "M70 150L66 112L70 76"],
    before: ["M70 150L36 124L16 108"],
    arrow: "M22 92Q34 66 58 62",
  },
  rotation: {
    floor: "M10 168H230",
    head: [56, 92],
    body: [
      "M82 98Q120 84 162 102",
      "M162 102L160 160L204 162",
      "M84 98L82 164",
      "M86 96L98 54L62 72",
    ],
    before: ["M86 98L108 128L72 112"],
    arrow: "M122 118Q132 88 114 60",
  },
  side_bend: {
    head: [148, 50],
    body: [
      "M110 116Q112 86 130 68",
      "M110 116L92 186",
      "M110 116L130 186",
      "M128 68L142 22L176 26",
      "M126 70L98 92L108 114",
    ],
    before: ["M110 116L110 66"],
    beforeHead: [110, 40],
    arrow: "M66 44Q84 16 116 12",
  },
  blade_circles: {
    head: [120, 44],
    body: [
      "M82 80Q120 68 158 80",
      "M120 74V130",
      "M82 80L74 116L78 148",
      "M158 80L166 116L162 148",
      "M120 130L104 186",
      "M120 130L136 186",
    ],
    arrow: "M62 60A20 20 0 1 1 58 92",
    arrow2: "M178 60A20 20 0 1 0 182 92",
  },
  chest: {
    cable: "M66 14V188",
    head: [128, 40],
    body: [
      "M120 72Q118 100 116 122",
      "M116 122L146 150L144 186",
      "M116 122L92 152L72 186",
      "M120 72L72 74L72 36",
      "M120 74L138 104L150 128",
    ],
    arrow: "M158 84Q180 76 194 58",
  },
  lats: {
    cable: "M206 14V188",
    head: [140, 124],
    body: ["M72 98Q104 92 130 104", "M72 98L80 142L70 186", "M130 104L168 94L202 88"],
    before: ["M108 110L112 60", "M112 60L166 76L202 88"],
    arrow: "M60 76Q44 80 34 94",
  },
  row_static: {
    cable: "M106 104L236 100",
    head: [112, 32],
    body: [
      "M106 58L100 114",
      "M100 114L136 142L130 186",
      "M100 114L80 150L54 186",
      "M106 58L74 84L104 104",
    ],
    before: ["M108 58L140 82L176 102"],
    arrow: "M172 124Q146 136 120 128",
  },
  row_knee_drive: {
    cable: "M106 104L236 100",
    head: [112, 32],
    body: [
      "M106 58L102 114",
      "M102 114L144 104L134 146",
      "M102 114L96 150L92 186",
      "M106 58L74 84L104 104",
    ],
    before: ["M108 58L140 82L176 102", "M102 114L80 148L50 182"],
    arrow: "M64 172Q108 186 130 164",
  },
  pushdown_static: {
    cable: "M164 14L156 120",
    head: [112, 34],
    body: [
      "M108 60L104 118",
      "M104 118L118 150L112 186",
      "M104 118L92 152L84 186",
      "M108 62L116 98L156 122",
    ],
    before: ["M116 98L154 78"],
    arrow: "M184 82Q190 104 184 126",
  },
  punch_static: {
    cable: "M192 64L6 92",
    head: [134, 32],
    body: [
      "M126 60L114 114",
      "M114 114L146 144L144 186",
      "M114 114L88 150L62 182",
      "M126 60L158 64L190 64",
    ],
    before: ["M124 62L96 84L128 84"],
    arrow: "M140 92Q168 94 190 82",
  },
};

/**
 * @param {string} name
 * @param {string | string[] | undefined} paths
 */
const strokes = (name, paths) => [paths ?? []].flat().map((d) => svg("path", { class: name, d }));

/**
 * @param {string} name
 * @param {Point | undefined} at
 */
const headOf = (name, at) =>
  at ? [svg("circle", { class: name, cx: at[0], cy: at[1], r: 14 })] : [];

function arrowHead() {
  const tip = svg("path", { d: "M0 0L8 4L0 8z", class: "figure-tip" });
  return svg(
    "marker",
    {
      id: "figure-tip",
      viewBox: "0 0 8 8",
      refX: 5,
      refY: 4,
      markerWidth: 4,
      markerHeight: 4,
      orient: "auto-start-reverse",
    },
    tip,
  );
}

/**
 * The drawing of a warm-up step or an exercise; `label` says in words what it shows;
 * empty where a text beside it does.
 * @param {string} name
 * @param {string} label
 */
export function figure(name, label) {
  const parts = FIGURES[name] ?? FIGURES.row_static;
  const arrows = strokes("figure-arrow", [parts.arrow, parts.arrow2 ?? []].flat());
  for (const arrow of arrows) arrow.setAttribute("marker-end", "url(#figure-tip)");
  return svg(
    "svg",
    {
      class: "figure",
      viewBox: "0 0 240 200",
      ...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }),
    },
    svg("defs", {}, arrowHead()),
    strokes("figure-floor", parts.floor ?? FLOOR),
    strokes("figure-cable", parts.cable),
    strokes("figure-before", parts.before),
    headOf("figure-before", parts.beforeHead),
    strokes("figure-body", parts.body),
    headOf("figure-body", parts.head),
    arrows,
  );
}

/**
 * The name of the drawing of an exercise's row, with the legs of `variant` where it has them.
 * @param {ExerciseObject} rules
 * @param {string} [variant]
 */
export function exerciseFigure(rules, variant) {
  const legs = rules.variants.find((one) => one === variant) ?? rules.variants[0];
  return `${rules.figure}_${legs}`;
}
