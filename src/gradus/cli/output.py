"""What the commands share: how a failure ends one, and where words go."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

MENDABLE = 1
"""Exit code: something is to be mended."""
MISUSED = 2
"""Exit code: the command names what is not there."""
INTERRUPTED = 130
"""Exit code: Ctrl-C, as shells know it."""

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", metavar="FOLDER", help="Your folder. Default: GRADUS_WORKSPACE, or ~/gradus."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object, for programs.")]


class Problem(Exception):
    """Ends the command with a sentence on standard error."""

    def __init__(self, sentence: str, code: int = MISUSED) -> None:
        super().__init__(sentence)
        self.code = code


def complain(sentence: str) -> None:
    """A sentence on standard error, so that standard output stays what was asked for."""
    print(sentence, file=sys.stderr, flush=True)


def print_json(value: Any) -> None:
    """One object on one line."""
    print(json.dumps(value), flush=True)


def console(*, stderr: bool = False) -> Console:
    """A console that prints text as it is: learners' code is full of brackets that are no markup."""
    from rich.console import Console  # here, since --json does without it

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)


def counted(number: int, noun: str) -> str:
    """``1 finding``, ``2 findings``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def nearest(name: str, known: list[str]) -> str:
    """What to say of a name that is not known."""
    import difflib  # here, since only a failing command needs it

    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"Did you mean {near[0]}?"
    return f"There are: {', '.join(known)}." if known else "There are none."
