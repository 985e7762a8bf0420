// The three pictures of the cost surface: the map with the path, the cost per iteration, and the cut.

import { slice } from "./cost-surface-core.js";
import { region, sample } from "./kit-contours.js";
import { clamp, linspace, range, richSvg, s, show } from "./kit.js";

const LEVELS = 13;

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

/** Where a ring crosses the ray from the first minimum towards the lower right: the place of its label. */
function crossing(surface, level) {
  const [w, b] = surface.minima[0];
  for (let far = 0.3; far < 8; far += 0.02) {
    const at = [w + 0.82 * far, b - 0.57 * far];
    if (surface.cost(...at) >= level) return at;
  }
  return null;
}

export function drawMap(map, surface) {
  map.domain(surface.w, surface.b);
  map.drawAxes();
  const { left, right, top, width, height } = map.inner;
  const rings = contours(surface);
  const labels = rings
    .filter((_, i) => i % 2 === 1)
    .map(({ level }) => {
      const at = crossing(surface, level);
      if (!at || at[0] > surface.w[1] - 0.4 || at[1] < surface.b[0] + 0.2) return null;
      const place = { class: "height", x: map.x(at[0]), y: map.y(at[1]) + 4, "text-anchor": "middle" };
      return s("text", place, show(level, level < 1 ? 2 : 1));
    });
  map.put(
    "surface",
    s("rect", { class: "floor", x: left, y: top, width, height }),
    rings.map((one) =>
      s("path", { class: "ring-fill", d: one.rings.map((ring) => map.path(ring, { close: true })).join("") }),
    ),
    labels,
    surface.minima.map(([w, b]) => s("path", { class: "lowest", d: `M${map.x(w) - 4},${map.y(b) - 4}l8,8m0,-8l-8,8` })),
  );
  const title = { class: "axis-label", x: right, y: top - 10, "text-anchor": "end" };
  map.put("title", s("text", title, ...richSvg(surface.formula)));
}

/** The way that is done, the way that this learning rate would go, and the gradient where the ball lies. */
export function drawPath(map, surface, path, step) {
  const here = path[step];
  const trace = path.map((p) => [p.w, p.b]);
  const { steepness } = slice(surface, here);
  // The arrow shows direction and, up to a bound, size: beyond it a longer arrow would say nothing more.
  const length = steepness > 0 ? Math.min(2.2, 0.45 + 0.8 * steepness) / steepness : 0;
  const tip = [here.w + here.gradient[0] * length, here.b + here.gradient[1] * length];
  const crowded = map.x(tip[0]) < map.inner.left + 70;
  const side = tip[0] < here.w && !crowded ? { anchor: "end", dx: -5 } : { anchor: "start", dx: 5 };
  map.put(
    "path",
    map.line("curve s-model thin faint", trace.slice(step)),
    trace.slice(step + 1).map(([w, b]) => map.dot("f-model faint", w, b, 2.2)),
    map.line("curve s-model", trace.slice(0, step + 1)),
    trace.slice(0, step).map(([w, b]) => map.dot("f-model step-mark", w, b, 3.2)),
    steepness > 0.02 && [
      map.arrow("gradient", [here.w, here.b], tip),
      map.label(...tip, "gradient", { tone: "gradient", ...side, dy: crowded ? -7 : 4 }),
    ],
  );
}

export function drawCosts(costs, path, step, steps) {
  const high = Math.max(path[0].cost, 0.2) * 1.25;
  costs.domain([0, steps], [0, high]);
  costs.drawAxes();
  const points = path.map((p, i) => [i, p.cost]);
  costs.put(
    "lines",
    costs.line("curve s-error thin faint", points),
    costs.line("curve s-error", points.slice(0, step + 1)),
  );
  const { right, top } = costs.inner;
  costs.put(
    "marks",
    costs.dot("f-model knob", step, Math.min(path[step].cost, high), 5.5),
    path.some((p) => !(p.cost <= high)) &&
      s("text", { class: "label error", x: right, y: top + 4, "text-anchor": "end" }, "off the chart ↑"),
  );
}

/** The surface along the steepest way down: the slope that the step believes in, and where it lands. */
export function drawCut(cut, surface, here, lr) {
  const profile = slice(surface, here);
  const landing = lr * profile.steepness;
  const lands = profile.cost(landing);
  const bottom = linspace(0, 7, 141).reduce((best, d) => (profile.cost(d) < profile.cost(best) ? d : best), 0);
  const far = clamp(1.35 * Math.max(landing, bottom), 1.5, 40);
  const near = -Math.min(far * 0.4, 2);
  const curve = linspace(near, far, 121).map((d) => [d, profile.cost(d)]);
  const heights = curve.map(([, height]) => height);
  const low = Math.min(...heights);
  const high = Math.max(low + 0.4, Math.min(Math.max(...heights), Math.max(here.cost, lands) * 1.15 + 0.1));
  const floor = low - 0.12 * (high - low);
  cut.domain([near, far], [floor, high]);
  cut.drawAxes();
  cut.put(
    "lines",
    cut.line("curve s-error", curve),
    cut.line(
      "curve s-gradient thin dashed",
      [near, far].map((d) => [d, here.cost - profile.steepness * d]),
    ),
  );
  const late = landing > far * 0.85;
  const foot = (here.cost - floor) / profile.steepness; // where the tangent reaches the lower edge
  const step = [
    [0, here.cost],
    [landing, lands],
  ];
  cut.put(
    "marks",
    cut.dot("f-model knob", 0, here.cost, 6.5),
    landing <= far && [cut.line("curve s-model thin", step), cut.dot("f-model", landing, lands, 4)],
    landing > far * 0.1 &&
      landing <= far &&
      cut.label(landing, lands, "next", { tone: "model", anchor: late ? "end" : "start", dx: late ? -8 : 8, dy: -6 }),
    foot < far &&
      foot > far * 0.3 &&
      cut.label(foot, floor, `slope −${show(profile.steepness)}`, { tone: "gradient", anchor: "end", dx: -12, dy: -8 }),
  );
}
