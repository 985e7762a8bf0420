// A computation as a graph: values flow forwards over its edges, derivatives backwards under them.

import { backward, forward, graphs, nudge, operations, stages } from "./computation-graph-core.js";
import { brief, button, choice, choices, define, h, number, plain, range, richSvg, s, slider, whole, words } from "./kit.js";

const NUDGE = 0.001;
const INPUTS = [...new Set(Object.values(graphs).flatMap(({ nodes }) => nodes.filter((n) => !n.from.length).map((n) => n.id)))];
const MOST = Math.max(...Object.values(graphs).map((graph) => stages(graph).length));
const write = (v) => brief(v, 4);

define("computation-graph", {
  label: "A computation graph with its derivatives",
  fields: {
    expression: choice("product", ["product", "shared", "logistic"]),
    y: choice("0", ["1", "0"]),
    ...Object.fromEntries(INPUTS.map((id) => [id, number(NaN, -10, 10)])),
    step: whole(MOST, 0, MOST),
    nudge: words("", 3),
  },
  css: `
    .layout { display: grid; gap: 0.5rem; }
    .edge { stroke: color-mix(in oklab, var(--muted) 60%, var(--rule)); stroke-width: 1.25; fill: none; }
    .edge.forward { stroke: var(--model); stroke-width: 2.25; }
    .edge.backward { stroke: var(--gradient); stroke-width: 2.25; }
    .tip { fill: color-mix(in oklab, var(--muted) 60%, var(--rule)); }
    .tip.forward { fill: var(--model); }
    .tip.backward { fill: var(--gradient); }
    .node { cursor: pointer; outline: none; }
    .node rect { fill: var(--paper); stroke: color-mix(in oklab, var(--muted) 70%, var(--rule)); stroke-width: 1.25; }
    .node.given rect { stroke: none; fill: color-mix(in oklab, var(--data1) 12%, var(--paper)); }
    .node.given.tone-model rect { fill: color-mix(in oklab, var(--model) 13%, var(--paper)); }
    .node.forward rect { fill: color-mix(in oklab, var(--model) 14%, var(--paper)); stroke: var(--model); stroke-width: 2; }
    .node.backward rect { fill: color-mix(in oklab, var(--gradient) 16%, var(--paper)); stroke: var(--gradient); stroke-width: 2; }
    .node:hover rect, .node[aria-pressed="true"] rect { stroke: var(--ink); stroke-width: 1.75; }
    .node:focus-visible rect { stroke: var(--accent); stroke-width: 3; }
    .node.waiting { opacity: 0.45; }
    .node text { text-anchor: middle; pointer-events: none; font-size: 15px; }
    .value, .slope { text-anchor: middle; font-size: 14px; paint-order: stroke; stroke: var(--paper); stroke-width: 5px; stroke-linejoin: round; }
    .slope { fill: color-mix(in oklab, var(--gradient) 82%, var(--ink)); }
    .now { font-weight: 650; }
    .key { font-size: 12px; }
  `,
  setup(widget) {
    const { state } = widget;
    let hovered = "";
    const chosen = () => (state.expression === "logistic" ? `logistic ${state.y}` : state.expression);
    const graph = () => graphs[chosen()];
    const given = () => Object.fromEntries(graph().nodes.filter((n) => !n.from.length).map((n) => [n.id, Number.isNaN(state[n.id]) ? n.value : state[n.id]]));
    const last = () => stages(graph()).length;
    const lastForward = () => graph().nodes.filter((n) => n.from.length).length;
    const at = () => Math.min(state.step, last());
    const go = (step) => {
      hovered = "";
      widget.set({ step: step >= last() ? MOST : step, nudge: "" });
    };

    const pick = choices({
      label: "Expression",
      options: [["product", graphs.product.title], ["shared", graphs.shared.title], ["logistic", graphs["logistic 1"].title]],
      move: (key) => {
        for (const id of INPUTS) state[id] = NaN;
        hovered = "";
        widget.set({ expression: key, step: MOST, nudge: "" });
      },
    });
    const label = choices({ label: "Label *y*:", seen: true, options: [["1", "1"], ["0", "0"]], move: (y) => widget.set({ y }) });
    const ahead = button("Forward", () => go(at() >= lastForward() ? 1 : at() + 1), { icon: "step" });
    const back = button("Backward", () => go(at() < lastForward() || at() === last() ? lastForward() + 1 : at() + 1), { icon: "back" });
    const all = button("Show all", () => go(MOST), { quiet: true });

    const stage = widget.plot({
      x: { domain: [0, 1] }, y: { domain: [0, 1] }, frame: "none", still: false, margin: { top: 0, bottom: 0, left: 0, right: 0 },
      height: (width) => shape(width).height, label: "The graph. Values stand above the edges, derivatives below.",
    });
    const sliders = h("div", { class: "sliders" });
    const nudges = h("div", {});
    widget.add(
      h("div", { class: "layout" },
        h("div", { class: "row" }, pick.element, label.element),
        stage.element,
        h("div", { class: "buttons" }, ahead.element, back.element, all.element, widget.resetButton().element),
        widget.readout,
        sliders,
        nudges,
      ),
    );
    stage.layer("edges");
    const boxes = s("g", {});
    stage.svg.append(boxes);
    stage.layer("numbers");

    const parts = { graph: "", sliders: [], nudge: null };
    /** The sliders and boxes of the graph that the state names, which may come from the address or a reset. */
    function build() {
      if (parts.graph === chosen()) return;
      parts.graph = chosen();
      const inputs = graph().nodes.filter((n) => !n.from.length);
      parts.sliders = inputs.map((n) => {
        const [min, max, step] = n.bounds;
        const one = slider({
          label: n.name, min, max, step, tone: n.tone, write,
          move: (value) => widget.set({ [n.id]: value }),
        });
        return { id: n.id, show: one.show, element: one.element };
      });
      sliders.replaceChildren(...parts.sliders.map((one) => one.element));
      parts.nudge = choices({
        label: `Nudge by ${NUDGE}:`, seen: true, options: [["", "none"], ...inputs.map((n) => [n.id, n.name])],
        move: (id) => widget.set({ nudge: id, step: MOST }),
      });
      nudges.replaceChildren(parts.nudge.element);
      boxes.replaceChildren(...graph().nodes.map(box));
    }

    /** Where boxes stand: in columns from left to right, or on a narrow screen in rows from top to bottom. */
    function shape(width) {
      const { nodes } = graph();
      const columns = Math.max(...nodes.map((n) => n.at[0]));
      const rows = Math.max(...nodes.map((n) => n.at[1]));
      // Wide enough for what is written in it, at about seven pixels a letter.
      const wide = (n) => (n.from.length ? Math.max(82, 24 + 7.4 * plain(`${n.name} = ${n.formula}`).length) : 58);
      if (width >= 560) {
        const tail = 66;
        const widths = range(columns + 1).map((column) => Math.max(...nodes.filter((n) => n.at[0] === column).map(wide)));
        // Where five edges meet, the first way needs more room for its numbers.
        const first = rows > 3 ? 1.5 : 1;
        const gap = (width - tail - 2 - widths.reduce((a, b) => a + b)) / (columns - 1 + first);
        const left = widths.map((_, i) => 1 + widths.slice(0, i).reduce((a, b, k) => a + b + gap * (k === 0 ? first : 1), 0));
        const dy = rows > 3 ? 60 : 80;
        return {
          size: (n) => [wide(n), 44],
          center: (n) => [left[n.at[0]] + widths[n.at[0]] / 2, 34 + n.at[1] * dy],
          height: 72 + rows * dy, down: false, tail, digits: 4,
        };
      }
      const dx = (width - 58) / Math.max(rows, 1);
      const dy = 96;
      const room = rows > 3 ? 26 : 0; // five edges that meet need a longer way
      return {
        size: (n) => [wide(n), 40],
        center: (n) => {
          const half = wide(n) / 2 + 1;
          return [Math.min(Math.max(29 + n.at[1] * dx, half), width - half), 22 + n.at[0] * dy + (n.at[0] > 0 ? room : 0)];
        },
        height: 44 + columns * dy + room + 52, down: true, tail: 44, digits: 3,
      };
    }

    function box(n) {
      const element = s("g", { class: "node", role: "button", tabindex: "0" }, s("rect", { rx: n.from.length ? 6 : 20 }), s("text", { y: 5 }, ...richSvg(n.from.length ? `${n.name} = ${n.formula}` : n.name)));
      const select = (id) => {
        hovered = id;
        widget.redraw();
      };
      element.dataset.id = n.id;
      element.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && select(n.id));
      element.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && select(""));
      element.addEventListener("focus", () => element.matches(":focus-visible") && select(n.id));
      element.addEventListener("blur", () => select(""));
      element.addEventListener("click", () => select(n.id));
      element.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        select(n.id);
      });
      return element;
    }

    const nameOf = (id) => graph().nodes.find((n) => n.id === id).name;
    const out = () => nameOf(graph().output);
    const slopeName = (id) => `d${out()}/d${nameOf(id)}`;
    const paren = (v) => (v < 0 ? `(${write(v)})` : write(v));

    /** One edge of the way back as a sentence. */
    function backwardSentence({ from, to, place, local, upstream, product }) {
      const target = graph().nodes.find((n) => n.id === to);
      const rule = operations[target.operation].words(target.from.map(nameOf), place);
      const known = rule === write(local) ? "" : ` = ${rule}`;
      const slope = `d${nameOf(to)}/d${nameOf(from)}${known} = ${write(local)}`;
      const start = to === graph().output ? `${target.name} = ${target.formula} is the output` : `${slopeName(to)} = [gradient|${write(upstream)}] has come back to ${target.name}`;
      return `${start}. The local slope is ${slope}. Their product goes on to ${nameOf(from)}: [gradient|${write(upstream)} · ${paren(local)} = ${write(product)}].`;
    }

    function forwardSentence(n, values) {
      const parts = n.from.map((id) => `${nameOf(id)} = ${write(values[id])}`).join(", ");
      return `Forward: with ${parts}, ${n.name} = ${n.formula} = [model|${write(values[n.id])}].`;
    }

    /** What a node is and does, in a sentence or two. */
    function explain(n, values, back) {
      const value = `${n.name}${n.from.length ? ` = ${n.formula}` : ""} = ${write(values[n.id])}${n.words ? `, ${n.words}` : ", given"}`;
      if (n.id === graph().output) return `${value}. Everything is measured by it: ${slopeName(n.id)} = [gradient|1].`;
      const ways = back.edges.filter((edge) => edge.from === n.id);
      const d = back.derivatives[n.id];
      const effect = `raise ${n.name} by a little, and ${out()} ${d === 0 ? "stays as it is" : `${d > 0 ? "rises" : "falls"} ${write(Math.abs(d))} times as much`}`;
      const chain = ways.map((edge) => `${write(edge.upstream)} · ${paren(edge.local)}`).join(" + ");
      const total = ways.length > 1 ? ` Two ways lead from it to ${out()}, and what they bring is added.` : "";
      return `${value}. ${slopeName(n.id)} = ${chain} = [gradient|${write(d)}]: ${effect}.${total}`;
    }

    function summary(values, back) {
      const inputs = graph().nodes.filter((n) => !n.from.length);
      const slopes = inputs.map((n) => `${slopeName(n.id)} = [gradient|${write(back.derivatives[n.id])}]`).join(", ");
      return `${out()} = [model|${write(values[graph().output])}]; ${slopes}. Step through the graph, or point at a box.`;
    }

    function nudgeSentence(id) {
      const { before, after, change, promised } = nudge(graph(), given(), id, NUDGE);
      const fine = (v) => brief(v, 8);
      const difference = change - promised;
      const honest = Math.abs(difference) < 1e-12 ? "exactly that" : `that, but for ${brief(Math.abs(difference), 2)}, because the slope itself changes on the way`;
      return `${nameOf(id)} goes from ${fine(before[id])} to ${fine(after[id])}, and ${out()} from ${fine(before[graph().output])} to ${fine(after[graph().output])}: a change of [model|${brief(change, 6)}]. ` +
        `The derivative promised [gradient|${write(promised / NUDGE)} · ${NUDGE} = ${brief(promised, 6)}]: ${honest}.`;
    }

    function draw() {
      build();
      const { nodes, output } = graph();
      const values = forward(graph(), given());
      const way = backward(graph(), values);
      const plan = stages(graph());
      const current = at() < last() && at() > 0 ? plan[at() - 1] : null;
      const done = plan.slice(0, at());
      const isForward = (id) => done.some((one) => one.kind === "forward" && one.node === id);
      const known = (n) => !n.from.length || isForward(n.id);
      const came = (edge) => done.some((one) => one.kind === "backward" && one.node === edge.from && one.through === edge.to);
      const shifted = state.nudge && nodes.some((n) => n.id === state.nudge) ? nudge(graph(), given(), state.nudge, NUDGE).after : null;

      pick.show(state.expression);
      label.show(state.y);
      label.element.hidden = state.expression !== "logistic";
      parts.sliders.forEach((one) => one.show(given()[one.id]));
      parts.nudge.show(state.nudge);
      if (hovered && !nodes.some((n) => n.id === hovered)) hovered = "";
      const edgeNow = current?.kind === "backward" && way.edges.find((e) => e.from === current.node && e.to === current.through);
      if (hovered) widget.say(explain(nodes.find((n) => n.id === hovered), values, way));
      else if (shifted) widget.say(nudgeSentence(state.nudge));
      else if (edgeNow) widget.say(`Backward: ${backwardSentence(edgeNow)}`);
      else if (current) widget.say(forwardSentence(nodes.find((n) => n.id === current.node), values));
      else widget.say(summary(values, way));
      if (!stage.ready()) return;

      stage.domain();
      const form = shape(stage.width);
      const lines = [];
      const numbers = [];
      const tip = (x, y, mark) => s("polygon", { class: `tip ${mark}`, points: form.down ? `${x},${y} ${x - 4},${y - 8} ${x + 4},${y - 8}` : `${x},${y} ${x - 8},${y - 4} ${x - 8},${y + 4}` });
      const put = (x, y, id, slope, strong, seen) => {
        const moved = shifted && shifted[id] !== values[id];
        const text = moved ? brief(shifted[id], form.digits + 2) : brief(values[id], form.digits);
        if (seen.value) numbers.push(s("text", { class: `value ${strong === "forward" || moved ? "now model" : ""}`, x, y: y - 6 }, text));
        if (seen.slope) numbers.push(s("text", { class: `slope ${strong === "backward" ? "now" : ""}`, x, y: y + 17 }, brief(slope, form.digits)));
      };
      for (const edge of way.edges) {
        const [from, to] = [nodes.find((n) => n.id === edge.from), nodes.find((n) => n.id === edge.to)];
        const [x0, y0, x1, y1] = ends(form, from, to);
        const mark = edgeNow === edge ? "backward" : current?.kind === "forward" && current.node === to.id ? "forward" : "";
        const bend = form.down ? [x0, (y0 + y1) / 2, x1, (y0 + y1) / 2] : [x0 + 0.75 * (x1 - x0), y0, x0 + 0.75 * (x1 - x0), y1];
        lines.push(s("path", { class: `edge ${mark}`, d: `M${x0},${y0}C${bend[0]},${bend[1]} ${bend[2]},${bend[3]} ${x1},${y1}` }), tip(x1, y1, mark));
        const t = from.from.length ? (form.down ? 0.5 : 0.33) : form.down ? 0.32 : 0.22;
        const [x, y] = [0, 1].map((k) => cubic(t, [x0, y0][k], bend[k], bend[k + 2], [x1, y1][k]));
        put(x, y, from.id, edge.product, mark, { value: known(from), slope: came(edge) });
      }
      const end = nodes.find((n) => n.id === output);
      const [cx, cy] = form.center(end);
      const [w, hh] = form.size(end);
      const tail = form.down ? [cx, cy + hh / 2, cx, cy + hh / 2 + form.tail] : [cx + w / 2, cy, cx + w / 2 + form.tail - 4, cy];
      lines.push(s("path", { class: "edge", d: `M${tail[0]},${tail[1]}L${tail[2]},${tail[3]}` }), tip(tail[2], tail[3], ""));
      put((tail[0] + tail[2]) / 2 + (form.down ? 0 : 4), (tail[1] + tail[3]) / 2, output, 1, "", { value: known(end), slope: at() >= lastForward() });
      stage.put("edges", lines);
      stage.put("numbers", numbers, key(form));

      for (const element of boxes.children) {
        const n = nodes.find((each) => each.id === element.dataset.id);
        const [bw, bh] = form.size(n);
        const [x, y] = form.center(n);
        const mark = current?.node === n.id ? current.kind : "";
        element.setAttribute("class", `node ${n.from.length ? "" : `given tone-${n.tone}`} ${mark} ${known(n) ? "" : "waiting"}`);
        element.setAttribute("transform", `translate(${x},${y})`);
        element.setAttribute("aria-pressed", String(hovered === n.id));
        element.setAttribute("aria-label", plain(`${n.name}${n.from.length ? ` = ${n.formula}` : ""}, value ${write(values[n.id])}, ${slopeName(n.id)} ${write(way.derivatives[n.id])}`));
        const rect = element.firstChild;
        for (const [name, v] of Object.entries({ x: -bw / 2, y: -bh / 2, width: bw, height: bh })) rect.setAttribute(name, v);
      }
    }

    /** What the two numbers on an edge are, said once, at the first edge that has room beside it. */
    function key(form) {
      if (form.down) return null;
      const x = stage.width;
      const y = stage.height - 10;
      return s("text", { class: "key muted", x, y, "text-anchor": "end" }, ...richSvg(`above an edge: the value;  [gradient|below: the slope of ${out()}]`));
    }

    return draw;
  },
});

function ends(form, from, to) {
  const [a, b] = [form.center(from), form.center(to)];
  const [sizeA, sizeB] = [form.size(from), form.size(to)];
  return form.down ? [a[0], a[1] + sizeA[1] / 2, b[0], b[1] - sizeB[1] / 2] : [a[0] + sizeA[0] / 2, a[1], b[0] - sizeB[0] / 2, b[1]];
}

const cubic = (t, a, b, c, d) => a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t * t * (1 - t) + d * t ** 3;
