"""The figures of this lesson."""

from pathlib import Path

import numpy as np
from figurestyle import figure
from matplotlib.figure import Figure

DATA = Path(__file__).resolve().parents[2] / "data" / "cats.npz"
ROWS, COLUMNS, GAP = 3, 8, 4


def pictures() -> Figure:
    """The first pictures of the training set, in a table."""
    shown = np.load(DATA)["train_set_x"][: ROWS * COLUMNS]
    size = shown.shape[1] + GAP
    sheet = np.zeros((ROWS * size - GAP, COLUMNS * size - GAP, 4), dtype=np.uint8)  # the gaps stay transparent
    for number, picture in enumerate(shown):
        top, left = number // COLUMNS * size, number % COLUMNS * size
        sheet[top : top + size - GAP, left : left + size - GAP] = np.dstack([picture, np.full(picture.shape[:2], 255)])
    made, (plot,) = figure(height=2.05)
    plot.set_axis_off()
    plot.imshow(sheet, interpolation="none")
    return made
