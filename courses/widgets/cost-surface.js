// A cost of two parameters as a map, and a ball that gradient descent rolls over it.

import { descend, surfaces, verdict } from "./cost-surface-core.js";
import { drawCosts, drawCut, drawMap, drawPath } from "./cost-surface-panels.js";
import { brief, button, choice, choices, clamp, define, h, number, show, slider, whole } from "./kit.js";

const STEPS = 60;

const VERDICTS = {
  arrives: (at) => `It arrives: 99 % of the way down is done after ${at} ${at === 1 ? "step" : "steps"}.`,
  swings: (at) =>
    `It arrives after ${at} steps, but swings on the way: steps jump across the valley to the other side.`,
  crawls: () => `It crawls: after ${STEPS} steps it is still on its way. A larger learning rate would help.`,
  jumps: () => "It does not settle: the steps are so long that the cost goes up as often as down.",
  diverges: (at) =>
    `It diverges: every step is longer than the one before. By step ${at} the cost is more than ten times what it was at the start.`,
};

define("cost-surface", {
  label: "A cost surface to roll down",
  fields: {
    surface: choice("logistic", Object.keys(surfaces)),
    lr: number(1, 0.01, 20),
    w: number(NaN, -4, 5),
    b: number(NaN, -4, 4),
    step: whole(0, 0, STEPS),
  },
  css: `
    .layout { display: grid; gap: 0.75rem 1.75rem; grid-template-areas: "surfaces" "map" "controls" "says" "costs" "slice"; }
    .surfaces { grid-area: surfaces; } .map { grid-area: map; min-width: 0; } .costs { grid-area: costs; min-width: 0; }
    .slice { grid-area: slice; min-width: 0; } .controls { grid-area: controls; } .readout { grid-area: says; }
    .controls { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; align-items: end; }
    .ring-fill { fill: var(--error); fill-opacity: 0.038; stroke: var(--error); stroke-opacity: 0.38; stroke-width: 0.75; }
    .floor { fill: color-mix(in oklab, var(--error) 3%, var(--paper)); }
    .height {
      font-size: 10.5px; fill: color-mix(in oklab, var(--error) 60%, var(--ink));
      paint-order: stroke; stroke: color-mix(in oklab, var(--error) 18%, var(--paper)); stroke-width: 3px;
    }
    .lowest { stroke: var(--ink); stroke-width: 1.5; fill: none; }
    .step-mark { stroke: var(--paper); stroke-width: 1; }
    @container (min-width: 36rem) {
      .layout {
        grid-template-columns: minmax(0, 1.3fr) minmax(0, 1fr);
        grid-template-areas: "surfaces surfaces" "map costs" "map slice" "controls controls" "says says";
      }
    }
  `,
  setup(widget) {
    const { state } = widget;
    // Without a place of its own, the ball starts where that surface is worth seeing.
    const startOf = () => {
      const { start } = surfaces[state.surface];
      return [Number.isNaN(state.w) ? start[0] : state.w, Number.isNaN(state.b) ? start[1] : state.b];
    };
    const place = (w, b) => {
      const surface = surfaces[state.surface];
      roll.stop();
      widget.set({ w: clamp(w, ...surface.w), b: clamp(b, ...surface.b), step: 0 });
    };

    const pick = choices({
      label: "Surface",
      options: Object.entries(surfaces).map(([key, { name }]) => [key, name]),
      move: (surface) => {
        roll.stop();
        Object.assign(state, { w: NaN, b: NaN });
        widget.set({ surface, step: 0 });
      },
    });
    const rate = slider({
      label: "Learning rate *α*",
      min: 0.01,
      max: 20,
      log: true,
      write: (v) => brief(v, 3),
      move: (lr) => widget.set({ lr }),
    });
    let path = [];
    const forward = () => {
      if (state.step >= path.length - 1) return false;
      state.step += 1;
      return state.step < path.length - 1;
    };
    const rewind = () => {
      if (state.step >= path.length - 1) state.step = 0;
    };
    const one = button(
      "Step",
      () => {
        roll.stop();
        forward();
        widget.save();
        widget.redraw();
      },
      { icon: "step" },
    );
    const roll = widget.player({ play: "Roll", pause: "Stop", many: 10, tick: forward, every: 110, rewind });

    const map = widget.plot({
      x: { domain: [-4, 4], label: "*w*" },
      y: { domain: [-4, 4], label: "*b*" },
      frame: "box",
      still: false,
      // As high as wide inside the axes: only then does a gradient stand at right angles to the rings.
      height: (width) => width - 34 - 6 + 26 + 34,
      margin: { left: 34, top: 26, right: 6, bottom: 34 },
      label: "Map of the cost over w and b. The darker, the higher.",
    });
    const costs = widget.plot({
      x: { domain: [0, STEPS], label: "iteration" },
      y: { domain: [0, 1], label: "cost *J*" },
      height: (width) => clamp(width * 0.62, 150, 200),
      label: "Cost at each iteration",
    });
    const cut = widget.plot({
      x: { domain: [-1, 1], label: "distance along the steepest way down", ticks: [0] },
      y: { domain: [0, 1], label: "cost *J*", ticks: [] },
      height: (width) => clamp(width * 0.62, 150, 200),
      label: "The surface, cut along the steepest way down",
    });

    widget.add(
      h(
        "div",
        { class: "layout" },
        h("div", { class: "surfaces" }, pick.element),
        h("div", { class: "map" }, map.element),
        h("div", { class: "costs" }, costs.element),
        h("div", { class: "slice" }, cut.element),
        h(
          "div",
          { class: "controls" },
          rate.element,
          h("div", { class: "buttons" }, one.element, roll.button.element, widget.resetButton().element),
        ),
        widget.readout,
      ),
    );

    map.layer("surface", { clip: true });
    for (const name of ["axes", "title"]) map.layer(name);
    map.layer("path", { clip: true });
    const ball = map.handle({ label: "Ball: where descent begins", step: [0.1, 0.1], move: place, radius: 9 });
    map.onPlace(place);

    let drawn = ""; // contours are slow to find: they are drawn anew for another surface or width only
    for (const panel of [costs, cut]) {
      panel.layer("axes");
      panel.layer("lines", { clip: true });
      panel.layer("marks");
    }
    return () => {
      const surface = surfaces[state.surface];
      const start = startOf();
      path = descend(surface, start, state.lr, STEPS);
      state.step = Math.min(state.step, path.length - 1);
      const here = path[state.step];
      pick.show(state.surface);
      rate.show(state.lr);
      const end = state.step >= path.length - 1;
      one.show({ disabled: end });
      roll.show();
      if (map.ready()) {
        const wanted = `${state.surface} ${map.width}`;
        if (wanted !== drawn) drawMap(map, surface);
        drawn = wanted;
        drawPath(map, surface, path, state.step);
        const [w, b] = [clamp(here.w, ...surface.w), clamp(here.b, ...surface.b)];
        ball.element.classList.toggle("faint", w !== here.w || b !== here.b); // it has left the map
        ball.at(w, b, {
          min: surface.w[0],
          max: surface.w[1],
          text: `w ${show(here.w)}, b ${show(here.b)}, cost ${show(here.cost, 3)}`,
        });
      }
      if (costs.ready()) drawCosts(costs, path, state.step, STEPS);
      if (cut.ready()) drawCut(cut, surface, here, state.lr);
      const { kind, at, deepest } = verdict(surface, path);
      const local = deepest === false ? " Yet this dip is not the deepest." : "";
      const hint = state.step === 0 ? " Drag the ball, or click the map, to begin elsewhere." : "";
      const place = `[model|*w* = ${show(here.w)}], [model|*b* = ${show(here.b)}], [error|*J* = ${show(here.cost, 3)}]`;
      widget.say(`Step ${state.step}: ${place}. ${VERDICTS[kind](at)}${local}${hint}`);
    };
  },
});
