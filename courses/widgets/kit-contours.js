// Regions where a function of two variables lies above a level, as closed rings: the marching-squares algorithm.

// For the sixteen ways in which the corners of a cell can lie above the level: which edge of the
// cell a ring enters by and which it leaves by, walking with the high ground on the left.
// Edges: 0 bottom, 1 right, 2 top, 3 left. Corners count 1 (bottom left), 2 (bottom right), 4 (top right), 8 (top left).
const WALKS = [
  [],
  [[0, 3]],
  [[1, 0]],
  [[1, 3]],
  [[2, 1]],
  [
    [0, 3],
    [2, 1],
  ],
  [[2, 0]],
  [[2, 3]],
  [[3, 2]],
  [[0, 2]],
  [
    [1, 0],
    [3, 2],
  ],
  [[1, 2]],
  [[3, 1]],
  [[0, 1]],
  [[3, 0]],
  [],
];

/** Sample f on a grid of columns × rows over the domains; row 0 is the lowest y. */
export function sample(f, [x0, x1], [y0, y1], columns, rows) {
  const values = new Float64Array(columns * rows);
  for (let j = 0; j < rows; j++) {
    const y = y0 + ((y1 - y0) * j) / (rows - 1);
    for (let i = 0; i < columns; i++) values[j * columns + i] = f(x0 + ((x1 - x0) * i) / (columns - 1), y);
  }
  return { values, columns, rows, x: [x0, x1], y: [y0, y1] };
}

/** Closed rings [[x, y], …] around the region where the sampled function is at least `level`. */
export function region({ values, columns, rows, x, y }, level) {
  // One row and column of "below" around the grid closes every ring.
  const inside = (i, j) => i >= 0 && j >= 0 && i < columns && j < rows;
  const at = (i, j) => (inside(i, j) ? values[j * columns + i] : -Infinity);
  const toX = (i) => x[0] + ((x[1] - x[0]) * i) / (columns - 1);
  const toY = (j) => y[0] + ((y[1] - y[0]) * j) / (rows - 1);
  const width = columns + 2;
  // An edge is named by its lower or left end and whether it lies or stands.
  const edge = (i, j, side) => {
    if (side === 0) return ((j + 1) * width + i + 1) * 2;
    if (side === 1) return ((j + 1) * width + i + 2) * 2 + 1;
    if (side === 2) return ((j + 2) * width + i + 1) * 2;
    return ((j + 1) * width + i + 1) * 2 + 1;
  };
  const next = new Map();
  for (let j = -1; j < rows; j++) {
    for (let i = -1; i < columns; i++) {
      const kind =
        (at(i, j) >= level ? 1 : 0) |
        (at(i + 1, j) >= level ? 2 : 0) |
        (at(i + 1, j + 1) >= level ? 4 : 0) |
        (at(i, j + 1) >= level ? 8 : 0);
      for (const [enter, leave] of WALKS[kind]) next.set(edge(i, j, enter), edge(i, j, leave));
    }
  }
  const between = (a, b) => {
    if (a === -Infinity) return 1;
    if (b === -Infinity) return 0;
    return a === b ? 0.5 : (level - a) / (b - a);
  };
  const point = (name) => {
    const standing = name % 2;
    const cell = (name - standing) / 2;
    const i = (cell % width) - 1;
    const j = Math.floor(cell / width) - 1;
    if (standing) return [toX(i), toY(j + between(at(i, j), at(i, j + 1)))];
    return [toX(i + between(at(i, j), at(i + 1, j))), toY(j)];
  };
  const rings = [];
  while (next.size > 0) {
    const [start] = next.keys();
    const ring = [];
    for (let name = start; next.has(name);) {
      ring.push(point(name));
      const following = next.get(name);
      next.delete(name);
      name = following;
    }
    rings.push(ring);
  }
  return rings;
}
