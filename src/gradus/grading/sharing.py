"""Share a lab's exercises among threads with a candidate each, where they take long enough for that to pay."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gradus.grading.asking import Asker, Task
from gradus.grading.sandbox import Candidate
from gradus.grading.watching import Cancelled
from gradus.model import ExerciseReport, Isolation

PAYS_AFTER = 0.3
"""Seconds after which help comes. A small lab is done sooner than a second candidate has its definitions."""
MOST = 4
"""No more threads than this, whatever the machine has."""


@dataclass(slots=True)
class Made:
    """What all threads together made."""

    reports: dict[str, ExerciseReport] = field(default_factory=dict)
    errors: dict[str, BaseException] = field(default_factory=dict)
    standing: tuple[Isolation, tuple[str, ...]] | None = None
    """What stood around the learner's code; None if none of it ran."""


def share(
    names: Sequence[str], report: Callable[[str, Asker], ExerciseReport], task: Task, first: Candidate | None
) -> Made:
    """The report on each name. An error in one ends all; of several, the one of the earliest name is raised."""
    made = Made()
    left = deque(names)
    done = threading.Event()

    def work(asker: Asker) -> None:
        name = ""
        try:
            while True:
                with task.lock:
                    if not left or made.errors:
                        break
                    name = left.popleft()
                made.reports[name] = report(name, asker)
        except BaseException as error:  # noqa: BLE001 -- it is raised again by the thread that waits for all
            made.errors[name] = error
            task.watch.stop()
        finally:
            with task.lock:
                made.standing = made.standing or asker.standing
            asker.close()

    def help_out() -> None:
        if not done.wait(PAYS_AFTER) and left:
            work(Asker(task))

    helpers = [threading.Thread(target=help_out, name="gradus-exam") for _ in range(min(cores(), len(names), MOST) - 1)]
    for helper in helpers:
        helper.start()
    try:
        work(Asker(task, first))
    finally:
        done.set()
        try:
            for helper in helpers:
                helper.join()
        except BaseException:
            task.watch.stop()  # interrupted while waiting: they need not finish either
            raise
    first_errors = [made.errors[name] for name in ("", *names) if name in made.errors]
    for error in sorted(first_errors, key=lambda one: isinstance(one, Cancelled)):
        raise error  # what stopped the others comes before their having been stopped
    return made


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux tells; elsewhere all there are
        return os.cpu_count() or 1
