"""The command ``gradus``: puts the groups together, and words every failure."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from gradus.cli import author, doctor, lab, start, status
from gradus.cli.output import MENDABLE, Problem, complain
from gradus.record.errors import RecordError, WorkspaceError

app = typer.Typer(
    name="gradus",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Machine learning and deep learning: lessons, quizzes and labs that are yours.",
    epilog="Example: gradus start",
)
app.command("start", epilog=start.EXAMPLE)(start.start)
app.command("status", epilog=status.EXAMPLE)(status.status)
app.add_typer(lab.app, name="lab")
app.add_typer(author.app, name="author")
app.command("doctor", epilog=doctor.EXAMPLE)(doctor.doctor)


def _version(wanted: bool) -> None:
    if wanted:
        from gradus.record.version import program_version  # here, since no other command waits for it

        typer.echo(f"gradus {program_version()}")
        raise typer.Exit


@app.callback()
def _gradus(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Machine learning and deep learning: lessons, quizzes and labs that are yours."""


def main() -> None:
    """Run the command that the arguments name; never returns."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # an old terminal shows ? for a sign it lacks, and goes on
            stream.reconfigure(errors="replace")
    try:
        app()
    except Problem as problem:
        complain(str(problem))
        sys.exit(problem.code)
    except (WorkspaceError, RecordError) as error:
        complain(str(error))
        sys.exit(MENDABLE)
    except ModuleNotFoundError as error:
        complain(
            f"The package {error.name} is missing, so this command cannot run. In a checkout, run python3 start.py, "
            f"which installs it; elsewhere {sys.executable} -m pip install --force-reinstall gradus."
        )
        sys.exit(MENDABLE)
    except BrokenPipeError:
        # The reader has seen enough (``gradus status | head``); there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(MENDABLE)
    sys.exit(0)
