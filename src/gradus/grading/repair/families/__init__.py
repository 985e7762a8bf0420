"""Families of repairs: each module here knows one way in which code is wrong, and how to change it back.

A module has a ``RANK`` (lower is tried first) and ``repairs(text)``, which yields the changes that it can
think of. A new module is found by being here.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import lru_cache

from gradus.grading.repair.text import Repair, Text

Repairs = Callable[[Text], Iterator[Repair]]


@lru_cache(maxsize=1)
def families() -> tuple[tuple[int, str, Repairs], ...]:
    """All families, likeliest first: rank, name and question."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [(name, importlib.import_module(f"{__name__}.{name}")) for name in names]
    return tuple(sorted((int(module.RANK), name, module.repairs) for name, module in modules))
