"""The words for an exercise that is a class: make an object, call it, read what it holds.

An author writes what a user of the class would write, one step after another, and says beside a step
what must come of it::

    yield Steps(
        "forward is X W + b",
        make("layer", 3, 2),
        read("layer.W", holds=lambda W, seen: None if W.shape == (3, 2) else f"W has shape {W.shape}, not (3, 2)"),
        put("layer.b", b),
        call("layer.forward", X, expected=lambda seen: X @ seen["layer.W"] + b),
    )

An object stays where the learner's code is; its name stands for it in the steps after.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

Seen = Mapping[str, Any]
"""What the steps before gave: what was read, by its path; what was kept, by its name."""
SPECIAL = ("__call__", "__len__", "__getitem__", "__iter__")
"""The only methods of Python's own that a step may name."""
MOST = 1000
"""How many values ``__iter__`` gives at most."""


class Judged(Enum):
    """Whether a step claims anything."""

    NOT = "not"


@dataclass(frozen=True, slots=True)
class The:
    """An object that an earlier step kept, as the argument of a later one."""

    name: str

    def __repr__(self) -> str:
        return self.name


def the(name: str) -> The:
    """The object of that name: ``call("train", the("model"), X)``."""
    return The(name)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One thing done with the learner's classes, and what must come of it."""

    kind: str
    """``make``, ``call``, ``read``, ``put`` or ``have``."""
    on: str
    """Name of the object; empty for a function or class at the top of the learner's file."""
    path: tuple[str, ...]
    """From the object to what is called or read; the function's name where there is no object."""
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    keep: str = ""
    """The name under which later steps know the result."""
    expected: Any = Judged.NOT
    """A value, or a function of what was seen before that gives it."""
    holds: Callable[[Any, Seen], str | None] | None = None
    pick: str = ""
    rtol: float | None = None
    atol: float | None = None
    shape: str = "exact"
    unchanged: bool = True
    seed: int | None = None
    """NumPy's global seed before this step; None goes on from where the step before left off."""

    @property
    def target(self) -> str:
        """What is called or read, as one writes it."""
        path = [part for part in self.path if part != "__call__"]
        return ".".join([*([self.on] if self.on else []), *path])


@dataclass(frozen=True, slots=True, init=False, eq=False)
class Steps:
    """A claim about objects: these steps, one after another, give what is said beside them.

    ``timeout`` is in seconds, for all steps together. ``seed`` is NumPy's global seed before the first.
    ``alone`` means that the learner's code is loaded anew for it and has seen nothing else before.
    """

    name: str
    steps: tuple[Step, ...]
    seed: int | None
    timeout: float | None
    alone: bool

    def __init__(
        self, name: str, *steps: Step, seed: int | None = None, timeout: float | None = None, alone: bool = False
    ) -> None:
        if not name.strip():
            raise ValueError("A check needs a name: the claim, in words.")
        if not steps:
            raise ValueError(f"{name!r} has no steps. Begin with make(…) or call(…).")
        known: set[str] = set()
        for step in steps:
            if step.on and step.on not in known:
                raise ValueError(f"{name!r} uses {step.on!r}, which no step before made. Write make({step.on!r}, …).")
            for one in _references((*step.args, *step.kwargs.values())):
                if one.name not in known:
                    raise ValueError(f"{name!r} hands over {one.name!r}, which no step before made or kept.")
            known |= {step.keep} if step.keep else set()
        if all(step.expected is Judged.NOT and step.holds is None for step in steps):
            raise ValueError(f"{name!r} claims nothing. Give a step expected= or holds=.")
        for field_name, value in (("name", name), ("steps", steps), ("seed", seed), ("timeout", timeout)):
            object.__setattr__(self, field_name, value)
        object.__setattr__(self, "alone", alone)


def make(name: str, *args: Any, of: str = "", seed: int | None = None, unchanged: bool = True, **kwargs: Any) -> Step:
    """Make an object of the exercise's class, or of the class ``of``, and call it ``name`` from now on."""
    if not name.isidentifier():
        raise ValueError(f"an object's name is a plain word; got {name!r}.")
    path = (of,) if of else ()
    return Step("make", "", path, args, kwargs, keep=name, seed=seed, unchanged=unchanged)


def call(target: str, *args: Any, **more: Any) -> Step:
    """Call an object's method (``"layer.forward"``), the object itself (``"layer"``) or a function (``"clip()"``).

    Of the keywords, ``expected``, ``holds``, ``keep``, ``pick``, ``rtol``, ``atol``, ``shape``, ``unchanged``,
    ``seed`` belong to the step; arguments by name go into ``kwargs={…}``.
    """
    if target.endswith("()"):
        return Step("call", "", (_plain(target[:-2]),), args, **more)
    on, path = _split(target)
    return Step("call", on, path or ("__call__",), args, **more)


def read(target: str, **more: Any) -> Step:
    """Read a public attribute (``"layer.W"``), or something kept by its name alone."""
    on, path = _split(target)
    return Step("read", on, path, **more)


def put(target: str, value: Any) -> Step:
    """Set a public attribute: ``put("layer.W", W)``."""
    on, path = _split(target)
    if not path:
        raise ValueError(f"put() needs an attribute, such as {on}.W; for plain data write have({on!r}, …).")
    return Step("put", on, path, (value,))


def have(name: str, value: Any) -> Step:
    """Hand plain data over under a name, so that later steps can pass the very same object twice."""
    if not name.isidentifier():
        raise ValueError(f"the name of kept data is a plain word; got {name!r}.")
    return Step("have", "", (), (value,), keep=name)


def _split(target: str) -> tuple[str, tuple[str, ...]]:
    on, *path = target.split(".")
    return _plain(on), tuple(part if part in SPECIAL else _plain(part) for part in path)


def _plain(name: str) -> str:
    if not name.isidentifier() or name.startswith("_"):
        raise ValueError(f"a step names what is public, and {', '.join(SPECIAL)}; got {name!r}.")
    return name


def _references(values: Any) -> list[The]:
    """The kept objects among values, also those in lists, tuples and dictionaries."""
    found: list[The] = []
    for value in values:
        if isinstance(value, The):
            found.append(value)
        elif isinstance(value, list | tuple):
            found += _references(value)
        elif isinstance(value, dict):
            found += _references(value.values())
    return found
