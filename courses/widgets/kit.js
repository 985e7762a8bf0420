// What a widget is made of: an element with a state that attributes begin, the address keeps and one drawing shows.
// How to write one: README.md beside this file.

import { readAddress, writeAddress } from "./kit-address.js";
import { button } from "./kit-controls.js";
import { clamp } from "./kit-numbers.js";
import { plot } from "./kit-plot.js";
import { BASE, styleSheet } from "./kit-style.js";
import { h, plain, rich } from "./kit-text.js";

export * from "./kit-controls.js";
export * from "./kit-numbers.js";
export * from "./kit-text.js";

// -- Fields: how a value of the state is read from text and written to it ------------------------

const fewDigits = (value) => String(Number(Number(value).toPrecision(6)));

/** A number within bounds. */
export const number = (value, min, max) => ({
  value,
  read: (text) => (text.trim() !== "" && Number.isFinite(Number(text)) ? clamp(Number(text), min, max) : undefined),
  write: fewDigits,
});

/** A whole number within bounds. */
export const whole = (value, min, max) => {
  const field = number(value, min, max);
  return { ...field, read: (text) => (field.read(text) === undefined ? undefined : Math.round(field.read(text))) };
};

/** One of the given words. */
export const choice = (value, words) => ({
  value,
  read: (text) => (words.includes(text) ? text : undefined),
  write: (word) => word,
});

/** Yes or no. An attribute without a value means yes. */
export const flag = (value) => ({
  value,
  read: (text) => ({ "": true, yes: true, true: true, on: true, no: false, false: false, off: false })[text],
  write: (on) => (on ? "yes" : "no"),
});

/** A short text. */
export const words = (value, longest = 40) => ({
  value,
  read: (text) => text.slice(0, longest),
  write: (text) => text,
});

// -- What the reader asked of the whole page -----------------------------------------------------

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

export const reducedMotion = () => calm.matches;

const themeListeners = new Set();
const themeChanged = () => themeListeners.forEach((listener) => listener());
dark.addEventListener("change", themeChanged);
new MutationObserver(themeChanged).observe(document.documentElement, {
  attributes: true,
  attributeFilter: ["class", "data-theme", "style"],
});

// -- The element ---------------------------------------------------------------------------------

const used = new Map(); // name → how many stand on this page

/**
 * Register <gradus-NAME>.
 *
 * definition: label (spoken name), fields (state), css, setup(widget) → draw(state). `setup` runs once and fills
 * `widget.root`; `draw` runs after every change, at most once a frame.
 */
