"""Check a lab from inside its notebook: ``check = lab("logistic-regression")``, then ``check("propagate")``.

The kernel holds neither checks nor solutions. The cells that ran go to a helper, a process of its own
that is warm by the time of the first check, and its report comes back to be shown.
"""

from __future__ import annotations

from typing import Any

from gradus.model import Report
from gradus.notebook.cells import cells_so_far, current_folder, find_shell, workspace_around
from gradus.notebook.helper import HELPER, Ask
from gradus.notebook.hints import Hinted
from gradus.notebook.showing import Checked
from gradus.notebook.waiting import Line

__all__ = ["Checked", "Checker", "Hinted", "Stopped", "lab"]


def lab(id: str, *, level: str | None = None, ask: Ask | None = None) -> Checker:
    """The checker of a lab: call it with an exercise's name, or with nothing for all of them."""
    if ask is None:
        HELPER.prepare(id, str(current_folder()))
    return Checker(id, level, ask or HELPER)


class Stopped(KeyboardInterrupt):
    """A check that was interrupted. Like any interrupt it ends the cell and those that wait behind it."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback, of which no line would be the learner's."""
        return [str(self)]


class Checker:
    """Grades the cells that have run so far."""

    def __init__(self, id: str, level: str | None, ask: Ask) -> None:
        self.id, self.level, self.ask = id, level, ask

    def __call__(self, *names: Any) -> Checked:
        """Check the exercises named, or all."""
        for name in names:
            if not isinstance(name, str):
                return Checked(None, f"check takes the name of an exercise as text: check({_quoted(name)})")
        request = {"do": "check", "only": list(names), "cells": cells_so_far(), "level": self.level}
        answer = self._ask(request, f"Checking {', '.join(names) or 'all exercises'}")
        try:
            return Checked(Report.from_json(answer["report"]))
        except (ValueError, KeyError, TypeError):
            return Checked(None, _problem(answer))

    def hint(self, name: Any, *, again: bool = False, all: bool = False) -> Hinted:
        """The next hint for an exercise; ``again`` shows those seen before, ``all`` shows every one."""
        if not isinstance(name, str):
            return Hinted((), f"check.hint takes the name of an exercise as text: check.hint({_quoted(name)})")
        answer = self._ask({"do": "hint", "exercise": name, "again": again, "all": all}, "Looking for a hint")
        try:
            return Hinted(tuple((str(hint["title"]), str(hint["text"])) for hint in answer["hints"]), answer["note"])
        except (KeyError, TypeError):
            return Hinted((), _problem(answer))

    def _ask(self, request: dict[str, Any], doing: str) -> Any:
        around = workspace_around(current_folder())
        more = {"lab": self.id, "folder": str(current_folder()), "workspace": None if around is None else str(around)}
        try:
            with Line(doing, find_shell()) as line:
                return self.ask({**request, **more}, line)
        except KeyboardInterrupt:
            # From None: where in Gradus it was interrupted is of no use to anybody.
            raise Stopped("The check was stopped. Nothing of it was recorded; you can check again at once.") from None

    def __repr__(self) -> str:
        return (
            f'The checks of {self.id}: check("name of an exercise"), or check() for all. '
            'Stuck? check.hint("name of an exercise") gives one hint at a time; hints cost no points.'
        )


def _quoted(thing: Any) -> str:
    return f'"{getattr(thing, "__name__", repr(thing))}"'


def _problem(answer: Any) -> str:
    said = answer.get("problem") if isinstance(answer, dict) else None
    return str(said or f"Gradus gave an answer that cannot be understood: {str(answer)[:200]}. Try again.")
