// A line through two nearby points of a curve turns into the tangent, until the nudge is too small for the computer.

import { readFormula } from "./formula-core.js";
import {
  brief,
  choice,
  choices,
  clamp,
  define,
  entry,
  h,
  linspace,
  number,
  s,
  scientific,
  show,
  slider,
  words,
} from "./kit.js";
import { curves, errors, nudged, typed } from "./tangent-core.js";

const SMALLEST = 1e-16;
const LARGEST = 2;
const HS = linspace(-16, Math.log10(LARGEST), 164).map((e) => 10 ** e);
const FLOOR = 1e-17; // an error of zero has no place on a log axis: it is drawn here

define("tangent", {
  label: "From the line through two points to the tangent",
  fields: {
    f: choice("square", [...Object.keys(curves), "custom"]),
    a: number(2, -6, 6),
    h: number(1.5, SMALLEST, LARGEST),
    sides: choice("one", ["one", "both"]),
    formula: words("a^2 sin(a)", 40),
  },
  css: `
    .layout { display: grid; gap: 0.5rem 1.75rem; grid-template-areas: "curves" "typed" "curve" "sliders" "sides" "says" "errors"; }
    .curves { grid-area: curves; } .typed { grid-area: typed; } .curve-plot { grid-area: curve; min-width: 0; } .errors { grid-area: errors; min-width: 0; }
    .sliders { grid-area: sliders; } .sides { grid-area: sides; } .readout { grid-area: says; }
    .rise { stroke: var(--muted); stroke-width: 1.25; fill: none; }
    .dots { stroke-width: 3; stroke-linecap: round; fill: none; }
    @container (min-width: 36rem) {
      .layout {
        grid-template-columns: minmax(0, 1.35fr) minmax(0, 1fr);
        grid-template-areas: "curves curves" "typed typed" "curve errors" "sliders sliders" "sides sides" "says says";
      }
    }
  `,
  setup(widget) {
    const { state } = widget;
    let last = readFormula("a^2 sin(a)"); // the last formula that could be read stays while one types
    const curve = () => (state.f === "custom" ? typed(last) : curves[state.f]);
    const pick = choices({
      label: "Function",
      options: [...Object.entries(curves).map(([key, { name }]) => [key, name]), ["custom", "your own"]],
      move: (f) => {
        const [low, high] = f === "custom" ? [-4, 4] : curves[f].x;
        widget.set({ f, a: clamp(state.a, low + 0.1, high) });
      },
    });
    const formula = entry({ label: "*f*(*a*) =", width: 18, move: (text) => widget.set({ formula: text }) });
    const place = slider({
      label: "point *a*",
      min: -6,
      max: 6,
      step: 0.05,
      tone: "data1",
      write: (v) => show(v),
      move: (a) => moveTo(a),
    });
    const size = slider({
      label: "nudge *h*",
      min: SMALLEST,
      max: LARGEST,
      log: true,
      keys: 65,
      tone: "gradient",
      move: (v) => widget.set({ h: v }),
      write: (v) => (v < 0.001 ? scientific(v) : brief(v, 3)),
    });
    const sides = choices({
      label: "Nudge",
      options: [
        ["one", "to one side: (*f*(*a* + *h*) − *f*(*a*)) / *h*"],
        ["both", "to both: (*f*(*a* + *h*) − *f*(*a* − *h*)) / 2*h*"],
      ],
      move: (value) => widget.set({ sides: value }),
    });
    const main = widget.plot({
      x: { domain: [-3, 6], label: "*a*" },
      y: { domain: [-4, 36], label: "*f*(*a*)" },
      still: false,
      height: (width) => clamp(width * 0.78, 250, 350),
      label: "The curve, and the line through the points at the ends of the nudge.",
    });
    const chart = widget.plot({
      x: { domain: [SMALLEST, LARGEST], log: true, label: "nudge *h*" },
      y: { domain: [FLOOR, 100], log: true, label: "error of the slope" },
      height: (width) => clamp(width * 1.0, 250, 350),
      margin: { left: 48, right: 16 },
      label: "The error of the slope against the size of the nudge, on log scales.",
    });
    widget.add(
      h(
        "div",
        { class: "layout" },
        h("div", { class: "curves row spread" }, pick.element, widget.resetButton().element),
        h("div", { class: "typed" }, formula.element),
        h("div", { class: "curve-plot" }, main.element),
        h("div", { class: "errors" }, chart.element),
        h("div", { class: "sliders" }, place.element, size.element),
        h("div", { class: "sides" }, sides.element),
        widget.readout,
      ),
    );
    for (const plot of [main, chart]) {
      plot.layer("axes");
      plot.layer("lines", { clip: true });
      plot.layer("marks");
    }
    function moveTo(a) {
      const [low, high] = curve().x;
      widget.set({ a: clamp(a, low + (state.f === "log" ? 0.05 : 0), high) });
    }
    const second = main.handle({
      label: "Nudged point",
      tone: "gradient",
      radius: 7,
      step: [0.1, 0.1],
      flat: true,
      move: (x) => widget.set({ h: clamp(Math.abs(x - state.a), 0.01, LARGEST) }),
    });
    const first = main.handle({
      label: "Point a",
      tone: "data1",
      radius: 8,
      step: [0.1, 0.1],
      flat: true,
      move: moveTo,
    });

    function drawMain({ f, df, x, y }) {
      main.domain(x, y);
      main.drawAxes();
      const { a } = state;
      const width = x[1] - x[0];
      const slope = nudged(f, a, state.h, state.sides);
      const exact = df(a);
      const [left, right] = [state.sides === "both" ? a - state.h : a, a + state.h];
      // Both lines go through a point of the curve, so that only their slopes differ.
      const through = (rise, at, height) => [at - width, at + width].map((v) => [v, height + rise * (v - at)]);
      main.put(
        "lines",
        main.line("grid", [
          [x[0], 0],
          [x[1], 0],
        ]),
        main.line(
          "curve s-ink",
          linspace(...x, 240).map((v) => [v, f(v)]),
        ),
        main.line("curve s-muted thin dashed", through(exact, a, f(a))),
        main.line("curve s-gradient", through(slope, right, f(right))),
        main.line("rise", [
          [left, f(left)],
          [right, f(left)],
          [right, f(right)],
        ]),
      );
      const wide = main.x(right) - main.x(left) > 34;
      const high = Math.abs(main.y(f(right)) - main.y(f(left))) > 22;
      main.put(
        "marks",
        state.sides === "both" &&
          s("circle", {
            class: "f-gradient knob",
            r: 6,
            cx: main.x(left),
            cy: clamp(main.y(f(left)), -50, main.height),
          }),
        wide &&
          main.label((left + right) / 2, f(left), state.sides === "both" ? "2*h*" : "*h*", {
            anchor: "middle",
            dy: slope >= 0 ? 16 : -7,
            tone: "muted",
          }),
        wide &&
          high &&
          main.label(right, (f(left) + f(right)) / 2, show(f(right) - f(left)), { dx: 7, dy: 4, tone: "muted" }),
      );
      first.at(a, f(a), { min: x[0], max: x[1], text: `a ${show(a)}, f ${show(f(a))}` });
      second.at(right, clamp(f(right), y[0] - 5 * width, y[1] + 5 * width), {
        now: state.h,
        min: SMALLEST,
        max: LARGEST,
        text: `nudge ${brief(state.h)}`,
        hidden: right > x[1],
      });
    }

    function drawChart(now) {
      chart.drawAxes();
      const floor = ([size_, error]) => [size_, Number.isNaN(error) ? NaN : Math.max(error, FLOOR * 1.5)];
      const lines = ["one", "both"].map((key) => ({ key, points: errors(now, state.a, key, HS).map(floor) }));
      const error = Math.abs(nudged(now.f, state.a, state.h, state.sides) - now.df(state.a));
      chart.put(
        "lines",
        lines.map(({ key, points }) =>
          chart.line(`curve s-gradient thin ${key === state.sides ? "" : "faint"}`, points),
        ),
      );
      const at = (points, exponent) => points.find(([size_]) => size_ >= 10 ** exponent)[1];
      const [y1, y2] = lines.map(({ points }) => at(points, -2.2));
      const apart = y1 / y2 > 30;
      chart.put(
        "marks",
        apart && chart.label(10 ** -2.2, y1, "one side", { anchor: "end", tone: "gradient", dx: -6, dy: -6 }),
        apart && chart.label(10 ** -2.2, y2, "both", { tone: "gradient", dx: 12, dy: 10 }),
        s(
          "text",
          { class: "label muted", x: chart.inner.left + 8, y: chart.inner.bottom - 8 },
          "← too small: rounding",
        ),
        Number.isFinite(error) && chart.dot("f-gradient knob", state.h, Math.max(error, FLOOR * 1.5), 6),
      );
    }

    function sentence({ f, df, rate }) {
      const { a } = state;
      const slope = nudged(f, a, state.h, state.sides);
      const exact = df(a);
      if (!Number.isFinite(f(a))) return `There is no *f*(${show(a)}): move the point.`;
      if (!Number.isFinite(slope))
        return `One of the two points lies where the function has no value: make the nudge smaller.`;
      const nudgedText = `[gradient|slope by nudging: ${brief(slope, 8)}]`;
      if (!Number.isFinite(exact))
        return `${nudgedText}. At the corner there is no single slope: it differs from side to side.`;
      const error = Math.abs(slope - exact);
      const ruled = rate ? `*f*′(*a*) = ${rate}${rate.startsWith("0") ? "," : " ="}` : "exact slope:";
      const off =
        error === 0 ? "no difference at all" : `off by [error|${error < 0.001 ? scientific(error) : brief(error, 3)}]`;
      const trouble =
        state.h < 1e-9 && error > 1e-7 * Math.max(1, Math.abs(exact))
          ? " Of a difference of two nearly equal numbers only the rounding is left."
          : "";
      return `${nudgedText}; ${ruled} ${brief(exact, 8)}; ${off}.${trouble}`;
    }

    return () => {
      const read = readFormula(state.formula);
      if (read.both) last = read;
      formula.show(state.formula, state.f === "custom" ? (read.problem ?? "") : "");
      formula.element.parentElement.hidden = state.f !== "custom";
      pick.show(state.f);
      sides.show(state.sides);
      place.show(state.a);
      size.show(state.h);
      const now = curve();
      if (main.ready()) drawMain(now);
      if (chart.ready()) drawChart(now);
      widget.say(sentence(now));
    };
  },
});