export function define(name, { label, fields, css = "", setup }) {
  const sheet = styleSheet(css);

  class Widget extends HTMLElement {
    connectedCallback() {
      if (!this.widget) this.widget = build(this);
      this.widget.wake();
    }

    disconnectedCallback() {
      this.widget.sleep();
    }
  }

  function build(host) {
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    const id = host.id || (count === 1 ? name : `${name}-${count}`);
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [BASE, sheet];
    if (!host.hasAttribute("role")) host.setAttribute("role", "group");
    if (!host.hasAttribute("aria-label")) host.setAttribute("aria-label", host.getAttribute("alt") || label);

    const read = (key, text) => (text === null || text === undefined ? undefined : fields[key].read(text));
    const keys = Object.keys(fields);
    const initial = Object.fromEntries(
      keys.map((key) => [key, read(key, host.getAttribute(key)) ?? fields[key].value]),
    );
    const state = { ...initial };
    const takeAddress = () => {
      const found = readAddress(id);
      for (const key of keys) state[key] = read(key, found.get(key)) ?? state[key];
      return found.size > 0;
    };
    const linked = takeAddress();

    const players = new Set();
    const readout = h("p", { class: "readout", "aria-live": "polite" });
    let draw = () => {};
    let waiting = 0;

    const widget = {
      host,
      root,
      state,
      initial,
      readout,
      add: (...nodes) => root.append(...nodes),
      /** Draw before the next frame. */
      redraw() {
        waiting ||= requestAnimationFrame(() => {
          waiting = 0;
          draw(state);
        });
      },
      /** Change the state; the drawing and the address follow. */
      set(changes) {
        for (const [key, value] of Object.entries(changes)) {
          // The same door as the address: a value out of bounds is brought back, a wrong one ignored.
          if (value !== undefined) state[key] = fields[key].read(fields[key].write(value)) ?? state[key];
        }
        widget.save();
        widget.redraw();
      },
      /** Write what differs from the beginning to the address. */
      save() {
        const changed = keys.filter((key) => fields[key].write(state[key]) !== fields[key].write(initial[key]));
        writeAddress(id, new Map(changed.map((key) => [key, fields[key].write(state[key])])));
      },
      reset() {
        players.forEach((player) => player.stop());
        Object.assign(state, initial);
        widget.save();
        widget.redraw();
      },
      plot: (options) => plot({ ...options, redraw: widget.redraw }),
      /** A plot without axes, to be drawn on in pixels: its `width` and `height` are all it knows. */
      drawing: (options) => {
        const bare = { frame: "none", margin: { top: 0, right: 0, bottom: 0, left: 0 } };
        return widget.plot({ x: { domain: [0, 1] }, y: { domain: [0, 1] }, ...bare, ...options });
      },
      /** The sentence under the picture. A screen reader hears it when motion rests. */
      say(text) {
        readout.setAttribute("aria-live", [...players].some((player) => player.playing) ? "off" : "polite");
        if (readout.dataset.text === text) return;
        readout.dataset.text = text;
        readout.replaceChildren(...rich(text));
      },
      resetButton: () => button("Reset", () => widget.reset(), { icon: "reset", quiet: true }),
      player(options) {
        const one = player({ ...options, widget });
        players.add(one);
        return one;
      },
      wake() {
        themeListeners.add(widget.redraw);
        addEventListener("hashchange", follow);
        widget.redraw();
      },
      sleep() {
        themeListeners.delete(widget.redraw);
        removeEventListener("hashchange", follow);
        players.forEach((each) => each.stop());
      },
    };
    const follow = () => takeAddress() && widget.redraw();
    new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) players.forEach((each) => each.stop());
    }).observe(host);
    draw = setup(widget);
    if (linked) {
      widget.save();
      const [arrival] = performance.getEntriesByType("navigation");
      if (arrival?.type === "navigate") requestAnimationFrame(() => host.scrollIntoView({ block: "center" }));
    }
    return widget;
  }

  customElements.define(`gradus-${name}`, Widget);
}

/**
 * A button that plays, with `tick()` called every `every` milliseconds until it returns false. Where the reader asked
 * for less motion, a press takes `many` ticks at once instead. `rewind()` runs before, for a press at the end.
 */
function player({ widget, play, pause = "Pause", many = 10, calmly = `${many} steps`, every = 90, tick, rewind }) {
  let frame = 0;
  let last = 0;
  const self = {
    playing: false,
    button: button(play, () => (self.playing ? self.stop() : self.start()), { icon: "play", main: true }),
    start() {
      rewind?.();
      if (reducedMotion()) {
        for (let i = 0; i < many && tick() !== false; i++);
        widget.save();
        widget.redraw();
        return;
      }
      self.playing = true;
      last = 0;
      frame = requestAnimationFrame(go);
    },
    stop() {
      if (!self.playing) return;
      self.playing = false;
      cancelAnimationFrame(frame);
      widget.save();
      widget.redraw();
    },
    show({ disabled = false } = {}) {
      const text = reducedMotion() ? calmly : self.playing ? pause : play;
      const picture = reducedMotion() ? "step" : self.playing ? "pause" : "play";
      self.button.show({ text, picture, disabled: disabled && !self.playing });
    },
  };
  function go(now) {
    if (!self.playing) return;
    if (now - last >= every) {
      last = now;
      if (tick() === false) self.playing = false;
      if (!self.playing) widget.save();
      widget.redraw();
    }
    if (self.playing) frame = requestAnimationFrame(go);
  }
  calm.addEventListener("change", () => {
    self.stop();
    widget.redraw();
  });
  return self;
}

/** The page's colour of that name as [r, g, b] from 0 to 255, for canvases. */
export function colour(host, name) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = getComputedStyle(host).getPropertyValue(`--${name}`).trim() || "#808080";
  probe.fillRect(0, 0, 1, 1);
  return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

export { plain };
