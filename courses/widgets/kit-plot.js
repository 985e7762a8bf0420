// A plot: scales, axes, layers of SVG over an optional canvas, and points that one can move by mouse, touch or keyboard.

import { brief, clamp, logTicks, scale, scientific, ticks } from "./kit-numbers.js";
import { h, plain, richSvg, s } from "./kit-text.js";

let plots = 0;

/**
 * A plot that draws itself at the width it is given.
 *
 * options: x, y: { domain, log, label, ticks, format }, height(width), margin, label (spoken), still (no movable
 * points inside: one image to a screen reader), canvas, frame ("axes" | "box" | "none"), redraw (called on a new size).
 */
export function plot(options) {
  const { height, label, still = true, frame = "axes", redraw } = options;
  const axes = { x: { ...options.x }, y: { ...options.y } };
  const margin = { top: 24, right: 14, bottom: 34, left: 38, ...options.margin };
  const name = `plot-${++plots}`;
  const svg = s("svg", { role: still ? "img" : "group", "aria-label": plain(label), class: "plot-svg" });
  const canvas = options.canvas ? h("canvas", { "aria-hidden": "true" }) : null;
  const element = h("div", { class: "plot" }, canvas, svg);
  const cut = s("rect", {});
  svg.append(s("defs", {}, s("clipPath", { id: name }, cut)));
  const layers = new Map();
  const self = { element, svg, canvas, axes, width: 0, height: 0, inner: null, x: null, y: null };

  function layout() {
    const { width } = self;
    self.height = Math.round(height(width));
    const left = margin.left;
    const right = Math.max(left + 1, width - margin.right);
    const top = margin.top;
    const bottom = self.height - margin.bottom;
    self.inner = { left, right, top, bottom, width: right - left, height: bottom - top };
    self.x = scale(axes.x.domain, [left, right], axes.x);
    self.y = scale(axes.y.domain, [bottom, top], axes.y);
    svg.setAttribute("viewBox", `0 0 ${width} ${self.height}`);
    svg.setAttribute("height", self.height);
    for (const [key, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top })) {
      cut.setAttribute(key, value);
    }
  }

  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width < 40 || width === self.width) return;
    self.width = width;
    layout();
    redraw();
  }).observe(element);

  /** The layer of that name, made on first use above those that exist; `clip` keeps it inside the axes. */
  self.layer = (key, { clip = false } = {}) => {
    if (!layers.has(key)) {
      const group = s("g", {
        class: `layer-${key}`,
        "clip-path": clip ? `url(#${name})` : null,
        "aria-hidden": "true",
      });
      layers.set(key, group);
      svg.append(group);
    }
    return layers.get(key);
  };

  /** Replace what a layer shows. */
  self.put = (key, ...nodes) => self.layer(key).replaceChildren(...nodes.flat(Infinity).filter(Boolean));

  self.ready = () => self.width > 0;

  self.domain = (x, y) => {
    axes.x.domain = x ?? axes.x.domain;
    axes.y.domain = y ?? axes.y.domain;
    if (self.ready()) layout();
  };

  /** The axes: few ticks, the name of each axis at its end. */
  self.drawAxes = () => {
    const { left, right, top, bottom } = self.inner;
    const nodes = [];
    if (frame === "box")
      nodes.push(s("rect", { class: "axis", x: left, y: top, width: right - left, height: bottom - top }));
    const marks = (axis, count) => axis.ticks ?? (axis.log ? logTicks(axis.domain, count) : ticks(axis.domain, count));
    const write = (axis) => axis.format ?? (axis.log ? (v) => scientific(v, 0) : (v) => brief(v));
    if (frame !== "none") {
      if (frame === "axes") nodes.push(s("path", { class: "axis", d: `M${left},${top}V${bottom}H${right}` }));
      for (const v of marks(axes.x, Math.max(3, Math.round((right - left) / 80)))) {
        const px = self.x(v);
        nodes.push(s("path", { class: "axis", d: `M${px},${bottom}v4` }));
        nodes.push(s("text", { class: "tick", x: px, y: bottom + 17, "text-anchor": "middle" }, write(axes.x)(v)));
      }
      for (const v of marks(axes.y, Math.max(3, Math.round((bottom - top) / 60)))) {
        const py = self.y(v);
        nodes.push(s("path", { class: "axis", d: `M${left},${py}h-4` }));
        nodes.push(s("text", { class: "tick", x: left - 8, y: py + 4, "text-anchor": "end" }, write(axes.y)(v)));
      }
    }
    if (axes.x.label) {
      nodes.push(
        s("text", { class: "axis-label", x: right, y: bottom + 31, "text-anchor": "end" }, ...richSvg(axes.x.label)),
      );
    }
    if (axes.y.label) {
      nodes.push(s("text", { class: "axis-label", x: Math.max(2, left - 30), y: top - 10 }, ...richSvg(axes.y.label)));
    }
    self.put("axes", nodes);
  };

  const place = (axis, map) => (v) => clamp(map(v), -1e4, 1e4).toFixed(2);

  /** The `d` of a line through the points; it breaks where a value is not finite. */
  self.path = (points, { close = false } = {}) => {
    const px = place(axes.x, self.x);
    const py = place(axes.y, self.y);
    let pen = "M";
    let d = "";
    for (const [x, y] of points) {
      if (!Number.isFinite(x) || !Number.isFinite(y)) {
        pen = "M";
        continue;
      }
      d += `${pen}${px(x)},${py(y)}`;
      pen = "L";
    }
    return close && d ? `${d}Z` : d;
  };

  /** A line through the points, of these classes. */
  self.line = (names, points) => s("path", { class: names, d: self.path(points) });

  /** A disc at a point of the data; one far outside stays near, since browsers stumble over huge numbers. */
  self.dot = (names, x, y, r) =>
    s("circle", { class: names, r, cx: clamp(self.x(x), -1e4, 1e4), cy: clamp(self.y(y), -1e4, 1e4) });

  /** An arrow between two points of the data; nothing where it would be too short to have a head. */
  self.arrow = (tone, from, to) => {
    const [x0, y0, x1, y1] = [self.x(from[0]), self.y(from[1]), self.x(to[0]), self.y(to[1])];
    const length = Math.hypot(x1 - x0, y1 - y0);
    if (length < 14) return null;
    const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
    const corner = (side) => `${x1 - 9 * ux + side * 4.5 * uy},${y1 - 9 * uy - side * 4.5 * ux}`;
    return [
      s("path", { class: `s-${tone}`, "stroke-width": 2.25, d: `M${x0},${y0}L${x1 - 7 * ux},${y1 - 7 * uy}` }),
      s("polygon", { class: `f-${tone}`, points: `${x1},${y1} ${corner(1)} ${corner(-1)}` }),
    ];
  };

  /** Text beside a point of the data. */
  self.label = (x, y, text, { anchor = "start", dx = 0, dy = 0, tone = "" } = {}) =>
    s(
      "text",
      { class: `label ${tone}`, x: self.x(x) + dx, y: self.y(y) + dy, "text-anchor": anchor },
      ...richSvg(text),
    );

  /** Where a pointer event happened, in the plot's own numbers, kept inside the axes. */
  self.where = (event) => {
    const box = svg.getBoundingClientRect();
    const { left, right, top, bottom } = self.inner;
    const px = clamp(((event.clientX - box.left) / box.width) * self.width, left, right);
    const py = clamp(((event.clientY - box.top) / box.height) * self.height, top, bottom);
    return [self.x.invert(px), self.y.invert(py)];
  };

  /** The canvas sized for the screen's real pixels, with its drawing context in CSS pixels. */
  self.context = () => {
    const dense = window.devicePixelRatio || 1;
    canvas.width = Math.round(self.width * dense);
    canvas.height = Math.round(self.height * dense);
    canvas.style.height = `${self.height}px`;
    const context = canvas.getContext("2d");
    context.setTransform(dense, 0, 0, dense, 0, 0);
    return context;
  };

  self.handle = (settings) => handle(self, settings);
  self.onPlace = (move, { drag = true } = {}) => onPlace(self, move, drag);
  return self;
}

