// Where the boxes and edges of a computation graph stand, in pixels.

import { clamp, range } from "./kit-numbers.js";
import { plain } from "./kit-text.js";

const ROOMY = 560; // below this width the graph flows downwards

/** What is written in a box; where it is `tight`, a shorter form if there is one. */
export const textOf = (n, tight) => (n.from.length ? `${n.name} = ${(tight && n.short) || n.formula}` : n.name);

/** Wide enough for what is written in it, at about seven pixels a letter. */
const wide = (n, tight) => (n.from.length ? Math.max(82, 24 + 7.4 * plain(textOf(n, tight)).length) : 58);

/** { down, tight, height, digits, tail, size(node), center(node) }: columns from left to right, or rows from top to bottom. */
export function layout({ nodes }, width) {
  const columns = Math.max(...nodes.map((n) => n.at[0]));
  const rows = Math.max(...nodes.map((n) => n.at[1]));
  const meeting = rows > 3; // five edges that meet need a longer way
  return width >= ROOMY ? across(nodes, width, columns, rows, meeting) : downwards(width, columns, rows, meeting);
}

function across(nodes, width, columns, rows, meeting) {
  const tight = width < 660;
  const tail = tight ? 56 : 66;
  const widths = range(columns + 1).map((column) =>
    Math.max(...nodes.filter((n) => n.at[0] === column).map((n) => wide(n, tight))),
  );
  const first = meeting ? 1.5 : 1;
  const gap = (width - tail - 2 - widths.reduce((a, b) => a + b)) / (columns - 1 + first);
  const left = (column) => widths.slice(0, column).reduce((x, w, i) => x + w + gap * (i === 0 ? first : 1), 1);
  const dy = meeting ? 60 : 80;
  return {
    down: false,
    tight,
    height: 72 + rows * dy,
    digits: tight ? 3 : 4,
    tail,
    size: (n) => [wide(n, tight), 44],
    center: (n) => [left(n.at[0]) + widths[n.at[0]] / 2, 34 + n.at[1] * dy],
  };
}

function downwards(width, columns, rows, meeting) {
  const [dx, dy] = [(width - 58) / Math.max(rows, 1), 96];
  const room = meeting ? 26 : 0;
  return {
    down: true,
    tight: false,
    height: 44 + columns * dy + room + 52,
    digits: 3,
    tail: 44,
    size: (n) => [wide(n), 40],
    center: (n) => {
      const half = wide(n) / 2 + 1;
      return [clamp(29 + n.at[1] * dx, half, width - half), 22 + n.at[0] * dy + (n.at[0] > 0 ? room : 0)];
    },
  };
}

/** The way from one box to another: { d, end: [x, y], at(t) } with t from 0 to 1. */
export function edge(form, from, to) {
  const [[ax, ay], [bx, by]] = [form.center(from), form.center(to)];
  const [sizeA, sizeB] = [form.size(from), form.size(to)];
  const [x0, y0] = form.down ? [ax, ay + sizeA[1] / 2] : [ax + sizeA[0] / 2, ay];
  const [x1, y1] = form.down ? [bx, by - sizeB[1] / 2] : [bx - sizeB[0] / 2, by];
  // Level for a good while, where its numbers stand, and then a bend.
  const [c, e] = form.down
    ? [
        [x0, (y0 + y1) / 2],
        [x1, (y0 + y1) / 2],
      ]
    : [
        [x0 + 0.75 * (x1 - x0), y0],
        [x0 + 0.75 * (x1 - x0), y1],
      ];
  const cubic = (t, k) =>
    [x0, y0][k] * (1 - t) ** 3 + 3 * c[k] * t * (1 - t) ** 2 + 3 * e[k] * t * t * (1 - t) + [x1, y1][k] * t ** 3;
  return { d: `M${x0},${y0}C${c} ${e} ${x1},${y1}`, end: [x1, y1], at: (t) => [cubic(t, 0), cubic(t, 1)] };
}

/** How far along an edge its numbers stand: near inputs, where edges have not met yet. */
export const numbersAt = (form, from) => (from.from.length ? (form.down ? 0.5 : 0.33) : form.down ? 0.32 : 0.22);

/** The short way out of the last box. */
export function exit(form, output) {
  const [x, y] = form.center(output);
  const [w, h] = form.size(output);
  const [from, to] = form.down
    ? [
        [x, y + h / 2],
        [x, y + h / 2 + form.tail],
      ]
    : [
        [x + w / 2, y],
        [x + w / 2 + form.tail - 4, y],
      ];
  const middle = [(from[0] + to[0]) / 2 + (form.down ? 0 : 4), (from[1] + to[1]) / 2];
  return { d: `M${from}L${to}`, end: to, middle };
}

/** The head of an arrow that ends there. */
export const head = (form, [x, y]) =>
  form.down ? `${x},${y} ${x - 4},${y - 8} ${x + 4},${y - 8}` : `${x},${y} ${x - 8},${y - 4} ${x - 8},${y + 4}`;
