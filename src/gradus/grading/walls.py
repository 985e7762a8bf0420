"""What stands between learner code and the machine, said honestly.

Today: a process of its own, bounds on time, memory and files, an empty environment and folder, and
the project's packages shut out by name. That keeps an accident in its place; it does not stop code
that means harm. ``Walls`` is where stronger ones will be named; the sandbox reports what it is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gradus.model import Isolation


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the machine a candidate may take."""

    load_seconds: float = 10.0
    call_seconds: float = 5.0
    total_seconds: float = 120.0
    memory_bytes: int = 2 << 30
    file_bytes: int = 16 << 20
    open_files: int = 64
    cpu_seconds: int = 150
    """The last resort, for a candidate that outlives its examiner."""

    def as_rlimits(self) -> dict[str, int]:
        return {
            "AS": self.memory_bytes,
            "FSIZE": self.file_bytes,
            "NOFILE": self.open_files,
            "CPU": self.cpu_seconds,
            "CORE": 0,
        }


@dataclass(frozen=True, slots=True)
class Walls:
    """The layers that a sandbox puts up around a candidate, and the label they deserve."""

    isolation: Isolation = Isolation.NONE
    limits: Limits = field(default_factory=Limits)
    shut: tuple[str, ...] = ("gradus", "descent", "courses")
    """Packages that a candidate cannot import, by name."""
    environment: Mapping[str, str] = field(
        default_factory=lambda: {
            "LANG": "C.UTF-8",
            "MPLBACKEND": "Agg",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "PATH": "/usr/bin:/bin",
        }
    )
