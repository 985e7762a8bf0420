// Numbers for every widget: scales, ticks, how a value is written, seeded random numbers.
// Nothing here touches the page, so that a test can import it anywhere.

export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

export const range = (n) => Array.from({ length: n }, (_, i) => i);

export const linspace = (from, to, n) => range(n).map((i) => from + ((to - from) * i) / (n - 1));

/** A function from `domain` to `output`, with its inverse as `.invert`. */
export function scale([d0, d1], [r0, r1], { log = false } = {}) {
  const bend = log ? Math.log10 : (v) => v;
  const unbend = log ? (v) => 10 ** v : (v) => v;
  const from = bend(d0);
  const span = bend(d1) - from || 1;
  const map = (value) => r0 + ((bend(value) - from) / span) * (r1 - r0);
  map.invert = (pixel) => unbend(from + ((pixel - r0) / (r1 - r0)) * span);
  return map;
}

/** About `count` round numbers inside the domain: steps of 1, 2 or 5 times a power of ten. */
export function ticks([low, high], count = 5) {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // A multiple of the step, divided where the step is below one: 3 / 10 is 0.3, and 3 * 0.1 is not.
  const inverse = Math.round(1 / step);
  return range(last - first + 1).map((i) => (step < 1 ? (first + i) / inverse : (first + i) * step) || 0);
}

/** Powers of ten inside the domain, thinned to at most `count`. */
export function logTicks([low, high], count = 6) {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / count));
  const exponents = range(last - first + 1).map((i) => first + i);
  return exponents.filter((e) => ((e % every) + every) % every === 0).map((e) => 10 ** e);
}

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/** An exponent as raised digits: −3 becomes ⁻³. */
export const raised = (n) => [...String(n)].map((c) => RAISED[c] ?? c).join("");

/** A number as it is printed in a book: true minus, fixed places, powers of ten where it is very large or small. */
export function show(value, places = 2) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size >= 1e6 || (places > 1 && size > 0 && size < 0.5 * 10 ** -places)) return scientific(value);
  const text = size.toFixed(places);
  const minus = value < 0 && Number(text) !== 0 ? "−" : "";
  return minus + text.replace(/\B(?=(\d{3})+(?!\d))/g, (_, __, at) => (at < text.search(/\.|$/) ? "\u202f" : ""));
}

/** 0.00012 as "1.2 × 10⁻⁴"; an exact power of ten as "10⁻⁴"; from one to ten there is no power. */
export function scientific(value, digits = 1) {
  if (value === 0) return "0";
  const [mantissa, exponent] = Math.abs(value).toExponential(digits).split("e");
  const sign = value < 0 ? "−" : "";
  if (Number(exponent) === 0) return sign + String(Number(mantissa));
  const power = `10${raised(Number(exponent))}`;
  return sign + (Number(mantissa) === 1 ? power : `${mantissa} × ${power}`);
}

/** `digits` significant digits, without trailing zeros: for sliders on a log scale and for ticks. */
export function brief(value, digits = 3) {
  if (!Number.isFinite(value)) return show(value);
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-4)) return scientific(value);
  return String(Number(value.toPrecision(digits))).replace("-", "−");
}

/** Random numbers from 0 to 1 that a seed fixes (mulberry32), with `.normal()` by the Box–Muller transform. */
export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  next.normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return next;
}

/** 1 / (1 + e⁻ᶻ) that does not overflow for any z. */
export function sigmoid(z) {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/** log(1 + eᶻ) that does not overflow: the logistic loss of y = 0; with −z, of y = 1. */
export const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
