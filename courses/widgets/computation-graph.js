// A computation as a graph: values flow forwards over its edges, derivatives backwards under them.

import { backward, forward, graphs, nudge, stages } from "./computation-graph-core.js";
import { edge, exit, head, layout, numbersAt, textOf } from "./computation-graph-layout.js";
import {
  backwardSentence,
  explain,
  forwardSentence,
  NUDGE,
  nudgeSentence,
  spoken,
  summary,
  write,
} from "./computation-graph-words.js";
import { brief, button, choice, choices, define, h, number, plain, richSvg, s, slider, whole, words } from "./kit.js";

const INPUTS = [
  ...new Set(Object.values(graphs).flatMap(({ nodes }) => nodes.filter((n) => !n.from.length).map((n) => n.id))),
];
const MOST = Math.max(...Object.values(graphs).map((graph) => stages(graph).length));

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
    const given = () =>
      Object.fromEntries(
        graph()
          .nodes.filter((n) => !n.from.length)
          .map((n) => [n.id, Number.isNaN(state[n.id]) ? n.value : state[n.id]]),
      );
    const last = () => stages(graph()).length;
    const lastForward = () => graph().nodes.filter((n) => n.from.length).length;
    const at = () => Math.min(state.step, last());
    const go = (step) => {
      hovered = "";
      widget.set({ step: step >= last() ? MOST : step, nudge: "" });
    };

    const pick = choices({
      label: "Expression",
      options: [
        ["product", graphs.product.title],
        ["shared", graphs.shared.title],
        ["logistic", graphs["logistic 1"].title],
      ],
      move: (key) => {
        for (const id of INPUTS) state[id] = NaN;
        hovered = "";
        widget.set({ expression: key, step: MOST, nudge: "" });
      },
    });
    const label = choices({
      label: "Label *y*:",
      seen: true,
      options: [
        ["1", "1"],
        ["0", "0"],
      ],
      move: (y) => widget.set({ y }),
    });
    const ahead = button("Forward", () => go(at() >= lastForward() ? 1 : at() + 1), { icon: "step" });
    const back = button("Backward", () => go(at() < lastForward() || at() === last() ? lastForward() + 1 : at() + 1), {
      icon: "back",
    });
    const all = button("Show all", () => go(MOST), { quiet: true });

    const stage = widget.drawing({
      still: false,
      height: (width) => layout(graph(), width).height,
      label: "The graph. Values stand above the edges, derivatives below.",
    });
    const sliders = h("div", { class: "sliders" });
    const nudges = h("div", {});
    widget.add(
      h(
        "div",
        { class: "layout" },
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
          label: n.name,
          min,
          max,
          step,
          tone: n.tone,
          write,
          move: (value) => widget.set({ [n.id]: value }),
        });
        return { id: n.id, show: one.show, element: one.element };
      });
      sliders.replaceChildren(...parts.sliders.map((one) => one.element));
      parts.nudge = choices({
        label: `Nudge by ${NUDGE}:`,
        seen: true,
        options: [["", "none"], ...inputs.map((n) => [n.id, n.name])],
        move: (id) => widget.set({ nudge: id, step: MOST }),
      });
      nudges.replaceChildren(parts.nudge.element);
      boxes.replaceChildren(...graph().nodes.map(box));
    }

    function box(n) {
      const element = s(
        "g",
        { class: "node", role: "button", tabindex: "0" },
        s("rect", { rx: n.from.length ? 6 : 20 }),
        s("text", { y: 5 }, ...richSvg(textOf(n, false))),
      );
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

    /** What is lit, known and said at this step. */
    function look() {
      const current = at() < last() && at() > 0 ? stages(graph())[at() - 1] : null;
      const done = stages(graph()).slice(0, at());
      const values = forward(graph(), given());
      const way = backward(graph(), values);
      const node = (id) => graph().nodes.find((n) => n.id === id);
      if (hovered && !node(hovered)) hovered = "";
      return {
        values,
        way,
        node,
        current,
        lit: current?.kind === "backward" && way.edges.find((e) => e.from === current.node && e.to === current.through),
        shifted: node(state.nudge) ? nudge(graph(), given(), state.nudge, NUDGE).after : null,
        known: (n) => !n.from.length || done.some((one) => one.kind === "forward" && one.node === n.id),
        came: (e) => done.some((one) => one.kind === "backward" && one.node === e.from && one.through === e.to),
      };
    }

    function sentence({ values, way, current, lit, shifted }) {
      if (hovered) return explain(graph(), hovered, values, way);
      if (shifted) return nudgeSentence(graph(), given(), state.nudge);
      if (lit) return backwardSentence(graph(), lit);
      return current ? forwardSentence(graph(), current.node, values) : summary(graph(), values, way);
    }

    function drawEdges(form, { values, way, node, current, lit, shifted, known, came }) {
      const [lines, numbers] = [[], []];
      const write = ([x, y], id, slope, mark, seen) => {
        const moved = shifted && shifted[id] !== values[id];
        const value = moved ? brief(shifted[id], form.digits + 2) : brief(values[id], form.digits);
        const strong = mark === "forward" || moved ? "now model" : "";
        if (seen.value) numbers.push(s("text", { class: `value ${strong}`, x, y: y - 6 }, value));
        const late = mark === "backward" ? "now" : "";
        if (seen.slope) numbers.push(s("text", { class: `slope ${late}`, x, y: y + 17 }, brief(slope, form.digits)));
      };
      for (const one of way.edges) {
        const [from, to] = [node(one.from), node(one.to)];
        const feeds = current?.kind === "forward" && current.node === to.id;
        const mark = lit === one ? "backward" : feeds ? "forward" : "";
        const { d, end, at: along } = edge(form, from, to);
        lines.push(
          s("path", { class: `edge ${mark}`, d }),
          s("polygon", { class: `tip ${mark}`, points: head(form, end) }),
        );
        write(along(numbersAt(form, from)), from.id, one.product, mark, { value: known(from), slope: came(one) });
      }
      const output = node(graph().output);
      const { d, end, middle } = exit(form, output);
      lines.push(s("path", { class: "edge", d }), s("polygon", { class: "tip", points: head(form, end) }));
      write(middle, output.id, 1, "", { value: known(output), slope: at() >= lastForward() });
      stage.put("edges", lines);
      // What the two numbers on an edge are, said once, where there is room.
      const words = `above an edge: the value;  [gradient|below: the slope of ${output.name}]`;
      const place = { class: "key muted", x: stage.width, y: stage.height - 10, "text-anchor": "end" };
      stage.put("numbers", numbers, !form.down && s("text", place, ...richSvg(words)));
    }

    function drawBoxes(form, { values, way, node, current, known }) {
      for (const element of boxes.children) {
        const n = node(element.dataset.id);
        const [width, height] = form.size(n);
        const kind = n.from.length ? "" : `given tone-${n.tone}`;
        const mark = current?.node === n.id ? current.kind : "";
        element.setAttribute("class", `node ${kind} ${mark} ${known(n) ? "" : "waiting"}`);
        element.setAttribute("transform", `translate(${form.center(n)})`);
        element.setAttribute("aria-pressed", String(hovered === n.id));
        element.setAttribute("aria-label", plain(spoken(graph(), n, values, way)));
        const text = textOf(n, form.tight);
        if (element.dataset.text !== text) element.lastChild.replaceChildren(...richSvg(text));
        element.dataset.text = text;
        const frame = { x: -width / 2, y: -height / 2, width, height };
        for (const [name, value] of Object.entries(frame)) element.firstChild.setAttribute(name, value);
      }
    }

    return () => {
      build();
      const now = look();
      pick.show(state.expression);
      label.show(state.y);
      label.element.hidden = state.expression !== "logistic";
      parts.sliders.forEach((one) => one.show(given()[one.id]));
      parts.nudge.show(state.nudge);
      widget.say(sentence(now));
      if (!stage.ready()) return;
      stage.domain(); // another graph may need another height
      const form = layout(graph(), stage.width);
      drawEdges(form, now);
      drawBoxes(form, now);
    };
  },
});
