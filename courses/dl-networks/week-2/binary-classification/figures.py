"""The figures of this lesson."""

from pathlib import Path

import numpy as np
from figurestyle import INK, MUTED, figure
from matplotlib.figure import Figure

DATA = Path(__file__).resolve().parents[2] / "data" / "cats.npz"
CORNER = 4


def cat_as_numbers() -> Figure:
    """The first cat of the training pictures, its three colours, and a corner of the red one as numbers."""
    data = np.load(DATA)
    picture = data["train_set_x"][int(np.flatnonzero(data["train_set_y"][0])[0])]
    made, plots = figure(columns=4, height=1.75)
    plots[0].imshow(picture)
    for plot, channel, name in zip(plots[1:], range(3), ("red", "green", "blue"), strict=True):
        plot.imshow(picture[..., channel], cmap="gray", vmin=0, vmax=255)
        plot.set_title(name, fontsize=11, color=INK)
    plots[0].set_title("picture", fontsize=11, color=INK)
    for plot in plots:
        plot.set_xticks([])
        plot.set_yticks([])
        plot.spines[:].set_visible(False)
    corner = picture[:CORNER, :CORNER, 0]
    rows = "\n".join(" ".join(f"{value:3d}" for value in row) + " …" for row in corner)
    plots[1].set_xlabel(rows, fontsize=8, color=MUTED, family="monospace", linespacing=1.3)
    return made
