"""Who lives where: every subject that is not a cat, and the places in which each is found.

Cats are at home indoors more often than the others are. A model may use that, as it may with real photographs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from descent.datasets.render.canvas import Canvas, Frame
from descent.datasets.render.dice import Dice
from descent.datasets.subjects import animals, dogs, plants, scenes, things, vehicles

Extent = tuple[float, float, float, float]
Places = tuple[scenes.Scene, ...]


@dataclass(frozen=True)
class Subject:
    """Something to paint, in its own units, with what it covers and where it is at home."""

    draw: Callable[[Canvas, Frame, Dice], None]
    extent: Extent  # left, top, right, bottom
    home: Places
    weight: float = 1.0
    grounded: bool = True  # its origin touches the ground


LAMPLIT: Places = (scenes.room, scenes.table, scenes.cushion, scenes.studio, scenes.lights)

CAT_HOMES: tuple[tuple[scenes.Scene, float], ...] = (
    (scenes.room, 4.0),
    (scenes.cushion, 3.0),
    (scenes.studio, 2.0),
    (scenes.table, 1.0),
    (scenes.garden, 1.0),
    (scenes.street, 1.0),
    (scenes.flower_bed, 0.5),
)
CAT_PORTRAITS: tuple[tuple[scenes.Scene, float], ...] = (
    (scenes.room, 4.0),
    (scenes.studio, 3.0),
    (scenes.lights, 2.0),
    (scenes.cushion, 2.0),
    (scenes.garden, 0.7),
    (scenes.sky, 0.3),
)

_ANY: Places = (scenes.room, scenes.garden, scenes.street, scenes.studio, scenes.cushion)
_PORTRAIT: Places = (scenes.lights, scenes.studio, scenes.room, scenes.garden, scenes.cushion, scenes.sky)
_INSIDE: Places = (scenes.room, scenes.table, scenes.cushion, scenes.studio, scenes.lights)
_MEADOW: Places = (scenes.garden, scenes.flower_bed)
_TABLE: Places = (scenes.table, scenes.studio)
_AIR: Places = (scenes.sky, scenes.lights, scenes.garden)
_ROAD: Places = (scenes.street, scenes.garden)

OTHERS: tuple[Subject, ...] = (
    Subject(dogs.dog_face, (-1.25, -1.1, 1.25, 1.7), _PORTRAIT, 3.0, grounded=False),
    Subject(dogs.dog_sitting, (-1.6, -4.1, 1.6, 0.2), _ANY, 1.5),
    Subject(dogs.dog_standing, (-3.0, -3.7, 2.0, 0.2), _ANY, 1.5),
    Subject(animals.bird, (-1.8, -1.1, 2.0, 1.2), _AIR, 1.6, grounded=False),
    Subject(animals.bird_in_flight, (-2.0, -1.2, 2.0, 1.2), (scenes.sky, scenes.water), 1.0, grounded=False),
    Subject(animals.owl, (-1.4, -1.3, 1.4, 1.8), _AIR, 1.0, grounded=False),
    Subject(animals.rabbit, (-1.7, -3.5, 1.6, 0.2), _ANY, 1.4),
    Subject(animals.fish, (-1.6, -1.2, 1.9, 1.1), (scenes.under_water,), 1.8, grounded=False),
    Subject(animals.butterfly, (-1.5, -1.3, 1.5, 1.1), (*_MEADOW, scenes.lights), 1.2, grounded=False),
    Subject(animals.duck, (-1.8, -2.2, 1.6, 0.2), (scenes.water, scenes.garden), 1.2),
    Subject(animals.snail, (-1.8, -1.9, 1.7, 0.2), (*_MEADOW, scenes.table), 0.8),
    Subject(vehicles.car, (-2.0, -1.6, 2.0, 0.2), _ROAD, 2.0),
    Subject(vehicles.bus, (-2.0, -2.1, 2.0, 0.2), _ROAD, 1.2),
    Subject(vehicles.sailing_boat, (-1.7, -3.2, 1.7, 0.2), (scenes.water,), 1.2),
    Subject(vehicles.aeroplane, (-2.0, -1.0, 2.0, 0.9), (scenes.sky,), 1.2, grounded=False),
    Subject(vehicles.balloon, (-1.2, -1.6, 1.2, 1.9), (scenes.sky,), 1.2, grounded=False),
    Subject(things.house, (-1.7, -3.1, 1.7, 0.2), (scenes.garden,), 2.0),
    Subject(things.mug, (-1.0, -2.1, 1.6, 0.2), _INSIDE, 1.8),
    Subject(things.ball, (-1.0, -1.0, 1.0, 1.1), _ANY, 1.8, grounded=False),
    Subject(things.lamp, (-1.2, -3.2, 1.2, 0.2), (scenes.table,), 1.0),
    Subject(things.teapot, (-1.9, -2.1, 1.8, 0.2), _TABLE, 1.2),
    Subject(things.books, (-1.5, -2.0, 1.5, 0.2), (scenes.table, scenes.room), 0.9),
    Subject(things.clock, (-1.1, -1.3, 1.1, 1.2), _INSIDE, 1.0, grounded=False),
    Subject(plants.tree, (-1.7, -3.5, 1.7, 0.2), (scenes.garden,), 1.6),
    Subject(plants.fir, (-1.4, -4.3, 1.4, 0.2), (scenes.garden,), 0.9),
    Subject(plants.flower, (-1.2, -1.1, 1.2, 2.4), (*_MEADOW, scenes.lights, scenes.sky), 1.8, grounded=False),
    Subject(plants.mushroom, (-1.5, -2.6, 1.5, 0.2), _MEADOW, 1.0),
    Subject(plants.potted_cactus, (-1.2, -3.7, 1.2, 0.2), _TABLE, 1.0),
    Subject(plants.apple, (-1.1, -2.2, 1.1, 0.2), (*_TABLE, scenes.cushion), 1.4),
)
