// A cost of two parameters as a map, and a ball that gradient descent rolls over it.

import { descend, slice, surfaces, verdict } from "./cost-surface-core.js";
import { region, sample } from "./kit-contours.js";
import { brief, button, choice, choices, clamp, define, h, linspace, number, range, richSvg, s, show, slider, whole } from "./kit.js";

const STEPS = 60;
const LEVELS = 13;

const VERDICTS = {
  arrives: (at) => `It arrives: 99 % of the way down is done after ${at} ${at === 1 ? "step" : "steps"}.`,
  swings: (at) => `It arrives after ${at} steps, but swings on the way: steps jump across the valley to the other side.`,
  crawls: () => `It crawls: after ${STEPS} steps it is still on its way. A larger learning rate would help.`,
  jumps: () => "It does not settle: the steps are so long that the cost goes up as often as down.",
  diverges: (at) => `It diverges: every step is longer than the one before. By step ${at} the cost is more than ten times what it was at the start.`,
};

/** Where a ring crosses the ray from the first minimum towards the lower right: the place of its label. */
function crossing(surface, level) {
  const [w, b] = surface.minima[0];
  const [dw, db] = [0.82, -0.57];
  for (let far = 0.3; far < 8; far += 0.02) {
    const at = [w + far * dw, b + far * db];
    if (surface.cost(...at) >= level) return at;
  }
  return null;
}

