"""The figures of this lesson."""

import numpy as np
from figurestyle import DATA1, GRADIENT, INK, figure, label
from matplotlib.figure import Figure


def three_rates() -> Figure:
    """Eight steps on one parabola, with a learning rate too small, about right and too large."""
    made, plots = figure(columns=3, height=2.3)
    for plot, rate, verdict in zip(plots, (0.02, 0.3, 1.05), ("too small", "about right", "too large"), strict=True):
        path = [5.0]
        for _ in range(8):
            path.append(path[-1] - rate * 2 * (path[-1] - 2))
        walked = np.array(path)
        w = np.linspace(-6, 10, 200)
        plot.plot(w, (w - 2) ** 2, color=DATA1, linewidth=2)
        plot.plot(walked, (walked - 2) ** 2, "o-", color=GRADIENT, linewidth=1.2, markersize=4.5)
        plot.plot(walked[:1], (walked[:1] - 2) ** 2, "o", color=INK, markersize=6)
        plot.set_title(f"α = {rate}\n{verdict}", fontsize=11, color=INK)
        plot.set_xticks([2, 5], ["2", "start"])
        plot.set_yticks([])
        plot.set_xlabel("w")
        plot.set_xlim(-6, 10)
        plot.set_ylim(-3, 60)
    label(plots[0], 2, 40, "J(w)", DATA1, ha="center")
    return made
