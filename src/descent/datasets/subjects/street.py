"""A street as the driver sees it: sky, houses, trees, grass, pavement, road and its markings, each with its label."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from descent.datasets.render.colours import rgb
from descent.datasets.render.light import mix, shade, vary
from descent.datasets.render.lots import Lots
from descent.datasets.render.outlines import block, column, ellipse, polygon, rod
from descent.datasets.render.sheet import Sheet

LABELS = (
    "sky", "building", "vegetation", "ground", "pavement", "road", "road line", "pole", "car", "lorry", "pedestrian",
    "traffic light", "traffic sign",
)  # fmt: skip
SKY, BUILDING, VEGETATION, GROUND, PAVEMENT, ROAD, LINE, POLE, CAR, LORRY, PEDESTRIAN, LIGHT, SIGN = range(len(LABELS))

SKIES = tuple(rgb(code) for code in (0x8FBCE8, 0xA8C8E0, 0xC4CCD4, 0xE0C8B0, 0x7FA8DC))
FRONTS = tuple(rgb(code) for code in (0xB08A70, 0x8A929C, 0xC8B898, 0x9A6A5A, 0x70808A, 0xD8CDBA, 0x7A6A62))
LEAVES = tuple(rgb(code) for code in (0x4E8A3E, 0x3E7040, 0x7FA03A, 0x6A8A40, 0xB08A3A))
GRASS = tuple(rgb(code) for code in (0x6A9A48, 0x7FA050, 0x9AA060, 0x5E8A46))


@dataclass(frozen=True)
class Street:
    """The perspective: what lies on the ground at depth d is 1 / d as large as what is at the driver's feet."""

    horizon: float  # height of the horizon, in units of the picture's height
    vanish: float  # where on it the road ends
    half: float  # half the width of the road at the lower edge of the picture
    lanes: int

    def ground(self, across: float, depth: float) -> tuple[float, float, float]:
        """The point on the picture at ``across`` (half a road is 1) and ``depth`` (1 or more), and the size there."""
        size = 1 / depth
        return self.vanish + across * self.half * size, self.horizon + (1 - self.horizon) * size, size


def paint_street(sheet: Sheet, lots: Lots) -> Street:
    """Paint everything that stands still; returns the perspective."""
    width = sheet.width / sheet.height
    street = Street(
        horizon=_one(lots.between(0.4, 0.52)),
        vanish=width / 2 + _one(lots.around(0.0, 0.3)),
        half=_one(lots.between(0.62, 1.0)),
        lanes=int(lots.whole(2, 4)[0]),
    )
    _sky(sheet, lots, street)
    _houses(sheet, lots, street)
    _ground(sheet, lots, street)
    _trees(sheet, lots, street)
    return street


def _one(values: np.ndarray) -> float:
    return float(values[0])


def _sky(sheet: Sheet, lots: Lots, street: Street) -> None:
    """Brighter towards the horizon, with clouds."""
    sheet.label = SKY
    colour = vary(lots, SKIES)
    down = np.minimum(sheet.y / np.float32(street.horizon), np.float32(1))
    cloud = np.clip(sheet.mist(lots, 4, 3) * np.float32(2.2) - np.float32(0.95), 0, 1) * column(lots.between(0.0, 0.9))
    sheet.fill([column(c) + (np.float32(1) - column(c)) * np.maximum(0.55 * down**2, cloud) for c in colour])


