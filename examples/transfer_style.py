"""Paint a cat in five manners: a network learns to tell the manners apart, and the picture is moved towards each.

python examples/transfer_style.py [--small] [--out styles.png]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import matplotlib as mpl
import numpy as np

from descent import nn, optim
from descent.datasets import make_paintings, make_picture
from descent.datasets.paintings import MANNERS
from descent.networks import transfer_style
from descent.training import fit, predict

mpl.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402 -- a picture file is wanted, not a window

SIZE = 96


def features(rng: np.random.Generator) -> list[nn.Module]:
    """Three convolutions, which see about 3, 10 and 24 pixels."""
    return [
        nn.Conv2d(3, 16, 3, padding="same", rng=rng), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding="same", rng=rng), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 48, 3, padding="same", rng=rng), nn.ReLU(),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", action="store_true", help="few pictures and steps, to see that it runs")
    parser.add_argument("--out", type=Path, default=Path("styles.png"), help="the picture to write")
    options = parser.parse_args()
    rng = np.random.default_rng(0)
    made, new = (make_paintings(seed, each=each, size=SIZE) for seed, each in ((1, 3 if options.small else 24), (2, 3)))
    layers = features(rng)
    net = nn.Sequential(*layers, nn.GlobalAvgPool2d(), nn.Linear(48, len(MANNERS), rng=rng))
    walk = optim.Adam(net.parameters(), lr=2e-3)
    X = made.pictures.astype(np.float32) / 255
    fit(net, nn.cross_entropy, walk, X, made.manner, epochs=1 if options.small else 12, batch_size=12, rng=rng)
    told = predict(net, new.pictures.astype(np.float32) / 255).argmax(1) == new.manner
    print(f"manners of new paintings told right: {told.mean():.0%}")
    cat = make_picture(7, width=SIZE, height=SIZE).astype(np.float32) / 255
    styles = [new.pictures[np.flatnonzero(new.manner == kind)[0]] / np.float32(255) for kind in range(len(MANNERS))]
    painted = []
    for name, style in zip(MANNERS, styles, strict=True):
        done = transfer_style(
            layers, [1, 4, 7], cat, style, content_layer=4, content_weight=2.0, style_weight=2e3, smooth_weight=20.0,
            steps=5 if options.small else 200, lr=0.02,
        )  # fmt: skip
        print(f"{name}: loss {done.losses[0]:.3g} -> {done.losses[-1]:.3g}")
        painted.append(done.picture)
    draw(cat, styles, painted, options.out)
    print(f"{options.out} is written.")


def draw(cat: np.ndarray, styles: list[np.ndarray], painted: list[np.ndarray], path: Path) -> None:
    """Draw the manners above, the cat in each of them below, and the cat itself to the left."""
    figure, axes = plt.subplots(2, 6, figsize=(12, 4.3), layout="constrained")
    for ax in axes.flat:
        ax.set_axis_off()
    axes[1, 0].imshow(cat)
    axes[1, 0].set_title("the cat")
    for place, name in enumerate(MANNERS, start=1):
        axes[0, place].imshow(styles[place - 1])
        axes[0, place].set_title(name)
        axes[1, place].imshow(painted[place - 1])
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    main()
