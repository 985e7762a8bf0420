// Points of two classes, and logistic regression that learns to part them before one's eyes.

import { datasets, EDGE, logit, pack, train, unpack } from "./decision-boundary-core.js";
import { region, sample } from "./kit-contours.js";
import {
  brief,
  button,
  choice,
  choices,
  clamp,
  colour,
  define,
  flag,
  h,
  number,
  s,
  show,
  sigmoid,
  slider,
  toggle,
  whole,
  words,
} from "./kit.js";

const STEPS = 200;
const FINE = 96; // probabilities are computed on a grid of this size and smoothed on the way to the screen
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
    .arrow { stroke: var(--model); stroke-width: 2; fill: none; }
    .head { fill: var(--model); }
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

    /** The probability of class 1 as a wash of colour: the paler, the less certain. */
    function shade(model) {
      const context = map.context();
      const [one, zero] = [colour(host, "data1"), colour(host, "data2")];
      const image = new ImageData(FINE, FINE);
      for (let j = 0; j < FINE; j++) {
        for (let i = 0; i < FINE; i++) {
          const x1 = -EDGE + (2 * EDGE * (i + 0.5)) / FINE;
          const x2 = EDGE - (2 * EDGE * (j + 0.5)) / FINE;
          const lean = 2 * sigmoid(logit(model, x1, x2, state.features)) - 1;
          image.data.set([...(lean > 0 ? one : zero), 100 * Math.abs(lean)], 4 * (j * FINE + i));
        }
      }
      const small = new OffscreenCanvas(FINE, FINE);
      small.getContext("2d").putImageData(image, 0, 0);
      const { left, top, width, height } = map.inner;
      context.clearRect(0, 0, map.width, map.height);
      context.imageSmoothingQuality = "high";
      context.drawImage(small, left, top, width, height);
    }

    function drawModel(model) {
      const wide = [-EDGE - 0.2, EDGE + 0.2];
      const fine = state.features ? 90 : 3; // three points a side are enough for a straight line
      const rings = region(
        sample((x1, x2) => logit(model, x1, x2, state.features), wide, wide, fine, fine),
        0,
      );
      const nodes = [
        s("path", { class: "boundary", d: rings.map((ring) => map.path(ring, { close: true })).join("") }),
      ];
      const [w1, w2] = model.w;
      const length = Math.hypot(w1, w2);
      if (!state.features && length > 1e-3) {
        const foot = [(-model.b * w1) / length ** 2, (-model.b * w2) / length ** 2];
        const size = Math.min(1.3, 0.3 + 0.3 * length) / length;
        const tip = [foot[0] + w1 * size, foot[1] + w2 * size];
        const [x0, y0, x1, y1] = [map.x(foot[0]), map.y(foot[1]), map.x(tip[0]), map.y(tip[1])];
        const [ux, uy] = [(x1 - x0) / Math.hypot(x1 - x0, y1 - y0), (y1 - y0) / Math.hypot(x1 - x0, y1 - y0)];
        nodes.push(
          s("path", { class: "arrow", d: `M${x0},${y0}L${x1 - 6 * ux},${y1 - 6 * uy}` }),
          s("polygon", {
            class: "head",
            points: `${x1},${y1} ${x1 - 10 * ux + 5 * uy},${y1 - 10 * uy - 5 * ux} ${x1 - 10 * ux - 5 * uy},${y1 - 10 * uy + 5 * ux}`,
          }),
          map.label(tip[0], tip[1], "*w*", { tone: "model", anchor: "middle", dx: 11 * ux, dy: 11 * uy + 4 }),
        );
      }
      map.put("model", nodes);
    }

    function drawPoints(model) {
      map.put(
        "points",
        points().map(({ x1, x2, label }) => {
          const wrong = logit(model, x1, x2, state.features) > 0 !== (label === 1);
          const [x, y] = [map.x(x1), map.y(x2)];
          // Shape as well as colour, for eyes and printers that do not tell these colours apart.
          return label === 1
            ? s("circle", { class: `point f-data1 ${wrong ? "wrong" : ""}`, cx: x, cy: y, r: 5 })
            : s("rect", {
                class: `point f-data2 ${wrong ? "wrong" : ""}`,
                x: x - 4.5,
                y: y - 4.5,
                width: 9,
                height: 9,
              });
        }),
      );
    }

    function drawCosts() {
      const start = run[0].cost;
      costs.domain(null, [0, Math.max(1, start * 1.1)]);
      costs.drawAxes();
      const line = run.map(({ cost }, i) => [i, cost]);
      costs.put(
        "lines",
        s("path", {
          class: "guess",
          d: costs.path([
            [0, Math.LN2],
            [STEPS, Math.LN2],
          ]),
        }),
        s(
          "text",
          { class: "label muted", x: costs.inner.right, y: costs.y(Math.LN2) - 5, "text-anchor": "end" },
          "guessing: log 2",
        ),
        s("path", { class: "curve s-error thin faint", d: costs.path(line) }),
        s("path", { class: "curve s-error", d: costs.path(line.slice(0, state.step + 1)) }),
      );
      costs.put(
        "marks",
        s("circle", {
          class: "f-error knob",
          r: 5.5,
          cx: costs.x(state.step),
          cy: Math.max(costs.y(run[state.step].cost), costs.inner.top),
        }),
      );
    }

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
        shade(model);
        drawModel(model);
        drawPoints(model);
        cursor.at(spot.x, spot.y, { min: -EDGE, max: EDGE, text: `x1 ${show(spot.x, 1)}, x2 ${show(spot.y, 1)}` });
      }
      if (costs.ready()) drawCosts();
      widget.say(
        `Step ${state.step}: [error|*J* = ${show(model.cost, 3)}], ${model.right} of ${all.length} points on their own side, [model|*w* = (${model.w.map((v) => show(v)).join(", ")})], [model|*b* = ${show(model.b)}]. ${verdict(all.length, model)}`,
      );
    };
  },
});
