/** Elements are built, never parsed: what people typed (names, notes) can only ever be text. */

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * @typedef {string | number | boolean | null | undefined} Value
 * @typedef {Record<string, Value | ((event: Event) => unknown)>} Props
 * @typedef {Node | string | null | undefined} Child
 * @typedef {"plain" | "good" | "adjust" | "note"} Tone
 */

/**
 * @param {unknown} value
 * @returns {value is null | undefined | false}
 */
const absent = (value) => value === undefined || value === null || value === false;

/** @param {(Child | Child[])[]} children */
const present = (children) =>
  children
    .flat()
    .filter(
      /** @returns {child is Node | string} */ (child) => child !== null && child !== undefined,
    );

/**
 * @param {Element} node
 * @param {string} name
 * @param {Props[string]} value
 */
function applyOne(node, name, value) {
  if (absent(value)) return;
  if (name === "text") node.textContent = String(value);
  else if (typeof value === "function") node.addEventListener(name.slice(2), value);
  else if (name === "value" && "value" in node) node.value = String(value);
  else node.setAttribute(name, value === true && !name.startsWith("data-") ? "" : String(value));
}

/**
 * @param {Element} node
 * @param {Props} props
 */
function apply(node, props) {
  for (const [name, value] of Object.entries(props)) applyOne(node, name, value);
}

/**
 * An HTML element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props} props attributes; `text` is its text, `onclick` and the like are listeners
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  node.append(...present(children));
  apply(node, props);
  return node;
}

/**
 * An SVG element; arguments as for `el`.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props} props
 * @param {...(Child | Child[])} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, props = {}, ...children) {
  const node = document.createElementNS(SVG_NAMESPACE, tag);
  node.append(...present(children));
  apply(node, props);
  return node;
}

/**
 * Set a text only where it differs: the layout is left alone at 60 frames per second.
 * @param {Element} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Set or remove an attribute only where it differs.
 * @param {Element} node
 * @param {string} name
 * @param {Value} value
 */
export function setAttribute(node, name, value) {
  if (absent(value)) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) {
    node.setAttribute(name, String(value));
  }
}

/**
 * Replace all children.
 * @template {Element} Parent
 * @param {Parent} node
 * @param {...(Child | Child[])} children
 */
export function fill(node, ...children) {
  node.replaceChildren(...present(children));
  return node;
}

/** @type {Record<string, string>} */
const MARKS = {
  good: "M12 1a11 11 0 1 0 0 22a11 11 0 1 0 0-22zM10.6 17.2L5.7 12.3l2-2l2.9 2.9l5.8-5.9l2 2z",
  adjust: "M12 1.5L23.5 22H.5zM10.8 8.5v7h2.4v-7zM10.8 17.2v2.4h2.4v-2.4z",
  note: "M12 .8L23.2 12L12 23.2L.8 12zM10.8 6.4v7.2h2.4V6.4zM10.8 15.2v2.4h2.4v-2.4z",
};

/**
 * The shape that stands beside a colour: `good` a disc, `adjust` a triangle, `note` a diamond.
 * @param {Tone} tone
 */
export function mark(tone) {
  return svg(
    "svg",
    { class: `mark ${tone}`, viewBox: "0 0 24 24", "aria-hidden": "true", fill: "currentColor" },
    svg("path", { d: MARKS[tone] ?? MARKS.note, "fill-rule": "evenodd" }),
  );
}
