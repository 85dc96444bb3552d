/** Figures that come from floating-point sums. */

import assert from "node:assert/strict";

/** Fail unless `value` is `expected` to a billionth. */
export function near(value, expected) {
  const text = `${value} is not ${expected}`;
  assert.ok(Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), text);
}