/** The map's rings for each level, lowest first. Levels lie as squares do, so that a bowl gets evenly spaced rings. */
function contours(surface) {
  const reach = 0.25; // a little beyond the frame, so that no ring runs along it
  const wide = ([low, high]) => [low - reach, high + reach];
  const grid = sample(surface.cost, wide(surface.w), wide(surface.b), 90, 90);
  const low = Math.min(...surface.minima.map((m) => surface.cost(...m)));
  const high = Math.max(...grid.values);
  const levels = range(LEVELS).map((i) => low + (high - low) * ((i + 0.35) / LEVELS) ** 2);
  return levels.map((level) => ({ level, rings: region(grid, level) }));
}

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
      label: "Learning rate *α*", min: 0.01, max: 20, log: true, write: (v) => brief(v, 3),
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
    const one = button("Step", () => {
      roll.stop();
      forward();
      widget.save();
      widget.redraw();
    }, { icon: "step" });
    const roll = widget.player({ play: "Roll", pause: "Stop", many: 10, tick: forward, every: 110, rewind });

    const map = widget.plot({
      x: { domain: [-4, 4], label: "*w*" }, y: { domain: [-4, 4], label: "*b*" }, frame: "box", still: false,
      // As high as wide inside the axes: only then does a gradient stand at right angles to the rings.
      height: (width) => width - 34 - 6 + 26 + 34, margin: { left: 34, top: 26, right: 6, bottom: 34 },
      label: "Map of the cost over w and b. The darker, the higher.",
    });
    const costs = widget.plot({
      x: { domain: [0, STEPS], label: "iteration" }, y: { domain: [0, 1], label: "cost *J*" },
      height: (width) => clamp(width * 0.62, 150, 200), label: "Cost at each iteration",
    });
    const cut = widget.plot({
      x: { domain: [-1, 1], label: "distance along the steepest way down", ticks: [0] }, y: { domain: [0, 1], label: "cost *J*", ticks: [] },
      height: (width) => clamp(width * 0.62, 150, 200), label: "The surface, cut along the steepest way down",
    });

    widget.add(
      h("div", { class: "layout" },
        h("div", { class: "surfaces" }, pick.element),
        h("div", { class: "map" }, map.element),
        h("div", { class: "costs" }, costs.element),
        h("div", { class: "slice" }, cut.element),
        h("div", { class: "controls" }, rate.element,
          h("div", { class: "buttons" }, one.element, roll.button.element, widget.resetButton().element)),
        widget.readout,
      ),
    );

    map.layer("surface", { clip: true });
    for (const name of ["axes", "title"]) map.layer(name);
    map.layer("path", { clip: true });
    const ball = map.handle({ label: "Ball: where descent begins", step: [0.1, 0.1], move: place, radius: 9 });
    map.onPlace(place);

    let drawn = "";
    function drawSurface(surface) {
      const wanted = `${state.surface} ${map.width}`;
      if (wanted === drawn) return;
      drawn = wanted;
      map.domain(surface.w, surface.b);
      map.drawAxes();
      const { left, right, top, width, height } = map.inner;
      const rings = contours(surface);
      map.put("surface",
        s("rect", { class: "floor", x: left, y: top, width, height }),
        rings.map((one) =>
          s("path", { class: "ring-fill", d: one.rings.map((ring) => map.path(ring, { close: true })).join("") })),
        rings.filter((_, i) => i % 2 === 1).map(({ level }) => {
          const at = crossing(surface, level);
          const inside = at && at[0] < surface.w[1] - 0.4 && at[1] > surface.b[0] + 0.2;
          return inside && s("text", { class: "height", x: map.x(at[0]), y: map.y(at[1]) + 4, "text-anchor": "middle" }, show(level, level < 1 ? 2 : 1));
        }),
        surface.minima.map(([w, b]) => {
          const [x, y] = [map.x(w), map.y(b)];
          return s("path", { class: "lowest", d: `M${x - 4},${y - 4}l8,8m0,-8l-8,8` });
        }),
      );
      map.put("title", s("text", { class: "axis-label", x: right, y: top - 10, "text-anchor": "end" }, ...richSvg(surface.formula)));
    }

    function arrow(from, to, tone, width) {
      const [x0, y0, x1, y1] = [map.x(from[0]), map.y(from[1]), map.x(to[0]), map.y(to[1])];
      const length = Math.hypot(x1 - x0, y1 - y0);
      if (length < 14) return null;
      const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
      const head = `${x1},${y1} ${x1 - 9 * ux + 4.5 * uy},${y1 - 9 * uy - 4.5 * ux} ${x1 - 9 * ux - 4.5 * uy},${y1 - 9 * uy + 4.5 * ux}`;
      return [
        s("path", { class: `s-${tone}`, "stroke-width": width, d: `M${x0},${y0}L${x1 - 7 * ux},${y1 - 7 * uy}` }),
        s("polygon", { class: `f-${tone}`, points: head }),
      ];
    }

    function drawPath(here) {
      const trace = path.map((p) => [p.w, p.b]);
      const { steepness } = slice(surfaces[state.surface], here);
      // The arrow shows direction and, up to a bound, size: beyond it a longer arrow would say nothing more.
      const length = steepness > 0 ? Math.min(2.2, 0.45 + 0.8 * steepness) / steepness : 0;
      const [gw, gb] = here.gradient;
      const tip = [here.w + gw * length, here.b + gb * length];
      const crowded = map.x(tip[0]) < map.inner.left + 70;
      const side = tip[0] < here.w && !crowded ? "end" : "start";
      map.put("path",
        s("path", { class: "curve s-model thin faint", d: map.path(trace.slice(state.step)) }),
        trace.slice(state.step + 1).map(([w, b]) => s("circle", { class: "f-model faint", r: 2.2, cx: clamp(map.x(w), -1e4, 1e4), cy: clamp(map.y(b), -1e4, 1e4) })),
        s("path", { class: "curve s-model", d: map.path(trace.slice(0, state.step + 1)) }),
        trace.slice(0, state.step).map(([w, b]) => s("circle", { class: "f-model step-mark", r: 3.2, cx: map.x(w), cy: map.y(b) })),
        steepness > 0.02 && [
          arrow([here.w, here.b], tip, "gradient", 2.25),
          map.label(tip[0], tip[1], "gradient", { tone: "gradient", anchor: side, dx: side === "end" ? -5 : 5, dy: crowded ? -7 : 4 }),
        ],
      );
    }

    function drawCosts(here) {
      const start = path[0].cost;
      costs.domain([0, STEPS], [0, Math.max(start, 0.2) * 1.25]);
      costs.drawAxes();
      const points = path.map((p, i) => [i, p.cost]);
      const off = path.some((p) => !(p.cost <= costs.axes.y.domain[1]));
      costs.put("lines",
        s("path", { class: "curve s-error thin faint", d: costs.path(points) }),
        s("path", { class: "curve s-error", d: costs.path(points.slice(0, state.step + 1)) }),
      );
      costs.put("marks",
        s("circle", { class: "f-model knob", r: 5.5, cx: costs.x(state.step), cy: Math.max(costs.y(here.cost), costs.inner.top) }),
        off && s("text", { class: "label error", x: costs.inner.right, y: costs.inner.top + 4, "text-anchor": "end" }, "off the chart ↑"),
      );
    }

    function drawCut(surface, here) {
      const profile = slice(surface, here);
      const landing = state.lr * profile.steepness;
      const bottom = linspace(0, 7, 141).reduce((best, d) => (profile.cost(d) < profile.cost(best) ? d : best), 0);
      const far = clamp(1.35 * Math.max(landing, bottom), 1.5, 40);
      const near = -Math.min(far * 0.4, 2);
      const xs = linspace(near, far, 121);
      const ys = xs.map(profile.cost);
      const low = Math.min(...ys);
      const high = Math.max(low + 0.4, Math.min(Math.max(...ys), Math.max(here.cost, profile.cost(landing)) * 1.15 + 0.1));
      cut.domain([near, far], [low - 0.12 * (high - low), high]);
      cut.drawAxes();
      const lands = profile.cost(landing);
      const tangent = [near, far].map((d) => [d, here.cost - profile.steepness * d]);
      const visible = landing <= far;
      const floor = cut.axes.y.domain[0];
      const foot = (here.cost - floor) / profile.steepness; // where the tangent reaches the lower edge
      cut.put("lines",
        s("path", { class: "curve s-error", d: cut.path(xs.map((x, i) => [x, ys[i]])) }),
        s("path", { class: "curve s-gradient thin dashed", d: cut.path(tangent) }),
      );
      cut.put("marks",
        s("circle", { class: "f-model knob", r: 6.5, cx: cut.x(0), cy: cut.y(here.cost) }),
        visible && [
          s("path", { class: "curve s-model thin", d: cut.path([[0, here.cost], [landing, lands]]) }),
          s("circle", { class: "f-model", r: 4, cx: cut.x(landing), cy: cut.y(lands) }),
          landing > far * 0.1 && cut.label(landing, lands, "next", {
            tone: "model", anchor: landing > far * 0.85 ? "end" : "start", dx: landing > far * 0.85 ? -8 : 8, dy: -6,
          }),
        ],
        foot < far && foot > far * 0.3 && cut.label(foot, floor, `slope −${show(profile.steepness)}`, { tone: "gradient", anchor: "end", dx: -12, dy: -8 }),
      );
    }

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
        drawSurface(surface);
        drawPath(here);
        const [w, b] = [clamp(here.w, ...surface.w), clamp(here.b, ...surface.b)];
        ball.element.classList.toggle("faint", w !== here.w || b !== here.b); // it has left the map
        ball.at(w, b, {
          min: surface.w[0], max: surface.w[1],
          text: `w ${show(here.w)}, b ${show(here.b)}, cost ${show(here.cost, 3)}`,
        });
      }
      if (costs.ready()) drawCosts(here);
      if (cut.ready()) drawCut(surface, here);
      const { kind, at } = verdict(surface, path);
      const hint = state.step === 0 ? " Drag the ball, or click the map, to begin elsewhere." : "";
      const place = `[model|*w* = ${show(here.w)}], [model|*b* = ${show(here.b)}], [error|*J* = ${show(here.cost, 3)}]`;
      widget.say(`Step ${state.step}: ${place}. ${VERDICTS[kind](at)}${hint}`);
    };
  },
});
