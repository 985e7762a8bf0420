"""Load a lab's ``checks.py`` and ``mistakes.py``: trusted author code, run in the examiner's process."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from gradus.grading.checks import Exercise, Mistake
from gradus.labs.source import LabSource, read_lab
from gradus.model import Item


class ChecksError(RuntimeError):
    """A lab's own files are wrong, so that nothing can be graded by them. No learner's fault."""


@dataclass(frozen=True, slots=True)
class Lab:
    """Everything the examiner knows about a lab."""

    item: Item
    source: LabSource
    exercises: tuple[Exercise, ...]
    """In the order of the lab's source."""
    mistakes: tuple[Mistake, ...]
    stamps: tuple[tuple[str, int, int], ...] = ()
    """Which version of its files was loaded."""

    def exercise(self, name: str) -> Exercise:
        return next(exercise for exercise in self.exercises if exercise.name == name)

    def callees(self, name: str) -> list[str]:
        """The exercises that one calls, and those that they call."""
        found: list[str] = []
        ahead = list(self.exercise(name).calls)
        while ahead:
            callee = ahead.pop(0)
            if callee not in found and callee != name:
                found.append(callee)
                ahead += self.exercise(callee).calls
        return found


def load_lab(item: Item) -> Lab:
    """Load a lab, or the copy loaded before if none of its files has changed."""
    files = tuple(item.path / name for name in ("lab.py", "checks.py", "mistakes.py"))
    return _load(item, tuple(_stamp(file) for file in files))


def _stamp(file: Path) -> tuple[str, int, int]:
    try:
        stat = file.stat()
    except OSError:
        return str(file), 0, 0
    return str(file), stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=64)
def _load(item: Item, stamps: tuple[tuple[str, int, int], ...]) -> Lab:
    source = read_lab(item)
    checks = _module(item.path / "checks.py")
    found = {value.name: value for value in vars(checks).values() if isinstance(value, Exercise)}
    if unknown := [name for name in found if name not in source.exercises]:
        raise ChecksError(f"{checks.__file__}: {unknown[0]} is no exercise of lab.py. Correct its name.")
    if missing := [name for name in source.exercises if name not in found]:
        raise ChecksError(f"{checks.__file__}: exercise {missing[0]} has no checks. Write them.")
    for one in found.values():
        if strange := [name for name in one.calls if name not in found]:
            raise ChecksError(f"{checks.__file__}: {one.name} calls {strange[0]}, which is no exercise of this lab.")
    lab = Lab(item, source, tuple(found[name] for name in source.exercises), (), stamps)
    for one in found.values():
        for callee in lab.callees(one.name):
            if one.name in found[callee].calls:
                both = f"{one.name} and {callee} are said to call each other"
                raise ChecksError(f"{checks.__file__}: {both}. Take one of the calls out.")
    mistakes: tuple[Mistake, ...] = ()
    if (item.path / "mistakes.py").is_file():
        module = _module(item.path / "mistakes.py")
        mistakes = tuple(value for value in vars(module).values() if isinstance(value, Mistake))
        if strange := [one.exercise for one in mistakes if one.exercise not in found]:
            raise ChecksError(f"{module.__file__}: {strange[0]} is no exercise of lab.py. Correct its name.")
    return replace(lab, mistakes=mistakes)


def _module(path: Path) -> ModuleType:
    name = f"_gradus_{path.stem}_{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ChecksError(f"{path}: the lab has no {path.name}. Write it.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up there
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:  # a script's sys.exit() must not end Gradus
        del sys.modules[name]
        raise ChecksError(f"{path}: it cannot be loaded: {type(error).__name__}: {error}.") from error
    return module
