// Two arrays of different shapes, stretched until they fit, or the reason why they do not.

import { operands, plan, resultRows } from "./broadcasting-arrays.js";
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
import { drawTable } from "./broadcasting-table.js";
import { choice, choices, define, entry, h, literal, s, show, whole, words } from "./kit.js";

const PAIRS = [
  ["3×4", "1×4"],
  ["3×4", "3×1"],
  ["3×1", "1×4"],
  ["3×4", "(4,)"],
  ["3×4", "scalar"],
  ["3×4", "(3,)"],
  ["2×3×4", "3×1"],
];

define("broadcasting", {
  label: "Broadcasting of two arrays",
  fields: {
    a: words("3×4", 20),
    b: words("1×4", 20),
    op: choice("+", ["+", "×"]),
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
    const stage = widget.drawing({
      still: false,
      height: (width) => plan(shapes, width).height,
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

    let drawn = "";
    function drawGrids(form) {
      const key = JSON.stringify([shapes, state.op, stage.width]);
      if (key === drawn) return;
      drawn = key;
      stage.domain();
      still.replaceChildren(...operands(form, shapes, state.op));
      grid.replaceChildren(...resultRows(form, shapes, state.op, reachable));
      if (form.outcome.shape) grid.removeAttribute("aria-hidden");
      else grid.setAttribute("aria-hidden", "true");
    }

    /** A cell of the result that shows, pointed at or walked to, what it was made of. */
    function reachable(element, place) {
      element.setAttribute("role", "gridcell");
      element.addEventListener("pointerenter", () => {
        state.cell = place; // not saved: an address should not change because a mouse came by
        widget.redraw();
      });
      element.addEventListener("click", () => widget.set({ cell: place }));
      element.addEventListener("keydown", (event) => {
        const { columns } = plan(shapes, stage.width);
        const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
        const cells = grid.querySelectorAll(".cell");
        if (!step) return;
        event.preventDefault();
        if (!cells[place + step]) return;
        widget.set({ cell: place + step });
        cells[place + step].setAttribute("tabindex", "0");
        cells[place + step].focus();
      });
      return element;
    }

    const named = (name, index) => (index.length ? `${name}[${index.join(", ")}]` : name);

    /** Mark the chosen entry and those it was made of, and say so. */
    function point() {
      const all = indices(together(shapes.a, shapes.b).shape);
      const place = Math.min(state.cell, all.length - 1);
      const values = combine(shapes.a, shapes.b, state.op);
      grid.querySelectorAll(".cell").forEach((element, i) => {
        element.setAttribute("tabindex", i === place ? "0" : "-1");
        element.setAttribute("aria-label", `${named("result", all[i])}: ${values[i]}`);
      });
      for (const element of stage.svg.querySelectorAll(".cell")) {
        element.classList.toggle("here", element.dataset.place === String(all[place]));
      }
      const [a, b] = ["a", "b"].map((which) => {
        const from = source(shapes[which], all[place]);
        const value = valuesOf(which, shapes[which])[flat(shapes[which], from)];
        return { name: literal(named(which.toUpperCase(), from)), value };
      });
      const names = `[data1|${a.name}] ${state.op} [data2|${b.name}]`;
      const numbers = `[data1|${a.value}] ${state.op} [data2|${b.value}]`;
      return `[model|${literal(named("result", all[place]))}] = ${names} = ${numbers} = [model|${values[place]}].`;
    }

    function fit({ shape }) {
      const count = (dimensions) => indices(dimensions).length;
      const copies = Object.entries(shapes)
        .map(([which, own]) => [which.toUpperCase(), count(shape) / count(own)])
        .filter(([, times]) => times > 1)
        .map(([name, times]) => `${name} is used ${times} times over, without being copied in memory.`);
      const [a, b] = [shapes.a, shapes.b].map(pythonShape);
      const stretched = copies.join(" ") || "Nothing needs to be stretched.";
      return `Shapes ${a} and ${b} together make ${pythonShape(shape)}. ${stretched}`;
    }

    function misfit({ axes, error }) {
      const clash = axes.findLastIndex((axis) => axis.rule === "clash");
      const { a, b } = axes[clash];
      const where = `Counted from the right, axis ${show(clash - axes.length, 0)} has ${a} in A and ${b} in B`;
      const mend = repair(shapes.a, shapes.b);
      const way = mend ? ` With [code|${literal(mend.code)}], of shape ${pythonShape(mend.shape)}, they fit.` : "";
      return `[raised|ValueError: ${error}] ${where}: they differ, and neither is 1.${way}`;
    }

    /** Take over what is typed where it makes sense and can be drawn; say beside the field where not. */
    function readShapes() {
      const [a, b] = [parseShape(state.a), parseShape(state.b)];
      const wanted = { a: a.shape ?? shapes.a, b: b.shape ?? shapes.b };
      const { shape } = together(wanted.a, wanted.b);
      const large = indices(shape ?? []).length > MOST ? `Together more than ${MOST} entries: too many to draw.` : "";
      if (!large) Object.assign(shapes, wanted);
      fields.a.show(state.a, a.problem);
      fields.b.show(state.b, b.problem ?? large);
    }

    return () => {
      readShapes();
      pairs.show(`${shortShape(shapes.a)} ${shortShape(shapes.b)}`);
      operation.show(state.op);
      const outcome = together(shapes.a, shapes.b);
      drawTable(table, outcome);
      if (!stage.ready()) return;
      drawGrids(plan(shapes, stage.width));
      widget.say(outcome.shape ? `${point()} ${fit(outcome)}` : misfit(outcome));
    };
  },
});
