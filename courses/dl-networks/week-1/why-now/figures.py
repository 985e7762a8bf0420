"""The figures of this lesson."""

import numpy as np
from figurestyle import DATA1, GRADIENT, INK, dress, label
from matplotlib.figure import Figure

from descent import relu, sigmoid


def slopes() -> Figure:
    """The sigmoid and ReLU, and below each its slope."""
    made = Figure(figsize=(5.2, 3.2), layout="constrained")
    plots = made.subplots(2, 2, sharex=True)
    z = np.linspace(-6, 6, 241)
    for column, (name, function) in enumerate((("sigmoid", _sigmoid), ("ReLU", _relu))):
        value, slope = function(z)
        above, below = plots[:, column]
        above.plot(z, value, color=DATA1, linewidth=2)
        below.plot(z, slope, color=GRADIENT, linewidth=2)
        above.set_title(name, fontsize=11, color=INK)
        below.set_ylim(-0.1, 1.15)
        below.set_yticks([0, 0.25, 1], ["0", "¼", "1"])
        below.set_xlabel("z")
    label(plots[1, 0], 0, 0.42, "its slope", GRADIENT, ha="center")
    label(plots[1, 1], -0.4, 0.85, "its slope", GRADIENT, ha="right")
    for plot in plots.flat:
        dress(plot)
    return made


def _sigmoid(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    value = sigmoid(z)
    return value, value * (1 - value)


def _relu(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return relu(z), (z > 0).astype(float)
