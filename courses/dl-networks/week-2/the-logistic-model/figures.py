"""The figures of this lesson."""

import numpy as np
from figurestyle import DATA1, DATA2, GRADIENT, INK, MODEL, figure, label
from matplotlib.figure import Figure

W, B = np.array([4.0, -3.0]), -1.0
CAT, MEADOW = np.array([0.9, 0.2]), np.array([0.2, 0.8])


def boundary() -> Figure:
    """The model's two sides, the weight vector and the two pictures of the example."""
    made, (plot,) = figure(height=3.6)
    x1 = np.linspace(0, 1, 2)
    for probability in (0.1, 0.25, 0.5, 0.75, 0.9):
        z = np.log(probability / (1 - probability))
        line = (W[0] * x1 + B - z) / -W[1]
        plot.plot(x1, line, color=MODEL, linewidth=2.4 if probability == 0.5 else 0.8)
        end = min(1.0, (z - B - W[1]) / W[0])  # where the line leaves the square: at the top, or on the right
        label(plot, end + 0.01, (W[0] * end + B - z) / -W[1] + 0.01, f"{probability:g}", MODEL, va="bottom")
    middle = np.array([0.75, (W[0] * 0.75 + B) / -W[1]])
    tip = middle + 0.04 * W
    plot.annotate("", tip, middle, arrowprops={"arrowstyle": "->", "color": GRADIENT, "linewidth": 2})
    label(plot, *(tip + [0.02, -0.04]), "w", GRADIENT)
    for point, name, colour in ((CAT, "cat", DATA1), (MEADOW, "meadow", DATA2)):
        plot.plot(*point, "o", color=colour, markersize=8)
        label(plot, point[0] - 0.03, point[1] + 0.05, name, colour, ha="right")
    plot.set(xlim=(0, 1), ylim=(0, 1), xlabel="x₁: how pointed the ears are", ylabel="x₂: how green", aspect="equal")
    plot.xaxis.label.set_color(INK)
    return made
