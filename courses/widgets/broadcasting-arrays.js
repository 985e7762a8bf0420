// The arrays of a broadcast as grids of cells: entries that are there, and pale copies that are not.

import { combine, flat, indices, pythonShape, source, together, valuesOf } from "./broadcasting-core.js";
import { range, s } from "./kit.js";

/** Where the three arrays stand: beside each other if their cells stay readable, else below each other. */
export function plan({ a, b }, width) {
  const outcome = together(a, b);
  const frame = outcome.shape ?? outcome.axes.map((axis) => Math.max(axis.a ?? 1, axis.b ?? 1));
  const [sheets, rows, columns] = [1, 1, 1, ...frame].slice(-3);
  const sign = width < 480 ? 22 : 40;
  const beside = Math.min(52, (width - 2 * sign) / (3 * columns));
  const side = beside >= 21;
  const size = side ? beside : Math.min(40, (width - 30) / columns);
  const tall = Math.min(size, 38);
  const deep = sheets * rows * tall + (sheets - 1) * 12;
  const step = side ? [columns * size + sign, 0] : [0, deep + 62];
  const origin = (k) => [k * step[0], 24 + k * step[1]];
  return {
    outcome,
    sheets,
    rows,
    columns,
    size,
    tall,
    deep,
    sign,
    side,
    origin,
    height: (side ? 0 : 2 * step[1]) + deep + 30,
  };
}

function cell(form, [left, top], kind, text, index) {
  const [sheet, row, column] = [0, 0, 0, ...index].slice(-3);
  const x = left + column * form.size;
  const y = top + sheet * (form.rows * form.tall + 12) + row * form.tall;
  const element = s(
    "g",
    { class: `cell ${kind}`, transform: `translate(${x},${y})` },
    s("rect", { x: 1, y: 1, width: form.size - 2, height: form.tall - 2 }),
    s("text", { x: form.size / 2, y: form.tall / 2 + 4.5 }, text),
  );
  element.dataset.place = String(index);
  return element;
}

const title = (tone, [x, y], text) => s("text", { class: `array-name ${tone}`, x: x + 1, y: y - 8 }, text);

/** A or B with its copies. Arrays that do not fit are set flush right, as their shapes are compared. */
function operand(form, which, k, shape) {
  const { outcome } = form;
  const [left, top] = form.origin(k);
  const at = [left + (outcome.shape ? 0 : (form.columns - (shape.at(-1) ?? 1)) * form.size), top];
  const values = valuesOf(which, shape);
  const spare = (outcome.shape ?? shape).length - shape.length;
  const cells = indices(outcome.shape ?? shape).map((index) => {
    const from = source(shape, index);
    // The entry itself stands where its stretched axes are at zero; every other place holds a copy.
    const real = index.every((i, axis) => (axis < spare ? i === 0 : i === from[axis - spare]));
    return cell(form, at, `${which} ${real ? "" : "ghost"}`, String(values[flat(shape, from)]), index);
  });
  return [cells, title(which === "a" ? "data1" : "data2", at, `${which.toUpperCase()} ${pythonShape(shape)}`)];
}

/** All that one cannot point at: A, B, the signs between, and names. */
export function operands(form, shapes, op) {
  const signs = [op, "="].map((sign, k) => {
    const [x, y] = form.origin(k + 1);
    const beside = { x: x - form.sign / 2, y: y + form.deep / 2 + 7 };
    const above = { x: (form.columns * form.size) / 2, y: y - 26 };
    return s("text", { class: "sign", ...(form.side ? beside : above) }, sign);
  });
  const [x, y] = form.origin(2);
  const nothing = { class: "none error", x: x + (form.columns * form.size) / 2, y: y + form.deep / 2 + 5 };
  const { shape } = form.outcome;
  const result = shape ? title("model", [x, y], `A ${op} B ${pythonShape(shape)}`) : s("text", nothing, "no result");
  return [operand(form, "a", 0, shapes.a), operand(form, "b", 1, shapes.b), signs, result].flat(Infinity);
}

/** The result as rows of a grid; `prepare(cell, place)` makes each cell one that can be reached. */
export function resultRows(form, shapes, op, prepare) {
  const { shape } = form.outcome;
  if (!shape) return [];
  const values = combine(shapes.a, shapes.b, op);
  const cells = indices(shape).map((index, i) => prepare(cell(form, form.origin(2), "c", String(values[i]), index), i));
  const row = (r) => cells.slice(r * form.columns, (r + 1) * form.columns);
  return range(form.sheets * form.rows).map((r) => s("g", { role: "row" }, row(r)));
}
