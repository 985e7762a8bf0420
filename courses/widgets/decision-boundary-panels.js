// The pictures of the decision boundary: the wash of probability, the line, the points and the cost.

import { EDGE, logit } from "./decision-boundary-core.js";
import { region, sample } from "./kit-contours.js";
import { colour, s, sigmoid } from "./kit.js";

const FINE = 96; // probabilities are computed on a grid of this size and smoothed on the way to the screen

/** The probability of class 1 as a wash of colour: the paler, the less certain. */
export function drawWash(map, host, model, more) {
  const context = map.context();
  const [one, zero] = [colour(host, "data1"), colour(host, "data2")];
  const image = new ImageData(FINE, FINE);
  const place = (i) => -EDGE + (2 * EDGE * (i + 0.5)) / FINE;
  for (let j = 0; j < FINE; j++) {
    for (let i = 0; i < FINE; i++) {
      const lean = 2 * sigmoid(logit(model, place(i), -place(j), more)) - 1;
      image.data.set([...(lean > 0 ? one : zero), 100 * Math.abs(lean)], 4 * (j * FINE + i));
    }
  }
  const small = new OffscreenCanvas(FINE, FINE);
  small.getContext("2d").putImageData(image, 0, 0);
  const { left, top, width, height } = map.inner;
  context.clearRect(0, 0, map.width, map.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(small, left, top, width, height);
}

/** Where the probability is one half and, for a straight line, the weights, which stand at right angles to it. */
export function drawModel(map, model, more) {
  const wide = [-EDGE - 0.2, EDGE + 0.2]; // a little beyond the frame, so that no ring runs along it
  const fine = more ? 90 : 3; // three points a side are enough for a straight line
  const f = (x1, x2) => logit(model, x1, x2, more);
  const rings = region(sample(f, wide, wide, fine, fine), 0);
  const line = s("path", { class: "boundary", d: rings.map((ring) => map.path(ring, { close: true })).join("") });
  const [w1, w2] = model.w;
  const length = Math.hypot(w1, w2);
  if (more || length < 1e-3) return map.put("model", line);
  const [u1, u2] = [w1 / length, w2 / length];
  const foot = [(-model.b / length) * u1, (-model.b / length) * u2];
  const size = Math.min(1.3, 0.3 + 0.3 * length);
  const tip = [foot[0] + u1 * size, foot[1] + u2 * size];
  const label = map.label(...tip, "*w*", { tone: "model", anchor: "middle", dx: 11 * u1, dy: -11 * u2 + 4 });
  return map.put("model", line, map.arrow("model", foot, tip), label);
}

/** Discs for class 1 and squares for class 0: shape as well as colour, for eyes that do not tell these colours apart. */
export function drawPoints(map, points, model, more) {
  const one = ({ x1, x2, label }) => {
    const wrong = logit(model, x1, x2, more) > 0 !== (label === 1) ? "wrong" : "";
    if (label === 1) return map.dot(`point f-data1 ${wrong}`, x1, x2, 5);
    return s("rect", { class: `point f-data2 ${wrong}`, x: map.x(x1) - 4.5, y: map.y(x2) - 4.5, width: 9, height: 9 });
  };
  map.put("points", points.map(one));
}

/** The cost of every step of training, done and to come, beside what guessing would cost. */
export function drawCosts(costs, run, step) {
  const high = Math.max(1, run[0].cost * 1.1);
  costs.domain(null, [0, high]);
  costs.drawAxes();
  const line = run.map(({ cost }, i) => [i, cost]);
  const chance = Math.LN2;
  costs.put(
    "lines",
    costs.line("guess", [
      [0, chance],
      [run.length - 1, chance],
    ]),
    costs.label(run.length - 1, chance, "guessing: log 2", { tone: "muted", anchor: "end", dy: -5 }),
    costs.line("curve s-error thin faint", line),
    costs.line("curve s-error", line.slice(0, step + 1)),
  );
  costs.put("marks", costs.dot("f-error knob", step, Math.min(run[step].cost, high), 5.5));
}
