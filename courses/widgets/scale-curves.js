// A schematic of performance against the amount of data, for methods of four sizes.

import { brief, clamp, define, h, linspace, number, rich, richSvg, s, show, slider } from "./kit.js";
import { methods, MOST, OPEN, order, performance } from "./scale-curves-core.js";

const STYLE = { traditional: "s-data2", small: "s-model one", medium: "s-model two", large: "s-model three" };
const FILL = { traditional: "f-data2", small: "f-model", medium: "f-model", large: "f-model" };

define("scale-curves", {
  label: "Schematic: performance against the amount of data",
  fields: { data: number(70, 0, MOST) },
  css: `
    .layout { display: grid; gap: 0.5rem; }
    .one { stroke-width: 1.5; } .two { stroke-width: 2.5; } .three { stroke-width: 4; }
    .open { fill: color-mix(in oklab, var(--muted) 11%, var(--paper)); }
    .now { stroke: var(--ink); stroke-width: 1.25; stroke-dasharray: 3 3; }
    .foot { display: flex; gap: 1rem; align-items: start; } .foot .readout { flex: 1; }
    .formula { margin: 0; font-size: 0.93em; text-wrap: pretty; }
    .grip rect { fill: var(--data1); stroke: var(--paper); stroke-width: 2.5; }
  `,
  setup(widget) {
    const { state } = widget;
    const formula = h("p", { class: "formula muted" });
    const amount = slider({
      label: "amount of data",
      min: 0,
      max: MOST,
      step: 1,
      tone: "data1",
      write: (v) => (v === 0 ? "none" : v < OPEN ? "little" : v < 60 ? "some" : "much"),
      move: (data) => widget.set({ data }),
    });
    const plot = widget.plot({
      x: { domain: [0, MOST], label: "amount of data →", ticks: [] },
      y: { domain: [0, 0.82], label: "performance ↑", ticks: [] },
      still: false,
      height: (width) => clamp(width * 0.52, 310, 380),
      margin: { left: 14, right: 14, bottom: 34, top: 30 },
      label:
        "Schematic: four curves of performance against the amount of data. The larger the network, the later its curve flattens.",
    });
    widget.add(
      h(
        "div",
        { class: "layout" },
        plot.element,
        amount.element,
        h("div", { class: "foot" }, widget.readout, widget.resetButton().element),
        formula,
      ),
    );
    const constants = methods.map(({ name, c, s: half }) => `${name} *c* = ${brief(c)}, *s* = ${half}`).join("; ");
    formula.append(
      ...rich(
        `A sketch, not a measurement. Every curve is *c* · *n* / (*n* + *s*) for the amount of data *n*: ${constants}.`,
      ),
    );
    plot.layer("open");
    plot.layer("axes");
    plot.layer("lines", { clip: true });
    plot.layer("marks");
    const move = (data) => widget.set({ data: Math.round(clamp(data, 0, MOST)) });
    const grip = plot.handle({
      label: "Amount of data",
      step: [1, 1],
      flat: true,
      move,
      radius: 9,
      drawn: s("g", { class: "grip" }, s("rect", { x: -6, y: -9, width: 12, height: 18, rx: 6 })),
    });
    plot.onPlace(move);

    function draw() {
      const { top, bottom, right } = plot.inner;
      plot.drawAxes();
      const edge = plot.x(OPEN);
      const short = plot.width < 480; // a long name would run into the curve above it
      plot.put(
        "open",
        s("rect", { class: "open", x: plot.inner.left, y: top, width: edge - plot.inner.left, height: bottom - top }),
        s("text", { class: "muted", x: plot.inner.left + 8, y: top + 18 }, "order open"),
        s(
          "text",
          { class: "axis-label", x: right, y: top - 12, "text-anchor": "end" },
          ...richSvg("schematic, not measured"),
        ),
      );
      const curve = (method) => linspace(0, MOST, 121).map((n) => [n, performance(method, n)]);
      plot.put(
        "lines",
        methods.map((method) => plot.line(`curve ${STYLE[method.id]}`, curve(method))),
        s("path", { class: "now", d: `M${plot.x(state.data)},${top}V${bottom}` }),
      );
      plot.put(
        "marks",
        methods.map((method) => plot.dot(`${FILL[method.id]} knob`, state.data, performance(method, state.data), 5.5)),
        methods.map((method) =>
          plot.label(
            MOST - 2,
            performance(method, MOST - 2),
            short ? method.name.replace(/ (network|method)$/, "") : method.name,
            { anchor: "end", dy: -9, tone: method.id === "traditional" ? "data2" : "model" },
          ),
        ),
      );
      grip.at(state.data, 0, { min: 0, max: MOST, text: `${show(state.data, 0)} of ${MOST}` });
    }

    return () => {
      amount.show(state.data);
      if (plot.ready()) draw();
      const names = order(state.data).map(({ name }) => name);
      if (state.data === 0) widget.say(`Without data nothing is learned.`);
      else if (state.data < OPEN)
        widget.say(
          `At ${show(state.data, 0)} on this scale the order is open: with little data, good features chosen by a person decide.`,
        );
      else widget.say(`At ${show(state.data, 0)} on this scale, best first: ${names.join(", ")}.`);
    };
  },
});
