"""Nodes of one tree, or of many, as columns of one table: what a learned tree is."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descent.shapes import FloatArray


@dataclass(frozen=True, eq=False)
class Nodes:
    """A table of nodes; node t is the root of tree t.

    Attributes
    ----------
    feature : int array, shape (nodes,)
        The column that is asked about; -1 in a leaf.
    threshold : float array, shape (nodes,)
        Rows with X[:, feature] <= threshold go left.
    left : int array, shape (nodes,)
        The left child; the right child stands next to it. -1 in a leaf.
    value : float array, shape (nodes, k)
        What the node predicts.
    gain : float array, shape (nodes,)
        How much weight * impurity the question takes away; 0 in a leaf.
    tree : int array, shape (nodes,)
        Which tree the node belongs to.
    """

    feature: NDArray[np.intp]
    threshold: FloatArray
    left: NDArray[np.intp]
    value: FloatArray
    gain: FloatArray
    tree: NDArray[np.intp]

    def __eq__(self, other: object) -> bool:
        """Equal in every column."""
        if not isinstance(other, Nodes):
            return NotImplemented
        return all(np.array_equal(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))

    __hash__ = None  # type: ignore[assignment]  # arrays cannot be hashed

    @property
    def n_trees(self) -> int:
        """How many trees the table holds."""
        return int(self.tree.max()) + 1

    def leaves(self, X: FloatArray, tree: int = 0) -> NDArray[np.intp]:
        """Walk all rows of X down one tree at once; the leaf of each."""
        node = np.full(len(X), tree, dtype=np.intp)
        rows = np.arange(len(X))
        while len(rows):
            rows = rows[self.feature[node[rows]] >= 0]
            at = node[rows]
            node[rows] = self.left[at] + (X[rows, self.feature[at]] > self.threshold[at])
        return node

    def predict(self, X: FloatArray) -> FloatArray:
        """Give the mean over the trees of what their leaves say, shape (n, k)."""
        total = np.zeros((len(X), self.value.shape[1]), self.value.dtype)
        for tree in range(self.n_trees):
            total += self.value[self.leaves(X, tree)]
        mean: FloatArray = total / self.value.dtype.type(self.n_trees)
        return mean

    def importances(self, n_features: int) -> FloatArray:
        """Give each feature's share of the gain, the mean over the trees; sums to 1, or is 0 if nothing was asked."""
        asked = self.feature >= 0
        cell = self.tree[asked] * n_features + self.feature[asked]
        gain = np.bincount(cell, self.gain[asked], self.n_trees * n_features).reshape(self.n_trees, n_features)
        per_tree = gain / np.maximum(gain.sum(axis=1, keepdims=True), np.finfo(np.float64).tiny)
        found = per_tree[per_tree.any(axis=1)]  # a tree of one leaf has no say
        shares: FloatArray = (found.mean(axis=0) if len(found) else np.zeros(n_features)).astype(self.value.dtype)
        return shares

    def depths(self) -> NDArray[np.intp]:
        """Give how many questions lead to each node."""
        depth = np.zeros(len(self.feature), dtype=np.intp)
        for node in np.flatnonzero(self.feature >= 0):  # a parent stands before its children
            depth[self.left[node] : self.left[node] + 2] = depth[node] + 1
        return depth


def table(columns: list[tuple[Any, ...]], dtype: Any) -> Nodes:
    """Stack columns that came piece by piece, in the order of the fields of Nodes, floats in dtype."""
    feature, threshold, left, value, gain, tree = (np.concatenate(pieces) for pieces in zip(*columns, strict=True))
    return Nodes(feature, threshold.astype(dtype), left, value.astype(dtype), gain.astype(dtype), tree)


def side_by_side(blocks: list[Nodes]) -> Nodes:
    """Join tables into one: the roots of all first, then the other nodes of each table."""
    if len(blocks) == 1:
        return blocks[0]
    trees = [block.n_trees for block in blocks]
    roots = np.cumsum([0, *trees])
    rests = roots[-1] + np.cumsum([0, *(len(block.tree) - t for block, t in zip(blocks, trees, strict=True))])
    columns: list[list[Any]] = [[], []]
    for block, t, root, rest in zip(blocks, trees, roots[:-1], rests[:-1], strict=True):
        left = np.where(block.left >= 0, block.left + (rest - t), -1)
        whole = (block.feature, block.threshold, left, block.value, block.gain, block.tree + root)
        columns[0].append(tuple(column[:t] for column in whole))
        columns[1].append(tuple(column[t:] for column in whole))
    return table(columns[0] + columns[1], blocks[0].value.dtype)
