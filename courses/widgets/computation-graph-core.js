// Expressions as graphs: values forwards, derivatives backwards by the chain rule, and what a nudge really does.

import { sigmoid } from "./kit-numbers.js";

const product = (values) => values.reduce((a, b) => a * b, 1);
const sum = (values) => values.reduce((a, b) => a + b, 0);

/** For each operation: its value, its slope towards each input, and the slope in words (`names` are the inputs'). */
export const operations = {
  times: {
    value: product,
    slopes: (values) => values.map((_, i) => product(values.filter((__, j) => j !== i))),
    words: (names, i) => names.filter((_, j) => j !== i).join(""),
  },
  plus: { value: sum, slopes: (values) => values.map(() => 1), words: () => "1" },
  triple: { value: ([v]) => 3 * v, slopes: () => [3], words: () => "3" },
  // w1 x1 + w2 x2 + b, in the order x1, w1, x2, w2, b.
  neuron: {
    value: ([x1, w1, x2, w2, b]) => w1 * x1 + w2 * x2 + b,
    slopes: ([x1, w1, x2, w2]) => [w1, x1, w2, x2, 1],
    words: (names, i) => [names[1], names[0], names[3], names[2], "1"][i],
  },
  sigmoid: {
    value: ([z]) => sigmoid(z),
    slopes: ([z]) => [sigmoid(z) * sigmoid(-z)],
    words: () => "*a*(1 − *a*)",
  },
  "loss of 1": { value: ([a]) => -Math.log(a), slopes: ([a]) => [-1 / a], words: () => "−1/*a*" },
  "loss of 0": { value: ([a]) => -Math.log1p(-a), slopes: ([a]) => [1 / (1 - a)], words: () => "1/(1 − *a*)" },
};

const input = (id, name, value, at, bounds, tone) => ({ id, name, value, at, bounds, tone, from: [] });
// `short` says the same in less room.
const node = (id, name, operation, from, formula, at, words, short) => ({
  id,
  name,
  operation,
  from,
  formula,
  at,
  words,
  short,
});

const logistic = (y) => ({
  title: "logistic loss",
  output: "L",
  nodes: [
    input("x1", "*x*_1", 0.9, [0, 0], [-2, 2, 0.1], "data1"),
    input("w1", "*w*_1", 4, [0, 1], [-6, 6, 0.25], "model"),
    input("x2", "*x*_2", 0.2, [0, 2], [-2, 2, 0.1], "data1"),
    input("w2", "*w*_2", -3, [0, 3], [-6, 6, 0.25], "model"),
    input("b", "*b*", -1, [0, 4], [-6, 6, 0.25], "model"),
    node(
      "z",
      "*z*",
      "neuron",
      ["x1", "w1", "x2", "w2", "b"],
      "*w*_1*x*_1 + *w*_2*x*_2 + *b*",
      [1, 2],
      "the weighted sum",
      "*w* · *x* + *b*",
    ),
    node("a", "*a*", "sigmoid", ["z"], "*σ*(*z*)", [2, 2], "the probability that the model gives to class 1"),
    node("L", "*L*", `loss of ${y}`, ["a"], y === 1 ? "−log *a*" : "−log(1 − *a*)", [3, 2], "the loss on this example"),
  ],
});

export const graphs = {
  product: {
    title: "*J* = 3(*a* + *bc*)",
    output: "J",
    nodes: [
      input("a", "*a*", 1, [0, 0], [-10, 10, 1], "data1"),
      input("b", "*b*", 4, [0, 1.2], [-10, 10, 1], "data1"),
      input("c", "*c*", 5, [0, 2.4], [-10, 10, 1], "data1"),
      node("u", "*u*", "times", ["b", "c"], "*bc*", [1, 1.8], "a product"),
      node("v", "*v*", "plus", ["a", "u"], "*a* + *u*", [2, 0.9], "a sum"),
      node("J", "*J*", "triple", ["v"], "3*v*", [3, 0.9], "the result"),
    ],
  },
  shared: {
    title: "*J* = *a*(*a* + *b*)",
    output: "J",
    nodes: [
      input("a", "*a*", 4, [0, 0], [-10, 10, 1], "data1"),
      input("b", "*b*", 2, [0, 2], [-10, 10, 1], "data1"),
      node("s", "*s*", "plus", ["a", "b"], "*a* + *b*", [1, 1.7], "a sum"),
      node("J", "*J*", "times", ["a", "s"], "*as*", [2, 0.7], "the result"),
    ],
  },
  "logistic 1": logistic(1),
  "logistic 0": logistic(0),
};

/** Every node's value, from the inputs' values by id. */
export function forward(graph, given) {
  const values = {};
  for (const { id, from, operation, value } of graph.nodes) {
    values[id] = from.length ? operations[operation].value(from.map((source) => values[source])) : (given[id] ?? value);
  }
  return values;
}

/**
 * The way back: { derivatives by id, edges }, where an edge { from, to, local, upstream, product } brings
 * upstream × local = product to its beginning; a node that is used twice adds up what its edges bring.
 */
export function backward(graph, values) {
  const derivatives = Object.fromEntries(graph.nodes.map(({ id }) => [id, 0]));
  derivatives[graph.output] = 1;
  const edges = [];
  for (const { id, from, operation } of [...graph.nodes].reverse()) {
    if (!from.length) continue;
    const slopes = operations[operation].slopes(from.map((source) => values[source]));
    from.forEach((source, i) => {
      const product = derivatives[id] * slopes[i];
      derivatives[source] += product;
      edges.push({ from: source, to: id, place: i, local: slopes[i], upstream: derivatives[id], product });
    });
  }
  return { derivatives, edges };
}

/** What is done in which order: one node at a time forwards, then one edge at a time backwards. */
export function stages(graph) {
  const inner = graph.nodes.filter(({ from }) => from.length);
  return [
    ...inner.map(({ id }) => ({ kind: "forward", node: id })),
    ...backward(graph, forward(graph, {})).edges.map(({ from, to }) => ({ kind: "backward", node: from, through: to })),
  ];
}

/** What moving one input by `size` does to the output, and what its derivative promised. */
export function nudge(graph, given, id, size) {
  const before = forward(graph, given);
  const after = forward(graph, { ...given, [id]: before[id] + size });
  const { derivatives } = backward(graph, before);
  return { before, after, change: after[graph.output] - before[graph.output], promised: derivatives[id] * size };
}
