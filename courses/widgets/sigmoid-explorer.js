// The sigmoid of w x + b: a sum of evidence below, the probability above it, and beside them what a label would cost.

import { at, middle, REACH } from "./sigmoid-explorer-core.js";
import { clamp, define, h, linspace, number, s, show, slider } from "./kit.js";

const TALL = 5; // the loss axis ends here

define("sigmoid-explorer", {
  label: "The sigmoid, its odds and its loss",
  fields: {
    w: number(1, -5, 5),
    b: number(0, -6, 6),
    x: number(2, -REACH, REACH),
  },
  css: `
    .layout { display: grid; gap: 0.25rem 1.75rem; grid-template-areas: "chance" "evidence" "sliders" "says" "loss"; }
    .chance { grid-area: chance; min-width: 0; } .evidence { grid-area: evidence; min-width: 0; } .loss { grid-area: loss; min-width: 0; }
    .sliders { grid-area: sliders; } .foot { grid-area: says; display: flex; gap: 0.5rem; align-items: start; } .readout { flex: 1; }
    .drop { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 2 4; fill: none; }
    .half { stroke: var(--rule); stroke-width: 1; }
    @container (min-width: 36rem) {
      .layout {
        grid-template-columns: minmax(0, 1.3fr) minmax(0, 1fr);
        grid-template-areas: "chance loss" "evidence loss" "sliders sliders" "says says";
      }
    }
  `,
  setup(widget) {
    const { state } = widget;
    const weight = slider({
      label: "weight *w*",
      min: -5,
      max: 5,
      step: 0.05,
      tone: "model",
      write: (v) => show(v),
      move: (w) => widget.set({ w }),
    });
    const bias = slider({
      label: "bias *b*",
      min: -6,
      max: 6,
      step: 0.05,
      tone: "model",
      write: (v) => show(v),
      move: (b) => widget.set({ b }),
    });
    const input = slider({
      label: "input *x*",
      min: -REACH,
      max: REACH,
      step: 0.05,
      tone: "data1",
      write: (v) => show(v),
      move: (x) => widget.set({ x }),
    });
    const margin = { left: 42, right: 16 };
    const chance = widget.plot({
      x: { domain: [-REACH, REACH], ticks: [] },
      y: { domain: [0, 1], label: "probability *p* = *σ*(*z*)", ticks: [0, 0.5, 1] },
      still: false,
      height: (width) => clamp(width * 0.5, 190, 240),
      margin: { ...margin, bottom: 12 },
      label: "The probability over x: an S-shaped curve.",
    });
    const evidence = widget.plot({
      x: { domain: [-REACH, REACH], label: "*x*" },
      y: { domain: [-8, 8], label: "log-odds *z* = *wx* + *b*", ticks: [-8, 0, 8] },
      height: () => 150,
      margin,
      label: "The log-odds over x: a straight line.",
    });
    const loss = widget.plot({
      x: { domain: [0, 1], label: "probability *p*", ticks: [0, 0.5, 1] },
      y: { domain: [0, TALL], label: "loss" },
      height: (width) => clamp(width * 1.15, 230, 360),
      margin: { left: 34, right: 12 },
      label: "The loss over p: one curve for the label 1, one for the label 0.",
    });
    widget.add(
      h(
        "div",
        { class: "layout" },
        h("div", { class: "chance" }, chance.element),
        h("div", { class: "evidence" }, evidence.element),
        h("div", { class: "loss" }, loss.element),
        h("div", { class: "sliders" }, weight.element, bias.element, input.element),
        h("div", { class: "foot" }, widget.readout, widget.resetButton().element),
      ),
    );

    for (const plot of [chance, evidence, loss]) {
      plot.layer("axes");
      plot.layer("lines", { clip: plot !== chance });
      plot.layer("marks");
    }
    const move = (x) => widget.set({ x: clamp(x, -REACH, REACH) });
    const point = chance.handle({ label: "Input x", step: [0.1, 0.1], flat: true, tone: "data1", move });
    chance.onPlace(move);
    const xs = linspace(-REACH, REACH, 241);

    function drawChance(here) {
      chance.drawAxes();
      const half = middle(state);
      const seen = half !== null && Math.abs(half) < REACH;
      chance.put(
        "lines",
        chance.line("half", [
          [-REACH, 0.5],
          [REACH, 0.5],
        ]),
        chance.line(
          "curve s-model",
          xs.map((x) => [x, at(x, state).p]),
        ),
        s("path", { class: "drop", d: `M${chance.x(state.x)},${chance.y(here.p)}V${chance.height}` }),
      );
      const right = state.x < 2.5;
      chance.put(
        "marks",
        seen && chance.dot("f-model", half, 0.5, 3),
        chance.label(state.x, here.p, `*p* = ${show(here.p, 3)}`, {
          anchor: right ? "start" : "end",
          dx: right ? 14 : -14,
          dy: right === state.w > 0 ? 20 : -8,
          tone: "model",
        }),
      );
      point.at(state.x, here.p, {
        min: -REACH,
        max: REACH,
        text: `x ${show(state.x)}, probability ${show(here.p, 3)}`,
      });
    }

    function drawEvidence(here) {
      evidence.drawAxes();
      evidence.put(
        "lines",
        evidence.line("half", [
          [-REACH, 0],
          [REACH, 0],
        ]),
        evidence.line(
          "curve s-model",
          [-REACH, REACH].map((x) => [x, at(x, state).z]),
        ),
        s("path", { class: "drop", d: `M${evidence.x(state.x)},0V${evidence.inner.bottom}` }),
      );
      const y = clamp(here.z, -8, 8);
      const right = state.x < 2.5;
      evidence.put(
        "marks",
        evidence.dot("f-data1 knob", state.x, y, 5.5),
        evidence.label(state.x, y, `*z* = ${show(here.z)}`, {
          anchor: right ? "start" : "end",
          dx: right ? 10 : -10,
          dy: right === state.w > 0 ? 18 : -8,
          tone: "model",
        }),
      );
    }

    function drawLoss(here) {
      loss.drawAxes();
      const ps = linspace(0.0005, 0.9995, 240);
      const curves = [
        {
          tone: "data1",
          value: here.loss1,
          f: (p) => -Math.log(p),
          name: "if *y* = 1:  −log *p*",
          end: 0.1,
          anchor: "start",
        },
        {
          tone: "data2",
          value: here.loss0,
          f: (p) => -Math.log1p(-p),
          name: "if *y* = 0:  −log(1 − *p*)",
          end: 0.97,
          anchor: "end",
        },
      ];
      loss.put(
        "lines",
        curves.map(({ tone, f }) =>
          loss.line(
            `curve s-${tone}`,
            ps.map((p) => [p, f(p)]),
          ),
        ),
      );
      loss.put(
        "marks",
        loss.line("drop", [
          [here.p, 0],
          [here.p, TALL],
        ]),
        loss.label(0.04, 4.55, curves[0].name, { tone: "data1", dx: 16 }),
        loss.label(0.93, 3.75, curves[1].name, { tone: "data2", anchor: "end", dx: -4 }),
        curves.map(({ tone, value }) => {
          const y = Math.min(value, TALL);
          const right = here.p < 0.6;
          return [
            loss.dot(`f-${tone} knob`, here.p, y, 6),
            loss.label(here.p, y, value > TALL ? `${show(value)} ↑` : show(value, 3), {
              tone,
              anchor: right ? "start" : "end",
              dx: right ? 10 : -10,
              dy: y < 0.35 ? -8 : 4,
            }),
          ];
        }),
      );
    }

    return () => {
      const here = at(state.x, state);
      weight.show(state.w);
      bias.show(state.b);
      input.show(state.x);
      if (chance.ready()) drawChance(here);
      if (evidence.ready()) drawEvidence(here);
      if (loss.ready()) drawLoss(here);
      const odds =
        here.odds >= 1 ? `${show(here.odds, 1)} to 1 for class 1` : `${show(1 / here.odds, 1)} to 1 against class 1`;
      widget.say(
        `*z* = ${show(state.w)} · ${state.x < 0 ? `(${show(state.x)})` : show(state.x)} ${state.b < 0 ? "−" : "+"} ${show(Math.abs(state.b))} = [model|${show(here.z)}]: odds of ${odds}, a probability of [model|${show(here.p, 3)}]. ` +
          `If the label is 1, the loss is [data1|${show(here.loss1, 3)}]; if it is 0, [data2|${show(here.loss0, 3)}].`,
      );
    };
  },
});
