"""Ten kinds of clothes, each drawn for many pictures at once; the unit is about half the garment's height."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from descent.datasets.render.dice import FloatArray
from descent.datasets.render.lots import Lots
from descent.datasets.render.outlines import Pixels, Point, block, column, ellipse, line, melt, polygon, rod
from descent.datasets.render.sheet import Place


def _mirrored(half: list[Point]) -> list[Point]:
    """A closed outline from its right half, given from the top to the bottom."""
    return [*half, *((-np.asarray(x), y) for x, y in reversed(half))]


def _cloth(place: Place, lots: Lots, shape: Pixels, shade: FloatArray, *, bulge: float = 0.25) -> None:
    """Paint a garment, with stripes or a print on some."""
    place.paint(shape, [shade], bulge=bulge, depth=0.45)
    rows = place.v * column(lots.between(3.0, 7.0)) + column(lots.between(0.0, 1.0))
    stripes = np.maximum(shape, (np.abs(rows - np.floor(rows) - 0.5) - 0.25) * np.float32(0.2))
    other = np.clip(shade + lots.around(0.0, 0.7), 0.05, 1.0)
    place.paint(np.asarray(stripes, dtype=np.float32), [other], alpha=lots.chance(0.2))
    x, y, r = lots.around(0.0, 0.1), lots.around(-0.1, 0.2), lots.between(0.1, 0.3)
    printed = np.maximum(shape, ellipse(place.u, place.v, x, y, r, r))
    place.paint(printed, [other], alpha=lots.chance(0.15))


def _top(place: Place, lots: Lots, shade: FloatArray, sleeve: FloatArray, wide: FloatArray, hem: FloatArray) -> Pixels:
    """Trunk and sleeves; ``sleeve`` is where they end, 0 at the shoulder and 1 at the wrist."""
    u, v = place.u, place.v
    shoulder, waist = 0.56 * wide, wide * lots.between(0.46, 0.56)
    trunk = polygon(u, v, _mirrored([(0.2, -0.9), (shoulder, -0.8), (waist, 0.0), (waist * 1.04, hem)]), 0.03)
    sides = []
    for side in (-1.0, 1.0):
        out, down = lots.between(0.3, 0.44), lots.between(1.25, 1.45)
        start = (side * shoulder * 0.88, -0.68)
        end = (side * (shoulder * 0.88 + out * sleeve), -0.68 + down * sleeve)
        sides.append(rod(u, v, start, end, 0.19, 0.13))
    shape = melt(trunk, np.minimum(*sides), 0.06)
    _cloth(place, lots, shape, shade)
    for side in (-1.0, 1.0):  # the shadow between sleeve and trunk
        seam = rod(u, v, (side * shoulder * 0.92, -0.5), (side * waist * 1.02, 0.2), 0.012, 0.012)
        place.paint(seam, [shade * 0.35], alpha=np.where(sleeve > 0.6, 0.7, 0.0), feather=0.05)
    return shape


def t_shirt(place: Place, lots: Lots, shade: FloatArray) -> None:
    """Short sleeves and a round neck."""
    _top(place, lots, shade, lots.between(0.1, 0.55), lots.between(0.9, 1.2), lots.between(0.7, 1.0))
    place.paint(ellipse(place.u, place.v, 0.0, -0.92, 0.22, lots.between(0.1, 0.22)), [0.02])


def trousers(place: Place, lots: Lots, shade: FloatArray) -> None:
    """Two legs, more or less wide."""
    u, v, hip, foot = place.u, place.v, lots.between(0.3, 0.42), lots.between(0.12, 0.2)
    apart, end = lots.between(0.13, 0.3), lots.between(0.85, 1.0)
    waist = block(u, v, -hip, -0.98, hip, -0.5, 0.03)
    legs = []
    for side in (-1.0, 1.0):
        inner: list[Point] = [(side * 0.015, -0.55), (side * (apart - foot * 0.8), end)]
        legs.append(polygon(u, v, [*inner, (side * (apart + foot), end), (side * hip, -0.6)], 0.02))
    _cloth(place, lots, np.minimum(waist, np.minimum(*legs)), shade)
    place.paint(block(u, v, -hip, -0.98, hip, -0.9), [shade * 0.6])


def pullover(place: Place, lots: Lots, shade: FloatArray) -> None:
    """Long sleeves, a ribbed hem and no opening."""
    hem = lots.between(0.7, 0.98)
    _top(place, lots, shade, lots.between(0.8, 1.1), lots.between(0.92, 1.2), hem)
    place.paint(ellipse(place.u, place.v, 0.0, -0.9, 0.19, lots.between(0.05, 0.13)), [shade * 0.3])
    place.paint(block(place.u, place.v, -0.5, hem - 0.1, 0.5, hem - 0.06), [shade * 0.55], alpha=lots.between(0.1, 0.8))


def dress(place: Place, lots: Lots, shade: FloatArray) -> None:
    """Narrow at the waist, wider below; with sleeves or without."""
    u, v, waist, skirt = place.u, place.v, lots.between(0.16, 0.26), lots.between(0.26, 0.6)
    half: list[Point] = [(0.13, -0.98), (0.28, -0.92), (waist * 1.15, -0.5), (waist, -0.25), (skirt, 0.97)]
    body = polygon(u, v, _mirrored(half), 0.02)
    sleeve = lots.between(0.0, 0.9) * lots.chance(0.5)
    for side in (-1.0, 1.0):
        body = melt(
            body, rod(u, v, (side * 0.24, -0.82), (side * (0.24 + 0.2 * sleeve), -0.82 + sleeve), 0.08, 0.07), 0.04
        )
    _cloth(place, lots, body, shade)
    place.paint(ellipse(u, v, 0.0, -1.0, 0.13, lots.between(0.08, 0.28)), [0.02])


def coat(place: Place, lots: Lots, shade: FloatArray) -> None:
    """Long sleeves, open in front from collar to hem."""
    u, v, hem = place.u, place.v, lots.between(0.78, 1.0)
    shape = _top(place, lots, shade, lots.between(0.8, 1.1), lots.between(0.92, 1.2), hem)
    gap = lots.between(0.01, 0.05)
    place.paint(
        np.maximum(shape, polygon(u, v, [(-0.02, -0.8), (0.02, -0.8), (gap + 0.02, hem), (-gap, hem)])),
        [shade * 0.25],
        alpha=lots.between(0.0, 0.9),
    )
    for side in (-1.0, 1.0):
        lapel = polygon(u, v, [(side * 0.03, -0.5), (side * 0.2, -0.92), (side * 0.32, -0.7)], 0.01)
        place.paint(lapel, [np.minimum(shade * 1.3, 1.0)], alpha=lots.between(0.0, 0.7))
        place.paint(block(u, v, side * 0.3 - 0.1, 0.3, side * 0.3 + 0.1, 0.34), [shade * 0.4], alpha=lots.chance(0.4))


def sandal(place: Place, lots: Lots, shade: FloatArray) -> None:
    """A sole with straps, the toe to the left, a heel under some."""
    u, v, heel, thick = place.u, place.v, lots.between(0.0, 0.5), lots.between(0.04, 0.1)
    low, back = 0.45, 0.45 - heel
    sole = line(u, v, [(-0.95, low), (-0.4, low), (0.3, back), (0.85, back)], thick, thick)
    place.paint(sole, [shade])
    place.paint(
        polygon(u, v, [(0.6, back), (0.9, back), (0.84, low + 0.05), (0.7, low + 0.05)]), [shade], alpha=heel > 0.1
    )
    for x, tall in ((-0.75, 0.25), (-0.4, 0.35), (0.1, 0.5)):
        top = 0.35 - heel * (x + 0.9) / 2 - tall * lots.between(0.6, 1.0)
        strap = line(u, v, [(x - 0.12, low - 0.02), (x + 0.05, top), (x + 0.3, low - heel * 0.6)], 0.04, 0.04)
        place.paint(strap, [shade * lots.between(0.7, 1.2)], alpha=lots.chance(0.85))
    ankle = line(u, v, [(0.4, back - 0.5), (0.85, back - 0.55), (0.85, back)], 0.035, 0.05)
    place.paint(ankle, [shade], alpha=lots.chance(0.6))


def shirt(place: Place, lots: Lots, shade: FloatArray) -> None:
    """A collar and buttons; sleeves of any length."""
    u, v, hem = place.u, place.v, lots.between(0.7, 1.0)
    sleeve = np.where(lots.chance(0.7), lots.between(0.8, 1.1), lots.between(0.15, 0.55))
    _top(place, lots, shade, sleeve, lots.between(0.9, 1.2), hem)
    seen = np.maximum(lots.between(-0.4, 0.9), 0.0)
    place.paint(rod(u, v, (0.0, -0.75), (0.0, hem - 0.03), 0.012, 0.012), [shade * 0.5], alpha=seen)
    for k in range(5):
        place.paint(ellipse(u, v, 0.03, -0.55 + 0.3 * k, 0.025, 0.025), [np.minimum(shade * 1.6, 1.0)], alpha=seen)
    for side in (-1.0, 1.0):
        collar = polygon(u, v, [(0.0, -0.72), (side * 0.1, -0.98), (side * 0.27, -0.8)], 0.015)
        place.paint(collar, [np.minimum(shade * 1.25, 1.0)], alpha=lots.between(0.0, 1.0), bulge=0.05)


def sneaker(place: Place, lots: Lots, shade: FloatArray) -> None:
    """A low shoe with a pale sole and laces, the toe to the left."""
    u, v, top = place.u, place.v, lots.between(-0.3, -0.1)
    half: list[Point] = [
        (-0.95, 0.3),
        (-0.85, 0.1),
        (-0.3, -0.05),
        (0.15, top),
        (0.55, top + 0.1),
        (0.85, top),
        (0.95, 0.35),
    ]
    place.paint(polygon(u, v, half, 0.05), [shade], bulge=0.25)
    place.paint(block(u, v, -1.0, 0.32, 1.0, 0.32 + lots.between(0.1, 0.2), 0.06), [lots.between(0.5, 1.0)])
    for k in range(3):
        x = -0.28 + 0.16 * k
        place.paint(rod(u, v, (x, 0.08 - 0.12 * k), (x + 0.14, 0.2 - 0.1 * k), 0.025, 0.025), [lots.between(0.6, 1.0)])
    stripe = rod(u, v, (0.2, 0.25), (0.5, lots.around(0.0, 0.2)), 0.05, 0.05)
    place.paint(stripe, [np.clip(shade + lots.around(0.0, 0.9), 0.05, 1.0)])


def bag(place: Place, lots: Lots, shade: FloatArray) -> None:
    """A bag with a handle."""
    u, v, wide, top = place.u, place.v, lots.between(0.6, 0.95), lots.between(-0.45, 0.0)
    high = top - lots.between(0.15, 0.55)
    grip = np.abs(ellipse(u, v, 0.0, top, wide * lots.between(0.4, 0.8), top - high)) - np.float32(0.04)
    place.paint(grip, [shade * 0.8])
    narrow = wide * lots.between(0.8, 1.05)
    shape = polygon(u, v, [(-narrow, top), (narrow, top), (wide, 0.75), (-wide, 0.75)], 0.05)
    _cloth(place, lots, shape, shade)
    flap = polygon(u, v, [(-narrow, top), (narrow, top), (narrow * 0.9, top + 0.4), (-narrow * 0.9, top + 0.4)], 0.03)
    place.paint(flap, [shade * 0.75], alpha=lots.chance(0.5), bulge=0.1)
    place.paint(block(u, v, -0.07, top + 0.3, 0.07, top + 0.45), [1.0], alpha=lots.chance(0.6))


def ankle_boot(place: Place, lots: Lots, shade: FloatArray) -> None:
    """A shaft above the ankle, a heel, the toe to the left."""
    u, v, top, heel = place.u, place.v, lots.between(-0.95, -0.6), lots.between(0.08, 0.4)
    low = 0.75 - 0.6 * heel
    foot: list[Point] = [
        (-0.9, 0.7),
        (-0.8, 0.4),
        (-0.15, 0.15),
        (0.0, top),
        (0.7, top),
        (0.75, low),
        (0.3, low),
        (-0.2, 0.75),
    ]
    place.paint(polygon(u, v, foot, 0.05), [shade], bulge=0.25)
    place.paint(polygon(u, v, [(0.4, low), (0.8, low), (0.76, 0.8), (0.5, 0.8)], 0.03), [shade * 0.5])
    place.paint(rod(u, v, (-0.9, 0.78), (-0.15, 0.78), 0.04, 0.04), [shade * 0.45])
    seam = rod(u, v, (0.35, top + 0.1), (0.35, 0.2), 0.03, 0.03)
    place.paint(seam, [shade * 0.4], alpha=lots.chance(0.5))


GARMENTS: dict[str, Callable[[Place, Lots, FloatArray], None]] = {
    "t-shirt": t_shirt,
    "trousers": trousers,
    "pullover": pullover,
    "dress": dress,
    "coat": coat,
    "sandal": sandal,
    "shirt": shirt,
    "sneaker": sneaker,
    "bag": bag,
    "ankle boot": ankle_boot,
}
