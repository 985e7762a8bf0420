// Logistic regression on points of the plane, trained by gradient descent on all of them at once.

import { random, range, sigmoid, softplus } from "./kit-numbers.js";

export const EDGE = 2.4; // the picture goes from −EDGE to EDGE in both directions
export const START = { w: [-0.7, 0.9, 0, 0, 0], b: 0.6 };

const PER_CLASS = 32;
const SEED = 20;

/** Two points of each class in turn, drawn by `place(r, label, i)`. */
function draw(place) {
  const r = random(SEED);
  return range(2 * PER_CLASS).map((i) => {
    const label = i % 2;
    const [x1, x2] = place(r, label, i);
    const inside = (v) => Math.max(-EDGE + 0.1, Math.min(EDGE - 0.1, v));
    return { x1: inside(x1), x2: inside(x2), label };
  });
}

const blob =
  (spread, [dx, dy]) =>
  (r, label) => {
    const side = label ? 1 : -1;
    return [side * dx + spread * r.normal(), side * dy + spread * r.normal()];
  };

export const datasets = {
  blobs: { title: "two blobs", points: draw(blob(0.42, [0.95, 0.75])) },
  overlap: { title: "overlapping", points: draw(blob(0.8, [0.65, 0.5])) },
  xor: {
    title: "xor",
    points: draw((r, label, i) => {
      const side = i % 4 < 2 ? 1 : -1;
      return [side * (0.25 + 1.7 * r()), side * (label ? 1 : -1) * (0.25 + 1.7 * r())];
    }),
  },
  ring: {
    title: "ring",
    points: draw((r, label) => {
      const angle = 2 * Math.PI * r();
      const radius = label ? 0.75 * Math.sqrt(r()) : 1.5 + 0.22 * r.normal();
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    }),
  },
};

/** What the model is given of a point: its two coordinates, and with `more` their squares and their product. */
export const features = (x1, x2, more) => (more ? [x1, x2, x1 * x1, x2 * x2, x1 * x2] : [x1, x2]);

/** The logit w·features + b. */
export function logit({ w, b }, x1, x2, more) {
  const plane = w[0] * x1 + w[1] * x2 + b;
  return more ? plane + w[2] * x1 * x1 + w[3] * x2 * x2 + w[4] * x1 * x2 : plane;
}

/** The mean loss, its gradient, and how many points lie on their own side. */
export function measure(model, points, more) {
  const dw = more ? [0, 0, 0, 0, 0] : [0, 0];
  let [db, cost, right] = [0, 0, 0];
  for (const { x1, x2, label } of points) {
    const z = logit(model, x1, x2, more);
    const error = sigmoid(z) - label;
    features(x1, x2, more).forEach((value, k) => (dw[k] += (error * value) / points.length));
    db += error / points.length;
    cost += (softplus(z) - label * z) / points.length;
    right += z > 0 === (label === 1) ? 1 : 0;
  }
  return { cost, right, dw, db };
}

/** Training: the model before the first step and after each of `steps` steps, each with its cost and score. */
export function train(points, more, lr, steps) {
  let model = { w: START.w.slice(0, more ? 5 : 2), b: START.b };
  const run = [];
  for (let i = 0; i <= steps; i++) {
    const { cost, right, dw, db } = measure(model, points, more);
    run.push({ ...model, cost, right });
    model = { w: model.w.map((v, k) => v - lr * dw[k]), b: model.b - lr * db };
  }
  return run;
}

/** Points that a reader added, as text for the address: "x1,x2,label;…", each coordinate in hundredths. */
export const pack = (points) =>
  points.map(({ x1, x2, label }) => `${Math.round(100 * x1)},${Math.round(100 * x2)},${label}`).join(";");

/** The points in such a text; what cannot be read is left out. */
export function unpack(text) {
  return text.split(";").flatMap((part) => {
    const [, x1, x2, label] = /^(-?\d{1,3}),(-?\d{1,3}),([01])$/.exec(part) ?? [];
    if (label === undefined) return [];
    const inside = (v) => Math.max(-EDGE, Math.min(EDGE, Number(v) / 100));
    return [{ x1: inside(x1), x2: inside(x2), label: Number(label) }];
  });
}
