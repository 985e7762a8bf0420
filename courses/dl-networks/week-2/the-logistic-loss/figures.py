"""The figures of this lesson."""

import numpy as np
from figurestyle import DATA1, DATA2, MUTED, figure, label
from matplotlib.figure import Figure

from descent.ops.binary_cross_entropy import binary_cross_entropy


def two_prices() -> Figure:
    """The loss of a prediction when the truth is yes, and when it is no."""
    made, (plot,) = figure()
    p = np.linspace(0.004, 0.996, 300)
    for truth, colour in ((1, DATA1), (0, DATA2)):
        losses = [float(binary_cross_entropy(np.array([value]), np.array([truth]))) for value in p]
        plot.plot(p, losses, color=colour, linewidth=2.2)
    plot.plot(0.5, np.log(2), "o", color=MUTED, markersize=5)
    label(plot, 0.5, 0.95, f"{np.log(2):.2f}", MUTED, ha="center")
    label(plot, 0.13, 3.1, "it is a cat: −ln ŷ", DATA1)
    label(plot, 0.87, 3.1, "it is no cat: −ln(1 − ŷ)", DATA2, ha="right", va="top")
    plot.set(xlim=(0, 1), ylim=(0, 5.2), xlabel="ŷ, the probability that the model gives to “cat”", ylabel="price")
    return made
