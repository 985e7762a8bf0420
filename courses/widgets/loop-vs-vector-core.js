// A dot product number by number and all at once, and how long a loop takes in this browser.

import { range } from "./kit-numbers.js";

export const example = { w: [2, -1, 3, 1, -2, 4, 1, 2], x: [1, 3, 2, -1, 2, 1, 5, 3] };

export const products = example.w.map((w, j) => w * example.x[j]);

/** The loop after `tick` ticks: which products are done, and the running sum. */
export const loop = (tick) => {
  const done = Math.min(tick, products.length);
  return { done, sum: products.slice(0, done).reduce((a, b) => a + b, 0) };
};

/** The vector after `tick` ticks: rows of numbers, first all products, then sums of pairs until one is left. */
export function vector(tick) {
  const rows = tick > 0 ? [products] : [];
  while (rows.length < tick && rows.at(-1)?.length > 1) {
    const last = rows.at(-1);
    const half = last.length / 2;
    rows.push(range(half).map((i) => last[i] + last[i + half]));
  }
  return rows;
}

export const LOOP_TICKS = products.length;
export const VECTOR_TICKS = 1 + Math.log2(products.length);

/** The dot product with one running sum: each addition must wait for the one before. */
export function dotOne(w, x) {
  let sum = 0;
  for (let j = 0; j < w.length; j++) sum += w[j] * x[j];
  return sum;
}

/** The same with eight running sums, which the processor can work on at the same time. The length is a multiple of eight. */
export function dotEight(w, x) {
  let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let j = 0; j < w.length; j += 8) {
    a += w[j] * x[j];
    b += w[j + 1] * x[j + 1];
    c += w[j + 2] * x[j + 2];
    d += w[j + 3] * x[j + 3];
    e += w[j + 4] * x[j + 4];
    f += w[j + 5] * x[j + 5];
    g += w[j + 6] * x[j + 6];
    h += w[j + 7] * x[j + 7];
  }
  return a + b + (c + d) + (e + f + (g + h));
}

/**
 * Milliseconds for one call, the best of a few rounds. A round repeats the call until the clock has moved far enough:
 * browsers round their clocks, to a tenth of a millisecond or more.
 */
export function time(call, { clock = () => performance.now(), rounds = 5, least = 6 } = {}) {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = clock();
    let calls = 0;
    let passed = 0;
    do {
      call();
      calls += 1;
      passed = clock() - start;
    } while (passed < least);
    best = Math.min(best, passed / calls);
  }
  return best;
}

export const SIZES = [1000, 10_000, 100_000, 1_000_000];
