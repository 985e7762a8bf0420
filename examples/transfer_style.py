"""Paint a cat in five manners: a network learns to tell the manners apart, and the picture is moved towards each.

python examples/transfer_style.py [--small] [--out styles.png]
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

from descent import nn, optim
from descent.datasets import make_paintings, make_picture
from descent.datasets.paintings import MANNERS
from descent.networks import Styled, transfer_style
from descent.ops import resize2d
from descent.tensor import no_grad
from descent.training import fit, predict

mpl.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402 -- a picture file is wanted, not a window

SIZE = 96
STYLE_LAYERS, CONTENT_LAYER = (2, 4, 7, 10), 7  # colours, and what is seen within 5, 14 and 32 pixels


class Centre(nn.Module):
    """Colours from -0.5 to 0.5 instead of 0 to 1."""

    def forward(self, x: Any) -> Any:
        return x - 0.5


def features(rng: np.random.Generator) -> list[nn.Module]:
    """Colours first, then wide convolutions; means instead of maxima, since these pass noise on."""
    return [
        Centre(), nn.Conv2d(3, 16, 1, rng=rng), nn.ReLU(),
        nn.Conv2d(16, 32, 5, padding="same", rng=rng), nn.ReLU(), nn.AvgPool2d(2),
        nn.Conv2d(32, 48, 5, padding="same", rng=rng), nn.ReLU(), nn.AvgPool2d(2),
        nn.Conv2d(48, 64, 5, padding="same", rng=rng), nn.ReLU(),
    ]  # fmt: skip


def learn_manners(layers: list[nn.Module], rng: np.random.Generator, each: int, epochs: int) -> nn.Module:
    """Tell the manners apart, in grainy pictures too: the filters then look for larger things than grains."""
    made = make_paintings(1, each=each, size=64)
    X = made.pictures.astype(np.float32) / 255
    grainy = [X + np.float32(spread) * rng.standard_normal(X.shape, dtype=np.float32) for spread in (0.0, 0.1, 0.2)]
    net = nn.Sequential(*layers, nn.GlobalAvgPool2d(), nn.Linear(64, len(MANNERS), rng=rng))
    adam = optim.Adam(net.parameters(), lr=2e-3)
    manner = np.tile(made.manner, len(grainy))
    fit(net, nn.cross_entropy, adam, np.concatenate(grainy), manner, epochs=epochs, batch_size=12, rng=rng)
    return net


def even_out(layers: list[nn.Module], pictures: np.ndarray) -> None:
    """Scale every channel to a mean of about 1 over some pictures, so that each counts alike in a Gram matrix."""
    h: Any = pictures
    with no_grad():
        for layer in layers:
            if isinstance(layer, nn.Conv2d):
                level = layer(h).relu().data.mean(axis=(0, 1, 2))
                level += 0.05 * level.mean()  # a channel that is hardly ever seen is not blown up
                layer.weight.data /= level
                layer.bias.data /= level
            h = layer(h)


def paint(layers: list[nn.Module], cat: np.ndarray, style: np.ndarray, rng: np.random.Generator, short: bool) -> Styled:
    """Paint at half the size first, where large things are quickly moved, then at full size; each in smaller steps."""
    half = [picture.reshape(SIZE // 2, 2, SIZE // 2, 2, 3).mean((1, 3)) for picture in (cat, style)]
    now = np.clip(half[0] + 0.08 * rng.standard_normal(half[0].shape, dtype=np.float32), 0, 1)
    losses: list[float] = []
    for full, steps, lr in ((False, 150, 0.03), (False, 50, 0.006), (True, 100, 0.02), (True, 50, 0.004)):
        if full and len(now) < SIZE:
            now = resize2d.resize2d(now[np.newaxis], size=(SIZE, SIZE))[0]
        done = transfer_style(
            layers, STYLE_LAYERS, *((cat, style) if full else half), content_layer=CONTENT_LAYER, content_weight=0.6,
            style_weight=30.0, smooth_weight=3.0, steps=2 if short else steps, lr=lr, start=now,
        )  # fmt: skip
        now = done.picture
        losses += done.losses
    return Styled(now, losses)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", action="store_true", help="few pictures and steps, to see that it runs")
    parser.add_argument("--out", type=Path, default=Path("styles.png"), help="the picture to write")
    options = parser.parse_args()
    rng = np.random.default_rng(0)
    layers = features(rng)
    net = learn_manners(layers, rng, *((3, 1) if options.small else (24, 3)))
    new = make_paintings(2, each=3, size=SIZE)
    pictures = new.pictures.astype(np.float32) / 255
    print(f"manners of new paintings told right: {(predict(net, pictures).argmax(1) == new.manner).mean():.0%}")
    even_out(layers, pictures)
    cat = make_picture(7, width=SIZE, height=SIZE).astype(np.float32) / 255
    styles = [pictures[np.flatnonzero(new.manner == kind)[0]] for kind in range(len(MANNERS))]
    painted = []
    for name, style in zip(MANNERS, styles, strict=True):
        done = paint(layers, cat, style, rng, options.small)
        print(f"{name}: loss {done.losses[0]:.3g} -> {done.losses[-1]:.3g}")
        painted.append(done.picture)
    draw(cat, styles, painted, options.out)
    print(f"{options.out} is written.")


def draw(cat: np.ndarray, styles: list[np.ndarray], painted: list[np.ndarray], path: Path) -> None:
    """Draw the manners above, the cat in each of them below, and the cat itself to the left."""
    figure, axes = plt.subplots(2, 6, figsize=(12, 4.3), layout="constrained")
    for ax in axes.flat:
        ax.set_axis_off()
    axes[1, 0].imshow(cat, interpolation="bicubic")
    axes[1, 0].set_title("the cat")
    for place, name in enumerate(MANNERS, start=1):
        axes[0, place].imshow(styles[place - 1], interpolation="bicubic")
        axes[0, place].set_title(name)
        axes[1, place].imshow(painted[place - 1], interpolation="bicubic")
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    main()
