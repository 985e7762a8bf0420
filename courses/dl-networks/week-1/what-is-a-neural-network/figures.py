"""The figures of this lesson."""

import numpy as np
from figurestyle import DATA1, DATA2, INK, MODEL, MUTED, RULE, figure, label
from matplotlib.figure import Figure

from descent.ops.relu import relu


def two_bends() -> Figure:
    """Two neurons of the price of a flat, and their sum."""
    made, (left, right) = figure(columns=2, height=2.5)
    size = np.linspace(0, 120, 241)
    first, second = 3 * relu(size - 20), -2 * relu(size - 80)
    left.plot(size, first, color=DATA1, linewidth=2)
    left.plot(size, second, color=DATA2, linewidth=2)
    label(left, 66, 230, "wakes at 20", DATA1, ha="right")
    label(left, 76, -62, "wakes at 80", DATA2, ha="right")
    right.plot(size, first + second, color=MODEL, linewidth=2.4)
    label(right, 62, 190, "their sum", MODEL, ha="right")
    left.set(ylim=(-100, 310), xlabel="size in m²", ylabel="price in thousands")
    right.set(ylim=(-100, 310), xlabel="size in m²")
    for plot in (left, right):
        plot.axhline(0, color=RULE, linewidth=0.8)
        plot.set_xticks([0, 20, 80, 120])
    return made


def network() -> Figure:
    """Four inputs, three hidden units and one output, all connected."""
    made, (plot,) = figure(height=2.7)
    plot.set_axis_off()
    plot.set(xlim=(-2.6, 8.4), ylim=(-0.6, 3.9))
    layers = [
        [(0.0, 3 - row, name) for row, name in enumerate(("size", "rooms", "station", "year"))],
        [(3.5, 2.5 - row, "") for row in range(3)],
        [(7.0, 1.5, "price")],
    ]
    for left, right in zip(layers[:-1], layers[1:], strict=True):
        for x0, y0, _ in left:
            for x1, y1, _ in right:
                plot.plot([x0, x1], [y0, y1], color=MUTED, linewidth=0.7, zorder=1)
    for colour, layer in zip((DATA1, MODEL, DATA2), layers, strict=True):
        for x, y, name in layer:
            plot.plot(x, y, "o", color=colour, markersize=15, zorder=2)
            label(plot, x - 0.45 if x == 0 else x + 0.45, y, name, INK, ha="right" if x == 0 else "left", va="center")
    label(plot, 3.5, 3.2, "hidden", MODEL, ha="center")
    return made
