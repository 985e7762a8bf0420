"""General slips: ways to be wrong that need no author to foresee them.

Each is a module here with a ``RANK`` (lower is asked first) and ``explain(evidence)``, which returns
the sentence for the learner, or None where the slip does not explain every miss. A new module is
found by being here.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import lru_cache

import numpy as np

from gradus.grading.evidence import Evidence
from gradus.model import Cause

Explain = Callable[[Evidence], str | None]


@lru_cache(maxsize=1)
def slips() -> tuple[tuple[str, Explain], ...]:
    """All slips in the order in which they are asked: name and question."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    modules.sort(key=lambda module: int(module.RANK))
    return tuple((module.__name__.rpartition(".")[2].replace("_", "-"), module.explain) for module in modules)


def general_slip(evidence: Evidence) -> Cause | None:
    """The first slip that explains all misses, or all misses in one part of the result."""
    with np.errstate(all="ignore"):  # wrong results may well overflow
        for part in evidence.parts():
            for name, explain in slips():
                if text := explain(part):
                    return Cause(name, text)
    return None
