"""The figures of this lesson."""

from figurestyle import DATA1, DATA2, ERROR, GRADIENT, INK, MODEL, MUTED, figure, label
from matplotlib.axes import Axes
from matplotlib.figure import Figure

UNITS = 5


def three_networks() -> Figure:
    """Which inputs each unit is connected with, in a standard, a convolutional and a recurrent network."""
    made, (standard, convolutional, recurrent) = figure(columns=3, height=1.9)
    for unit in range(UNITS):
        for source in range(UNITS):
            standard.plot([source, unit], [0, 1], color=MUTED, linewidth=0.7, zorder=1)
        for shift, colour in ((-1, GRADIENT), (0, ERROR), (1, DATA2)):
            if 0 <= unit + shift < UNITS:
                convolutional.plot([unit + shift, unit], [0, 1], color=colour, linewidth=1.8, zorder=1)
        recurrent.plot([unit, unit], [0, 1], color=ERROR, linewidth=1.8, zorder=1)
        if unit:
            ends = {"arrowstyle": "->", "color": GRADIENT, "linewidth": 1.8}
            recurrent.annotate("", (unit - 0.12, 1), (unit - 0.88, 1), arrowprops=ends)
    for plot, name in ((standard, "standard"), (convolutional, "convolutional"), (recurrent, "recurrent")):
        _units(plot)
        plot.set_title(name, fontsize=11, color=INK)
    label(standard, -0.4, -0.42, "inputs", DATA1)
    label(standard, -0.4, 1.24, "units", MODEL)
    return made


def _units(plot: Axes) -> None:
    plot.plot(range(UNITS), [0] * UNITS, "o", color=DATA1, markersize=8, zorder=2)
    plot.plot(range(UNITS), [1] * UNITS, "o", color=MODEL, markersize=8, zorder=2)
    plot.set_axis_off()
    plot.set(xlim=(-0.5, UNITS - 0.5), ylim=(-0.5, 1.45))
