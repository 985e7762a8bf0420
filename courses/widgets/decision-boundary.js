// Points of two classes, and logistic regression that learns to part them before one's eyes.

import { datasets, EDGE, pack, train, unpack } from "./decision-boundary-core.js";
import { drawCosts, drawModel, drawPoints, drawWash } from "./decision-boundary-panels.js";
import {
  brief,
  button,
  choice,
  choices,
  clamp,
  define,
  flag,
  h,
  number,
  s,
  show,
  slider,
  toggle,
  whole,
  words,
} from "./kit.js";

const STEPS = 200;
const LONGEST = 480; // letters of added points in the address: about forty points

define("decision-boundary", {
  label: "Logistic regression that learns to part two classes",
  fields: {
    data: choice("overlap", Object.keys(datasets)),
    lr: number(0.5, 0.01, 10),
    features: flag(false),
    step: whole(0, 0, STEPS),
    next: choice("1", ["1", "0"]),
    added: words("", LONGEST),
  },
  css: `
    .layout { display: grid; gap: 0.75rem 1.75rem; grid-template-areas: "sets" "map" "buttons" "says" "settings" "costs"; }
    .sets { grid-area: sets; } .map { grid-area: map; min-width: 0; } .costs { grid-area: costs; min-width: 0; }
    .settings { grid-area: settings; display: grid; gap: 0.4rem; align-content: start; }
    .buttons { grid-area: buttons; } .readout { grid-area: says; }
    .point { stroke: var(--paper); stroke-width: 1.25; }
    .point.wrong { stroke: var(--ink); stroke-width: 1.6; }
    .boundary { fill: none; stroke: var(--model); stroke-width: 2.5; }
    .guess { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 3 4; }
    .plus { stroke: var(--ink); stroke-width: 2; fill: none; opacity: 0; }
    .handle { pointer-events: none; }
    .handle:focus-visible .plus { opacity: 1; }
    .frame { fill: none; stroke: color-mix(in oklab, var(--muted) 55%, var(--rule)); }
    @container (min-width: 36rem) {
      .layout {
        grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr);
        grid-template-areas: "sets sets" "map costs" "map settings" "buttons settings" "says says";
        grid-template-rows: auto auto 1fr auto auto;
      }
    }
  `,
  setup(widget) {
    const { state, host } = widget;
    let run = [];
    const points = () => [...datasets[state.data].points, ...unpack(state.added)];
    const restart = (changes) => {
      learn.stop();
      widget.set({ step: 0, ...changes });
    };

    const sets = choices({
      label: "Data",
      options: Object.entries(datasets).map(([key, { title }]) => [key, title]),
      move: (data) => restart({ data, added: "" }),
    });
    const rate = slider({
      label: "Learning rate *α*",
      min: 0.01,
      max: 10,
      log: true,
      write: (v) => brief(v, 3),
      move: (lr) => widget.set({ lr }),
    });
    const more = toggle("also *x*_1^2, *x*_2^2 and *x*_1*x*_2 as features", (on) => restart({ features: on }));
    const next = choices({
      label: "A click adds a point of class",
      seen: true,
      options: [
        ["1", "[data1|1]"],
        ["0", "[data2|0]"],
      ],
      move: (label) => widget.set({ next: label }),
    });
    const forward = () => {
      if (state.step >= STEPS) return false;
      state.step += 1;
      return state.step < STEPS;
    };
    const one = button(
      "Step",
      () => {
        learn.stop();
        forward();
        widget.save();
        widget.redraw();
      },
      { icon: "step" },
    );
    const learn = widget.player({
      play: "Train",
      many: 20,
      every: 35,
      tick: forward,
      rewind: () => {
        if (state.step >= STEPS) state.step = 0;
      },
    });

    const map = widget.plot({
      x: { domain: [-EDGE, EDGE], label: "*x*_1" },
      y: { domain: [-EDGE, EDGE], label: "*x*_2" },
      frame: "box",
      still: false,
      canvas: true,
      height: (width) => width - 34 - 6 + 26 + 34,
      margin: { left: 34, top: 26, right: 6, bottom: 34 },
      label: "Points of two classes, shaded by the probability that the model gives to class 1.",
    });
    const costs = widget.plot({
      x: { domain: [0, STEPS], label: "step" },
      y: { domain: [0, 1], label: "cost *J*" },
      height: (width) => clamp(width * 0.66, 160, 210),
      label: "Cost at each step of training",
    });
    widget.add(
      h(
        "div",
        { class: "layout" },
        h("div", { class: "sets" }, sets.element),
        h("div", { class: "map" }, map.element),
        h("div", { class: "costs" }, costs.element),
        h("div", { class: "settings" }, rate.element, more.element, next.element),
        h("div", { class: "buttons" }, learn.button.element, one.element, widget.resetButton().element),
        widget.readout,
      ),
    );

    const add = (x1, x2, label = Number(state.next)) => {
      const added = [...unpack(state.added), { x1, x2, label }];
      if (pack(added).length <= LONGEST) widget.set({ added: pack(added) });
    };
    // A press adds one point where it began; moving on does not scatter more.
    map.onPlace(add, { drag: false });
    for (const name of ["points", "axes", "model"]) map.layer(name, { clip: name !== "axes" });
    const cursor = map.handle({
      label: "Cursor for new points: arrows move it, 1 and 0 add a point of that class",
      step: [0.1, 0.1],
      drawn: s("path", { class: "plus", d: "M-9,0H9M0,-9V9" }),
      radius: 8,
      move: (x, y) => {
        Object.assign(spot, { x: clamp(x, -EDGE, EDGE), y: clamp(y, -EDGE, EDGE) });
        widget.redraw();
      },
    });
    const spot = { x: 0, y: 0 };
    cursor.element.addEventListener("keydown", (event) => {
      if (!["0", "1", "Enter", " "].includes(event.key)) return;
      event.preventDefault();
      add(spot.x, spot.y, event.key === "0" ? 0 : event.key === "1" ? 1 : Number(state.next));
    });
    costs.layer("axes");
    costs.layer("lines", { clip: true });

    function verdict(all, { right, cost }) {
      const end = run.at(-1);
      const jumpy = run.slice(1).filter((now, i) => now.cost > run[i].cost * (1 + 1e-9)).length > STEPS / 10;
      if (jumpy) return "The cost goes up and down: the learning rate is too large for these features.";
      if (right === all) return "Every point lies on its own side, and the cost still falls: the model grows surer.";
      const bent = state.data === "xor" || state.data === "ring";
      if (bent && !state.features && state.step > 20)
        return "A straight line cannot part these two classes, however long it trains. Try the extra features.";
      if (state.step === STEPS && end.right < all)
        return `Here it stays: the classes overlap${state.features ? "" : ", and no line is better by much"}.`;
      if (state.step === 0) return cost > Math.LN2 ? "The first boundary is a poor guess. Train it." : "Train it.";
      return "Points with a strong edge lie on the wrong side.";
    }

    return () => {
      const all = points();
      run = train(all, state.features, state.lr, STEPS);
      const model = run[state.step];
      sets.show(state.data);
      rate.show(state.lr);
      more.show(state.features);
      next.show(state.next);
      one.show({ disabled: state.step >= STEPS });
      learn.show();
      if (map.ready()) {
        map.drawAxes();
        drawWash(map, host, model, state.features);
        drawModel(map, model, state.features);
        drawPoints(map, all, model, state.features);
        cursor.at(spot.x, spot.y, { min: -EDGE, max: EDGE, text: `x1 ${show(spot.x, 1)}, x2 ${show(spot.y, 1)}` });
      }
      if (costs.ready()) drawCosts(costs, run, state.step);
      const score = `[error|*J* = ${show(model.cost, 3)}], ${model.right} of ${all.length} points on their own side`;
      const numbers = `[model|*w* = (${model.w.map((v) => show(v)).join(", ")})], [model|*b* = ${show(model.b)}]`;
      widget.say(`Step ${state.step}: ${score}, ${numbers}. ${verdict(all.length, model)}`);
    };
  },
});
