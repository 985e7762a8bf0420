// From a feature to a probability: z = w x + b, its odds, the sigmoid, and the loss for either label.

import { sigmoid, softplus } from "./kit-numbers.js";

export const REACH = 6; // x goes from −REACH to REACH

/** All that one place x says: { z, odds, p, loss1, loss0 }. The losses come from z, so that p = 0 or 1 costs no digits. */
export function at(x, { w, b }) {
  const z = w * x + b;
  return { z, odds: Math.exp(z), p: sigmoid(z), loss1: softplus(-z), loss0: softplus(z) };
}

/** Where the probability is one half; null where w is zero and it is the same everywhere. */
export const middle = ({ w, b }) => (w === 0 ? null : -b / w);
