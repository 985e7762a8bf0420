// The two shapes of a broadcast, lined up at their right ends, with the rule for each axis.

import { h, range, show } from "./kit.js";

/** The rule of one axis in words. */
function spell({ a, b, size, rule }) {
  if (rule === "clash") return `${a} and ${b}: they differ, and neither is 1`;
  if (rule === "equal") return "equal";
  const name = rule.toUpperCase();
  if ((rule === "a" ? a : b) !== null) return `${name} is stretched`;
  return `missing in ${name}: counts as 1${size === 1 ? "" : ", stretched"}`;
}

const bad = (axis) => (axis.rule === "clash" ? "clash" : "");

function size(axis, which) {
  if (axis[which] === null) return "·";
  return axis.rule === which && axis.size > 1 ? `${axis[which]} → ${axis.size}` : String(axis[which]);
}

/** Fill the table for what `together` says of two shapes. */
export function drawTable(table, { axes, shape }) {
  const row = (kind, tone, name, cells) =>
    h("tr", { class: kind }, h("th", { scope: "row" }, h("span", { class: tone }, name)), cells);
  const sizes = (which) =>
    axes.map((axis) =>
      h("td", { class: `size ${axis.rule === which ? "stretched" : ""} ${bad(axis)}` }, size(axis, which)),
    );
  const together = axes.map((axis) =>
    h("td", { class: shape ? "size" : bad(axis) }, axis.size === null ? "✗" : String(axis.size)),
  );
  const why = axes.map((axis) => h("td", { class: bad(axis) }, spell(axis)));
  const heads = range(axes.length).map((i) => h("th", { scope: "col" }, show(i - axes.length, 0)));
  table.hidden = axes.length === 0; // two scalars have nothing to line up
  table.replaceChildren(
    h("caption", { class: "hidden" }, "The two shapes, lined up at their right ends"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "axis, from the right"), heads)),
    h(
      "tbody",
      {},
      row("", "data1", "A", sizes("a")),
      row("", "data2", "B", sizes("b")),
      row("together", "model", "together", together),
      row("rules", "muted", "why", why),
    ),
  );
}
