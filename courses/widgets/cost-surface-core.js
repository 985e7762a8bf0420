// Costs of two parameters, their gradients, and the path that gradient descent takes over them.

import { sigmoid, softplus } from "./kit-numbers.js";

/** Six examples of one feature: the two classes overlap, so that the best w is finite. */
export const examples = {
  x: [-2.2, -1.2, -0.3, 0.5, 1.3, 2.4],
  y: [0, 0, 1, 0, 1, 1],
};

const mean = (term) => examples.x.reduce((sum, x, i) => sum + term(x, examples.y[i]), 0) / examples.x.length;

/** One step of Newton's method after another, with the curvature measured from the gradient. */
function refine(gradient, [w, b]) {
  const e = 1e-5;
  for (let i = 0; i < 40; i++) {
    const [gw, gb] = gradient(w, b);
    const [aw, ab] = gradient(w + e, b).map((v, k) => (v - gradient(w - e, b)[k]) / (2 * e));
    const [, bb] = gradient(w, b + e).map((v, k) => (v - gradient(w, b - e)[k]) / (2 * e));
    const determinant = aw * bb - ab * ab;
    w -= (bb * gw - ab * gb) / determinant;
    b -= (aw * gb - ab * gw) / determinant;
  }
  return [w, b];
}

function surface(definition, guesses) {
  const minima = guesses.map((guess) => refine(definition.gradient, guess));
  return { ...definition, minima };
}

export const surfaces = {
  logistic: surface(
    {
      name: "logistic regression",
      formula: "*J* = mean logistic loss of six examples",
      w: [-3, 5],
      b: [-4, 4],
      start: [-1.6, 2.8],
      cost: (w, b) => mean((x, y) => softplus(w * x + b) - y * (w * x + b)),
      gradient: (w, b) => [mean((x, y) => (sigmoid(w * x + b) - y) * x), mean((x, y) => sigmoid(w * x + b) - y)],
    },
    [[1, 0]],
  ),
  bowl: surface(
    {
      name: "bowl",
      formula: "*J* = ½(½(*w* − 1)^2 + (*b* + ½)^2)",
      w: [-4, 4],
      b: [-4, 4],
      start: [-3, 3],
      cost: (w, b) => 0.5 * (0.5 * (w - 1) ** 2 + (b + 0.5) ** 2),
      gradient: (w, b) => [0.5 * (w - 1), b + 0.5],
    },
    [[0, 0]],
  ),
  valley: surface(
    {
      name: "narrow valley",
      formula: "*J* = (*w* + *b*)^2/80 + ½(*w* − *b*)^2",
      w: [-4, 4],
      b: [-4, 4],
      start: [-3.4, -1.6],
      cost: (w, b) => (w + b) ** 2 / 80 + 0.5 * (w - b) ** 2,
      gradient: (w, b) => [(w + b) / 40 + (w - b), (w + b) / 40 - (w - b)],
    },
    [[0.5, 0]],
  ),
  double: surface(
    {
      name: "two valleys",
      formula: "*J* = (*w*^2 − 4)^2/16 + 0.3*w* + ½*b*^2",
      w: [-4, 4],
      b: [-4, 4],
      start: [3.2, 3],
      cost: (w, b) => (w * w - 4) ** 2 / 16 + 0.3 * w + 0.5 * b * b,
      gradient: (w, b) => [(w * (w * w - 4)) / 4 + 0.3, b],
    },
    [
      [-2, 0],
      [2, 0],
    ],
  ),
};

/** The points that gradient descent visits: `steps` steps, or fewer where the numbers run away. */
export function descend({ cost, gradient }, [w, b], lr, steps) {
  const path = [{ w, b, cost: cost(w, b), gradient: gradient(w, b) }];
  for (let i = 0; i < steps; i++) {
    const [gw, gb] = path[i].gradient;
    w -= lr * gw;
    b -= lr * gb;
    const here = { w, b, cost: cost(w, b), gradient: gradient(w, b) };
    path.push(here);
    if (!(here.cost < 1e9)) break;
  }
  return path;
}

const distance = ([w, b], point) => Math.hypot(point.w - w, point.b - b);

/**
 * What became of a path: { kind, at, deepest }, with deepest false where it rests in a dip that is not the lowest.
 * "arrives" (at: the first step after which 99 % of the way down stays done), "swings" (the same, but crossing the
 * valley from side to side), "crawls" (still going down), "jumps" (up and down without end), "diverges" (at: when the
 * cost first rose above ten times its start).
 */
export function verdict({ minima, cost }, path) {
  const first = path[0];
  const last = path.at(-1);
  const escaped = path.findIndex((p) => !(p.cost < 10 * Math.max(first.cost, 1)));
  if (escaped >= 0) return { kind: "diverges", at: escaped };
  const lowest = minima.reduce((best, m) => (distance(m, last) < distance(best, last) ? m : best));
  const floor = cost(...lowest);
  const enough = floor + 0.01 * Math.max(first.cost - floor, 0.01);
  let at = path.length;
  while (at > 0 && path[at - 1].cost <= enough) at--;
  const turns = path.slice(1).filter((p, i) => {
    const before = path[i].gradient;
    return p.gradient[0] * before[0] + p.gradient[1] * before[1] < 0;
  }).length;
  const swinging = turns > 0.3 * Math.min(path.length - 1, Math.max(at, 3));
  const deepest = minima.every((m) => cost(...m) >= floor - 1e-9);
  if (at < path.length) return { kind: swinging && at > 3 ? "swings" : "arrives", at, deepest };
  const rises = path.slice(1).filter((p, i) => p.cost > path[i].cost * (1 + 1e-9)).length;
  return { kind: rises > 0.2 * (path.length - 1) ? "jumps" : "crawls", at: path.length - 1 };
}

/** The surface cut along the direction of steepest descent: the cost at a distance s from the point. */
export function slice({ cost }, { w, b, gradient: [gw, gb] }) {
  const steepness = Math.hypot(gw, gb);
  const [dw, db] = steepness > 0 ? [-gw / steepness, -gb / steepness] : [1, 0];
  return { steepness, cost: (distance) => cost(w + distance * dw, b + distance * db) };
}
