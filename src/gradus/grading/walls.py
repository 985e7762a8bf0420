"""What stands between learner code and the machine: how much it may take, and what the layers are worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gradus.model import Isolation


class WallsError(RuntimeError):
    """This machine gives fewer walls than were asked for, so nothing was run."""


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
    """What a candidate is given, what it must not see, and the least that must stand around it."""

    required: Isolation = Isolation.NONE
    """Below it nothing is run: ``ISOLATED`` is for whoever grades the code of strangers."""
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


_WORTH = [Isolation.NONE, Isolation.PARTLY, Isolation.ISOLATED]
_ISOLATED = {"landlock", "seccomp", "rlimits", "no-privileges"}
_PARTLY = {"landlock", "seccomp", "uid", "sandbox-exec"}


def worth(layers: Iterable[str]) -> Isolation:
    """The label that layers deserve: files, system calls and resources shut off, some of it, or none."""
    standing = set(layers)
    if standing >= _ISOLATED:
        return Isolation.ISOLATED
    return Isolation.PARTLY if standing & _PARTLY else Isolation.NONE


def demand(required: Isolation, layers: Iterable[str]) -> None:
    """Refuse to go on where less stands than is required."""
    standing = tuple(layers)
    found = worth(standing)
    if _WORTH.index(found) < _WORTH.index(required):
        missing = ", ".join(sorted(_ISOLATED - set(standing)))
        raise WallsError(
            f"Nothing was run: code was to be {required}, and this machine gives only: {found}. "
            f"Missing: {missing}. Use Linux 5.13 or newer with Landlock switched on."
        )
