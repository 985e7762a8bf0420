"""Train a small detector on painted roads, and draw the boxes it finds on roads it never saw.

python examples/detect_cars.py [--small] [--out cars.png]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import matplotlib as mpl
import numpy as np

from descent import optim
from descent.datasets import make_roads
from descent.metrics import mean_average_precision
from descent.networks import Found, TinyYolo, encode_boxes, yolo_loss
from descent.optim.schedules import cosine
from descent.training import fit

mpl.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402 -- a picture file is wanted, not a window

HEIGHT, WIDTH = 96, 128
ANCHORS = [[0.06, 0.10], [0.10, 0.30], [0.17, 0.17], [0.40, 0.40]]  # small, upright, a car further off, a car close by
COLOURS = ["#f0c419", "#56b4e9", "#ee7fc0", "#3cc49a", "#ff8c42"]


def pictures(seed: int, count: int) -> tuple[np.ndarray, list[np.ndarray], list[np.ndarray], np.ndarray]:
    """Pictures in -0.5..0.5, boxes as shares of the picture, their classes, and what these are called."""
    roads = make_roads(seed, count=count, height=HEIGHT, width=WIDTH)
    there = [rows[rows[:, 4] >= 0] for rows in roads.boxes]
    boxes = [rows[:, :4] / [WIDTH, HEIGHT, WIDTH, HEIGHT] for rows in there]
    return roads.x.astype(np.float32) / 255 - 0.5, boxes, [rows[:, 4].astype(int) for rows in there], roads.kinds


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", action="store_true", help="few pictures and epochs, to see that it runs")
    parser.add_argument("--out", type=Path, default=Path("cars.png"), help="the picture to write")
    options = parser.parse_args()
    X, boxes, classes, kinds = pictures(1, 60 if options.small else 800)
    X_new, boxes_new, classes_new, _ = pictures(2, 9 if options.small else 120)
    net = TinyYolo(ANCHORS, len(kinds), levels=3, width=8, rng=0)
    target = encode_boxes(boxes, classes, anchors=ANCHORS, grid=(HEIGHT // 8, WIDTH // 8))
    epochs = 2 if options.small else 25
    history = fit(
        net, yolo_loss, optim.Adam(net.parameters(), lr=3e-3), X, target, epochs=epochs, batch_size=16, rng=0,
        schedule=cosine(3e-3, epochs * -(-len(X) // 16)), progress=True,
    )  # fmt: skip
    print(f"loss {history.loss[0]:.2f} -> {history.loss[-1]:.2f} in {sum(history.seconds):.0f} s")
    seen = net.detect(X_new, least=0.05)
    found = zip(*((one.boxes, one.classes, one.scores) for one in seen), strict=True)
    score = mean_average_precision(*map(list, found), boxes_new, classes_new)
    print(f"mean average precision at an overlap of one half: {score:.2f}")
    draw(X_new[:9], net.detect(X_new[:9], least=0.35), kinds, options.out)
    print(f"{options.out} is written.")


def draw(pictures: np.ndarray, seen: list[Found], kinds: np.ndarray, path: Path) -> None:
    """Draw pictures with a frame around everything that was found, and how sure the detector is."""
    figure, axes = plt.subplots(3, 3, figsize=(9.6, 7.4), layout="constrained")
    for ax, picture, found in zip(axes.flat, pictures, seen, strict=False):
        ax.imshow(picture + 0.5)
        ax.set_axis_off()
        for (x1, y1, x2, y2), kind, score in zip(found.boxes, found.classes, found.scores, strict=True):
            colour = COLOURS[kind % len(COLOURS)]
            corner = (x1 * WIDTH, y1 * HEIGHT)
            size = ((x2 - x1) * WIDTH, (y2 - y1) * HEIGHT)
            ax.add_patch(plt.Rectangle(corner, *size, fill=False, edgecolor=colour, linewidth=1.8))
            ax.text(corner[0], corner[1] - 1, f"{kinds[kind]} {score:.0%}", color=colour, fontsize=7, clip_on=True)
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    main()
