// Elements and small mathematical text, without innerHTML: `*w*` is an italic letter, `_1` and `_{10}` go down,
// `^2` goes up, `[model|text]` takes the colour of the model. A backslash takes the next character as it is.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** An HTML element: h("p", { class: "note" }, "text", child, …). */
export const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

/** An SVG element, in the same way. */
export const s = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** The marked-up text as a list of runs { text, italic, level, tone }. */
export function runs(source) {
  const found = [];
  let at = 0;
  const read = (until, style) => {
    let text = "";
    const flush = () => {
      if (text) found.push({ text, ...style });
      text = "";
    };
    while (at < source.length) {
      const c = source[at++];
      if (c === until) break;
      if (c === "\\") text += source[at++] ?? "";
      else if (c === "*") {
        flush();
        read("*", { ...style, italic: true });
      } else if (c === "_" || c === "^") {
        flush();
        const level = c === "_" ? -1 : 1;
        if (source[at] === "{") {
          at++;
          read("}", { ...style, level });
        } else found.push({ text: source[at++], ...style, level });
      } else if (c === "[" && /^\[[a-z0-9]+\|/.test(source.slice(at - 1))) {
        flush();
        const bar = source.indexOf("|", at);
        const tone = source.slice(at, bar);
        at = bar + 1;
        read("]", { ...style, tone });
      } else text += c;
    }
    flush();
  };
  read(null, { italic: false, level: 0, tone: "" });
  return found;
}

/** Text whose stars, underscores and brackets mean themselves. */
export const literal = (text) => text.replace(/[\\*_^[\]]/g, "\\$&");

/** The text alone, for labels that are spoken. */
export const plain = (source) =>
  runs(source)
    .map((run) => run.text)
    .join("");

/** The text as HTML nodes. */
export function rich(source) {
  return runs(source).map(({ text, italic, level, tone }) => {
    const letter = italic ? h("i", { class: "var" }, text) : text;
    const placed = level === 0 ? letter : h(level < 0 ? "sub" : "sup", {}, letter);
    return tone ? h("span", { class: tone }, placed) : placed;
  });
}

/** The text as SVG tspans; a raised run moves by dy, because not every browser knows baseline-shift. */
export function richSvg(source) {
  let offset = 0;
  return runs(source).map(({ text, italic, level, tone }) => {
    const wanted = level < 0 ? 0.24 : level > 0 ? -0.36 : 0;
    const size = level === 0 ? 1 : 0.74;
    const dy = (wanted - offset) / size;
    offset = wanted;
    const names = [italic && "var", level !== 0 && "small", tone].filter(Boolean).join(" ");
    return s("tspan", { class: names || null, dy: Math.abs(dy) > 1e-9 ? `${dy.toFixed(3)}em` : null }, text);
  });
}
