"""Automatic mutations: small wrong turns of a program, of the kind that people take.

Each family is a module here with ``changes(definition)``, which yields the changes that it knows of in
one function or class. A new module is found by being here.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import lru_cache

from gradus.author.changes import Change, Definition

Family = Callable[[Definition], Iterator[Change]]


@lru_cache(maxsize=1)
def families() -> tuple[tuple[str, Family], ...]:
    """All families by name, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple((name, importlib.import_module(f"{__name__}.{name}").changes) for name in names)
