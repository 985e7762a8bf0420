// Sliders, buttons, choices and tabs: native elements, named, with their value beside them.

import { clamp } from "./kit-numbers.js";
import { h, plain, rich, s } from "./kit-text.js";

let controls = 0;

const ICONS = {
  play: "M5 3.5v9l7.5-4.5z",
  pause: "M4.5 3.5h2.5v9h-2.5zM9 3.5h2.5v9H9z",
  step: "M3.5 3.5v9l6-4.5zM10.5 3.5h2v9h-2z",
  back: "M12.5 3.5v9l-6-4.5zM3.5 3.5h2v9h-2z",
  reset: "M8 3a5 5 0 1 1-4.9 6h1.6A3.4 3.4 0 1 0 8 4.6V7L4.6 3.8 8 .8z",
};

const icon = (name) =>
  s("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" }, s("path", { d: ICONS[name] }));

/**
 * A slider. options: label, min, max, step, log (the slider moves over the exponent, in `keys` presses from end to end),
 * tone, write(value) → text, move(value). `.show(value, note)` sets it.
 */
export function slider({
  label,
  min,
  max,
  step = (max - min) / 100,
  log = false,
  keys = 50,
  tone = "accent",
  write,
  move,
}) {
  const bend = log ? Math.log10 : (v) => v;
  const id = `slider-${++controls}`;
  const input = h("input", {
    type: "range",
    id,
    min: bend(min),
    max: bend(max),
    step: log ? "any" : step,
    "aria-label": plain(label),
  });
  const value = h("output", { class: "value", for: id });
  const read = () => {
    const position = Number(input.value);
    // The end of a log scale is the bound itself, not its rounded logarithm.
    return log ? clamp(Number((10 ** position).toPrecision(4)), min, max) : position;
  };
  input.addEventListener("input", () => move(read()));
  if (log) {
    // "any" leaves the size of a key press to the browser; here `keys` presses go from end to end.
    input.addEventListener("keydown", (event) => {
      const sign = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5 }[event.key];
      if (!sign) return;
      event.preventDefault();
      const span = bend(max) - bend(min);
      input.value = clamp(Number(input.value) + (sign * span) / keys, bend(min), bend(max));
      move(read());
    });
  }
  const element = h(
    "div",
    { class: `slider tone-${tone}` },
    h("label", { for: id }, h("span", {}, ...rich(label)), value),
    input,
  );
  return {
    element,
    input,
    show(v) {
      const position = bend(clamp(v, min, max));
      // Written only when it differs: a slider that is being dragged must not be pulled back by rounding.
      if (Math.abs(Number(input.value) - position) > 1e-9) input.value = position;
      input.style.setProperty("--filled", `${(100 * (position - bend(min))) / (bend(max) - bend(min))}%`);
      const text = write(v);
      value.replaceChildren(...rich(text));
      input.setAttribute("aria-valuetext", plain(text));
    },
  };
}

/** A button; `icon` is one of play, pause, step, back, reset; `main` is for the one that matters most. */
export function button(label, press, { icon: picture, main = false, quiet = false } = {}) {
  const words = h("span", {}, label);
  const element = h(
    "button",
    { type: "button", class: main ? "main" : quiet ? "quiet" : null, onclick: press },
    picture ? icon(picture) : null,
    words,
  );
  return {
    element,
    show({ text = words.textContent, picture: other, disabled = false, pressed }) {
      if (words.textContent !== text) words.textContent = text;
      if (other && element.dataset.icon !== other) {
        element.querySelector("svg")?.replaceWith(icon(other));
        element.dataset.icon = other;
      }
      // Not `disabled`: a button that goes dead under the finger loses the keyboard's place.
      element.setAttribute("aria-disabled", String(disabled));
      if (pressed !== undefined) element.setAttribute("aria-pressed", String(pressed));
    },
  };
}

/** One of a few: native radio buttons that look like words to underline. options: [[value, text], …]. */
export function choices({ label, options, move, seen = false }) {
  const name = `choice-${++controls}`;
  const inputs = options.map(([value, text]) => {
    const input = h("input", { type: "radio", name, value, onchange: () => move(value) });
    return { value, input, label: h("label", {}, input, h("span", {}, ...rich(text))) };
  });
  const element = h(
    "fieldset",
    { class: "choices" },
    h("legend", { class: seen ? null : "hidden" }, ...rich(label)),
    ...inputs.map((option) => option.label),
  );
  return {
    element,
    show(value) {
      for (const option of inputs) option.input.checked = option.value === value;
    },
  };
}

/** Yes or no, as a check box that says what yes means. */
export function toggle(label, move) {
  const input = h("input", { type: "checkbox", onchange: () => move(input.checked) });
  return {
    element: h("label", { class: "toggle" }, input, h("span", {}, ...rich(label))),
    show(value) {
      input.checked = value;
    },
  };
}

/** A line to type in. `.show(value, problem)` keeps what is being typed and says what is wrong with it. */
export function entry({ label, move, width = 10 }) {
  const id = `entry-${++controls}`;
  const input = h("input", {
    type: "text",
    id,
    size: width,
    autocomplete: "off",
    spellcheck: "false",
    autocapitalize: "off",
  });
  input.addEventListener("input", () => move(input.value));
  const problem = h("span", { class: "problem", id: `${id}-problem` });
  const element = h("div", { class: "entry" }, h("label", { for: id }, ...rich(label)), input, problem);
  return {
    element,
    input,
    show(value, wrong = "") {
      if (input.value !== value) input.value = value;
      problem.textContent = wrong;
      input.setAttribute("aria-invalid", String(Boolean(wrong)));
      if (wrong) input.setAttribute("aria-describedby", problem.id);
      else input.removeAttribute("aria-describedby");
    },
  };
}
