// A sketch of how performance grows with the amount of data. Not measured: every curve is c · n / (n + s).

/** For each method: its ceiling c, and the amount of data s that brings it half of the way there. */
export const methods = [
  { id: "traditional", name: "traditional method", c: 0.5, s: 4 },
  { id: "small", name: "small network", c: 0.64, s: 9 },
  { id: "medium", name: "medium network", c: 0.8, s: 17 },
  { id: "large", name: "large network", c: 1, s: 30 },
];

export const MOST = 100; // the right edge of the picture, in no unit

/** Left of this amount a sketch should not say who wins: it depends on the features that a person thought of. */
export const OPEN = 30;

export const performance = ({ c, s }, n) => (c * n) / (n + s);

/** The methods at an amount of data, best first. */
export const order = (n) =>
  methods.map((method) => ({ ...method, value: performance(method, n) })).sort((a, b) => b.value - a.value);
