"""Outlines as signed distances: negative inside, zero on the edge, positive outside.

With distances, a soft edge, a rounded corner, a smooth join and a rim that catches the light are each one line.
Lengths are in the units of the frame in which the shape is painted; y points down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from descent.datasets.render.dice import FloatArray

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Shape:
    """``distance(x, y)`` and a box (left, top, right, bottom) outside of which nothing is drawn."""

    distance: Callable[[FloatArray, FloatArray], FloatArray]
    box: Box


def ellipse(cx: float, cy: float, rx: float, ry: float, angle: float = 0.0) -> Shape:
    """An ellipse with half-axes ``rx`` and ``ry``, turned by ``angle`` (radians, clockwise on the page)."""
    cos, sin = float(np.cos(angle)), float(np.sin(angle))

    def distance(x: FloatArray, y: FloatArray) -> FloatArray:
        u = ((x - cx) * cos + (y - cy) * sin) / rx
        v = ((y - cy) * cos - (x - cx) * sin) / ry
        reach = np.maximum(np.sqrt(u * u + v * v), 1e-9)
        slope = np.maximum(np.sqrt((u / rx) ** 2 + (v / ry) ** 2), 1e-9 / min(rx, ry))
        return np.asarray(reach * (reach - 1) / slope)  # exact on the edge, near it close enough

    wide, tall = float(np.hypot(rx * cos, ry * sin)), float(np.hypot(rx * sin, ry * cos))
    return Shape(distance, (cx - wide, cy - tall, cx + wide, cy + tall))


def limb(start: Point, end: Point, r_start: float, r_end: float) -> Shape:
    """A rod with round ends that grows from radius ``r_start`` to ``r_end``."""
    (ax, ay), (bx, by) = start, end
    dx, dy = bx - ax, by - ay
    length2 = max(dx * dx + dy * dy, 1e-12)

    def distance(x: FloatArray, y: FloatArray) -> FloatArray:
        t = np.clip(((x - ax) * dx + (y - ay) * dy) / length2, 0.0, 1.0)
        return np.asarray(np.hypot(x - ax - t * dx, y - ay - t * dy) - (r_start + (r_end - r_start) * t))

    r = max(r_start, r_end)
    return Shape(distance, (min(ax, bx) - r, min(ay, by) - r, max(ax, bx) + r, max(ay, by) + r))


def polygon(points: Sequence[Point], rounding: float = 0.0) -> Shape:
    """A closed outline through ``points``; ``rounding`` swells it and rounds its corners."""

    def distance(x: FloatArray, y: FloatArray) -> FloatArray:
        nearest = np.full_like(x, np.inf)
        inside = np.zeros(x.shape, dtype=bool)
        for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
            dx, dy = bx - ax, by - ay
            t = np.clip(((x - ax) * dx + (y - ay) * dy) / max(dx * dx + dy * dy, 1e-12), 0.0, 1.0)
            nearest = np.minimum(nearest, (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2)
            if ay != by:
                inside ^= ((y < ay) != (y < by)) & (x < ax + (y - ay) * dx / dy)  # a ray to the right crosses this side
        return np.asarray(np.where(inside, -1.0, 1.0) * np.sqrt(nearest) - rounding)

    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Shape(distance, (min(xs) - rounding, min(ys) - rounding, max(xs) + rounding, max(ys) + rounding))


def box(left: float, top: float, right: float, bottom: float, rounding: float = 0.0) -> Shape:
    """A rectangle with corners of radius ``rounding``."""
    cx, cy = (left + right) / 2, (top + bottom) / 2
    half_w, half_h = (right - left) / 2 - rounding, (bottom - top) / 2 - rounding

    def distance(x: FloatArray, y: FloatArray) -> FloatArray:
        u, v = np.abs(x - cx) - half_w, np.abs(y - cy) - half_h
        outside = np.hypot(np.maximum(u, 0.0), np.maximum(v, 0.0))
        return np.asarray(outside + np.minimum(np.maximum(u, v), 0.0) - rounding)

    return Shape(distance, (left, top, right, bottom))


def curve(points: Sequence[Point], steps: int = 6) -> list[Point]:
    """A smooth line (Catmull-Rom) through ``points``."""
    p = np.asarray([points[0], *points, points[-1]], dtype=float)
    t = np.linspace(0.0, 1.0, steps, endpoint=False)[:, None]
    line: list[Point] = []
    for a, b, c, d in zip(p[:-3], p[1:-2], p[2:-1], p[3:], strict=True):
        bend = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        line += [(float(x), float(y)) for x, y in bend]
    return [*line, (float(p[-1][0]), float(p[-1][1]))]


def tube(points: Sequence[Point], r_start: float, r_end: float, steps: int = 6) -> Shape:
    """A rod that bends smoothly through ``points``: a tail, a whisker, a stem."""
    line = curve(points, steps)
    radii = np.linspace(r_start, r_end, len(line))
    return join(
        *(limb(a, b, float(r), float(s)) for a, b, r, s in zip(line[:-1], line[1:], radii[:-1], radii[1:], strict=True))
    )


def blob(points: Sequence[Point], steps: int = 5, rounding: float = 0.0) -> Shape:
    """A closed smooth outline through ``points``."""
    ring = curve([points[-1], *points, points[0], points[1]], steps)
    return polygon(ring[steps : -steps - 1], rounding)


def join(*shapes: Shape, soft: float = 0.0) -> Shape:
    """All shapes as one; with ``soft`` above zero they melt together where they meet."""

    def merge(a: FloatArray, b: FloatArray) -> FloatArray:
        if soft <= 0:
            return np.minimum(a, b)
        h = np.maximum(soft - np.abs(a - b), 0.0) / soft
        return np.asarray(np.minimum(a, b) - h * h * soft / 4)

    boxes = np.asarray([shape.box for shape in shapes])
    left, top = (float(v) - soft / 4 for v in boxes[:, :2].min(axis=0))
    right, bottom = (float(v) + soft / 4 for v in boxes[:, 2:].max(axis=0))
    return Shape(lambda x, y: reduce(merge, (s.distance(x, y) for s in shapes)), (left, top, right, bottom))


def overlap(a: Shape, b: Shape) -> Shape:
    """What lies in both shapes."""
    (al, at, ar, ab), (bl, bt, br, bb) = a.box, b.box
    return Shape(
        lambda x, y: np.maximum(a.distance(x, y), b.distance(x, y)),
        (max(al, bl), max(at, bt), min(ar, br), min(ab, bb)),
    )


def carve(a: Shape, b: Shape) -> Shape:
    """``a`` without what lies in ``b``."""
    return Shape(lambda x, y: np.maximum(a.distance(x, y), -b.distance(x, y)), a.box)


def grow(a: Shape, by: float) -> Shape:
    """``a`` with its edge moved outwards (``by`` above zero) or inwards."""
    left, top, right, bottom = a.box
    return Shape(lambda x, y: a.distance(x, y) - by, (left - by, top - by, right + by, bottom + by))
