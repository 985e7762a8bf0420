"""Which labels can be laid along a longer sequence: what a loss over alignments asks of its data."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.shapes import indices, vector


def real_lengths(value: ArrayLike | None, name: str, n: int, most: int) -> NDArray[np.int64]:
    """Turn lengths of n sequences, or None for all that there is, into whole numbers of at most `most`."""
    if value is None:
        return np.full(n, most)
    return indices(
        vector(value, name, length=n, per="length per sequence of z"),
        name,
        below=most + 1,
        of="place, that before the first among them",
    )


def alignable(targets: NDArray[np.int64], steps: NDArray[np.int64], labels: NDArray[np.int64], blank: int) -> None:
    """Refuse labels that no path can give: a blank among them, or more of them than steps."""
    real = np.arange(targets.shape[1]) < labels[:, None]
    if (real & (targets == blank)).any():
        where = tuple(int(i) for i in np.argwhere(real & (targets == blank))[0])
        raise ValueError(
            f"targets must not contain the blank, {blank}; got it at position {where}. Count labels from 1, or say in "
            "target_lengths where they end."
        )
    repeats = (real[:, 1:] & (targets[:, 1:] == targets[:, :-1])).sum(axis=1)
    needed = np.maximum(1, labels + repeats)
    if (steps < needed).any():
        i = int(np.argmax(steps < needed))
        raise ValueError(
            f"sequence {i} must have at least {needed[i]} steps, one per label and one between equal labels; "
            f"got {steps[i]}. Use shorter steps in time, or leave the sequence out."
        )
