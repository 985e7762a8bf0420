// Broadcasting as NumPy does it: shapes lined up at their right ends, sizes of one stretched, or the reason why not.

import { range } from "./kit-numbers.js";

export const LONGEST = 6; // of an axis
export const MOST = 72; // cells of a result: more would be too small to read

/** A shape from what a person types: "3×4", "3 x 4", "(3, 4)", "(4,)", "4", "scalar". Returns { shape } or { problem }. */
export function parseShape(text) {
  const inner = text
    .trim()
    .replace(/^\(|\)$/g, "")
    .trim();
  if (inner === "" || inner === "scalar") return { shape: [] };
  const parts = inner.replace(/,\s*$/, "").split(/\s*[×x*,\s]\s*/i);
  if (!parts.every((part) => /^\d+$/.test(part))) return { problem: "Write a shape like 3×4, (4,) or scalar." };
  const shape = parts.map(Number);
  if (shape.length > 3) return { problem: "Three axes at most are drawn here." };
  if (shape.some((size) => size < 1 || size > LONGEST))
    return { problem: `Each axis here has from 1 to ${LONGEST} entries.` };
  return { shape };
}

/** As Python writes a shape: (3, 4), (4,), (). */
export const pythonShape = (shape) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`);

/** As a person reads it in a button: 3×4, (4,), scalar. */
export const shortShape = (shape) =>
  shape.length === 0 ? "scalar" : shape.length === 1 ? `(${shape[0]},)` : shape.join("×");

/**
 * The shapes together: { shape, axes, error }. An axis is { a, b, size, rule }, leftmost first, with null for a size
 * that is missing; its rule is "equal", "a" or "b" (that one is stretched), "both" (a 1 meets nothing) or "clash".
 */
export function together(a, b) {
  const rank = Math.max(a.length, b.length);
  const axes = range(rank).map((i) => {
    const [sizeA, sizeB] = [a, b].map((shape) => shape[i - rank + shape.length] ?? null);
    const [lengthA, lengthB] = [sizeA ?? 1, sizeB ?? 1];
    const one = { a: sizeA, b: sizeB, size: Math.max(lengthA, lengthB) };
    if (lengthA === lengthB) return { ...one, rule: sizeA === null ? "a" : sizeB === null ? "b" : "equal" };
    if (lengthA === 1) return { ...one, rule: "a" };
    if (lengthB === 1) return { ...one, rule: "b" };
    return { ...one, size: null, rule: "clash" };
  });
  if (axes.some(({ rule }) => rule === "clash")) {
    const [left, right] = [a, b].map((shape) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(",")})`));
    return { shape: null, axes, error: `operands could not be broadcast together with shapes ${left} ${right}` };
  }
  return { shape: axes.map(({ size }) => size), axes, error: null };
}

const count = (shape) => shape.reduce((n, size) => n * size, 1);

/** The numbers of the arrays in the picture: A counts 0, 1, 2, …; B counts 10, 20, 30, … */
export const valuesOf = (which, shape) => range(count(shape)).map((i) => (which === "a" ? i : 10 * (i + 1)));

/** All indices of a shape in order. */
export const indices = (shape) =>
  shape.reduce((list, size) => list.flatMap((head) => range(size).map((i) => [...head, i])), [[]]);

/** Which entry of an array of this shape stands at an index of the result. */
export const source = (shape, index) =>
  shape.map((size, i) => (size === 1 ? 0 : index[i + index.length - shape.length]));

/** The place of an index in the flat list. */
export const flat = (shape, index) => shape.reduce((place, size, i) => place * size + index[i], 0);

/** A op B, entry by entry: a flat list in the order of `indices(shape)`. */
export function combine(a, b, op) {
  const { shape } = together(a, b);
  const [left, right] = [valuesOf("a", a), valuesOf("b", b)];
  return indices(shape).map((index) => {
    const [x, y] = [left[flat(a, source(a, index))], right[flat(b, source(b, index))]];
    return op === "+" ? x + y : x * y;
  });
}

/** Which axis of length one would make shapes that clash fit, as { which, shape, code }; null where none does. */
export function repair(a, b) {
  for (const which of ["b", "a"]) {
    const shape = which === "a" ? a : b;
    if (shape.length !== 1) continue;
    const column = [shape[0], 1];
    if (together(...(which === "a" ? [column, b] : [a, column])).shape) {
      return { which, shape: column, code: `${which.toUpperCase()}[:, np.newaxis]` };
    }
  }
  return null;
}
