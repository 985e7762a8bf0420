// One neuron over one input, max(0, w x + b), fitted to six flats; and three neurons whose sum is a bent line.

/** Size in square metres and price in thousands. Invented, and bent on purpose: above 80 m² a further metre brings less. */
export const flats = {
  size: [18, 32, 48, 66, 90, 118],
  price: [4, 41, 80, 143, 184, 221],
};

export const LARGEST = 130; // the right edge of the picture, in square metres

/** The output of the neuron; without its bend it is a straight line. */
export const neuron = (size, { w, b }, bend) => (bend ? Math.max(0, w * size + b) : w * size + b);

/** The mean of the squared misses of a model over the flats. */
export const error = (model) =>
  flats.size.reduce((sum, x, i) => sum + (model(x) - flats.price[i]) ** 2, 0) / flats.size.length;

/** The line with the smallest mean squared miss over some of the flats: the normal equation for one input. */
function line(places) {
  const n = places.length;
  const mx = places.reduce((sum, i) => sum + flats.size[i], 0) / n;
  const my = places.reduce((sum, i) => sum + flats.price[i], 0) / n;
  const sxy = places.reduce((sum, i) => sum + (flats.size[i] - mx) * (flats.price[i] - my), 0);
  const sxx = places.reduce((sum, i) => sum + (flats.size[i] - mx) ** 2, 0);
  return { w: sxy / sxx, b: my - (sxy / sxx) * mx };
}

/**
 * The best w and b. With the bend, the flats that the neuron is awake for are those right of some size, so it is
 * enough to try each such group and keep the fit whose misses over all flats are smallest.
 */
export function best(bend) {
  const all = flats.size.map((_, i) => i);
  const groups = bend ? all.slice(0, -1).map((from) => all.slice(from)) : [all];
  const fits = groups.map(line).map((fit) => ({ ...fit, error: error((x) => neuron(x, fit, bend)) }));
  return fits.reduce((a, b) => (b.error < a.error ? b : a));
}

/**
 * Three neurons max(0, size − k) and what the output makes of them, so that their sum goes through four points
 * (k1, h1), (k2, h2), (k3, h3) and (LARGEST, h4): each output weight is the change of slope at its bend.
 */
export function hinges({ k1, k2, k3, h1, h2, h3, h4 }) {
  const bends = [k1, k2, k3];
  const slopes = [(h2 - h1) / (k2 - k1), (h3 - h2) / (k3 - k2), (h4 - h3) / (LARGEST - k3)];
  const weights = slopes.map((slope, i) => slope - (slopes[i - 1] ?? 0));
  return {
    bends,
    weights,
    bias: h1,
    part: (i, size) => weights[i] * Math.max(0, size - bends[i]),
    sum: (size) => weights.reduce((total, v, i) => total + v * Math.max(0, size - bends[i]), h1),
  };
}
