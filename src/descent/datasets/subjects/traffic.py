"""What moves in a street or stands at its side: cars, lorries, people, traffic lights, signs, each with its box."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from descent.datasets.render.colours import rgb
from descent.datasets.render.light import LACQUERS, SKINS, mix, shade, vary
from descent.datasets.render.lots import Lots
from descent.datasets.render.outlines import block, ellipse, polygon, rod
from descent.datasets.render.sheet import Box, Place, Sheet
from descent.datasets.subjects import street as ground
from descent.datasets.subjects.street import Street

KINDS = ("car", "lorry", "pedestrian", "traffic light", "traffic sign")
GLASS, TYRE, BLACK = rgb(0x3A4A5A), (0.08, 0.08, 0.09), (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Seen:
    """An object in a picture: its kind and its box, left, top, right and bottom, in heights of the picture."""

    kind: int
    box: Box


def _one(values: np.ndarray) -> float:
    return float(values[0])


def car(place: Place, lots: Lots) -> Box:
    """From behind or from the front; the origin is on the road, the width 2."""
    u, v, paint = place.u, place.v, vary(lots, LACQUERS)
    roof, ahead = _one(lots.between(-1.65, -1.3)), bool(lots.chance(0.55)[0])
    place.paint(ellipse(u, v, 0.0, 0.0, 1.15, 0.14), BLACK, alpha=0.5, feather=0.2)
    for side in (-1, 1):
        place.paint(block(u, v, side * 0.75 - 0.17, -0.5, side * 0.75 + 0.17, 0.0, 0.06), TYRE)
    place.paint(
        polygon(u, v, [(-0.85, -0.85), (-0.6, roof + 0.08), (0.6, roof + 0.08), (0.85, -0.85)], 0.08), paint, bulge=0.2
    )
    place.paint(block(u, v, -1.0, -0.98, 1.0, -0.2, 0.16), paint, bulge=0.25)
    place.paint(polygon(u, v, [(-0.68, -0.95), (-0.52, roof + 0.14), (0.52, roof + 0.14), (0.68, -0.95)]), GLASS)
    lamp = rgb(0xC82020) if ahead else rgb(0xFFF6D0)
    for side in (-1, 1):
        place.paint(ellipse(u, v, side * 0.78, -0.68, 0.17, 0.1), lamp)
    place.paint(block(u, v, -0.24, -0.5, 0.24, -0.37), rgb(0xF0EEE0))
    place.paint(block(u, v, -0.9, -0.32, 0.9, -0.22), shade(paint, 0.45))
    return (-1.0, roof, 1.0, 0.0)


def car_aside(place: Place, lots: Lots) -> Box:
    """From the side, parked or crossing; the origin is on the road."""
    u, v, paint = place.u, place.v, vary(lots, LACQUERS)
    roof = _one(lots.between(-1.5, -1.25))
    place.paint(ellipse(u, v, 0.0, 0.0, 2.1, 0.14), BLACK, alpha=0.5, feather=0.2)
    place.paint(
        polygon(u, v, [(-1.1, -0.8), (-0.6, roof + 0.1), (0.7, roof + 0.1), (1.3, -0.8)], 0.1), paint, bulge=0.2
    )
    place.paint(block(u, v, -2.0, -0.95, 2.0, -0.25, 0.22), paint, bulge=0.25)
    place.paint(polygon(u, v, [(-0.85, -0.9), (-0.5, roof + 0.15), (0.0, roof + 0.15), (0.0, -0.9)]), GLASS)
    place.paint(polygon(u, v, [(0.12, -0.9), (0.12, roof + 0.15), (0.6, roof + 0.15), (1.05, -0.9)]), GLASS)
    for x in (-1.2, 1.2):
        place.paint(ellipse(u, v, x, -0.38, 0.38, 0.38), TYRE)
        place.paint(ellipse(u, v, x, -0.38, 0.2, 0.2), rgb(0xC2C4C8))
    return (-2.0, roof, 2.0, 0.0)


def lorry(place: Place, lots: Lots) -> Box:
    """From behind: doors, lamps, a bar; the origin is on the road."""
    u, v, paint = place.u, place.v, mix(vary(lots, LACQUERS), (0.85, 0.85, 0.85), lots.between(0.0, 0.9))
    top = _one(lots.between(-3.3, -2.6))
    place.paint(ellipse(u, v, 0.0, 0.0, 1.35, 0.15), BLACK, alpha=0.5, feather=0.2)
    for side in (-1, 1):
        place.paint(block(u, v, side * 0.85 - 0.25, -0.6, side * 0.85 + 0.25, 0.0, 0.06), TYRE)
    place.paint(block(u, v, -1.2, top, 1.2, -0.4, 0.06), paint, bulge=0.15)
    for side in (-1, 1):
        place.paint(block(u, v, side * 0.57 - 0.5, top + 0.15, side * 0.57 + 0.5, -0.7, 0.03), shade(paint, 0.9))
        place.paint(block(u, v, side * 0.95 - 0.16, -0.55, side * 0.95 + 0.16, -0.4), rgb(0xD02020))
    place.paint(block(u, v, -0.02, top + 0.1, 0.02, -0.6), shade(paint, 0.4))
    return (-1.2, top, 1.2, 0.0)


def pedestrian(place: Place, lots: Lots) -> Box:
    """Standing or in mid step; the origin is between the feet."""
    u, v = place.u, place.v
    skin, shirt, trousers = vary(lots, SKINS), vary(lots, LACQUERS), shade(vary(lots, LACQUERS), 0.5)
    stride, swing = _one(lots.between(0.05, 0.32)), _one(lots.around(0.0, 0.5))
    place.paint(ellipse(u, v, 0.0, 0.0, 0.5, 0.08), BLACK, alpha=0.5, feather=0.15)
    for side in (-1, 1):
        place.paint(
            rod(u, v, (side * 0.1, -0.95), (side * stride, -0.06), 0.15, 0.1), shade(trousers, 1.0 + 0.15 * side)
        )
        place.paint(
            rod(u, v, (side * 0.26, -1.5), (side * 0.34 + swing * side * 0.3, -0.95), 0.09, 0.08), shade(shirt, 0.85)
        )
    place.paint(rod(u, v, (0.0, -1.45), (0.0, -1.0), 0.27, 0.22), shirt, bulge=0.2)
    place.paint(ellipse(u, v, 0.0, -1.9, 0.2, 0.23), skin, bulge=0.15)
    place.paint(
        ellipse(u, v, 0.0, -2.02, 0.2, 0.14), vary(lots, (rgb(0x2A2018), rgb(0x6A4828), rgb(0xB89058), rgb(0x8A8A8A)))
    )
    return (-0.45, -2.15, 0.45, 0.0)


def traffic_light(place: Place, lots: Lots) -> Box:
    """A pole with three lamps, one of them lit; the box is about the lamps."""
    u, v, lit = place.u, place.v, int(lots.whole(0, 2)[0])
    place.sheet.label = ground.POLE
    place.paint(rod(u, v, (0.0, 0.0), (0.0, -3.2), 0.07, 0.06), rgb(0x505458))
    place.sheet.label = ground.LIGHT
    place.paint(block(u, v, -0.32, -4.4, 0.32, -2.9, 0.08), (0.09, 0.1, 0.1))
    for k, lamp in enumerate((rgb(0xFF3020), rgb(0xFFC020), rgb(0x30F070))):
        y = -4.12 + 0.47 * k
        if k == lit:
            place.paint(ellipse(u, v, 0.0, y, 0.45, 0.45), lamp, alpha=0.5, feather=0.5)
        place.paint(ellipse(u, v, 0.0, y, 0.19, 0.19), lamp if k == lit else tuple(0.22 * part for part in lamp))
    return (-0.32, -4.4, 0.32, -2.9)


def traffic_sign(place: Place, lots: Lots) -> Box:
    """A pole with a sign: a triangle, a ring, a blue disc, an octagon or a diamond; the box is about the sign."""
    u, v, kind = place.u, place.v, int(lots.whole(0, 4)[0])
    red, white = rgb(0xC81E24), (0.95, 0.95, 0.93)
    place.sheet.label = ground.POLE
    place.paint(rod(u, v, (0.0, 0.0), (0.0, -3.0), 0.06, 0.06), rgb(0x8C9094))
    place.sheet.label = ground.SIGN
    if kind == 0:
        place.paint(polygon(u, v, [(-0.6, -2.75), (0.6, -2.75), (0.0, -3.8)], 0.06), red)
        place.paint(polygon(u, v, [(-0.36, -2.9), (0.36, -2.9), (0.0, -3.52)]), white)
        place.paint(block(u, v, -0.05, -3.35, 0.05, -2.98), BLACK)
    elif kind in (1, 2):
        place.paint(ellipse(u, v, 0.0, -3.25, 0.6, 0.6), red if kind == 1 else rgb(0x1E58B8))
        place.paint(ellipse(u, v, 0.0, -3.25, 0.42, 0.42), white, alpha=float(kind == 1))
        mark = polygon(
            u,
            v,
            [(-0.25, -3.2), (0.0, -3.55), (0.25, -3.2), (0.08, -3.2), (0.08, -2.92), (-0.08, -2.92), (-0.08, -3.2)],
        )
        place.paint(mark, BLACK if kind == 1 else white)
    elif kind == 3:
        corner = 0.25
        eight = [
            (-corner, -3.85),
            (corner, -3.85),
            (0.6, -3.5),
            (0.6, -3.0),
            (corner, -2.65),
            (-corner, -2.65),
            (-0.6, -3.0),
            (-0.6, -3.5),
        ]
        place.paint(polygon(u, v, eight), red)
        place.paint(block(u, v, -0.42, -3.37, 0.42, -3.13), white)
    else:
        place.paint(polygon(u, v, [(0.0, -3.9), (0.62, -3.25), (0.0, -2.6), (-0.62, -3.25)]), white)
        place.paint(polygon(u, v, [(0.0, -3.68), (0.42, -3.25), (0.0, -2.82), (-0.42, -3.25)]), rgb(0xF2B820))
    return (-0.62, -3.9, 0.62, -2.6)


# how it is painted, its number in KINDS and in the mask, how often, where across the road, its unit in road widths
COMMON: tuple[tuple[Callable[[Place, Lots], Box], int, int, float, tuple[float, float], float], ...] = (
    (car, 0, ground.CAR, 4.0, (0.0, 0.85), 0.155),
    (car_aside, 0, ground.CAR, 0.8, (0.8, 1.5), 0.15),
    (lorry, 1, ground.LORRY, 0.9, (0.0, 0.75), 0.165),
    (pedestrian, 2, ground.PEDESTRIAN, 2.2, (0.6, 1.6), 0.17),
    (traffic_light, 3, ground.LIGHT, 1.3, (1.02, 1.35), 0.165),
    (traffic_sign, 4, ground.SIGN, 1.5, (1.05, 1.5), 0.16),
)


def paint_traffic(sheet: Sheet, lots: Lots, street: Street) -> list[Seen]:
    """Paint two to seven objects, the farthest first; returns them in that order."""
    weights = np.cumsum([common[3] for common in COMMON])
    seen = []
    count = int(lots.whole(2, 7)[0])
    for depth in np.sort(1.05 + 3.6 * np.array([_one(lots.field()) for _ in range(count)]) ** 1.5)[::-1]:
        which = int(np.searchsorted(weights, _one(lots.field()) * weights[-1], side="right"))
        paint, kind, label, _, (inner, outer), unit = COMMON[which]
        across = _one(lots.sign()) * _one(lots.between(inner, outer))
        if kind in (0, 1) and inner == 0.0:  # in the middle of a lane
            lane = int(lots.whole(0, street.lanes - 1)[0])
            across = (2 * lane + 1) / street.lanes - 1
        x, y, size = street.ground(across, float(depth))
        unit *= size * _one(lots.between(0.85, 1.1)) * 0.85
        sheet.label = label
        place = sheet.place(x, y, unit, (-2.3, -4.6, 2.3, 0.3), flip=lots.sign())
        left, top, right, bottom = paint(place, lots)
        seen.append(Seen(kind, (x + left * unit, y + top * unit, x + right * unit, y + bottom * unit)))
    sheet.label = None
    return seen
