"""A rigid body in the plane: it falls, turns, and is pushed.

Between pushes only gravity acts, and a step of length h is exact whatever h is:

    x <- x + h v + h^2 g / 2,   v <- v + h g,   angle <- angle + h w    (1)

A push is an impulse j at a point r away from the centre of mass:

    v <- v + j / m                                                      (2)
    w <- w + (r_x j_y - r_y j_x) / I                                    (3)

A point of the body that is ``depth`` inside the ground is pushed out by a spring and a damper along the ground's
normal, and held by friction along the ground:

    N = max(0, k depth - c v_n),   T = -c_t v_t, at most mu N           (4)

Derivation: docs/derivations/rigid_body.md
"""

from __future__ import annotations

import math
from dataclasses import dataclass


class RigidBody:
    """A body with a mass, a moment of inertia, a place and a velocity, in plain numbers: one body needs no arrays.

    Parameters
    ----------
    mass : float
        In kilograms, above 0.
    inertia : float
        Moment of inertia about the centre of mass, in kg m^2, above 0.
    x, y : float
        The centre of mass, in metres.
    vx, vy : float
        Its velocity, in metres per second.
    angle : float
        In radians, counter-clockwise.
    spin : float
        Angular velocity w, in radians per second.

    Raises
    ------
    ValueError
        If mass or inertia is not above 0.

    Examples
    --------
    >>> stone = RigidBody(mass=2.0, inertia=1.0, y=5.0)
    >>> stone.drift(1.0, gravity=-10.0)
    >>> stone.y, stone.vy
    (0.0, -10.0)
    >>> stone.push(0.0, 20.0)
    >>> stone.vy
    0.0
    """

    __slots__ = ("angle", "inertia", "mass", "spin", "vx", "vy", "x", "y")

    def __init__(
        self,
        *,
        mass: float,
        inertia: float,
        x: float = 0.0,
        y: float = 0.0,
        vx: float = 0.0,
        vy: float = 0.0,
        angle: float = 0.0,
        spin: float = 0.0,
    ) -> None:
        if not (mass > 0 and inertia > 0):
            raise ValueError(f"mass and inertia must be above 0; got {mass} and {inertia}.")
        self.mass, self.inertia = mass, inertia
        self.x, self.y, self.vx, self.vy, self.angle, self.spin = x, y, vx, vy, angle, spin

    def drift(self, h: float, gravity: float) -> None:
        """Fall for h seconds without being pushed."""
        self.x += h * self.vx  # (1)
        self.y += h * (self.vy + 0.5 * h * gravity)
        self.vy += h * gravity
        self.angle += h * self.spin

    def push(self, jx: float, jy: float, rx: float = 0.0, ry: float = 0.0) -> None:
        """Take an impulse (newton seconds) at (rx, ry) metres from the centre of mass, in directions of the world."""
        self.vx += jx / self.mass  # (2)
        self.vy += jy / self.mass
        self.spin += (rx * jy - ry * jx) / self.inertia  # (3)

    def arm(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the body lies from its centre, in directions of the world."""
        c, s = math.cos(self.angle), math.sin(self.angle)
        return c * x - s * y, s * x + c * y

    def energy(self, gravity: float) -> float:
        """Energy of motion, of turning and of height, in joules."""
        moving = self.mass * (self.vx**2 + self.vy**2) + self.inertia * self.spin**2
        return 0.5 * moving - self.mass * gravity * self.y


@dataclass(frozen=True)
class Contact:
    """How the ground answers a foot.

    Parameters
    ----------
    spring : float
        k, in newtons per metre.
    damper : float
        c, in newton seconds per metre.
    grip : float
        c_t, the friction of slow sliding, in newton seconds per metre.
    friction : float
        mu: friction is at most so many times the force from below.
    """

    spring: float
    damper: float
    grip: float
    friction: float

    def force(
        self, body: RigidBody, rx: float, ry: float, depth: float, normal: tuple[float, float]
    ) -> tuple[float, float, float]:
        """Give N and the whole force in directions of the world, in newtons, on a point (rx, ry) inside the ground."""
        nx, ny = normal
        vx, vy = body.vx - body.spin * ry, body.vy + body.spin * rx  # of the point
        pressed = self.spring * depth - self.damper * (vx * nx + vy * ny)  # (4)
        if pressed <= 0.0:
            return 0.0, 0.0, 0.0
        limit = self.friction * pressed
        along = max(-limit, min(limit, -self.grip * (vx * ny - vy * nx)))  # the ground runs along (ny, -nx)
        return pressed, pressed * nx + along * ny, pressed * ny - along * nx
