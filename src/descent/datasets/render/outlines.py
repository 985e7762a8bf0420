"""Outlines of many pictures at once, as signed distances: negative inside, zero on the edge, positive outside.

``shapes`` gives closures for one picture; here every function returns the distances at the points of a ``Place``,
shape (n, h, w), and every length may be one number or one for each picture, shape (n,). Only sums, products,
quotients and roots are used; ``lots`` says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt

from descent.datasets.render.dice import FloatArray
from descent.datasets.render.lots import circle

Pixels = npt.NDArray[np.float32]
Numbers = float | FloatArray
Point = tuple[Numbers, Numbers]


def column(value: Numbers | npt.NDArray[np.bool_ | np.float32]) -> Pixels:
    """One number for all pictures, or one each, in the shape that pixels are multiplied by."""
    array = np.asarray(value, dtype=np.float32)
    return array if array.ndim == 0 else array.reshape(-1, 1, 1)


def length(u: Pixels, v: Pixels) -> Pixels:
    """Of the vector (u, v)."""
    return np.asarray(np.sqrt(u * u + v * v))


def ellipse(u: Pixels, v: Pixels, cx: Numbers, cy: Numbers, rx: Numbers, ry: Numbers, angle: Numbers = 0.0) -> Pixels:
    """An ellipse with half-axes ``rx`` and ``ry``, turned by ``angle`` (radians, clockwise on the page)."""
    u, v = u - column(cx), v - column(cy)
    if not (isinstance(angle, float) and angle == 0.0):
        cos, sin = (column(part) for part in circle(angle))
        u, v = u * cos + v * sin, v * cos - u * sin
    u, v = u / column(rx), v / column(ry)
    reach = length(u, v)
    slope = np.maximum(length(u / column(rx), v / column(ry)), np.float32(1e-6))
    return np.asarray(np.maximum(reach, np.float32(1e-6)) * (reach - 1) / slope)  # exact on the edge, near it close


def rod(u: Pixels, v: Pixels, start: Point, end: Point, r_start: Numbers, r_end: Numbers) -> Pixels:
    """A rod with round ends that grows from radius ``r_start`` to ``r_end``."""
    ax, ay, bx, by = (np.asarray(part, dtype=float) for part in (*start, *end))
    dx, dy = bx - ax, by - ay
    over = 1 / np.maximum(dx * dx + dy * dy, 1e-9)
    u, v = u - column(ax), v - column(ay)
    t = np.clip(u * column(dx * over) + v * column(dy * over), np.float32(0), np.float32(1))
    away = length(np.asarray(u - t * column(dx)), np.asarray(v - t * column(dy)))
    return np.asarray(away - column(r_start) - t * column(np.asarray(r_end) - np.asarray(r_start)))


def line(u: Pixels, v: Pixels, points: Sequence[Point], r_start: Numbers, r_end: Numbers) -> Pixels:
    """A rod that bends at each of ``points``."""
    count = len(points) - 1
    step = (np.asarray(r_end, dtype=float) - r_start) / count
    return reduce(
        np.minimum,
        (
            rod(u, v, points[k], points[k + 1], np.asarray(r_start + k * step), np.asarray(r_start + (k + 1) * step))
            for k in range(count)
        ),
    )


def polygon(u: Pixels, v: Pixels, points: Sequence[Point], rounding: Numbers = 0.0) -> Pixels:
    """A closed outline through ``points``; ``rounding`` swells it and rounds its corners."""
    nearest: Pixels = np.full(u.shape, np.inf, dtype=np.float32)
    inside = np.zeros(u.shape, dtype=bool)
    for start, end in zip(points, [*points[1:], points[0]], strict=True):
        ax, ay, bx, by = (np.asarray(part, dtype=float) for part in (*start, *end))
        dx, dy = bx - ax, by - ay
        over = 1 / np.maximum(dx * dx + dy * dy, 1e-9)
        du, dv = u - column(ax), v - column(ay)
        t = np.clip(du * column(dx * over) + dv * column(dy * over), np.float32(0), np.float32(1))
        du, along = du - t * column(dx), dv - t * column(dy)
        nearest = np.minimum(nearest, np.asarray(du * du + along * along))
        slant = column(dx / np.where(dy == 0, 1.0, dy))
        crosses = (v < column(ay)) != (v < column(by))  # never where the side is level
        inside ^= crosses & (u < column(ax) + dv * slant)
    away = np.sqrt(nearest)
    return np.asarray(np.where(inside, -away, away) - column(rounding))


def block(
    u: Pixels, v: Pixels, left: Numbers, top: Numbers, right: Numbers, bottom: Numbers, rounding: Numbers = 0.0
) -> Pixels:
    """A rectangle with corners of radius ``rounding``."""
    left, top, right, bottom, r = (np.asarray(part, dtype=float) for part in (left, top, right, bottom, rounding))
    du = np.abs(u - column((left + right) / 2)) - column((right - left) / 2 - r)
    dv = np.abs(v - column((top + bottom) / 2)) - column((bottom - top) / 2 - r)
    outside = length(np.maximum(du, np.float32(0)), np.maximum(dv, np.float32(0)))
    return np.asarray(outside + np.minimum(np.maximum(du, dv), np.float32(0)) - column(r))


def melt(a: Pixels, b: Pixels, soft: float) -> Pixels:
    """Both shapes as one; within ``soft`` of each other they flow together."""
    h = np.maximum(np.float32(soft) - np.abs(a - b), np.float32(0)) / np.float32(soft)
    return np.asarray(np.minimum(a, b) - h * h * np.float32(soft / 4))


def ring(points: Sequence[Point], steps: int = 4) -> list[Point]:
    """A closed smooth line (Catmull-Rom) through ``points``, for ``polygon``."""
    xs, ys = ([np.asarray(p[axis], dtype=float) for p in points] for axis in (0, 1))
    smooth: list[Point] = []
    for k in range(len(points)):
        for i in range(steps):
            x, y = (_bend([part[(k + j) % len(points)] for j in range(-1, 3)], i / steps) for part in (xs, ys))
            smooth.append((x, y))
    return smooth


def _bend(points: Sequence[FloatArray], t: float) -> FloatArray:
    """The point at ``t`` of the way from the second of four points to the third."""
    a, b, c, d = points
    return np.asarray(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
