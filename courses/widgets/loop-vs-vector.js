// A dot product twice: number by number, and all numbers at once. Below, what a loop costs in this very browser.

import { button, define, h, whole } from "./kit.js";
import { loop, LOOP_TICKS, vector, VECTOR_TICKS } from "./loop-vs-vector-core.js";
import { drawLoop, drawVector, N, signed } from "./loop-vs-vector-rows.js";
import { timing } from "./loop-vs-vector-timing.js";

define("loop-vs-vector", {
  label: "A dot product as a loop and as a vector",
  fields: { tick: whole(1, 0, LOOP_TICKS) },
  css: `
    .layout { display: grid; gap: 0.5rem 2rem; }
    .lane { min-width: 0; }
    .source { font-family: var(--font-mono, monospace); font-size: 0.93em; color: var(--muted); overflow-wrap: anywhere; }
    .cell rect { rx: 3px; }
    .cell text { text-anchor: middle; font-size: 13px; }
    .w rect { fill: color-mix(in oklab, var(--model) 17%, var(--paper)); }
    .x rect { fill: color-mix(in oklab, var(--data1) 20%, var(--paper)); }
    .p rect { fill: color-mix(in oklab, var(--gradient) 20%, var(--paper)); }
    .sum rect { fill: var(--accent); }
    .sum text { fill: var(--paper); font-weight: 650; }
    .waiting { opacity: 0.4; }
    .empty rect { fill: none; stroke: var(--rule); stroke-dasharray: 3 3; }
    .now rect { stroke: var(--ink); stroke-width: 2; }
    .row-name { fill: var(--muted); }
    .join { stroke: color-mix(in oklab, var(--muted) 55%, var(--rule)); fill: none; }
    .timing { border-top: 1px solid var(--rule); padding-top: 0.75rem; display: grid; gap: 0.4rem 2rem; }
    .timing p { margin: 0; text-wrap: pretty; }
    @container (min-width: 36rem) {
      .layout { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
      .wide { grid-column: 1 / -1; }
      .timing { grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr); align-items: start; }
    }
  `,
  setup(widget) {
    const { state } = widget;
    const forward = () => {
      if (state.tick >= LOOP_TICKS) return false;
      state.tick += 1;
      return state.tick < LOOP_TICKS;
    };
    const one = button(
      "Tick",
      () => {
        run.stop();
        forward();
        widget.save();
        widget.redraw();
      },
      { icon: "step" },
    );
    const run = widget.player({
      play: "Run",
      pause: "Stop",
      many: LOOP_TICKS,
      calmly: "To the end",
      every: 700,
      tick: forward,
      rewind: () => {
        if (state.tick >= LOOP_TICKS) state.tick = 0;
      },
    });

    const left = widget.drawing({
      height: () => 216,
      label: "The loop: one product at a time is added to a running sum.",
    });
    const right = widget.drawing({
      height: () => 216,
      label: "The vector: all products at once, then sums of pairs.",
    });
    const measuring = timing(widget);
    widget.add(
      h(
        "div",
        { class: "layout" },
        h(
          "div",
          { class: "lane" },
          h("div", {}, "A loop: ", h("span", { class: "source" }, "z += w[j] * x[j]")),
          left.element,
        ),
        h(
          "div",
          { class: "lane" },
          h("div", {}, "The whole row: ", h("span", { class: "source" }, "z = np.dot(w, x)")),
          right.element,
        ),
        h("div", { class: "buttons wide" }, run.button.element, one.element, widget.resetButton().element),
        h("div", { class: "wide" }, widget.readout),
        measuring.element,
      ),
    );
    function vectorSays(rows) {
      if (rows.length === 0) return "has not begun";
      if (rows.length === 1) return `has all ${N} products`;
      if (rows.length < VECTOR_TICKS) return `has added them to ${rows.at(-1).length} sums`;
      if (state.tick > VECTOR_TICKS) return `has been done since tick ${VECTOR_TICKS}`;
      return `is done: *z* = ${signed(rows.at(-1)[0])}`;
    }

    return () => {
      const { done, sum } = loop(state.tick);
      const end = state.tick >= LOOP_TICKS;
      one.show({ disabled: end });
      run.show();
      if (left.ready()) drawLoop(left, state.tick);
      if (right.ready()) drawVector(right, state.tick);
      measuring.draw();
      const both = end ? ` Both say ${signed(sum)}: ${LOOP_TICKS} ticks against ${VECTOR_TICKS}.` : "";
      const says = `the loop has ${done} of ${N} products and *z* = ${signed(sum)}; the vector ${vectorSays(vector(state.tick))}`;
      widget.say(`Tick ${state.tick}: ${says}.${both}`);
    };
  },
});
