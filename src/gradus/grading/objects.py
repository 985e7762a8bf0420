"""The objects that a candidate keeps for the examiner, and what may be done with them.

This file runs in the candidate and imports nothing of the project. The examiner knows an object by a
number alone; in the arguments of an order the number travels as an ``Opaque`` of a kind of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

HANDLE = "gradus.handle"
SPECIAL = ("__call__", "__len__", "__getitem__", "__iter__")


class Objects:
    """What was kept, by number."""

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self.namespace = namespace
        self.kept: dict[int, Any] = {}

    def do(self, order: Mapping[str, Any]) -> Any:
        """Carry out the step of an order; its result, or None where only the object is wanted."""
        if order.get("forget"):
            self.kept.clear()
        args = [self.given(one) for one in order["args"]]
        kwargs = {name: self.given(one) for name, one in order["kwargs"].items()}
        result = self.step(order, args, kwargs)
        if order.get("keep") is not None:
            self.kept[order["keep"]] = result
        return result if order.get("value", True) else None

    def step(self, order: Mapping[str, Any], args: list[Any], kwargs: dict[str, Any]) -> Any:
        kind, on = order.get("kind", "call"), order.get("on")
        if kind == "have":
            return args[0]
        if on is None:
            return self.namespace[order["name"]](*args, **kwargs)
        thing, path = self.kept[on], list(order["path"])
        if any(name.startswith("_") and name not in SPECIAL for name in path):
            raise AttributeError(f"{'.'.join(path)} is not public")
        last = path.pop() if path else ""
        for name in path:
            thing = getattr(thing, name)
        if kind == "put":
            return setattr(thing, last, args[0])
        if kind == "read":
            return getattr(thing, last) if last else thing
        if last == "__iter__":
            return list(islice(iter(thing), order["most"]))
        if last == "__len__":
            return len(thing)
        if last == "__getitem__":
            return thing[args[0]]
        return (thing if last == "__call__" else getattr(thing, last))(*args, **kwargs)

    def given(self, value: Any) -> Any:
        """A value with the objects in the place of their numbers; the same object where there are none."""
        if getattr(value, "kind", None) == HANDLE:
            return self.kept[int(value.text)]
        if type(value) is dict:
            new = {key: self.given(part) for key, part in value.items()}
            return value if all(new[key] is value[key] for key in value) else new
        if type(value) in (list, tuple):
            parts = [self.given(part) for part in value]
            return value if all(a is b for a, b in zip(parts, value, strict=True)) else type(value)(parts)
        return value
