// What the computation graph says: one step of either pass, what a box is and does, and what a nudge has shown.

import { nudge, operations } from "./computation-graph-core.js";
import { brief } from "./kit-numbers.js";

export const NUDGE = 0.001;
export const write = (v) => brief(v, 4);

const paren = (v) => (v < 0 ? `(${write(v)})` : write(v));
const find = (graph, id) => graph.nodes.find((n) => n.id === id);
const nameOf = (graph, id) => find(graph, id).name;
const formulaOf = ({ name, formula }) => (formula ? `${name} = ${formula}` : name);

/** dJ/da, for a node `a` of a graph whose output is J. */
export const slopeName = (graph, id) => `d${nameOf(graph, graph.output)}/d${nameOf(graph, id)}`;

/** A box in a few words, for a label that is spoken. */
export function spoken(graph, n, values, way) {
  return `${formulaOf(n)}, value ${write(values[n.id])}, ${slopeName(graph, n.id)} ${write(way.derivatives[n.id])}`;
}

/** The whole graph in one line. */
export function summary(graph, values, way) {
  const inputs = graph.nodes.filter((n) => !n.from.length);
  const slopes = inputs.map((n) => `${slopeName(graph, n.id)} = [gradient|${write(way.derivatives[n.id])}]`);
  const output = `${nameOf(graph, graph.output)} = [model|${write(values[graph.output])}]`;
  return `${output}; ${slopes.join(", ")}. Step through the graph, or point at a box.`;
}

/** One step forwards. */
export function forwardSentence(graph, id, values) {
  const n = find(graph, id);
  const parts = n.from.map((source) => `${nameOf(graph, source)} = ${write(values[source])}`).join(", ");
  return `Forward: with ${parts}, ${formulaOf(n)} = [model|${write(values[id])}].`;
}

/** One step backwards, over one edge. */
export function backwardSentence(graph, { from, to, place, local, upstream, product }) {
  const target = find(graph, to);
  const rule = operations[target.operation].words(
    target.from.map((id) => nameOf(graph, id)),
    place,
  );
  const slope = `d${target.name}/d${nameOf(graph, from)}${rule === write(local) ? "" : ` = ${rule}`} = ${write(local)}`;
  const start =
    to === graph.output
      ? `${formulaOf(target)} is the output`
      : `${slopeName(graph, to)} = [gradient|${write(upstream)}] has come back to ${target.name}`;
  const sum = `[gradient|${write(upstream)} · ${paren(local)} = ${write(product)}]`;
  return `Backward: ${start}. The local slope is ${slope}. Their product goes on to ${nameOf(graph, from)}: ${sum}.`;
}

/** What a box is and does. */
export function explain(graph, id, values, way) {
  const n = find(graph, id);
  const is = `${formulaOf(n)} = ${write(values[id])}, ${n.words ?? "given"}.`;
  if (id === graph.output) return `${is} Everything is measured by it: ${slopeName(graph, id)} = [gradient|1].`;
  const ways = way.edges.filter((edge) => edge.from === id);
  const d = way.derivatives[id];
  const chain = ways.map((edge) => `${write(edge.upstream)} · ${paren(edge.local)}`).join(" + ");
  const out = nameOf(graph, graph.output);
  const moves = d === 0 ? "stays as it is" : `${d > 0 ? "rises" : "falls"} ${write(Math.abs(d))} times as much`;
  const added = ways.length > 1 ? ` Two ways lead from it to ${out}, and what they bring is added.` : "";
  return `${is} ${slopeName(graph, id)} = ${chain} = [gradient|${write(d)}]: raise ${n.name} by a little, and ${out} ${moves}.${added}`;
}

/** What a nudge of one input did, against what the derivative promised. */
export function nudgeSentence(graph, given, id) {
  const { before, after, change, promised } = nudge(graph, given, id, NUDGE);
  const way = (node) => `${brief(before[node], 8)} to ${brief(after[node], 8)}`;
  const off = Math.abs(change - promised);
  const honest =
    off < 1e-12 ? "exactly that" : `that, but for ${brief(off, 2)}, because the slope itself changes on the way`;
  return (
    `${nameOf(graph, id)} goes from ${way(id)}, and ${nameOf(graph, graph.output)} from ${way(graph.output)}: ` +
    `a change of [model|${brief(change, 6)}]. The derivative promised ` +
    `[gradient|${write(promised / NUDGE)} · ${NUDGE} = ${brief(promised, 6)}]: ${honest}.`
  );
}
