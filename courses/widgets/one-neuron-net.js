// The neuron as a drawing, one or three of them, and what each of three adds to the price.

import { LARGEST } from "./one-neuron-core.js";
import { range, richSvg, s, show } from "./kit.js";

const END = 54; // width of the boxes for size and price
const DISC = 22; // radius of the single neuron

const text = (x, y, source, names = "") => s("text", { class: names, x, y }, ...richSvg(source));

const box = (kind, x, y, width, rx) => s("rect", { class: kind, x: x - width / 2, y: y - 17, width, height: 34, rx });

function ends({ width, height }) {
  const middle = height / 2;
  return [
    box("input", END / 2, middle, END, 17),
    text(END / 2, middle + 4.5, "size", "mid"),
    box("output", width - END / 2, middle, END, 17),
    text(width - END / 2, middle + 4.5, "price", "mid"),
  ];
}

/** size × w, + b, bent: a disc with the bend drawn in it. */
export function drawOne(net, { w, b, relu }) {
  net.domain();
  const [x, y] = [net.width / 2, net.height / 2];
  const bend = relu ? `M${x - 13},${y + 7}h13l11,-15` : `M${x - 12},${y + 12}l24,-24`;
  net.put(
    "net",
    s("path", { class: "wire", d: `M${END},${y}H${x - DISC}M${x + DISC},${y}H${net.width - END}M${x},${y + DISC}v12` }),
    s("circle", { class: "unit", cx: x, cy: y, r: DISC }),
    s("path", { class: "icon", d: bend }),
    text((END + x - DISC) / 2, y - 7, `× ${show(w)}`, "mid model"),
    text(x + 7, y + DISC + 14, `${b < 0 ? "−" : "+"} ${show(Math.abs(b), 0)}`, "model"),
    ends(net),
  );
}

/** Three neurons between size and price, with the weights of the sum. */
export function drawThree(net, { bends, weights, bias }) {
  net.domain();
  const { width } = net;
  const middle = net.height / 2;
  const wide = Math.min(118, width * 0.36);
  const x = END / 2 + (width - END) * 0.42;
  const [left, right] = [x - wide / 2, x + wide / 2];
  const units = range(3).map((i) => {
    const y = 24 + i * 54;
    const into = `M${END},${middle}C${left - 14},${middle} ${END + 6},${y} ${left},${y}`;
    const out = `M${right},${y}C${right + 24},${y} ${width - END - 24},${middle} ${width - END},${middle}`;
    return [
      s("path", { class: "wire", d: into + out }),
      box("unit", x, y, wide, 6),
      text(x, y + 4.5, `max(0, size − ${show(bends[i], 0)})`, "mid"),
      text(right + 7, y - 4, `× ${show(weights[i], 1)}`, "model label"),
    ];
  });
  net.put("net", units, bias > 0.5 && text(width - END / 2, middle + 34, `+ ${show(bias, 0)}`, "mid model"), ends(net));
}

/** The three bent lines whose sum is the model. */
export function drawParts(parts, { part, bends }) {
  const values = range(3).map((i) => part(i, LARGEST));
  parts.domain(null, [Math.min(-20, ...values) * 1.08, Math.max(20, ...values) * 1.08]);
  parts.drawAxes();
  parts.put(
    "lines",
    parts.line("grid", [
      [0, 0],
      [LARGEST, 0],
    ]),
    values.map((value, i) => [
      parts.line("curve s-model thin", [
        [0, 0],
        [bends[i], 0],
        [LARGEST, value],
      ]),
      parts.label(LARGEST, value, String(i + 1), { tone: "model", dx: 6, dy: 4 }),
    ]),
  );
}
