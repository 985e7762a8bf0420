"""Paintings of five manners, as pictures whose style another picture may take on: no object, only a way of painting.

mosaic      flat stones of few colours, dark joints between them
strokes     short strokes that follow a slow current
dots        round dots of pure colours on white
waves       bands that roll one over the other, with a light crest
lattice     a woven grid of warm and cool threads
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from descent.datasets.card import Card

SEED = 50
MANNERS = ("mosaic", "strokes", "dots", "waves", "lattice")
FloatArray = npt.NDArray[Any]

PALETTES: dict[str, list[str]] = {
    "mosaic": ["#1f4e79", "#2e86ab", "#f6c85f", "#d1495b", "#edeae5", "#66a182"],
    "strokes": ["#0b2545", "#13315c", "#8da9c4", "#f4d35e", "#ee964b", "#1d6fa3"],
    "dots": ["#e63946", "#457b9d", "#2a9d8f", "#e9c46a", "#264653", "#f4a261"],
    "waves": ["#0d3b66", "#1b6ca8", "#3fa7d6", "#9ad1d4", "#e8f1f2"],
    "lattice": ["#7f2b0a", "#c8553d", "#f28f3b", "#ffd5c2", "#2d4654", "#588b8b"],
}


class Paintings(NamedTuple):
    """Pictures and the manner of each."""

    pictures: npt.NDArray[np.uint8]
    """Shape (n, size, size, 3)."""
    manner: npt.NDArray[np.int64]
    """Shape (n,): which of the five."""


def make_paintings(seed: int = SEED, *, each: int = 4, size: int = 128) -> Paintings:
    """Paint some pictures of every manner.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same pictures.
    each : int
        How many of each manner.
    size : int
        Pixels in each direction, 8 or more.

    Returns
    -------
    Paintings
        5 each pictures, manner by manner.

    Raises
    ------
    ValueError
        If there would be no picture, or one too small to show anything.

    Examples
    --------
    >>> made = make_paintings(0, each=1, size=32)
    >>> made.pictures.shape, made.manner.tolist()
    ((5, 32, 32, 3), [0, 1, 2, 3, 4])
    """
    if each < 1 or size < 8:
        raise ValueError(f"each must be 1 or more and size 8 or more; got {each} and {size}.")
    manner = np.repeat(np.arange(len(MANNERS)), each)
    pictures = [paint(MANNERS[kind], np.random.default_rng([seed, place]), size) for place, kind in enumerate(manner)]
    return Paintings(np.stack(pictures), manner)


def paint(manner: str, rng: np.random.Generator, size: int) -> npt.NDArray[np.uint8]:
    """Paint one picture of a manner, shape (size, size, 3)."""
    colours = np.array([[int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)] for code in PALETTES[manner]])
    y, x = np.mgrid[0:size, 0:size] / size
    painters = {"mosaic": _mosaic, "strokes": _strokes, "dots": _dots, "waves": _waves, "lattice": _lattice}
    rgb = painters[manner](x, y, colours, rng)
    rgb = rgb + rng.normal(scale=0.015, size=rgb.shape)  # the grain of paper
    return np.asarray(np.round(np.clip(rgb, 0, 1) * 255), np.uint8)


def _slow(x: FloatArray, y: FloatArray, rng: np.random.Generator, waves: int = 6, pace: float = 3.0) -> FloatArray:
    """A smooth surface between about -1 and 1: a few sine waves of random directions."""
    total = np.zeros_like(x)
    for angle, phase, speed in zip(rng.random(waves), rng.random(waves), rng.uniform(0.4, 1, waves), strict=True):
        along = np.cos(2 * np.pi * angle) * x + np.sin(2 * np.pi * angle) * y
        total += np.sin(2 * np.pi * (pace * speed * along + phase))
    return np.asarray(total / np.sqrt(waves))


def _near(x: FloatArray, y: FloatArray, points: FloatArray, turn: Any = None) -> tuple[FloatArray, FloatArray, Any]:
    """Distances from the nearest and the second nearest point, and which is the nearest."""
    first = np.full(x.shape, np.inf)
    second, which = first.copy(), np.zeros(x.shape, np.int64)
    for place, (px, py) in enumerate(points):
        dx, dy = x - px, y - py
        if turn is not None:  # long strokes instead of round dots
            c, s = np.cos(turn[place]), np.sin(turn[place])
            dx, dy = (c * dx + s * dy) / 3, c * dy - s * dx
        away = np.hypot(dx, dy)
        closer = away < first
        second = np.where(closer, first, np.minimum(second, away))
        which[closer] = place
        first = np.where(closer, away, first)
    return first, second, which


def _spread(rng: np.random.Generator, side: int) -> FloatArray:
    """Points of a grid, each moved a little: even, but not regular."""
    grid = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)
    return (grid + rng.uniform(0.1, 0.9, grid.shape)) / side


def _mosaic(x: FloatArray, y: FloatArray, colours: FloatArray, rng: np.random.Generator) -> FloatArray:
    stones = _spread(rng, int(rng.integers(11, 15)))
    first, second, which = _near(x, y, stones)
    field = _slow(stones[:, 0], stones[:, 1], rng, pace=1.5) + rng.normal(scale=0.35, size=len(stones))
    kind = np.clip(((field + 1.6) / 3.2 * len(colours)).astype(int), 0, len(colours) - 1)
    stone = colours[kind] * rng.uniform(0.85, 1.1, (len(stones), 1))
    joint = np.clip((second - first) * 60, 0, 1)[..., np.newaxis]
    return np.asarray(stone[which] * joint + 0.12 * (1 - joint))


def _strokes(x: FloatArray, y: FloatArray, colours: FloatArray, rng: np.random.Generator) -> FloatArray:
    points = _spread(rng, int(rng.integers(18, 22)))
    current = np.pi * _slow(points[:, 0], points[:, 1], rng, waves=4, pace=1.2)
    first, second, which = _near(x, y, points, current)
    tone = _slow(points[:, 0], points[:, 1], rng, pace=1.0) + rng.normal(scale=0.45, size=len(points))
    kind = np.clip(((tone + 1.8) / 3.6 * len(colours)).astype(int), 0, len(colours) - 1)
    ridge = 0.75 + 0.35 * np.clip((second - first) * 40, 0, 1)  # paint is thicker in the middle of a stroke
    return np.asarray(colours[kind][which] * ridge[..., np.newaxis])


def _dots(x: FloatArray, y: FloatArray, colours: FloatArray, rng: np.random.Generator) -> FloatArray:
    side = int(rng.integers(20, 26))
    points = _spread(rng, side)
    first, _, which = _near(x, y, points)
    tone = _slow(points[:, 0], points[:, 1], rng, pace=1.3)
    kind = (np.argsort(np.argsort(tone)) * len(colours) // len(points) + rng.integers(0, 2, len(points))) % len(colours)
    radius = rng.uniform(0.32, 0.55, len(points)) / side
    covered = np.clip((radius[which] - first) * side * 8, 0, 1)[..., np.newaxis]
    return np.asarray(colours[kind][which] * covered + 0.96 * (1 - covered))


def _waves(x: FloatArray, y: FloatArray, colours: FloatArray, rng: np.random.Generator) -> FloatArray:
    rgb = np.broadcast_to(colours[-1], (*x.shape, 3)).copy()
    layers = int(rng.integers(7, 10))
    for layer in range(layers):
        height = (layer + 0.4) / layers + 0.06 * np.sin(2 * np.pi * (rng.uniform(1.5, 3) * x + rng.random()))
        height = height + 0.03 * np.abs(np.sin(2 * np.pi * (rng.uniform(3, 6) * x + rng.random())))
        below = np.clip((y - height) * 150, 0, 1)[..., np.newaxis]
        depth = np.clip((y - height) * layers * 0.7, 0, 1)[..., np.newaxis]
        body = colours[1 + layer % 3] * (1 - depth) + colours[0] * depth
        crest = np.exp(-(((y - height) * 70) ** 2))[..., np.newaxis]
        rgb = rgb * (1 - below) + body * below
        rgb = rgb * (1 - crest) + colours[-1] * crest
    return np.asarray(rgb)


def _lattice(x: FloatArray, y: FloatArray, colours: FloatArray, rng: np.random.Generator) -> FloatArray:
    threads = int(rng.integers(12, 18))
    bent_x, bent_y = x + 0.02 * _slow(x, y, rng), y + 0.02 * _slow(x, y, rng)
    across, down = (np.abs(np.sin(np.pi * threads * bent)) for bent in (bent_x, bent_y))
    over = (np.floor(threads * bent_x) + np.floor(threads * bent_y)) % 2 == 0  # over one, under the next
    warm = colours[np.floor(threads * bent_x).astype(int) % 3]
    cool = colours[4 + np.floor(threads * bent_y).astype(int) % 2]
    shade = np.where(over, across, down)[..., np.newaxis]
    return np.asarray(np.where(over[..., np.newaxis], warm, cool) * (0.35 + 0.65 * shade))


CARD = Card(
    name="paintings",
    title="twenty paintings of five manners, 128 by 128 (or any size), in colour",
    make=make_paintings,
    seed=SEED,
    recipe=(
        "Mosaic, strokes and dots set colours at points of a grid that were moved a little; waves are bands one over "
        "the other; a lattice is woven of two sets of threads. Which colour goes where follows a few slow sine waves."
    ),
    replaces="the paintings that style transfer is shown with",
    difficulty="the picture nearest to each, by products of colours and edges, has the same manner: 20 of 20",
    checksum="75d74925558d0148a56053cb3222f365d75a9402a72266de7d04c9e770abc47d",
    exact=False,
)
