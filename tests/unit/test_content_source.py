"""Python read for its manual: signatures, kinds and what is public, of modules that are written oddly too."""

from __future__ import annotations

import pytest

from gradus.content.source import Module, read_module

ODD = '''
"""A module. It is odd.

Derivation: docs/derivations/odd.md
"""
from __future__ import annotations
from typing import overload, NamedTuple
from .near import thing as other
import numpy as np
if True:
    from house import door

LIMIT = 1_000
"""How many at most."""
plain = 3
_HIDDEN = 4
"""Nobody's business."""

class Pair(NamedTuple):
    """Two."""
    first: int
    """The one."""
    second: "list[int]" = []

@dataclass(frozen=True)
class Data:
    """Some data."""
    x: int

class Odd(Base, metaclass=Meta):
    """An odd class."""
    class Inner:
        """Within."""
        def go(self): "Go."
    get_params = estimator.get_params
    def __init__(self, a, /, b: int = 1, *args, c=1e-4, **more) -> None: ...
    @property
    def size(self) -> int:
        """How large."""
    @size.setter
    def size(self, value): ...
    @functools.cached_property
    def area(self): ...
    @classmethod
    def make(cls, text: str) -> Odd: ...
    @staticmethod
    def help(text: str = "a  b, c"): ...
    def _own(self): ...
    def __call__(self, x): ...
    def __eq__(self, other): ...
    async def wait(self, *, long: bool): """Wait."""

@overload
def twice(x: int) -> int: ...
@overload
def twice(x: str) -> str: ...
def twice(x):
    """Double it."""
    return x + x

async def fetch(): ...

@contextmanager
def opened(path: str, /) -> Iterator[None]:
    """Open."""

@np.errstate(over="ignore")
def odd(
    first: dict[str,
                int],
    *,
    second_argument_of_some_length: float | None = None,
    third_argument: str = "ä",
) -> tuple[int, ...]:
    """Namesake."""

try:
    def within_try(): "There."
except ImportError:
    def within_except(): "Not looked for."

__all__ = ["odd", "twice"]
'''


@pytest.fixture(scope="module")
def module() -> Module:
    return read_module(ODD, "house.odd")


def signatures(module: Module) -> dict[str, tuple[str, ...]]:
    return {one.id: one.signatures for one in module.walk()}


def test_what_bears_the_module_s_name_comes_first_and_the_rest_in_order(module: Module) -> None:
    names = [one.name for one in module.definitions]
    assert names == ["Odd", "odd", "Pair", "Data", "twice", "fetch", "opened", "within_try"]


def test_the_kind_of_each_is_known(module: Module) -> None:
    assert {one.id: one.kind for one in module.walk()} == {
        "Pair": "named tuple",
        "Data": "data class",
        "Odd": "class",
        "Odd.Inner": "class",
        "Odd.Inner.go": "method",
        "Odd.size": "property",
        "Odd.area": "property",
        "Odd.make": "class method",
        "Odd.help": "static method",
        "Odd.__call__": "method",
        "Odd.wait": "coroutine",
        "twice": "function",
        "fetch": "coroutine",
        "opened": "context manager",
        "odd": "function",
        "within_try": "function",
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Pair", ('Pair(first: int, second: "list[int]")',)),
        ("Odd", ("Odd(a, /, b: int = 1, *args, c=1e-4, **more)",)),
        ("Odd.Inner", ("Inner",)),
        ("Odd.size", ("size: int",)),
        ("Odd.area", ("area",)),
        ("Odd.make", ("make(text: str) -> Odd",)),
        ("Odd.help", ('help(text: str = "a b, c")',)),
        ("Odd.wait", ("wait(*, long: bool)",)),
        ("twice", ("twice(x: int) -> int", "twice(x: str) -> str")),
        ("opened", ("opened(path: str, /) -> Iterator[None]",)),
        (
            "odd",
            (
                "odd(\n    first: dict[str, int],\n    *,\n    second_argument_of_some_length: float | None = None,\n"
                '    third_argument: str = "ä",\n) -> tuple[int, ...]',
            ),
        ),
    ],
)
def test_a_signature_is_as_its_author_wrote_it(module: Module, name: str, expected: tuple[str, ...]) -> None:
    assert signatures(module)[name] == expected


def test_fields_bases_shared_methods_and_constants_are_told(module: Module) -> None:
    found = {one.id: one for one in module.walk()}
    assert found["Pair"].fields == (("first", "int", "The one."), ("second", '"list[int]"', ""))
    assert found["Pair"].bases == ()
    assert found["Odd"].bases == ("Base",)
    assert found["Odd"].shared == (("get_params", "estimator.get_params"),)
    assert module.constants == (("LIMIT", "1_000", "How many at most."),)


def test_the_derivation_is_known_and_no_longer_part_of_the_text(module: Module) -> None:
    assert module.derivations == ("odd",)
    assert module.doc.summary == "A module. It is odd."
    assert module.doc.blocks == ()


def test_imports_say_what_a_name_stands_for(module: Module) -> None:
    assert module.imports["other"] == "house.near.thing"
    assert module.imports["np"] == "numpy"
    assert module.imports["door"] == "house.door"
    assert read_module("from .near import thing", "house", package=True).imports == {"thing": "house.near.thing"}
    assert module.exports == ("odd", "twice")


def test_a_definition_knows_its_lines_with_its_decorators_and_those_of_its_docstring(module: Module) -> None:
    lines = ODD.splitlines()
    odd = next(one for one in module.definitions if one.name == "odd")
    assert lines[odd.first - 1].startswith("@np.errstate")
    assert lines[odd.documented[0] - 1].strip() == '"""Namesake."""'
    assert odd.last == odd.documented[1]


@pytest.mark.parametrize("text", ["", "# nothing\n", "x = 1\n", '"""Only words."""\n'])
def test_a_module_may_hold_nothing(text: str) -> None:
    module = read_module(text, "empty")
    assert list(module.walk()) == []


def test_what_is_not_python_is_refused() -> None:
    with pytest.raises(SyntaxError):
        read_module("def f(:\n", "broken")
