"""Samples of a level: which rows stand in which node of which tree, ordered by node, and what their nodes add up to.

Derivation: docs/derivations/decision_tree.md
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from descent.shapes import FloatArray
from descent.trees.impurity import purity

Ints = NDArray[np.intp]


class Level(NamedTuple):
    """The samples, which are rows in trees, of the nodes of a level, ordered by node."""

    row: Ints  # (m,)
    node: Ints  # (m,), 0..q-1, ascending
    size: Ints  # (q,), samples
    weight: FloatArray  # (m,)
    centred: FloatArray  # (k, m), weight * (target - its mean in the node)
    mean: FloatArray  # (k, q)
    total_weight: FloatArray  # (q,)
    mixed: FloatArray  # (q,), weight * impurity

    def only(self, nodes: NDArray[np.bool_]) -> Level:
        """Keep some nodes, renumbered in their order."""
        if nodes.all():
            return self
        kept = nodes[self.node]
        number = np.cumsum(nodes) - 1
        return Level(
            self.row[kept],
            number[self.node[kept]],
            self.size[nodes],
            self.weight[kept],
            self.centred[:, kept],
            self.mean[:, nodes],
            self.total_weight[nodes],
            self.mixed[nodes],
        )


def level_of(row: Ints, node: Ints, weight: FloatArray, Y: FloatArray, nodes: int, criterion: str) -> Level:
    """Order the samples by node, and sum up each node."""
    places = max(len(node) - 1, 1).bit_length()
    order = np.sort((node << places) | np.arange(len(node))) & ((1 << places) - 1)  # as a stable sort, but faster
    row, node, weight = row[order], node[order], weight[order]
    target = Y[:, row]
    total_weight = np.bincount(node, weight, nodes)
    mean = np.stack([np.bincount(node, weight * column, nodes) for column in target]) / total_weight
    off = target - mean[:, node]
    centred = off * weight
    mixed = np.bincount(node, (off * centred).sum(axis=0), nodes)  # (3), and for one-hot rows (1)
    if criterion == "entropy":
        mixed = -purity(mean * total_weight, total_weight, criterion)
    return Level(row, node, np.bincount(node, minlength=nodes), weight, centred, mean, total_weight, mixed)
