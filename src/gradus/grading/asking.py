"""Put checks to the learner's code: a candidate with the definitions in it, the calls, the lent helpers."""

from __future__ import annotations

import ast
import hashlib
import itertools
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gradus.grading import wire
from gradus.grading.checks import Case, Check, Law, Steps
from gradus.grading.judging import Probe, judge
from gradus.grading.loading import Lab
from gradus.grading.objects import HANDLE
from gradus.grading.outcomes import Lost, Outcome, Raised, Returned
from gradus.grading.playing import play
from gradus.grading.sandbox import Candidate
from gradus.grading.steps import MOST
from gradus.grading.walls import Walls
from gradus.grading.watching import Watch
from gradus.labs.definitions import Definition, needed
from gradus.labs.submission import Submission
from gradus.model import Isolation

UNTRIED = "Not tried, because an earlier call did not come back."


@dataclass(slots=True)
class Task:
    """What is graded, shared by all who ask about it at the same time."""

    lab: Lab
    submission: Submission
    statements: Sequence[Definition]
    """Of the learner's file, what counts."""
    seed: int
    walls: Walls
    watch: Watch
    definitions: list[Definition]
    """What a candidate runs: provided, then the learner's own over it."""
    until: float
    """When time is up, on the monotonic clock."""
    unloaded: dict[str, Raised | Lost] = field(default_factory=dict)
    """By name, why a definition could not be run."""
    one_by_one: bool = False
    """Whether definitions are run with an order for each, since one of them ended a process."""
    lock: threading.RLock = field(default_factory=threading.RLock)

    def seed_for(self, name: str, purpose: str = "") -> int:
        """NumPy's global seed for an exercise's calls. It tells nothing of the seed that the inputs come from."""
        text = f"{self.seed} {name} {purpose}".encode()
        return int.from_bytes(hashlib.blake2b(text, digest_size=4).digest())

    def classes(self, names: Sequence[str]) -> list[str]:
        """Those of the exercises named that are classes."""
        return [name for name in names if isinstance(self.lab.source.node(name), ast.ClassDef)]


