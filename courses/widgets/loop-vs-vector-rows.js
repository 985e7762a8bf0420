// The two dot products as rows of numbers.

import { example, loop, products, vector, VECTOR_TICKS } from "./loop-vs-vector-core.js";
import { range, richSvg, s, show } from "./kit.js";

export const N = products.length;
export const signed = (v) => show(v, 0);

const NAME = 22; // room for the name of a row
const TALL = 26;
const ROW = { w: 6, x: 38, products: 82, sum: 150 };

const cell = (x, y, width, kind, text) =>
  s(
    "g",
    { class: `cell ${kind}`, transform: `translate(${x.toFixed(1)},${y})` },
    s("rect", { x: 1, y: 0, width: width - 2, height: TALL }),
    s("text", { x: width / 2, y: TALL / 2 + 4.5 }, text),
  );

const beside = (x, y, text) => s("text", { class: "muted", x, y: y + TALL / 2 + 5 }, text);

/** The names of the rows, at the left. */
const names = (sum) =>
  Object.entries({ "*w*": ROW.w, "*x*": ROW.x, "*wx*": ROW.products, "*z*": sum }).map(([name, y]) =>
    s("text", { class: "row-name", x: 0, y: y + TALL / 2 + 5 }, ...richSvg(name)),
  );

/** One product after the other joins the running sum. */
export function drawLoop(plot, tick) {
  const { done, sum } = loop(tick);
  const step = (plot.width - NAME) / N;
  const at = (j) => NAME + j * step;
  const now = done - 1;
  const kind = (j) => (j === now ? "now" : j < done ? "" : "waiting");
  const cells = range(N).map((j) => [
    cell(at(j), ROW.w, step, `w ${kind(j)}`, signed(example.w[j])),
    cell(at(j), ROW.x, step, `x ${kind(j)}`, signed(example.x[j])),
    cell(at(j), ROW.products, step, j < done ? `p ${kind(j)}` : "empty", j < done ? signed(products[j]) : ""),
  ]);
  const total = cell(NAME, ROW.sum, step * 1.25, "sum", signed(sum));
  if (now < 0) return plot.put("cells", cells, total, names(ROW.sum));
  const [from, to] = [at(now) + step / 2, NAME + 1 + step / 2];
  const factor = (v) => (v < 0 ? `(${signed(v)})` : signed(v));
  const sentence = `= ${signed(sum - products[now])} + ${factor(example.w[now])} · ${factor(example.x[now])}`;
  const join = `M${from},${ROW.products + TALL}C${from},135 ${to},125 ${to},${ROW.sum - 3}`;
  return plot.put(
    "cells",
    cells,
    s("path", { class: "join", d: join }),
    total,
    beside(NAME + step * 1.25 + 10, ROW.sum, sentence),
    names(ROW.sum),
  );
}

/** All products in one tick; then pairs are added, half as many each time. */
export function drawVector(plot, tick) {
  const rows = vector(tick);
  const step = (plot.width - NAME) / N;
  const at = (j) => NAME + j * step;
  const y = (r) => ROW.products + r * 34;
  const fresh = tick <= VECTOR_TICKS ? rows.length - 1 : -1;
  const inputs = range(N).map((j) => [
    cell(at(j), ROW.w, step, `w ${fresh === 0 ? "now" : ""}`, signed(example.w[j])),
    cell(at(j), ROW.x, step, `x ${fresh === 0 ? "now" : ""}`, signed(example.x[j])),
  ]);
  const results = range(VECTOR_TICKS).map((r) => {
    const count = N / 2 ** r;
    const kind = rows[r] ? `${count === 1 ? "sum" : "p"} ${r === fresh ? "now" : ""}` : "empty";
    const numbers = range(count).map((i) => cell(at(i), y(r), step, kind, rows[r] ? signed(rows[r][i]) : ""));
    return [numbers, rows[r] && r > 0 && count > 1 && beside(at(count) + 8, y(r), "sums of pairs")];
  });
  plot.put("cells", inputs, results, names(y(VECTOR_TICKS - 1)));
}
