// A dot product twice: number by number, and all numbers at once. Below, what a loop costs in this very browser.

import { brief, button, define, h, range, richSvg, s, scientific, show, whole } from "./kit.js";
import {
  dotEight,
  dotOne,
  example,
  loop,
  LOOP_TICKS,
  products,
  SIZES,
  time,
  vector,
  VECTOR_TICKS,
} from "./loop-vs-vector-core.js";

const N = products.length;
const signed = (v) => show(v, 0);

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

    const blank = {
      x: { domain: [0, 1] },
      y: { domain: [0, 1] },
      frame: "none",
      margin: { top: 0, left: 0, right: 0, bottom: 0 },
    };
    const left = widget.plot({
      ...blank,
      height: () => 216,
      label: "The loop: one product at a time is added to a running sum.",
    });
    const right = widget.plot({
      ...blank,
      height: () => 216,
      label: "The vector: all products at once, then sums of pairs.",
    });

    let measured = null; // [{ n, one, eight }], once asked for
    let busy = false;
    const measure = button("Measure in this browser", start, {});
    const chart = widget.plot({
      x: { domain: [SIZES[0], SIZES.at(-1)], log: true, label: "numbers in each array" },
      y: { domain: [2e-4, 20], log: true, label: "milliseconds" },
      height: () => 210,
      margin: { left: 46, right: 20 },
      label: "Measured time of a dot product against the length of the arrays, on log scales.",
    });
    const result = h("p", { "aria-live": "polite" });
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
        h(
          "div",
          { class: "timing wide" },
          h("div", {}, h("div", { class: "buttons" }, measure.element), result),
          chart.element,
        ),
      ),
    );
    chart.layer("axes");
    chart.layer("lines", { clip: true });
    chart.layer("marks");

    const NAME = 22; // room for the name of a row
    const TALL = 26;
    const cell = (x, y, width, kind, text) =>
      s(
        "g",
        { class: `cell ${kind}`, transform: `translate(${x.toFixed(1)},${y})` },
        s("rect", { x: 1, y: 0, width: width - 2, height: TALL }),
        s("text", { x: width / 2, y: TALL / 2 + 4.5 }, text),
      );
    const named = (y, name) => s("text", { class: "row-name", x: 0, y: y + TALL / 2 + 5 }, ...richSvg(name));

    function drawLoop() {
      const { done, sum } = loop(state.tick);
      const step = (left.width - NAME) / N;
      const at = (j) => NAME + j * step;
      const now = done - 1;
      const kind = (j) => (j === now ? "now" : j < done ? "" : "waiting");
      const nodes = range(N).flatMap((j) => [
        cell(at(j), 6, step, `w ${kind(j)}`, signed(example.w[j])),
        cell(at(j), 38, step, `x ${kind(j)}`, signed(example.x[j])),
        cell(at(j), 82, step, j < done ? `p ${kind(j)}` : "empty", j < done ? signed(products[j]) : ""),
      ]);
      const target = [NAME + 1, 150];
      if (now >= 0)
        nodes.push(
          s("path", {
            class: "join",
            d: `M${at(now) + step / 2},${82 + TALL}C${at(now) + step / 2},135 ${target[0] + step / 2},125 ${target[0] + step / 2},${target[1] - 3}`,
          }),
        );
      nodes.push(cell(NAME, 150, step * 1.25, "sum", signed(sum)));
      const before = now >= 0 ? sum - products[now] : 0;
      if (now >= 0)
        nodes.push(
          s(
            "text",
            { class: "muted", x: NAME + step * 1.25 + 10, y: 150 + TALL / 2 + 5 },
            `= ${signed(before)} + ${example.w[now] < 0 ? `(${signed(example.w[now])})` : example.w[now]} · ${example.x[now] < 0 ? `(${signed(example.x[now])})` : example.x[now]}`,
          ),
        );
      left.put("cells", nodes, named(6, "*w*"), named(38, "*x*"), named(82, "*wx*"), named(150, "*z*"));
    }

    function drawVector() {
      const rows = vector(state.tick);
      const step = (right.width - NAME) / N;
      const at = (j) => NAME + j * step;
      const fresh = state.tick <= VECTOR_TICKS ? rows.length - 1 : -1;
      const nodes = range(N).flatMap((j) => [
        cell(at(j), 6, step, `w ${fresh === 0 ? "now" : ""}`, signed(example.w[j])),
        cell(at(j), 38, step, `x ${fresh === 0 ? "now" : ""}`, signed(example.x[j])),
      ]);
      const y = (r) => 82 + r * 34;
      for (let r = 0; r < VECTOR_TICKS; r++) {
        const count = N / 2 ** r;
        const row = rows[r];
        for (let i = 0; i < count; i++) {
          nodes.push(
            row
              ? cell(at(i), y(r), step, `${count === 1 ? "sum" : "p"} ${r === fresh ? "now" : ""}`, signed(row[i]))
              : cell(at(i), y(r), step, "empty", ""),
          );
        }
        if (row && r > 0)
          nodes.push(
            s("text", { class: "muted", x: at(count) + 8, y: y(r) + TALL / 2 + 5 }, count === 1 ? "" : "sums of pairs"),
          );
      }
      right.put(
        "cells",
        nodes,
        named(6, "*w*"),
        named(38, "*x*"),
        named(82, "*wx*"),
        named(y(VECTOR_TICKS - 1), "*z*"),
      );
    }

    /** Measure size after size, with a breath between, so that the page stays alive. */
    function start() {
      if (busy) return;
      busy = true;
      measured = [];
      const next = (i) => {
        const n = SIZES[i];
        const w = Float64Array.from({ length: n }, (_, j) => Math.sin(j));
        const x = Float64Array.from({ length: n }, (_, j) => Math.cos(3 * j));
        // The first calls are slow, while the browser still compiles the loop: they are not what is asked.
        if (i === 0) range(200).forEach(() => [dotOne(w, x), dotEight(w, x)]);
        measured.push({
          n,
          one: time(() => dotOne(w, x)),
          eight: time(() => dotEight(w, x)),
          same: Math.abs(dotOne(w, x) - dotEight(w, x)) < 1e-6,
        });
        busy = i + 1 < SIZES.length;
        widget.redraw();
        if (busy) setTimeout(next, 30, i + 1);
      };
      widget.redraw();
      setTimeout(next, 60, 0);
    }

    function drawChart() {
      chart.drawAxes();
      const lines = [
        ["one", "s-error", "error", "one running sum"],
        ["eight", "s-good", "good", "eight side by side"],
      ];
      const points = (key) => (measured ?? []).map((row) => [row.n, row[key]]);
      chart.put(
        "lines",
        lines.map(([key, tone]) => s("path", { class: `curve ${tone}`, d: chart.path(points(key)) })),
      );
      const last = measured?.at(-1);
      chart.put(
        "marks",
        !measured &&
          s(
            "text",
            {
              class: "muted",
              x: (chart.inner.left + chart.inner.right) / 2,
              y: (chart.inner.top + chart.inner.bottom) / 2,
              "text-anchor": "middle",
            },
            "nothing measured yet",
          ),
        lines.map(([key, , tone]) =>
          points(key).map(([n, ms]) => s("circle", { class: `f-${tone}`, r: 4, cx: chart.x(n), cy: chart.y(ms) })),
        ),
        last &&
          !busy &&
          lines.map(([key, , tone, name]) =>
            chart.label(last.n, last[key], name, {
              tone,
              anchor: "end",
              dx: key === "one" ? -12 : 4,
              dy: key === "one" ? -6 : 22,
            }),
          ),
      );
    }

    const milliseconds = (ms) => (ms < 0.01 ? `${scientific(ms)} ms` : `${brief(ms, 2)} ms`);
    function verdict() {
      if (!measured)
        return "How long does a loop over numbers take? Your browser can measure itself. (It runs compiled JavaScript; Python's own loop is far slower still.)";
      if (busy) return "Measuring …";
      const { n, one: slow, eight } = measured[1]; // small enough for the arrays to stay close to the processor
      const ratio = slow / eight;
      const compared =
        ratio > 1.1 ? `${brief(ratio, 2)} times as fast` : ratio < 0.9 ? "slower, here" : "no faster, here";
      const each = `${brief((slow / n) * 1e6, 2)} billionths of a second for each number`;
      return `Measured in your browser just now. For ${show(n, 0)} numbers: ${milliseconds(slow)} with one running sum, ${each}; ${milliseconds(eight)} with eight sums side by side: ${compared}. A hundred times as many numbers took ${brief(measured.at(-1).one / slow, 2)} times as long.`;
    }

    return () => {
      const { done, sum } = loop(state.tick);
      const rows = vector(state.tick);
      const end = state.tick >= LOOP_TICKS;
      one.show({ disabled: end });
      run.show();
      measure.show({
        text: measured && !busy ? "Measure again" : busy ? "Measuring …" : "Measure in this browser",
        disabled: busy,
      });
      if (left.ready()) drawLoop();
      if (right.ready()) drawVector();
      if (chart.ready()) drawChart();
      result.textContent = verdict();
      const vectorSays =
        rows.length === 0
          ? "has not begun"
          : rows.length === 1
            ? `has all ${N} products`
            : rows.length < VECTOR_TICKS
              ? `has added them to ${rows.at(-1).length} sums`
              : state.tick > VECTOR_TICKS
                ? `has been done since tick ${VECTOR_TICKS}`
                : `is done: *z* = ${signed(rows.at(-1)[0])}`;
      widget.say(
        `Tick ${state.tick}: the loop has ${done} of ${N} products and *z* = ${signed(sum)}; the vector ${vectorSays}.${end ? ` Both say ${signed(sum)}: ${LOOP_TICKS} ticks against ${VECTOR_TICKS}.` : ""}`,
      );
    };
  },
});
