// A neuron that prices flats: one bent line to fit by hand, and three that add up to a curve.

import { best, error, flats, hinges, LARGEST, neuron } from "./one-neuron-core.js";
import { drawOne, drawParts, drawThree } from "./one-neuron-net.js";
import { button, choice, choices, clamp, define, flag, h, number, show, slider, toggle } from "./kit.js";

const TOP = 300;
const GAP = 6; // bends stay this far apart

define("one-neuron", {
  label: "A neuron that prices flats",
  fields: {
    page: choice("one", ["one", "three"]),
    w: number(3, 0, 6),
    b: number(-60, -200, 100),
    relu: flag(true),
    k1: number(20, 0, LARGEST),
    k2: number(55, 0, LARGEST),
    k3: number(80, 0, LARGEST),
    h1: number(0, 0, TOP),
    h2: number(95, 0, TOP),
    h3: number(175, 0, TOP),
    h4: number(235, 0, TOP),
  },
  css: `
    .layout { display: grid; gap: 0.5rem 1.75rem; grid-template-areas: "pages" "prices" "net" "controls" "says" "parts"; }
    .pages { grid-area: pages; } .prices { grid-area: prices; min-width: 0; } .net { grid-area: net; min-width: 0; }
    .controls { grid-area: controls; display: grid; gap: 0.25rem; align-content: start; } .readout { grid-area: says; }
    .parts { grid-area: parts; min-width: 0; }
    .point { stroke: var(--paper); stroke-width: 1.5; }
    .miss { stroke: var(--error); stroke-width: 2; }
    .wire { stroke: color-mix(in oklab, var(--muted) 60%, var(--rule)); stroke-width: 1.25; fill: none; }
    .unit { fill: color-mix(in oklab, var(--model) 13%, var(--paper)); stroke: var(--model); stroke-width: 1.5; }
    .input { fill: color-mix(in oklab, var(--data1) 15%, var(--paper)); }
    .output { fill: color-mix(in oklab, var(--data2) 16%, var(--paper)); }
    .icon { fill: none; stroke: var(--model); stroke-width: 2; stroke-linejoin: round; }
    .mid { text-anchor: middle; }
    @container (min-width: 36rem) {
      .layout {
        grid-template-columns: minmax(0, 1.35fr) minmax(0, 1fr);
        grid-template-areas: "pages pages" "prices net" "prices parts" "prices controls" "says says";
        grid-template-rows: auto auto auto 1fr auto;
      }
    }
  `,
  setup(widget) {
    const { state } = widget;
    const single = () => state.page === "one";
    const knots = () => hinges(state);
    const model = (size) => (single() ? neuron(size, state, state.relu) : knots().sum(size));

    const pages = choices({
      label: "Model",
      options: [
        ["one", "one neuron"],
        ["three", "three neurons, added"],
      ],
      move: (page) => widget.set({ page }),
    });
    const weight = slider({
      label: "weight *w*",
      min: 0,
      max: 6,
      step: 0.05,
      tone: "model",
      write: (v) => show(v),
      move: (w) => widget.set({ w }),
    });
    const bias = slider({
      label: "bias *b*",
      min: -200,
      max: 100,
      step: 1,
      tone: "model",
      write: (v) => show(v, 0),
      move: (b) => widget.set({ b }),
    });
    const bend = toggle("bend at zero (ReLU)", (relu) => widget.set({ relu }));
    const fit = button("Best fit", () => {
      const { w, b } = best(state.relu);
      widget.set({ w, b });
    });

    const prices = widget.plot({
      x: { domain: [0, LARGEST], label: "size in m^2" },
      y: { domain: [-60, TOP], label: "price in thousands" },
      still: false,
      height: (width) => clamp(width * 0.82, 250, 380),
      label: "Six flats: size against price, and the model's line.",
      margin: { left: 40 },
    });
    const net = widget.drawing({
      height: () => (single() ? 84 : 156),
      label: "The model as a drawing: from size through the neurons to price.",
    });
    const parts = widget.plot({
      x: { domain: [0, LARGEST], ticks: [] },
      y: { domain: [-300, 400], label: "what each neuron adds", ticks: [0] },
      height: () => 150,
      margin: { bottom: 8, left: 24, right: 26 },
      label: "What each of the three neurons adds to the price.",
    });
    const sliders = h("div", { class: "controls" }, weight.element, bias.element, bend.element);
    widget.add(
      h(
        "div",
        { class: "layout" },
        h(
          "div",
          { class: "pages row spread" },
          pages.element,
          h("div", { class: "buttons" }, fit.element, widget.resetButton().element),
        ),
        h("div", { class: "prices" }, prices.element),
        h("div", { class: "net" }, net.element),
        h("div", { class: "parts" }, parts.element),
        sliders,
        widget.readout,
      ),
    );
    prices.layer("axes");
    prices.layer("lines", { clip: true });
    prices.layer("marks");

    // Four points to take hold of: three bends and the right end.
    const place = [
      { k: "k1", h: "h1", name: "First bend" },
      { k: "k2", h: "h2", name: "Second bend" },
      { k: "k3", h: "h3", name: "Third bend" },
      { k: null, h: "h4", name: "Right end" },
    ];
    const handles = place.map(({ k, h: height, name }, i) =>
      prices.handle({
        label: name,
        step: [1, 2],
        radius: 7,
        move(x, y) {
          const low = i === 0 ? 0 : state[`k${i}`] + GAP;
          const high = i === 2 ? LARGEST - GAP : state[`k${i + 2}`] - GAP;
          widget.set({ [height]: clamp(y, 0, TOP), ...(k ? { [k]: clamp(x, low, high) } : {}) });
        },
      }),
    );

    function drawPrices() {
      prices.drawAxes();
      const kinks = single()
        ? [0, state.w > 0 ? clamp(-state.b / state.w, 0, LARGEST) : 0, LARGEST]
        : [0, ...knots().bends, LARGEST];
      prices.put(
        "lines",
        prices.line("grid", [
          [0, 0],
          [LARGEST, 0],
        ]),
        flats.size.map((x, i) =>
          prices.line("miss", [
            [x, flats.price[i]],
            [x, model(x)],
          ]),
        ),
        prices.line(
          "curve s-model",
          kinks.map((x) => [x, model(x)]),
        ),
      );
      const worst = flats.size.reduce(
        (far, x, i) =>
          Math.abs(model(x) - flats.price[i]) > Math.abs(model(flats.size[far]) - flats.price[far]) ? i : far,
        0,
      );
      const [x, y] = [flats.size[worst], flats.price[worst]];
      const miss = model(x) - y;
      prices.put(
        "marks",
        flats.size.map((size, i) => prices.dot("point f-data1", size, flats.price[i], 5.5)),
        Math.abs(miss) > 12 &&
          Math.abs(miss) < 400 &&
          prices.label(x, clamp((y + y + miss) / 2, -40, TOP), `off by ${show(Math.abs(miss), 0)}`, {
            tone: "error",
            anchor: "end",
            dx: -7,
            dy: 4,
          }),
      );
      place.forEach(({ k, h: height }, i) => {
        const at = k ? state[k] : LARGEST;
        handles[i].at(at, state[height], {
          min: 0,
          max: LARGEST,
          text: `${show(at, 0)} square metres, price ${show(state[height], 0)}`,
          hidden: single(),
        });
      });
    }

    function sentence() {
      const mean = error(model);
      const misses = `[error|mean squared miss ${show(mean, 0)}], so a typical miss is ${show(Math.sqrt(mean), 0)} thousand`;
      if (!single())
        return `Drag the four points, or use arrow keys. Three bent lines, added: ${misses}. Each neuron wakes up at its own size and changes the slope from there on.`;
      const formula = `${show(state.w)} · size ${state.b < 0 ? "−" : "+"} ${show(Math.abs(state.b), 0)}`;
      const tiny = model(10);
      const absurd =
        tiny < -0.5 ? ` For 10 m^2 it says ${show(tiny, 0)}: nobody pays you to take a flat. Bend it.` : "";
      return `[model|price = ${state.relu ? `max(0, ${formula})` : formula}]: ${misses}.${absurd}`;
    }

    return () => {
      pages.show(state.page);
      weight.show(state.w);
      bias.show(state.b);
      bend.show(state.relu);
      sliders.hidden = !single();
      fit.element.hidden = !single();
      parts.element.hidden = single();
      if (prices.ready()) drawPrices();
      if (net.ready() && single()) drawOne(net, state);
      if (net.ready() && !single()) drawThree(net, knots());
      if (!single() && parts.ready()) drawParts(parts, knots());
      widget.say(sentence());
    };
  },
});
