// Slopes by nudging, from one side and from both, beside the slope of the formula.

import { linspace, sigmoid } from "./kit-numbers.js";

/** The curves: f, its derivative, both as a formula and as a function, and the part of it that is worth seeing. */
export const curves = {
  square: { name: "*a*^2", rate: "2*a*", f: (a) => a * a, df: (a) => 2 * a, x: [-3, 6], y: [-4, 36] },
  cube: { name: "*a*^3", rate: "3*a*^2", f: (a) => a * a * a, df: (a) => 3 * a * a, x: [-2.5, 3], y: [-16, 27] },
  exp: { name: "*e*^{*a*}", rate: "*e*^{*a*}", f: Math.exp, df: Math.exp, x: [-3, 3], y: [-2, 18] },
  log: { name: "log *a*", rate: "1/*a*", f: Math.log, df: (a) => 1 / a, x: [0.05, 6], y: [-3, 2.4] },
  sigmoid: {
    name: "*σ*(*a*)",
    rate: "*σ*(*a*)(1 − *σ*(*a*))",
    f: sigmoid,
    df: (a) => sigmoid(a) * sigmoid(-a),
    x: [-6, 6],
    y: [-0.15, 1.15],
  },
  relu: {
    name: "max(0, *a*)",
    rate: "0 left of zero, 1 right of it",
    f: (a) => Math.max(0, a),
    df: (a) => (a > 0 ? 1 : a < 0 ? 0 : NaN),
    x: [-3, 3],
    y: [-0.8, 3],
  },
};

/** The curve of a typed formula, as `readFormula` gives it, with a window that shows most of it. */
export function typed({ both }) {
  const x = [-4, 4];
  const seen = linspace(...x, 201)
    .map((a) => both(a)[0])
    .filter(Number.isFinite)
    .sort((p, q) => p - q);
  // A pole must not squeeze the rest flat: the outermost twentieth at either end may leave the picture.
  const [low, high] = seen.length
    ? [seen[Math.floor(0.04 * seen.length)], seen[Math.ceil(0.96 * seen.length) - 1]]
    : [-1, 1];
  const room = 0.15 * (high - low) || 1;
  return { name: "", rate: "", f: (a) => both(a)[0], df: (a) => both(a)[1], x, y: [low - room, high + room] };
}

/** (f(a + h) − f(a)) / h: "one"; (f(a + h) − f(a − h)) / 2h: "both". */
export const nudged = (f, a, h, sides) => (sides === "one" ? (f(a + h) - f(a)) / h : (f(a + h) - f(a - h)) / (2 * h));

/** How far the nudged slope is from the formula's, for every h: [[h, error], …]. */
export const errors = ({ f, df }, a, sides, hs) => hs.map((h) => [h, Math.abs(nudged(f, a, h, sides) - df(a))]);
