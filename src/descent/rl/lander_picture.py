"""The picture of a lunar lander: sky, ground, flags, hull, legs, and a flame where an engine burns."""

from __future__ import annotations

from collections.abc import Sequence

from descent.rl.drawing import Picture, Point, blank, line, polygon
from descent.rl.ground import Ground
from descent.rl.rigid_body import RigidBody

SCALE = 30  # pixels a metre
NIGHT, DUST, FLAG = (16, 18, 40), (190, 188, 180), (230, 200, 40)
METAL, STRUT, FLAME = (128, 102, 230), (110, 110, 120), (255, 150, 40)
FLAMES = {
    1: ((0.57, 0.35), (0.57, 0.45), (0.95, 0.4)),
    2: ((-0.2, -0.34), (0.2, -0.34), (0.0, -0.95)),
    3: ((-0.57, 0.35), (-0.57, 0.45), (-0.95, 0.4)),
}
"""Where the flame of each action stands, in metres from the centre."""


def draw(
    body: RigidBody, ground: Ground, hull: Sequence[Point], feet: Sequence[Point], size: Point, fired: int
) -> Picture:
    """Draw the scene.

    Parameters
    ----------
    body : RigidBody
        Where the lander is.
    ground : Ground
        What is below it.
    hull, feet : sequence of (x, y)
        Corners of the hull and ends of the legs, in metres from the centre.
    size : (width, height)
        Of the world, in metres.
    fired : int
        Which engine burns: the action.

    Returns
    -------
    uint8 array, shape (30 height, 30 width, 3)
        Red, green and blue.
    """
    width, height = size
    picture = blank(round(height * SCALE), round(width * SCALE), NIGHT)

    def pixel(x: float, y: float) -> Point:
        return x * SCALE, (height - y) * SCALE

    def own(point: Point) -> Point:
        rx, ry = body.arm(*point)
        return pixel(body.x + rx, body.y + ry)

    corners = [pixel(i * ground.spacing, y) for i, y in enumerate(ground.heights)]
    polygon(picture, [*corners, pixel(width, 0.0), pixel(0.0, 0.0)], DUST)
    middle = len(corners) // 2
    for x, y in (corners[middle - 1], corners[middle + 1]):
        line(picture, (x, y), (x, y - 40), (255, 255, 255))
        polygon(picture, [(x, y - 40), (x + 20, y - 33), (x, y - 26)], FLAG)
    if fired in FLAMES:
        polygon(picture, [own(point) for point in FLAMES[fired]], FLAME)
    for x, y in feet:
        line(picture, own((x / 2, -0.2)), own((x, y)), STRUT, thick=4)
        line(picture, own((x - 0.12, y)), own((x + 0.12, y)), STRUT, thick=4)
    polygon(picture, [own(corner) for corner in hull], METAL)
    return picture
