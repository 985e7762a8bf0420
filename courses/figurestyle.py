"""The look of every figure: one size of type, one set of colours, no box, no grid.

The colours below are the light theme's. ``gradus author build`` turns each into the page's own
variable of that name, so that a figure follows the reader into the dark theme.
"""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK = "#1d1c1a"
MUTED = "#625e57"
RULE = "#dcd7cc"
DATA1 = "#0072b2"
DATA2 = "#d55e00"
MODEL = "#00805f"
ERROR = "#b3307a"
GRADIENT = "#8a6100"

WIDTH, HEIGHT = 5.2, 3.0
"""Inches. Drawn so small, the type is still readable when the figure is fitted to a telephone."""


def figure(*, columns: int = 1, width: float = WIDTH, height: float = HEIGHT) -> tuple[Figure, list[Axes]]:
    """A figure of one row of plots, dressed in the house's style.

    Parameters
    ----------
    columns : int
        How many plots stand side by side. Two is the most that a telephone can show.
    width, height : float
        Inches.

    Returns
    -------
    tuple of Figure and list of Axes
    """
    made = Figure(figsize=(width, height), layout="constrained")
    axes = [made.add_subplot(1, columns, number + 1) for number in range(columns)]
    for plot in axes:
        dress(plot)
    return made, axes


def dress(plot: Axes) -> None:
    """Give a plot the house's style: for figures of another form than one row."""
    plot.spines[["top", "right"]].set_visible(False)
    plot.spines[["left", "bottom"]].set_color(MUTED)
    plot.tick_params(colors=MUTED, labelsize=10, length=3)
    plot.xaxis.label.set(color=INK, fontsize=11)
    plot.yaxis.label.set(color=INK, fontsize=11)


def label(plot: Axes, x: float, y: float, text: str, colour: str = INK, **places: str) -> None:
    """Write a label in the plot itself, beside what it names, in that thing's colour."""
    plot.text(x, y, text, color=colour, fontsize=11, **places)