def _houses(sheet: Sheet, lots: Lots, street: Street) -> None:
    """A row of fronts on both sides, lower towards the end of the road."""
    sheet.label = BUILDING
    base = street.horizon + 0.03
    for side in (-1, 1):
        at = _one(lots.between(0.03, 0.16))
        if lots.chance(0.12)[0]:
            continue  # open country on this side
        fronts = []
        while at < 1.6:
            wide = (0.1 + 0.35 * at) * _one(lots.between(0.6, 1.2))
            tall = (0.07 + 0.5 * at) * _one(lots.between(0.5, 1.25))
            fronts.append((at, wide, tall, vary(lots, FRONTS)))
            at += wide
        for start, wide, tall, front in fronts:
            left = street.vanish + side * start - (wide if side < 0 else 0.0)
            if left > sheet.width / sheet.height or left + wide < 0:
                continue
            house = sheet.place(left, base - tall, 1.0, (-0.01, -0.01, wide + 0.01, tall + 0.2))
            house.paint(block(house.u, house.v, 0.0, 0.0, wide, tall + 0.15), front)
            house.paint(block(house.u, house.v, 0.0, 0.0, wide, 0.015 + 0.02 * start), shade(front, 0.7))
            pane, step = shade(front, _one(lots.between(0.4, 0.65))), max(0.05, 0.13 * start)
            du, dv = house.u / np.float32(step), (house.v - np.float32(0.03)) / np.float32(step)
            du, dv = np.abs(du - np.floor(du) - 0.5) - 0.25, np.abs(dv - np.floor(dv) - 0.5) - 0.3
            last = step * int(wide / step), 0.03 + step * int((tall - 0.02) / step)
            panes = np.maximum(np.maximum(du, dv) * np.float32(step), block(house.u, house.v, 0.0, 0.03, *last))
            house.paint(panes, pane)


def _ground(sheet: Sheet, lots: Lots, street: Street) -> None:
    """Grass, pavement, road and lines, all running to the vanishing point."""
    page = sheet.everywhere()
    u, v, x, y = page.u, page.v, street.vanish, street.horizon
    rough = sheet.mist(lots, 24, 2) * np.float32(0.16) + np.float32(0.92)
    kerb = _one(lots.between(1.15, 1.5))
    for label, colour, reach in (
        (GROUND, vary(lots, GRASS), None),
        (PAVEMENT, vary(lots, (rgb(0xB4AEA6), rgb(0xA09A94), rgb(0xC0B4A4))), kerb),
        (ROAD, vary(lots, (rgb(0x5C5E64), rgb(0x6E7074), rgb(0x4C4E54)), 0.04), 1.0),
    ):
        sheet.label = label
        paint = [column(c) * rough for c in colour]
        if reach is None:
            page.paint(np.float32(y) - v, paint)
        else:
            wide = street.half * reach * 1.3 / (1 - y)  # beyond the lower edge, so that no corner shows
            page.paint(
                polygon(u, v, [(x, y), (x + wide * (1.3 - y) / 1.3, 1.3), (x - wide * (1.3 - y) / 1.3, 1.3)]), paint
            )
    sheet.label = LINE
    white = (0.88, 0.88, 0.86)
    for k in range(street.lanes + 1):
        across = 2 * k / street.lanes - 1
        edge = k in (0, street.lanes)
        depth = 1.0 + _one(lots.between(0.0, 0.4))
        while depth < 7:
            ax, ay, near = street.ground(across * 0.95, depth * (0.85 if edge else 1.0))
            bx, by, far = street.ground(across * 0.95, depth * 1.32)
            spot = sheet.place(0.0, 0.0, 1.0, (min(ax, bx) - 0.02, by - 0.02, max(ax, bx) + 0.02, ay + 0.02))
            spot.paint(rod(spot.u, spot.v, (ax, ay), (bx, by), 0.016 * near, 0.016 * far), white, alpha=0.85)
            depth *= 1.32 if edge else 1.75


def _trees(sheet: Sheet, lots: Lots, street: Street) -> None:
    """On both sides, the far ones first."""
    for depth in np.sort(np.asarray([_one(lots.between(1.2, 7.0)) for _ in range(int(lots.whole(0, 6)[0]))]))[::-1]:
        across = _one(lots.sign()) * _one(lots.between(1.7, 2.8))
        x, y, size = street.ground(across, float(depth))
        tree = sheet.place(x, y, 0.36 * size, (-1.3, -3.6, 1.3, 0.1))
        u, v = tree.u, tree.v
        sheet.label = POLE
        tree.paint(rod(u, v, (0.0, 0.0), (0.0, -2.0), 0.13, 0.09), mix(vary(lots, LEAVES), rgb(0x5A4230), 0.9))
        sheet.label = VEGETATION
        leaf = vary(lots, LEAVES)
        for _ in range(5):
            cx, cy, r = _one(lots.around(0.0, 0.9)), _one(lots.around(-2.3, 0.9)), _one(lots.between(0.5, 0.8))
            tree.paint(
                ellipse(u, v, cx, cy, r, r * 0.9), shade(leaf, _one(lots.between(0.8, 1.15))), bulge=r, depth=0.4
            )
