// A formula of one variable that a person typed, read without eval, with its exact derivative by dual numbers.

import { sigmoid } from "./kit-numbers.js";

// A dual number [v, d] is a value with its rate of change; every rule below is one line of the table of derivatives.
const FUNCTIONS = {
  exp: ([v, d]) => [Math.exp(v), Math.exp(v) * d],
  log: ([v, d]) => [Math.log(v), d / v],
  sqrt: ([v, d]) => [Math.sqrt(v), d / (2 * Math.sqrt(v))],
  sin: ([v, d]) => [Math.sin(v), Math.cos(v) * d],
  cos: ([v, d]) => [Math.cos(v), -Math.sin(v) * d],
  tanh: ([v, d]) => [Math.tanh(v), (1 - Math.tanh(v) ** 2) * d],
  sigmoid: ([v, d]) => [sigmoid(v), sigmoid(v) * sigmoid(-v) * d],
  relu: ([v, d]) => [Math.max(0, v), v > 0 ? d : v < 0 ? 0 : NaN],
  abs: ([v, d]) => [Math.abs(v), v > 0 ? d : v < 0 ? -d : NaN],
};
const NAMES = { ln: "log", σ: "sigmoid" };
const CONSTANTS = { e: Math.E, pi: Math.PI, π: Math.PI };

const add = ([a, da], [b, db]) => [a + b, da + db];
const subtract = ([a, da], [b, db]) => [a - b, da - db];
const multiply = ([a, da], [b, db]) => [a * b, da * b + a * db];
const divide = ([a, da], [b, db]) => [a / b, (da * b - a * db) / (b * b)];

function power([a, da], [b, db]) {
  const value = a ** b;
  if (db === 0) return [value, b === 0 ? 0 : b * a ** (b - 1) * da];
  return [value, value * (db * Math.log(a) + (b * da) / a)];
}

/** The words of a formula: numbers, names, signs. */
function split(text) {
  const tokens =
    text
      .replaceAll("−", "-")
      .replaceAll("·", "*")
      .replaceAll("²", "^2")
      .replaceAll("³", "^3")
      .match(/\d+\.?\d*|\.\d+|[a-zσπ]+|\S/gi) ?? [];
  return tokens.map((token) => (token === "**" ? "^" : token.toLowerCase()));
}

/**
 * Read a formula in `a` (or `x`): { both } with both(a) = [value, derivative], or { problem } in a sentence.
 * Signs: + − * / ^ and brackets; functions: exp, log, sqrt, sin, cos, tanh, sigmoid, relu, abs.
 */
export function readFormula(text) {
  const tokens = split(text);
  let next = 0;
  const fail = (sentence) => {
    throw new SyntaxError(sentence);
  };
  const take = (token) => tokens[next] === token && ++next > 0;
  const expectClosed = () => take(")") || fail("A bracket is not closed.");

  function sum() {
    let left = product();
    for (;;) {
      const [f, g] = [left, tokens[next]];
      if (!take("+") && !take("-")) return left;
      const right = product();
      left = g === "+" ? (x) => add(f(x), right(x)) : (x) => subtract(f(x), right(x));
    }
  }
  function product() {
    let left = signed();
    for (;;) {
      const [f, g] = [left, tokens[next]];
      const beside = g !== undefined && /^[a-zσπ(]/.test(g); // 2a is 2 times a
      if (!beside && !take("*") && !take("/")) return left;
      const right = beside ? raised() : signed();
      left = g === "/" ? (x) => divide(f(x), right(x)) : (x) => multiply(f(x), right(x));
    }
  }
  function signed() {
    if (take("+")) return signed();
    if (!take("-")) return raised();
    const f = signed();
    return (x) => subtract([0, 0], f(x));
  }
  function raised() {
    const base = atom();
    if (!take("^")) return base;
    const exponent = signed();
    return (x) => power(base(x), exponent(x));
  }
  function atom() {
    const token = tokens[next++];
    if (token === undefined) return fail("The formula stops too early.");
    if (/^[\d.]/.test(token))
      return Number.isNaN(Number(token)) ? fail(`${token} is not a number.`) : () => [Number(token), 0];
    if (token === "a" || token === "x") return (x) => [x, 1];
    if (Object.hasOwn(CONSTANTS, token)) return () => [CONSTANTS[token], 0];
    if (token === "(") {
      const inside = sum();
      expectClosed();
      return inside;
    }
    const name = Object.hasOwn(NAMES, token) ? NAMES[token] : token;
    if (!Object.hasOwn(FUNCTIONS, name))
      return fail(
        /^[a-zσπ]/.test(token)
          ? `${token} is not known here. Use a, and ${Object.keys(FUNCTIONS).join(", ")}.`
          : `${token} stands where a number or a was expected.`,
      );
    if (!take("(")) return fail(`Write ${token}(…), with brackets.`);
    const inside = sum();
    expectClosed();
    return (x) => FUNCTIONS[name](inside(x));
  }

  try {
    const both = sum();
    if (next < tokens.length) fail(`${tokens[next]} is one too many.`);
    return { both: (x) => both(x) };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return { problem: error.message };
    throw error;
  }
}
