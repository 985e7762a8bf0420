"""A Siamese network turns pictures into vectors, by the same weights for all, so that like ones lie close together.

    e = f(x) / |f(x)|                                                    (1)
    |e_1 - e_2|^2 = 2 - 2 e_1 . e_2, between 0 and 4                     (2)

Derivation: docs/derivations/normalize_rows.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.nn import Module
from descent.ops import contrastive_loss, normalize_rows, triplet_loss
from descent.shapes import FloatArray, indices, matrix
from descent.tensor import Tensor, apply
from descent.training import predict


class SiameseNetwork(Module):
    """An encoder whose outputs are made vectors of length 1, and how to recognise with them.

    A new person needs no training, only one picture to compare with.

    Parameters
    ----------
    encoder : Module
        From pictures, or rows, to vectors (n, d).

    References
    ----------
    Taigman et al. (2014), DeepFace; Schroff, Kalenichenko and Philbin (2015), FaceNet.

    Examples
    --------
    >>> from descent import nn
    >>> net = SiameseNetwork(nn.Linear(3, 2, rng=0))
    >>> np.linalg.norm(net([[1.0, 2.0, 3.0]]).data).round(6)
    np.float64(1.0)
    """

    def __init__(self, encoder: Module) -> None:
        self.encoder = encoder

    def forward(self, x: Any) -> Tensor:
        """Map samples to rows of length 1, by (1)."""
        return apply(normalize_rows, self.encoder(x))

    def distances(self, a: ArrayLike, b: ArrayLike) -> FloatArray:
        """Measure the squared distance of every sample of a to every one of b: shape (n, m), by (2)."""
        cosine = predict(self, a) @ predict(self, b).T
        squares: FloatArray = np.maximum(2 - 2 * cosine, 0)
        return squares

    def match(self, queries: ArrayLike, known: ArrayLike, *, most: float = np.inf) -> NDArray[np.int64]:
        """Say for each query which of the known samples it is, -1 where none is nearer than ``most``."""
        distance = self.distances(queries, known)
        return np.where(distance.min(axis=1) < most, distance.argmin(axis=1), -1)


class Triplets(NamedTuple):
    """Row numbers: a sample, another like it, and one unlike it."""

    anchor: NDArray[np.int64]
    positive: NDArray[np.int64]
    negative: NDArray[np.int64]


def hardest_triplets(embeddings: ArrayLike, labels: ArrayLike) -> Triplets:
    """For every row of a batch the farthest of its own kind and the nearest of another.

    Most triplets are easy and teach nothing; those of a batch that are wrong by most are found at the price of one
    matrix product.

    Parameters
    ----------
    embeddings : float array, shape (n, d)
        What a network gave.
    labels : int array, shape (n,)
        Of which kind each row is.

    Returns
    -------
    Triplets
        One for each row that has both another of its kind and one of another kind.

    References
    ----------
    Hermans, Beyer and Leibe (2017), In defense of the triplet loss for person re-identification, section 2: batch hard.

    Examples
    --------
    >>> found = hardest_triplets([[0.0], [1.0], [3.0], [4.0]], [0, 0, 0, 1])
    >>> found.anchor.tolist(), found.positive.tolist(), found.negative.tolist()
    ([0, 1, 2], [2, 2, 0], [3, 3, 3])
    """
    E = matrix(embeddings, "embeddings")
    kind = indices(labels, "labels", below=1 << 62, of="kind")
    squares = (E * E).sum(axis=1)
    distance = squares[:, None] + squares - 2 * E @ E.T  # (n, n)
    same = kind[:, None] == kind
    other = ~same
    np.fill_diagonal(same, False)
    anchor = np.flatnonzero(same.any(axis=1) & other.any(axis=1))
    positive = np.where(same, distance, -np.inf).argmax(axis=1)
    negative = np.where(other, distance, np.inf).argmin(axis=1)
    return Triplets(anchor, positive[anchor], negative[anchor])


def batch_hard_loss(embeddings: Tensor, labels: ArrayLike, *, margin: float = 0.2) -> Tensor:
    """Triplet loss of the hardest triplets of a batch; a loss for ``fit``."""
    found = hardest_triplets(embeddings.data, labels)
    if not len(found.anchor):
        return embeddings.sum() * 0.0  # a batch of one kind says nothing
    return apply(triplet_loss, *(embeddings[rows] for rows in found), margin=margin)


def all_pairs_loss(embeddings: Tensor, labels: ArrayLike, *, margin: float = 1.0) -> Tensor:
    """Contrastive loss of all pairs of a batch; a loss for ``fit``."""
    one, other = np.triu_indices(len(embeddings), 1)
    alike = np.asarray(labels)[one] == np.asarray(labels)[other]
    return apply(contrastive_loss, embeddings[one], embeddings[other], alike.astype(np.int64), margin=margin)
