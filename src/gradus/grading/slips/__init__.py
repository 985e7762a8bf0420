"""General slips: ways to be wrong that need no author to foresee them.

Each is a module here with a ``RANK`` (lower is asked first) and ``explain(evidence)``, which returns
the sentence for the learner, or None where the slip does not explain every miss. A new module is
found by being here.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from gradus.grading.evidence import Evidence
from gradus.model import Cause, Confidence

Explain = Callable[[Evidence], str | None]

PLAIN = 20
"""Slips below this rank are facts about the result's form: they come before any change of the code is tried."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One general slip."""

    name: str
    rank: int
    explain: Explain
    confidence: Confidence
    """How far to believe it where it explains every miss."""


@lru_cache(maxsize=1)
def slips() -> tuple[Slip, ...]:
    """All slips in the order in which they are asked."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    found = [
        Slip(
            module.__name__.rpartition(".")[2].replace("_", "-"),
            int(module.RANK),
            module.explain,
            getattr(module, "CONFIDENCE", Confidence.LIKELY),
        )
        for module in modules
    ]
    return tuple(sorted(found, key=lambda slip: slip.rank))


def general_slip(evidence: Evidence, *, plain: bool = False) -> Cause | None:
    """The first slip that explains all misses, or all misses in one part of the result.

    ``plain`` asks only those that read off the result what is wrong with its form.
    """
    with np.errstate(all="ignore"):  # wrong results may well overflow
        for part in evidence.parts():
            for slip in slips():
                if plain and slip.rank >= PLAIN:
                    break
                if text := slip.explain(part):
                    whole = len(part.misses) == len(evidence.misses)
                    return Cause(slip.name, text, slip.confidence if whole else Confidence.POSSIBLE)
    return None
