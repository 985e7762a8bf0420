"""Train a small convolutional network to tell cats from other things, and draw what it thinks of pictures it never saw.

python examples/classify_cats.py [--small] [--out cats.png]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import matplotlib as mpl
import numpy as np

from descent import nn, optim
from descent.optim.schedules import cosine
from descent.training import fit, predict

mpl.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402 -- a picture file is wanted, not a window

DATA = Path(__file__).parents[1] / "courses" / "dl-networks" / "data" / "cats.npz"


def network(rng: np.random.Generator) -> nn.Module:
    """Three convolutions, each followed by pooling, and one number: the logit of "a cat"."""
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1, rng=rng), nn.MaxPool2d(2), nn.ReLU(),
        nn.Conv2d(8, 16, 3, padding=1, rng=rng), nn.MaxPool2d(2), nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1, rng=rng), nn.MaxPool2d(2), nn.ReLU(),
        nn.Flatten(), nn.Dropout(0.5, rng=rng), nn.Linear(8 * 8 * 32, 1, rng=rng),
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", action="store_true", help="a few epochs only, to see that it runs")
    parser.add_argument("--out", type=Path, default=Path("cats.png"), help="the picture to write")
    options = parser.parse_args()
    data = np.load(DATA)
    train, test = (data[f"{part}_set_x"].astype(np.float32) / 255 - 0.5 for part in ("train", "test"))
    y_train, y_test = (data[f"{part}_set_y"].reshape(-1, 1).astype(np.float32) for part in ("train", "test"))
    twice, y_twice = np.concatenate([train, train[:, :, ::-1]]), np.concatenate([y_train, y_train])  # mirrored as well
    rng = np.random.default_rng(0)
    net = network(rng)
    epochs = 3 if options.small else 40
    steps = epochs * -(-len(twice) // 32)
    history = fit(
        net, nn.binary_cross_entropy_with_logits, optim.Adam(net.parameters(), lr=2e-3), twice, y_twice,
        epochs=epochs, batch_size=32, rng=rng, schedule=cosine(2e-3, steps), progress=True,
    )  # fmt: skip
    for name, X, y in (("training", train, y_train), ("test", test, y_test)):
        print(f"{name} pictures right: {np.mean((predict(net, X) > 0) == (y > 0.5)):.1%}")
    print(f"loss {history.loss[0]:.3f} -> {history.loss[-1]:.3f} in {sum(history.seconds):.1f} s")
    draw(test, y_test, 1 / (1 + np.exp(-predict(net, test))), options.out)
    print(f"{options.out} is written.")


def draw(pictures: np.ndarray, y: np.ndarray, probabilities: np.ndarray, path: Path) -> None:
    """Draw twenty pictures with the probability of a cat; wrong answers have a red frame."""
    figure, axes = plt.subplots(4, 5, figsize=(8, 7), layout="constrained")
    for ax, picture, answer, p in zip(axes.flat, pictures, y[:, 0], probabilities[:, 0], strict=False):
        ax.imshow(picture + 0.5)
        ax.set_title(f"cat {p:.0%}", fontsize=9)
        ax.set_xticks([])
        ax.set_yticks([])
        for side in ax.spines.values():
            side.set_color("#2a7f5f" if (p > 0.5) == (answer > 0.5) else "#c0392b")
            side.set_linewidth(3)
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    main()
