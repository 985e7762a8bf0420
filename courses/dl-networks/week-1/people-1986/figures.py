"""The figure of this lesson, and the experiment of 1986 that it shows."""

from itertools import product

import numpy as np
from figurestyle import DATA1, DATA2, INK, RULE, figure
from matplotlib.figure import Figure

from descent import sigmoid

LAMPS, HIDDEN = 6, 2
LR, MOMENTUM, MOST_SWEEPS = 2.0, 0.9, 6000


def symmetry() -> Figure:
    """The weights of both hidden units from the six lamps, after training."""
    weights, _, _ = _train_symmetry(*_patterns(), seed=0)
    made, plots = figure(columns=2, height=2.3)
    for unit, plot in enumerate(plots):
        colours = [DATA1 if weight > 0 else DATA2 for weight in weights[:, unit]]
        plot.bar(range(1, LAMPS + 1), weights[:, unit], color=colours, width=0.7)
        plot.axhline(0, color=RULE, linewidth=0.8)
        plot.set_title(f"hidden unit {unit + 1}", fontsize=11, color=INK)
        plot.set(xlabel="lamp", xticks=range(1, LAMPS + 1), ylim=(-12, 12))
    plots[0].set_ylabel("weight")
    return made


def _patterns() -> tuple[np.ndarray, np.ndarray]:
    """All patterns of six lamps, one in each row, and whether each is symmetric."""
    X = np.array(list(product([0.0, 1.0], repeat=LAMPS)))  # (64, 6)
    return X, (X == X[:, ::-1]).all(axis=1).astype(float)


def _train_symmetry(X: np.ndarray, y: np.ndarray, seed: int) -> tuple[np.ndarray, int, float]:
    """Train until every pattern is right, and the symmetric ones clearly so.

    Returns the weights of the hidden units, shape (6, 2), the sweeps it took, and the share of patterns that are right.
    """
    rng = np.random.default_rng(seed)
    weights = [rng.uniform(-0.3, 0.3, size) for size in ((LAMPS, HIDDEN), HIDDEN, HIDDEN, ())]
    speeds = [np.zeros_like(w) for w in weights]
    for sweep in range(1, MOST_SWEEPS + 1):
        W1, b1, w2, b2 = weights
        hidden = sigmoid(X @ W1 + b1)  # (64, 2)
        a = sigmoid(hidden @ w2 + b2)  # (64,)
        right = (a > 0.5) == y
        if sweep % 100 == 0 and right.all() and a[y == 1].min() > 0.9:
            break
        dz2 = (a - y) / len(X)
        dz1 = np.outer(dz2, w2) * hidden * (1 - hidden)
        gradients = (X.T @ dz1, dz1.sum(axis=0), hidden.T @ dz2, dz2.sum())
        speeds = [MOMENTUM * v + (1 - MOMENTUM) * g for v, g in zip(speeds, gradients, strict=True)]
        weights = [w - LR * v for w, v in zip(weights, speeds, strict=True)]
    return W1, sweep, float(right.mean())
