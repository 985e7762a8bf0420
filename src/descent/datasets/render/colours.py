"""Colours as three numbers from 0 to 1, and the few ways in which pictures mix them."""

from __future__ import annotations

import numpy as np

from descent.datasets.render.dice import Dice, FloatArray

Colour = tuple[float, float, float]

BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
INK: Colour = (0.10, 0.08, 0.08)


def rgb(code: int) -> Colour:
    """The colour of a code such as ``0xE8A25C``."""
    return ((code >> 16) / 255, (code >> 8 & 255) / 255, (code & 255) / 255)


def hsv(hue: float, saturation: float, value: float) -> Colour:
    """The colour of a hue (0 red, 1/3 green, 2/3 blue), how strong it is and how bright."""

    def channel(offset: float) -> float:
        k = (offset + hue * 6) % 6
        return value - value * saturation * max(0.0, min(k, 4 - k, 1.0))

    return (channel(5), channel(3), channel(1))


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """``a`` with ``share`` of ``b`` stirred in."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)


def shade(a: Colour, factor: float) -> Colour:
    """``a`` made darker (factor below 1) or lighter (above 1)."""
    return (min(1.0, a[0] * factor), min(1.0, a[1] * factor), min(1.0, a[2] * factor))


def vary(dice: Dice, a: Colour, spread: float = 0.05) -> Colour:
    """A colour near ``a``: no two cats of one coat are quite the same."""
    light = dice.between(-spread, spread)
    red, green, blue = (min(1.0, max(0.0, part + light + dice.between(-spread, spread) / 3)) for part in a)
    return (red, green, blue)


def lacquer(dice: Dice) -> Colour:
    """A colour that people paint things with: any hue, reds, yellows and blues more often."""
    hues = (0.0, 0.06, 0.12, 0.3, 0.42, 0.5, 0.58, 0.64, 0.78, 0.92)
    hue = dice.pick(hues, (3, 2, 3, 1.5, 1.5, 2, 3, 2, 0.8, 1))
    return hsv((hue + dice.between(-0.03, 0.03)) % 1.0, dice.between(0.4, 0.82), dice.between(0.5, 0.92))


def flat(a: Colour, like: FloatArray) -> FloatArray:
    """``a`` at every point of the grid ``like``, shape (h, w, 3)."""
    return np.broadcast_to(np.asarray(a), (*like.shape, 3)).copy()


def blend(a: FloatArray, b: Colour | FloatArray, share: FloatArray) -> FloatArray:
    """Picture ``a`` with ``b`` laid over it as strongly as ``share`` says at each point."""
    return np.asarray(a + (np.asarray(b) - a) * share[..., None])


def step(low: float, high: float, value: FloatArray) -> FloatArray:
    """0 below ``low``, 1 above ``high``, a smooth slope between them."""
    t = np.clip((value - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3 - 2 * t))
