// How every widget looks. Colours are the page's own variables, so a change of theme needs no redrawing of SVG.

/** A style sheet that any number of shadow roots share; it asks nothing of the content-security policy. */
export function styleSheet(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

const TONES = ["ink", "muted", "accent", "data1", "data2", "model", "error", "gradient", "good", "bad"];

const tones = TONES.map(
  (tone) => `
  .f-${tone} { fill: var(--${tone}); }
  .s-${tone} { stroke: var(--${tone}); fill: none; }
  .tone-${tone} { --tone: var(--${tone}); }
  /* Letters are thinner than discs: towards the ink they keep their hue and gain contrast. */
  .${tone} { color: color-mix(in oklab, var(--${tone}) 78%, var(--ink)); fill: color-mix(in oklab, var(--${tone}) 78%, var(--ink)); }`,
).join("");

export const BASE = styleSheet(`
  :host {
    display: block; container-type: inline-size; max-width: 60rem; margin-inline: auto; padding-block-end: 0.375rem;
    font: 400 0.875rem/1.45 var(--font-sans, system-ui, sans-serif); color: var(--ink);
    text-align: start; font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%;
  }
  :host([hidden]), [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  ${tones}
  .muted { color: var(--muted); fill: var(--muted); }
  .ink { color: var(--ink); fill: var(--ink); }
  .var { font-family: var(--font-serif, Georgia, serif); font-style: italic; font-size: 1.06em; }
  .code { font-family: var(--font-mono, monospace); font-size: 0.94em; }
  sub, sup { font-size: 0.74em; line-height: 0; }
  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  .plot { position: relative; width: 100%; min-width: 0; touch-action: pan-y; }
  .plot canvas { position: absolute; inset: 0; width: 100%; }
  .plot-svg { position: relative; display: block; width: 100%; overflow: visible; user-select: none; -webkit-user-select: none; }
  .placeable { cursor: crosshair; }
  .axis { stroke: color-mix(in oklab, var(--muted) 55%, var(--rule)); stroke-width: 1; fill: none; }
  .grid { stroke: var(--rule); stroke-width: 1; fill: none; }
  .small { font-size: 0.74em; }
  text { font-size: 12.5px; fill: var(--ink); }
  .tick { font-size: 11.5px; fill: var(--muted); }
  .axis-label { fill: var(--muted); font-size: 12.5px; }
  .label { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
  ${TONES.map((tone) => `text .${tone}, text.${tone} { fill: color-mix(in oklab, var(--${tone}) 78%, var(--ink)); }`).join("")}
  text .muted, text.muted { fill: var(--muted); }
  .curve { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
  .thin { stroke-width: 1.25; }
  .faint { opacity: 0.4; }
  .dashed { stroke-dasharray: 4 4; }
  .dotted { stroke-dasharray: 0.1 5; stroke-linecap: round; }

  .handle { cursor: grab; touch-action: none; outline: none; }
  .handle:active { cursor: grabbing; }
  .handle.gone { display: none; }
  .reach { fill: transparent; }
  .knob { stroke: var(--paper); stroke-width: 2.5; }
  .ring { fill: none; stroke: transparent; stroke-width: 2; }
  .handle:hover .ring { stroke: color-mix(in oklab, var(--ink) 25%, transparent); }
  .handle:focus-visible .ring { stroke: var(--accent); stroke-width: 2.5; }

  .row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; }
  .spread { justify-content: space-between; }
  .sliders { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr)); gap: 0.25rem 1.5rem; }
  .readout { margin: 0.25rem 0 0.5rem; min-height: 2.9em; text-wrap: pretty; }
  .readout strong { font-weight: 600; }

  .slider { min-width: 0; flex: 1 1 11rem; }
  .slider label { display: flex; justify-content: space-between; gap: 1rem; align-items: baseline; }
  .slider .value { white-space: nowrap; }
  input[type="range"] {
    --shape: 1.125rem; appearance: none; -webkit-appearance: none; display: block; width: 100%; height: 1.75rem; margin: 0;
    background: transparent; cursor: pointer; touch-action: pan-y; outline: none;
  }
  input[type="range"]::-webkit-slider-runnable-track {
    height: 3px; border-radius: 2px;
    background: linear-gradient(to right, var(--tone) var(--filled, 0%), color-mix(in oklab, var(--muted) 38%, var(--paper)) var(--filled, 0%));
  }
  input[type="range"]::-moz-range-track { height: 3px; border-radius: 2px; background: color-mix(in oklab, var(--muted) 38%, var(--paper)); }
  input[type="range"]::-moz-range-progress { height: 3px; border-radius: 2px; background: var(--tone); }
  input[type="range"]::-webkit-slider-thumb {
    -webkit-appearance: none; width: var(--shape); height: var(--shape); margin-top: calc((3px - var(--shape)) / 2);
    border-radius: 50%; border: 2.5px solid var(--paper); background: var(--tone); box-shadow: 0 0 0 1px color-mix(in oklab, var(--tone) 60%, transparent);
  }
  input[type="range"]::-moz-range-thumb {
    width: 0.8rem; height: 0.8rem; border-radius: 50%; border: 2.5px solid var(--paper); background: var(--tone);
    box-shadow: 0 0 0 1px color-mix(in oklab, var(--tone) 60%, transparent);
  }
  input[type="range"]:focus-visible::-webkit-slider-thumb { box-shadow: 0 0 0 3px var(--accent); }
  input[type="range"]:focus-visible::-moz-range-thumb { box-shadow: 0 0 0 3px var(--accent); }

  .buttons { display: flex; flex-wrap: wrap; gap: 0.375rem; align-items: center; }
  button {
    display: inline-flex; align-items: center; gap: 0.4rem; min-height: 2.125rem; padding: 0 0.8rem; margin: 0; border-radius: 0.4rem;
    font: inherit; color: var(--ink); background: transparent; cursor: pointer; white-space: nowrap; width: auto;
    border: 1px solid color-mix(in oklab, var(--muted) 45%, var(--rule));
  }
  button svg { fill: currentColor; flex: none; }
  button:hover { border-color: var(--ink); }
  button.main { background: var(--accent); border-color: var(--accent); color: var(--paper); }
  button.main:hover { background: color-mix(in oklab, var(--accent) 86%, var(--ink)); }
  button.quiet { border-color: transparent; color: var(--muted); padding-inline: 0.5rem; }
  button.quiet:hover { color: var(--ink); }
  button[aria-pressed="true"] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); color: var(--accent); }
  button[aria-disabled="true"] { color: var(--muted); background: transparent; border-color: var(--rule); border-style: dashed; cursor: default; }
  button:focus-visible, .toggle input:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

  .choices { display: flex; flex-wrap: wrap; gap: 0 1.1rem; border: 0; padding: 0; margin: 0; min-width: 0; }
  .choices legend { float: left; padding: 0.3rem 0; margin-inline-end: 1.1rem; color: var(--muted); }
  .choices label { position: relative; display: inline-flex; align-items: center; min-height: 2.125rem; cursor: pointer; color: var(--muted); }
  .choices input { position: absolute; inset: 0; opacity: 0; margin: 0; cursor: pointer; width: 100%; height: 100%; }
  .choices span { padding: 0.2rem 0; border-bottom: 2px solid transparent; }
  .choices span span { padding: 0; border: 0; }
  .choices label:hover { color: var(--ink); }
  .choices input:checked + span { color: var(--ink); border-bottom-color: var(--accent); }
  .choices input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }

  .toggle { display: inline-flex; gap: 0.5rem; align-items: center; min-height: 2.125rem; cursor: pointer; }
  .toggle input { width: 1.05rem; height: 1.05rem; margin: 0; accent-color: var(--accent); flex: none; }

  .entry { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.5rem; }
  .entry input {
    font: inherit; font-family: var(--font-mono, monospace); color: var(--ink); background: transparent; padding: 0 0.5rem; margin: 0;
    min-height: 2.125rem; border: 1px solid color-mix(in oklab, var(--muted) 45%, var(--rule)); border-radius: 0.4rem; width: auto; min-width: 0;
  }
  .entry input:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
  .entry input[aria-invalid="true"] { border-color: var(--bad); }
  .problem { color: color-mix(in oklab, var(--bad) 80%, var(--ink)); flex-basis: 100%; }
  .problem:empty { display: none; }

  @media (pointer: coarse) {
    input[type="range"] { --shape: 1.5rem; height: 2.5rem; }
    button, .choices label, .toggle, .entry input { min-height: 2.5rem; }
  }
  @media (forced-colors: active) {
    button.main { border: 2px solid; }
    .choices input:checked + span { border-bottom: 2px solid Highlight; }
  }
  @media print { .controls, button, .slider input { display: none; } }
`);
