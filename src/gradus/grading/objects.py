"""The objects that a candidate keeps for the examiner, and what may be done with them.

This file runs in the candidate and imports nothing of the project. The examiner knows an object by a
number alone; in the arguments of an order the number travels as an ``Opaque`` of a kind of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

HANDLE = "gradus.handle"
HOME = "submission"
"""The module in which the classes of a file that is graded are defined."""
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
        if order.get("keep") is not None and (not order.get("lend") or type(result).__module__ == HOME):
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


class StandIn:
    """An object that lives elsewhere; its number says which."""


def stand_in(name: str, ask: Callable[..., Any], opaque: Callable[[str, str], Any]) -> type:
    """A class whose objects live where the lab's own class of that name does; ``ask`` reaches them.

    What is done with one is done there: attributes are read and set, methods are called. Arrays come as copies.
    """

    def outward(value: Any) -> Any:
        if isinstance(value, StandIn):
            return opaque(HANDLE, str(vars(value)["_number"]))
        if type(value) is dict:
            return {key: outward(part) for key, part in value.items()}
        return type(value)(outward(part) for part in value) if type(value) in (list, tuple) else value

    def order(kind: str, on: int | None, path: list[str], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        answer = ask(name, outward(args), outward(kwargs), {"kind": kind, "on": on, "path": path})
        if getattr(answer, "kind", None) == HANDLE:
            found = Borrowed.__new__(Borrowed)
            vars(found)["_number"] = int(answer.text)
            return found
        return answer

    class Borrowed(StandIn):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            vars(self)["_number"] = vars(order("make", None, [], args, kwargs))["_number"]

        def __getattr__(self, attribute: str) -> Any:
            if attribute.startswith("_"):
                raise AttributeError(attribute)
            value = order("read", vars(self)["_number"], [attribute], (), {})
            return method(self, attribute) if getattr(value, "kind", None) == "method" else value

        def __setattr__(self, attribute: str, value: Any) -> None:
            order("put", vars(self)["_number"], [attribute], (value,), {})

    def method(owner: Any, attribute: str) -> Callable[..., Any]:
        return lambda *args, **kwargs: order("call", vars(owner)["_number"], [attribute], args, kwargs)

    for special in SPECIAL:
        setattr(Borrowed, special, _special(special, method))
    Borrowed.__name__ = Borrowed.__qualname__ = name
    return Borrowed


def _special(name: str, method: Callable[[Any, str], Callable[..., Any]]) -> Callable[..., Any]:
    if name == "__iter__":
        return lambda self: iter(method(self, name)())
    return lambda self, *args, **kwargs: method(self, name)(*args, **kwargs)