/**
 * A point that one can take hold of. settings: label, tone, step [dx, dy] of an arrow key, move(x, y), and
 * `drawn` with what stands in the place of a disc. Call `.at(x, y, { now, min, max, text })` in every drawing.
 */
function handle(plot, { label, tone = "model", radius = 8, step, move, drawn, flat = false }) {
  const mark = drawn ?? s("circle", { class: `knob f-${tone}`, r: radius });
  const group = s(
    "g",
    { class: "handle", role: "slider", tabindex: "0", "aria-label": plain(label) },
    s("circle", { class: "reach", r: 22 }),
    s("circle", { class: "ring", r: radius + 5 }),
    mark,
  );
  const at = { x: 0, y: 0 };
  group.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    group.focus({ preventScroll: true });
    group.setPointerCapture(event.pointerId);
  });
  group.addEventListener("pointermove", (event) => {
    if (group.hasPointerCapture(event.pointerId)) move(...plot.where(event));
  });
  group.addEventListener("keydown", (event) => {
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [dx, dy] = flat ? [direction[0] + direction[1], 0] : direction;
    const many = event.shiftKey ? 5 : 1;
    // Remembered at once, not with the next drawing: keys may come faster than frames.
    at.x += dx * step[0] * many;
    at.y += dy * step[1] * many;
    move(at.x, at.y);
  });
  plot.svg.append(group);
  return {
    element: group,
    at(x, y, { now = x, min, max, text, hidden = false }) {
      Object.assign(at, { x, y });
      const [px, py] = [clamp(plot.x(x), -1e4, 1e4), clamp(plot.y(y), -1e4, 1e4)];
      group.setAttribute("transform", `translate(${px.toFixed(2)},${py.toFixed(2)})`);
      // Plain decimals: assistive technology does not read 1e-16 as a number.
      for (const [key, value] of Object.entries({ now, min, max }))
        group.setAttribute(`aria-value${key}`, String(Number(value.toFixed(4))));
      group.setAttribute("aria-valuetext", plain(text));
      group.classList.toggle("gone", hidden);
      group.setAttribute("tabindex", hidden ? "-1" : "0");
    },
  };
}

/** A press on the plot itself: a mouse places at once and drags on; a finger places with a tap, so that it may still scroll. */
function onPlace(plot, move, drag) {
  let dragging = false;
  let pressedBy = ""; // remembered from the press: not every browser says it of a click
  plot.svg.classList.add("placeable");
  plot.svg.addEventListener("pointerdown", (event) => {
    pressedBy = event.pointerType;
    if (pressedBy !== "mouse" || event.button !== 0) return;
    dragging = drag;
    if (drag) plot.svg.setPointerCapture(event.pointerId);
    move(...plot.where(event));
  });
  plot.svg.addEventListener("pointermove", (event) => {
    if (dragging) move(...plot.where(event));
  });
  for (const end of ["pointerup", "pointercancel"]) plot.svg.addEventListener(end, () => (dragging = false));
  plot.svg.addEventListener("click", (event) => {
    if (pressedBy !== "mouse" && !event.target.closest(".handle")) move(...plot.where(event));
  });
}
