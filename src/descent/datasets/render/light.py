"""Light on a sheet: brightness, contrast, the tint of a lamp or the sky, one side brighter; and palettes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from descent.datasets.render.colours import rgb
from descent.datasets.render.dice import FloatArray
from descent.datasets.render.lots import Lots
from descent.datasets.render.outlines import column
from descent.datasets.render.sheet import Sheet

SKINS = tuple(rgb(code) for code in (0xF6D5BC, 0xEBBE9C, 0xDDA87F, 0xC68B62, 0xA56F49, 0x7F5236, 0x5C3A28))
LACQUERS = tuple(
    rgb(code)
    for code in (0xC23B33, 0xD9793A, 0xE0B83F, 0x6FA04A, 0x3F8F7A, 0x4A90B8, 0x3C5FA8, 0x7A559E, 0xB85A86, 0xE8E4DA)
    + (0x4A4A50, 0x8C9096)
)


def expose(sheet: Sheet, lots: Lots, *, light: float = 0.2, contrast: float = 0.15, tint: float = 0.08) -> None:
    """Light every picture in its own way; each number says how far a picture strays from what was painted."""
    brightness, side = lots.around(1.0, 2 * light), lots.around(0.0, 2 * light)
    across = sheet.x * np.float32(sheet.height / sheet.width) - np.float32(0.5)
    glow = column(brightness) * (1 + column(side) * across)
    steep, warmth = column(lots.around(1.0, 2 * contrast)), lots.around(0.0, 2 * tint)
    for plane, share in zip(sheet.rgb, (1.0, 0.15, -1.0), strict=True):
        lit = plane * glow * column(1 + share * warmth)
        plane[:] = (lit - np.float32(0.45)) * steep + np.float32(0.45)


def vary(lots: Lots, palette: Sequence[Sequence[float]], spread: float = 0.06) -> FloatArray:
    """A colour near one of the palette for each picture, shape (3, n)."""
    light = lots.between(-spread, spread)
    return np.asarray(np.clip(lots.pick(palette) + light + lots.bells(3).T * (spread / 6), 0.0, 1.0))


def shade(colour: FloatArray, factor: float | FloatArray) -> FloatArray:
    """A colour made darker (factor below 1) or lighter (above 1)."""
    return np.minimum(np.asarray(colour) * factor, 1.0)


def mix(a: FloatArray, b: FloatArray | Sequence[float], share: float | FloatArray) -> FloatArray:
    """``a`` with ``share`` of ``b`` stirred in; both of shape (3, n), or ``b`` three numbers."""
    other = np.asarray(b, dtype=float)
    return np.asarray(a + ((other[:, None] if other.ndim == 1 else other) - a) * share)


def backdrop(sheet: Sheet, lots: Lots, palette: Sequence[Sequence[float]], *, rough: float = 0.25) -> None:
    """A wall out of focus: one colour fading into another, with soft stains."""
    one, two = vary(lots, palette), vary(lots, palette)
    fade = sheet.mist(lots, 2, 2) * column(lots.between(0.0, rough)) + column(lots.between(0.0, 0.4)) * sheet.y
    sheet.fill([column(a) + (column(b) - column(a)) * fade for a, b in zip(one, two, strict=True)])
