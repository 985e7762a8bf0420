// Two arrays of different shapes, stretched until they fit, or the reason why they do not.

import {
  combine,
  flat,
  indices,
  MOST,
  parseShape,
  pythonShape,
  repair,
  shortShape,
  source,
  together,
  valuesOf,
} from "./broadcasting-core.js";
import { choice, choices, define, entry, h, literal, range, s, show, whole, words } from "./kit.js";

const PAIRS = [
  ["3×4", "1×4"],
  ["3×4", "3×1"],
  ["3×1", "1×4"],
  ["3×4", "(4,)"],
  ["3×4", "scalar"],
  ["3×4", "(3,)"],
  ["2×3×4", "3×1"],
];
const OPERATIONS = { "+": "+", "×": "*" };

const spell = ({ a, b, size, rule }) => {
  const sizes = `${a ?? "nothing"} and ${b ?? "nothing"}`;
  if (rule === "clash") return `${sizes}: they differ, and neither is 1`;
  if (rule === "equal") return "equal";
  const stretched = rule === "a" ? a : b;
  const name = rule.toUpperCase();
  return stretched === null
    ? size === 1
      ? `missing in ${name}: counts as 1`
      : `missing in ${name}: counts as 1, stretched`
    : `${name} is stretched`;
};

define("broadcasting", {
  label: "Broadcasting of two arrays",
  fields: {
    a: words("3×4", 20),
    b: words("1×4", 20),
    op: choice("+", Object.keys(OPERATIONS)),
    cell: whole(0, 0, MOST - 1),
  },
  css: `
    .layout { display: grid; gap: 0.6rem; }
    .entry input { width: 6.5rem; }
    .entry label { min-width: 1em; }
    table { border-collapse: collapse; margin: 0; width: auto; justify-self: start; }
    th, td { padding: 0.1rem 0.75rem; text-align: center; font-weight: 400; border: 0; background: none; vertical-align: top; }
    th[scope="row"] { text-align: start; padding-inline-start: 0; white-space: nowrap; }
    thead th { color: var(--muted); font-size: 0.93em; }
    td.size { font-size: 1.05em; font-weight: 600; }
    td.stretched { font-weight: 400; }
    tr.rules td { color: var(--muted); font-size: 0.93em; max-width: 10rem; text-wrap: balance; padding-top: 0.2rem; }
    tr.together > * { border-top: 1px solid color-mix(in oklab, var(--muted) 55%, var(--rule)); }
    tr.rules td.clash, td.clash { color: color-mix(in oklab, var(--error) 82%, var(--ink)); }
    .array-name { font-size: 13.5px; }
    .cell rect { stroke: none; rx: 3px; }
    .cell text { text-anchor: middle; pointer-events: none; }
    .cell.a rect { fill: color-mix(in oklab, var(--data1) 22%, var(--paper)); }
    .cell.b rect { fill: color-mix(in oklab, var(--data2) 24%, var(--paper)); }
    .cell.c rect { fill: color-mix(in oklab, var(--model) 18%, var(--paper)); }
    .cell.ghost rect { fill: transparent; stroke-dasharray: 3 3; stroke-width: 1; }
    .cell.ghost.a rect { stroke: color-mix(in oklab, var(--data1) 45%, var(--paper)); }
    .cell.ghost.b rect { stroke: color-mix(in oklab, var(--data2) 45%, var(--paper)); }
    .cell.ghost text { fill: color-mix(in oklab, var(--muted) 82%, var(--paper)); }
    .cell.here rect { stroke: var(--ink); stroke-width: 2; stroke-dasharray: none; }
    .cell.here text { font-weight: 650; }
    .cell.c { cursor: pointer; outline: none; }
    .cell.c:focus-visible rect { stroke: var(--accent); stroke-width: 3; }
    .sign { font-size: 22px; text-anchor: middle; fill: var(--muted); }
    .none { font-size: 15px; text-anchor: middle; }
    .raised { color: color-mix(in oklab, var(--error) 82%, var(--ink)); font-family: var(--font-mono, monospace); font-size: 0.94em; overflow-wrap: anywhere; }
  `,
  setup(widget) {
    const { state } = widget;
    const shapes = { a: [3, 4], b: [1, 4] }; // the last that could be read: the picture stays while one types
    const typed = (which) => (text) => widget.set({ [which]: text, cell: 0 });
    const fields = {
      a: entry({ label: "[data1|*A*] has shape", move: typed("a"), width: 8 }),
      b: entry({ label: "[data2|*B*] has shape", move: typed("b"), width: 8 }),
    };
    const pairs = choices({
      label: "Try",
      seen: true,
      options: PAIRS.map(([a, b]) => [`${a} ${b}`, `${a} and ${b}`]),
      move: (pair) => {
        const [a, b] = pair.split(" ");
        widget.set({ a, b, cell: 0 });
      },
    });
    const operation = choices({
      label: "Operation",
      options: [
        ["+", "add"],
        ["×", "multiply"],
      ],
      move: (op) => widget.set({ op }),
    });
    const table = h("table", {});
    const stage = widget.plot({
      x: { domain: [0, 1] },
      y: { domain: [0, 1] },
      frame: "none",
      still: false,
      margin: { top: 0, bottom: 0, left: 0, right: 0 },
      height: (width) => plan(width).height,
      label: "The arrays A and B, stretched, and their result.",
    });
    widget.add(
      h(
        "div",
        { class: "layout" },
        pairs.element,
        h("div", { class: "row" }, fields.a.element, fields.b.element, operation.element, widget.resetButton().element),
        table,
        stage.element,
        widget.readout,
      ),
    );
    const still = stage.layer("still");
    const grid = s("g", { role: "grid", "aria-label": "The result; arrow keys move from entry to entry" });
    stage.svg.append(grid);

    /** Where the three arrays stand: beside each other if their cells stay readable, else below each other. */
    function plan(width) {
      const outcome = together(shapes.a, shapes.b);
      const frame = outcome.shape ?? outcome.axes.map(({ a, b }) => Math.max(a ?? 1, b ?? 1));
      const [sheets, rows, columns] = [1, 1, 1, ...frame].slice(-3);
      const sign = width < 480 ? 22 : 40;
      const beside = Math.min(52, (width - 2 * sign) / (3 * columns));
      const side = beside >= 21;
      const size = side ? beside : Math.min(40, (width - 30) / columns);
      const tall = Math.min(size, 38);
      const height = sheets * rows * tall + (sheets - 1) * 12;
      const step = side ? [columns * size + sign, 0] : [0, height + 62];
      return {
        outcome,
        sheets,
        rows,
        columns,
        size,
        tall,
        height: (side ? 0 : 2 * step[1]) + height + 30,
        deep: height,
        step,
        sign,
        side,
      };
    }

    function cell(form, at, kind, text, index) {
      const [sheet, row, column] = [0, 0, 0, ...index].slice(-3);
      const x = at[0] + column * form.size;
      const y = at[1] + sheet * (form.rows * form.tall + 12) + row * form.tall;
      return s(
        "g",
        { class: `cell ${kind}`, transform: `translate(${x},${y})` },
        s("rect", { x: 1, y: 1, width: form.size - 2, height: form.tall - 2 }),
        s("text", { x: form.size / 2, y: form.tall / 2 + 4.5 }, text),
      );
    }

    function drawTable({ axes, shape }) {
      const rank = axes.length;
      const row = (name, tone, sizes) =>
        h("tr", {}, h("th", { scope: "row" }, h("span", { class: tone }, name)), sizes);
      const size = (which) =>
        axes.map((axis) =>
          h(
            "td",
            { class: `size ${which === axis.rule ? "stretched" : ""} ${axis.rule === "clash" ? "clash" : ""}` },
            axis[which] === null
              ? "·"
              : axis.rule === which && axis.size > 1
                ? `${axis[which]} → ${axis.size}`
                : String(axis[which]),
          ),
        );
      const result = row(
        "together",
        "model",
        shape
          ? axes.map((axis) => h("td", { class: "size" }, String(axis.size)))
          : axes.map((axis) =>
              h("td", { class: axis.rule === "clash" ? "clash" : "" }, axis.rule === "clash" ? "✗" : String(axis.size)),
            ),
      );
      result.classList.add("together");
      table.replaceChildren(
        h("caption", { class: "hidden" }, "The two shapes, lined up at their right ends"),
        ...(rank === 0
          ? []
          : [
              h(
                "thead",
                {},
                h(
                  "tr",
                  {},
                  h("th", { scope: "col" }, "axis, from the right"),
                  range(rank).map((i) => h("th", { scope: "col" }, show(i - rank, 0))),
                ),
              ),
              h(
                "tbody",
                {},
                row("A", "data1", size("a")),
                row("B", "data2", size("b")),
                result,
                h(
                  "tr",
                  { class: "rules" },
                  h("th", { scope: "row" }, h("span", { class: "muted" }, "why")),
                  axes.map((axis) => h("td", { class: axis.rule === "clash" ? "clash" : "" }, spell(axis))),
                ),
              ),
            ]),
      );
    }

    let drawn = "";
    function drawGrids(form) {
      const { outcome } = form;
      const key = JSON.stringify([shapes, state.op, stage.width]);
      if (key === drawn) return;
      drawn = key;
      stage.domain();
      // Arrays that do not fit are set flush right, as their shapes are compared.
      const indent = (shape) => (outcome.shape ? 0 : (form.columns - (shape.at(-1) ?? 1)) * form.size);
      const origin = (k) => [k * form.step[0], 24 + k * form.step[1]];
      const nodes = [];
      const all = indices(outcome.shape ?? []);
      ["a", "b"].forEach((which, k) => {
        const shape = shapes[which];
        const values = valuesOf(which, shape);
        const own = outcome.shape
          ? all.map((index) => ({ index, from: source(shape, index) }))
          : indices(shape).map((index) => ({ index, from: index }));
        const spare = (outcome.shape ?? shape).length - shape.length;
        for (const { index, from } of own) {
          // The entry itself stands where its stretched axes are at zero; every other place holds a copy.
          const real = index.every((i, axis) => (axis < spare ? i === 0 : i === from[axis - spare]));
          const [left, top] = origin(k);
          const one = cell(
            form,
            [left + indent(shape), top],
            `${which} ${real ? "" : "ghost"}`,
            String(values[flat(shape, from)]),
            index,
          );
          one.dataset.place = String(index);
          nodes.push(one);
        }
        const [x, y] = origin(k);
        nodes.push(
          s(
            "text",
            { class: `array-name ${which === "a" ? "data1" : "data2"}`, x: x + 1 + indent(shape), y: y - 8 },
            `${which.toUpperCase()} ${pythonShape(shape)}`,
          ),
        );
      });
      [state.op, "="].forEach((sign, k) => {
        const [x, y] = origin(k + 1);
        nodes.push(
          form.side
            ? s("text", { class: "sign", x: x - form.sign / 2, y: y + form.deep / 2 + 7 }, sign)
            : s("text", { class: "sign", x: (form.columns * form.size) / 2, y: y - 26 }, sign),
        );
      });
      const [x, y] = origin(2);
      if (outcome.shape) {
        nodes.push(
          s("text", { class: "array-name model", x: x + 1, y: y - 8 }, `A ${state.op} B ${pythonShape(outcome.shape)}`),
        );
        const values = combine(shapes.a, shapes.b, state.op);
        const cells = all.map((index, i) => result(cell(form, [x, y], "c", String(values[i]), index), i));
        const rowsOf = range(form.sheets * form.rows).map((r) =>
          s("g", { role: "row" }, cells.slice(r * form.columns, (r + 1) * form.columns)),
        );
        grid.replaceChildren(...rowsOf);
      } else {
        grid.replaceChildren();
        nodes.push(
          s(
            "text",
            { class: "none error", x: x + (form.columns * form.size) / 2, y: y + form.deep / 2 + 5 },
            "no result",
          ),
        );
      }
      if (outcome.shape) grid.removeAttribute("aria-hidden");
      else grid.setAttribute("aria-hidden", "true");
      still.replaceChildren(...nodes);
    }

    function result(element, place) {
      element.setAttribute("role", "gridcell");
      element.addEventListener("pointerenter", () => widget.set({ cell: place }));
      element.addEventListener("click", () => widget.set({ cell: place }));
      element.addEventListener("keydown", (event) => {
        const { columns, sheets, rows } = plan(stage.width);
        const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
        if (!step) return;
        event.preventDefault();
        const next = state.cell + step;
        if (next < 0 || next >= columns * rows * sheets) return;
        widget.set({ cell: next });
        grid.querySelectorAll(".cell")[next].focus();
      });
      return element;
    }

    const named = (which, index) =>
      index.length ? `${which.toUpperCase()}[${index.join(", ")}]` : which.toUpperCase();

    function point({ outcome }) {
      const all = indices(outcome.shape);
      const place = Math.min(state.cell, all.length - 1);
      const index = all[place];
      const values = combine(shapes.a, shapes.b, state.op);
      const sources = Object.fromEntries(
        ["a", "b"].map((which) => {
          const from = source(shapes[which], index);
          return [
            which,
            { name: named(which, from), value: valuesOf(which, shapes[which])[flat(shapes[which], from)] },
          ];
        }),
      );
      [...grid.querySelectorAll(".cell")].forEach((element, i) => {
        element.classList.toggle("here", i === place);
        element.setAttribute("tabindex", i === place ? "0" : "-1");
        element.setAttribute("aria-label", `${named("result", all[i])}: ${values[i]}`);
      });
      for (const element of still.querySelectorAll(".cell"))
        element.classList.toggle("here", element.dataset.place === String(index));
      const { a, b } = sources;
      const where = literal(index.length ? `result[${index.join(", ")}]` : "result");
      return `[model|${where}] = [data1|${literal(a.name)}] ${state.op} [data2|${literal(b.name)}] = [data1|${a.value}] ${state.op} [data2|${b.value}] = [model|${values[place]}].`;
    }

    function sentence({ outcome }) {
      const [a, b] = [shapes.a, shapes.b].map(pythonShape);
      const copies = ["a", "b"].map((which) => {
        const shape = shapes[which];
        const times = indices(outcome.shape).length / indices(shape).length;
        return times > 1 ? `${which.toUpperCase()} is used ${times} times over, without being copied in memory.` : "";
      });
      return `Shapes ${a} and ${b} together make ${pythonShape(outcome.shape)}. ${copies.filter(Boolean).join(" ") || "Nothing needs to be stretched."}`;
    }

    return () => {
      const problems = {};
      for (const which of ["a", "b"]) {
        const read = parseShape(state[which]);
        if (read.shape) shapes[which] = read.shape;
        problems[which] = read.problem ?? "";
      }
      const outcome = together(shapes.a, shapes.b);
      const frame = outcome.shape ?? [];
      if (frame.reduce((n, size) => n * size, 1) > MOST) {
        problems.b ||= `Together that is more than ${MOST} entries: too many to draw.`;
        Object.assign(shapes, { a: [3, 4], b: [1, 4] });
      }
      for (const which of ["a", "b"]) fields[which].show(state[which], problems[which]);
      pairs.show(`${shortShape(shapes.a)} ${shortShape(shapes.b)}`);
      operation.show(state.op);
      const now = together(shapes.a, shapes.b);
      drawTable(now);
      const form = plan(stage.width || 600);
      if (stage.ready()) drawGrids(form);
      if (now.shape) {
        const entryText = stage.ready() ? point(form) : "";
        widget.say(`${entryText} ${sentence(form)}`);
        return;
      }
      const mend = repair(shapes.a, shapes.b);
      const clash = now.axes.findLastIndex((axis) => axis.rule === "clash");
      const { a, b } = now.axes[clash];
      widget.say(
        `[raised|ValueError: ${now.error}] Counted from the right, axis ${show(clash - now.axes.length, 0)} has ${a} in A and ${b} in B: they differ, and neither is 1.` +
          (mend ? ` With [code|${literal(mend.code)}], of shape ${pythonShape(mend.shape)}, they fit.` : ""),
      );
    };
  },
});
