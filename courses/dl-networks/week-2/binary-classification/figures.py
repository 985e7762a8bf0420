"""The figures of this lesson."""

from pathlib import Path

import numpy as np
from figurestyle import ERROR, INK, WIDTH
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

DATA = Path(__file__).resolve().parents[2] / "data" / "cats.npz"
ROWS, COLUMNS = 4, 9
"""How much of the red part is shown as numbers."""


def cat_as_numbers() -> Figure:
    """The first cat of the training pictures, its three colours, and a piece of the red one as numbers."""
    data = np.load(DATA)
    picture = data["train_set_x"][int(np.flatnonzero(data["train_set_y"][0])[0])]
    top, left = _busiest(picture[..., 0])
    made = Figure(figsize=(WIDTH, 3.1), layout="constrained")
    grid = made.add_gridspec(2, 4, height_ratios=[1, 1.05])
    for column, (name, shown) in enumerate(
        (("picture", picture), ("red", picture[..., 0]), ("green", picture[..., 1]), ("blue", picture[..., 2]))
    ):
        plot = made.add_subplot(grid[0, column])
        plot.imshow(shown, cmap="gray", vmin=0, vmax=255)
        plot.set_title(name, fontsize=11, color=INK)
        plot.set_axis_off()
        if name == "red":
            plot.add_patch(_frame(left - 0.5, top - 0.5))
    numbers = made.add_subplot(grid[1, :])
    numbers.set_axis_off()
    numbers.set(xlim=(-0.5, COLUMNS - 0.5), ylim=(ROWS - 0.5, -0.5))
    for row in range(ROWS):
        for column in range(COLUMNS):
            value = int(picture[top + row, left + column, 0])
            numbers.text(column, row, value, fontsize=11, color=INK, ha="center", va="center")
    numbers.add_patch(_frame(-0.5, -0.5))
    return made


def _frame(left: float, top: float) -> Rectangle:
    return Rectangle((left, top), COLUMNS, ROWS, fill=False, edgecolor=ERROR, linewidth=1.5)


def _busiest(channel: np.ndarray) -> tuple[int, int]:
    """Top and left of the piece in which the brightness differs most: an edge, where there is something to see."""
    rows, columns = channel.shape
    places = [(top, left) for top in range(rows - ROWS) for left in range(columns - COLUMNS)]
    return max(places, key=lambda place: channel[place[0] : place[0] + ROWS, place[1] : place[1] + COLUMNS].std())
