// What a loop over numbers costs in this very browser, measured when the reader asks for it.

import { brief, button, h, range, s, scientific, show } from "./kit.js";
import { dotEight, dotOne, SIZES, time } from "./loop-vs-vector-core.js";

const LINES = [
  { key: "one", tone: "error", name: "one running sum", place: { dx: -12, dy: -6 } },
  { key: "eight", tone: "good", name: "eight side by side", place: { dx: 4, dy: 22 } },
];
const BEFORE =
  "How long does a loop over numbers take? Your browser can measure itself. " +
  "(It runs compiled JavaScript; Python's own loop is far slower still.)";

const milliseconds = (ms) => (ms < 0.01 ? `${scientific(ms)} ms` : `${brief(ms, 2)} ms`);

/** One line of the measurement: arrays of n numbers, with one running sum and with eight. */
function measureAt(n, first) {
  const w = Float64Array.from({ length: n }, (_, j) => Math.sin(j));
  const x = Float64Array.from({ length: n }, (_, j) => Math.cos(3 * j));
  // The first calls are slow, while the browser still compiles the loop: they are not what is asked.
  if (first) range(200).forEach(() => [dotOne(w, x), dotEight(w, x)]);
  return { n, one: time(() => dotOne(w, x)), eight: time(() => dotEight(w, x)) };
}

function sentence(measured) {
  const { n, one, eight } = measured[1]; // small enough for the arrays to stay close to the processor
  const ratio = one / eight;
  const compared = ratio > 1.1 ? `${brief(ratio, 2)} times as fast` : ratio < 0.9 ? "slower, here" : "no faster, here";
  return (
    `Measured in your browser just now. For ${show(n, 0)} numbers: ${milliseconds(one)} with one running sum, ` +
    `${brief((one / n) * 1e6, 2)} billionths of a second for each number; ${milliseconds(eight)} with eight sums ` +
    `side by side: ${compared}. A hundred times as many numbers took ${brief(measured.at(-1).one / one, 2)} times as long.`
  );
}

/** The part of the widget that measures: { element, draw() }. */
export function timing(widget) {
  let measured = []; // [{ n, one, eight }]
  let busy = false;
  const press = button("Measure in this browser", start);
  const result = h("p", { "aria-live": "polite" });
  const chart = widget.plot({
    x: { domain: [SIZES[0], SIZES.at(-1)], log: true, label: "numbers in each array" },
    y: { domain: [2e-4, 20], log: true, label: "milliseconds" },
    height: () => 210,
    margin: { left: 46, right: 20 },
    label: "Measured time of a dot product against the length of the arrays, on log scales.",
  });
  chart.layer("axes");
  chart.layer("lines", { clip: true });
  chart.layer("marks");

  /** Size after size, with a breath between, so that the page stays alive. */
  function start() {
    if (busy) return;
    busy = true;
    measured = [];
    const next = (i) => {
      measured.push(measureAt(SIZES[i], i === 0));
      busy = i + 1 < SIZES.length;
      widget.redraw();
      if (busy) setTimeout(next, 30, i + 1);
    };
    widget.redraw();
    setTimeout(next, 60, 0);
  }

  function drawChart() {
    chart.drawAxes();
    const { left, right, top, bottom } = chart.inner;
    const empty = { class: "muted", x: (left + right) / 2, y: (top + bottom) / 2, "text-anchor": "middle" };
    chart.put(
      "lines",
      LINES.map(({ key, tone }) =>
        chart.line(
          `curve s-${tone}`,
          measured.map((row) => [row.n, row[key]]),
        ),
      ),
    );
    const last = measured.at(-1);
    chart.put(
      "marks",
      !last && s("text", empty, busy ? "measuring …" : "nothing measured yet"),
      LINES.map(({ key, tone, name, place }) => [
        measured.map((row) => chart.dot(`f-${tone}`, row.n, row[key], 4)),
        last && !busy && chart.label(last.n, last[key], name, { tone, anchor: "end", ...place }),
      ]),
    );
  }

  return {
    element: h(
      "div",
      { class: "timing wide" },
      h("div", {}, h("div", { class: "buttons" }, press.element), result),
      chart.element,
    ),
    draw() {
      const text = busy ? "Measuring …" : measured.length ? "Measure again" : "Measure in this browser";
      press.show({ text, disabled: busy });
      result.textContent = busy ? "Measuring …" : measured.length ? sentence(measured) : BEFORE;
      if (chart.ready()) drawChart();
    },
  };
}