class Asker:
    """One candidate, the one that stands in for helpers, and what is asked of them; for one thread alone."""

    def __init__(self, task: Task, fresh: Candidate | None = None, *, is_second: bool = False) -> None:
        self.task = task
        self.standing: tuple[Isolation, tuple[str, ...]] | None = None
        """What stood around the learner's code, once it has run."""
        self._fresh = fresh
        self._candidate: Candidate | None = None
        self._reference: Candidate | None = None
        self._second: Asker | None = None
        self._is_second = is_second
        self._numbers = itertools.count()
        self._lent_seed: int | None = None

    def second(self) -> Asker:
        """Another, whose candidate knows nothing of what this one's was asked."""
        if self._second is None:
            self._second = self.another()
        return self._second

    def another(self) -> Asker:
        """One more of the same kind, whose candidate starts up while others are asked."""
        return Asker(self.task, self._new(), is_second=True)

    def __enter__(self) -> Asker:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def ready(self) -> None:
        """Have the learner's definitions run, so that no call waits for them."""
        self.alive()

    def close(self) -> None:
        """End all candidates."""
        if self._second is not None:
            self._second.close()
        for candidate in (self._candidate, self._reference, self._fresh):
            if candidate is not None:
                candidate.close()
        self._candidate = self._reference = self._fresh = None

    def ask(self, name: str, checks: Sequence[Check], lent: Sequence[str] = (), purpose: str = "") -> tuple[Probe, ...]:
        """Make the calls and judge them. Two claims about the same call make it once."""
        probes: list[Probe] = []
        known: dict[bytes, Outcome] = {}
        if lent:
            self._lender()  # started now, so that the learner's time is not spent on it
        for number, check in enumerate(checks, 1):
            if probes and isinstance(probes[-1].outcome, Lost | None):
                probes.append(Probe(check, None, False, UNTRIED, UNTRIED))
                continue
            self.task.watch.check(check.name, number, len(checks))
            if isinstance(check, Steps):
                probes.append(self.play(name, check, lent, purpose))
                continue
            key = call_key(check)
            if key not in known:
                known[key] = self.call(name, check, lent, purpose)
            probes.append(judge(check, known[key]))
        return tuple(probes)

    def call(self, name: str, check: Case | Law, lent: Sequence[str] = (), purpose: str = "") -> Outcome:
        """Make the call of one check."""
        candidate = self.alive()
        if candidate is None:
            return Lost("timeout", "time was up")
        seed = self._lent_seed = self.task.seed_for(name, purpose) if check.seed is None else check.seed
        with self.task.watch.waiting_for(candidate):
            outcome = candidate.call(
                name,
                check.args,
                check.kwargs,
                seed=seed,
                deadline=self._deadline(check.timeout),
                unchanged=check.unchanged,
                lent=lent,
                classes=self.task.classes(lent),
                lend=self._lend if lent else None,
            )
        self.task.watch.stop_if_cancelled()
        return outcome

    def play(self, name: str, check: Steps, lent: Sequence[str] = (), purpose: str = "") -> Probe:
        """Take the steps of one check, all in one candidate."""
        if check.alone and self._candidate is not None:
            self._candidate.close()
        deadline = self._deadline(check.timeout)

        def take(order: Mapping[str, Any], seed: int | None) -> Outcome:
            candidate = self.alive(again=bool(order["forget"]))
            if candidate is None:
                return Lost("timeout", "time was up")
            self._lent_seed = self._lent_seed if seed is None else seed
            with self.task.watch.waiting_for(candidate):
                outcome = candidate.step(
                    order,
                    seed=seed,
                    deadline=deadline,
                    lent=lent,
                    classes=self.task.classes(lent),
                    lend=self._lend if lent else None,
                )
            self.task.watch.stop_if_cancelled()
            return outcome

        return play(check, name, take, self.task.seed_for(name, purpose))

    def again(self, name: str, lent: Sequence[str]) -> Callable[[Case | Law], Any]:
        """For the diagnosis: what the learner's function returns for other arguments; None if nothing."""

        def ask(check: Case | Law) -> Any:
            outcome = self.call(name, replace(check, unchanged=False), lent)
            return outcome.value if isinstance(outcome, Returned) else None

        return ask

    def _deadline(self, timeout: float | None) -> float:
        return min(time.monotonic() + (timeout or self.task.walls.limits.call_seconds), self.task.until)

    def alive(self, *, again: bool = True) -> Candidate | None:
        """A candidate with the definitions in it; a new one if the last was lost, where ``again`` allows it."""
        while self._candidate is None or not self._candidate.alive:
            self.task.watch.stop_if_cancelled()
            if time.monotonic() >= self.task.until or not again:
                return None
            self._candidate, self._fresh = self._fresh or self._new(), None
            if not self._is_second:
                self.second()  # it starts up while this one is asked
            self._load(self._candidate)
        return self._candidate

    def _new(self) -> Candidate:
        return Candidate(self.task.walls, self.task.lab.item.imports)

    def _load(self, candidate: Candidate) -> None:
        """Run the definitions; what cannot be run is left out from now on."""
        task = self.task
        definitions = list(task.definitions)
        with task.watch.waiting_for(candidate):
            outcomes: Iterable[Outcome]
            if task.one_by_one:
                outcomes = (candidate.load(one) for one in definitions)
            else:
                together = candidate.load_all(definitions)
                # One of them ended the process: the next one is told of each alone, which shows which it was.
                task.one_by_one = isinstance(together, Lost)
                outcomes = () if isinstance(together, Lost) else together
            for definition, outcome in zip(definitions, outcomes, strict=False):
                task.watch.stop_if_cancelled()
                if isinstance(outcome, Raised | Lost):
                    with task.lock:
                        if not definition.computed or definition.binds.intersection(task.lab.source.exercises):
                            task.unloaded.update(dict.fromkeys(definition.binds, outcome))
                        if definition in task.definitions:
                            task.definitions.remove(definition)
                if isinstance(outcome, Lost):
                    break
        task.watch.stop_if_cancelled()
        if candidate.alive:
            self.standing = candidate.isolation, candidate.layers

    def _lender(self) -> Candidate:
        """The candidate that holds the lab's own solution, ready to be called."""
        if self._reference is None or not self._reference.alive:
            self._reference = self._new()
            source = self.task.lab.source
            cells = [cell.source for cell in source.cells if cell.kind == "code"]
            self._reference.load_all(needed(Submission.from_cells(cells).definitions, source.exercises))
        return self._reference

    def _lend(
        self,
        name: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        deadline: float,
        step: Mapping[str, Any] | None = None,
    ) -> Outcome:
        """The lab's own result for a helper that the learner's is wrong in.

        It is computed in a third process: the solution is in reach neither of the learner's code nor,
        with inputs that such code chose, of the examiner's.
        """
        reference = self._lender()
        with self.task.watch.waiting_for(reference):
            if step is None:
                return reference.call(name, args, kwargs, seed=self.task.seed, deadline=deadline, unchanged=False)
            number = next(self._numbers)
            order = lent_order(name, args, kwargs, step) | {"keep": number}
            # The random numbers of lent objects follow from the seed of the call that they are made in.
            seed, self._lent_seed = self._lent_seed, None
            outcome = reference.step(order, seed=seed, deadline=deadline)
        if isinstance(outcome, Returned) and isinstance(outcome.value, wire.Opaque) and outcome.value.kind != "method":
            return Returned(wire.Opaque(HANDLE, str(number)))
        return outcome


def call_key(check: Case | Law) -> bytes:
    """The same for two checks that make the same call."""
    call = (check.args, dict(check.kwargs), check.seed, check.unchanged)
    return b"".join(bytes(part) for part in wire.encode(call))


def lent_order(name: str, args: tuple[Any, ...], kwargs: dict[str, Any], step: Mapping[str, Any]) -> dict[str, Any]:
    """What a candidate may have done with an object of a lent class; ``objects.py`` refuses what is not public."""
    kind, on = str(step["kind"]), step["on"]
    path = [str(part) for part in step["path"]]
    if kind not in ("make", "call", "read", "put") or not (on is None if kind == "make" else type(on) is int and path):
        raise wire.WireError("it asked for what cannot be done with an object")
    return {
        "kind": kind,
        "on": on,
        "name": name,
        "path": path,
        "args": args,
        "kwargs": kwargs,
        "unchanged": False,
        "most": MOST,
        "lend": True,
    }
