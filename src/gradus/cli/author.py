"""``gradus author``: review the courses, and build what their sources promise."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from gradus.cli.output import MENDABLE, JsonOption, Problem, console, counted, nearest, print_json
from gradus.content import courses_root, load_courses

# Imports inside the commands: reviewing loads NumPy and Matplotlib, which no other command needs.

app = typer.Typer(no_args_is_help=True, help="Review and build the courses.", rich_markup_mode=None)

Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PATH…]", help="Items, weeks or courses; all without one.", show_default=False),
]


@app.command("check", epilog="Example: gradus author check courses/dl-networks/week-2")
def check(paths: Paths = None, as_json: JsonOption = False) -> None:
    """Review the courses as a careful colleague would. Exit code 1 if there is a finding."""
    from gradus.author.review import review

    library = load_courses(courses_root())
    try:
        with _saying(quiet=as_json) as say:
            findings = review(library, paths or (), say)
    except ValueError as error:
        raise Problem(str(error)) from error
    if as_json:
        print_json({"findings": [asdict(finding) for finding in findings]})
    else:
        out = console()
        for finding in findings:
            out.print(str(finding))
        out.print("No findings." if not findings else f"{counted(len(findings), 'finding')}.")
    raise typer.Exit(MENDABLE if findings else 0)


@app.command("mutants", epilog="Example: gradus author mutants logistic-regression --exercise propagate")
def mutants(
    lab: Annotated[str, typer.Argument(metavar="LAB", help="A lab's id.")],
    exercise: Annotated[list[str] | None, typer.Option("--exercise", metavar="NAME", help="Only this one.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the automatic mutants of a lab's solution that its checks let through. Exit code 1 if there is one."""
    from gradus.author.equivalents import EquivalentsError, read_equivalents, tally
    from gradus.author.survey import survey
    from gradus.cli.targets import find_lab
    from gradus.grading.loading import ChecksError, load_lab
    from gradus.labs.source import LabError

    item = find_lab(lab, load_courses(courses_root()))
    try:
        loaded = load_lab(item)
        listed = read_equivalents(item.path)
    except (LabError, ChecksError, EquivalentsError) as error:
        raise Problem(f"{item.path}: {error}", MENDABLE) from error
    names = exercise or list(loaded.source.exercises)
    for name in names:
        if name not in loaded.source.exercises:
            raise Problem(f"{lab} has no exercise {name!r}. {nearest(name, list(loaded.source.exercises))}")
    with _saying(quiet=as_json) as say:
        found = tally(list(survey(loaded, names, say=say)), [one for one in listed if one.exercise in names])
    if as_json:
        print_json({"lab": lab, **found.as_json()})
    else:
        out = console()
        for fate in found.survivors:
            out.print(f"{item.path / 'lab.py'}:{fate.mutant.line}: {fate.mutant.exercise}\n{fate.mutant.diff}\n")
        for what, fix in found.stale:
            out.print(f"{item.path / 'equivalents.toml'}: {what} {fix}")
        out.print(
            f"{counted(found.mutants, 'mutant')}: {found.failed} failed by the checks, {len(found.excused)} listed as "
            f"equivalent, {len(found.survivors)} surviving."
        )
    raise typer.Exit(MENDABLE if found.survivors or found.stale else 0)


@app.command("build", epilog="Example: gradus author build courses/dl-networks/week-2/gradient-descent")
def build(paths: Paths = None) -> None:
    """Draw the figures and run the lab solutions anew; print the files that changed."""
    from gradus.author.build import build as build_items
    from gradus.author.review import select

    library = load_courses(courses_root())
    try:
        items = select(library, paths or ())
    except ValueError as error:
        raise Problem(str(error)) from error
    with _saying(quiet=False) as say:
        changed = build_items(library, items, say)
    for path in changed:
        typer.echo(str(path))


@app.command(
    "export", epilog="Example: gradus author export nbgrader logistic-regression --to source/logistic-regression"
)
def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="nbgrader or otter.", show_default=False)],
    lab: Annotated[str, typer.Argument(metavar="LAB", help="The lab's id.", show_default=False)],
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Where the notebook goes.", show_default=False)],
) -> None:
    """Write a lab as another grader's master notebook, and say what that grader cannot express."""
    from gradus.author.exchange import FORMATS, ExchangeError, export_lab
    from gradus.grading import ChecksError
    from gradus.labs.source import LabError

    if form not in FORMATS:
        raise Problem(f"There is no format {form!r}. {nearest(form, list(FORMATS))}")
    labs = {item.id: item for item in load_courses(courses_root()).labs}
    if lab not in labs:
        raise Problem(f"There is no lab {lab!r}. {nearest(lab, list(labs))}")
    try:
        written, notes = export_lab(labs[lab], form, to)
    except (ExchangeError, LabError, ChecksError) as error:
        raise Problem(str(error)) from error
    except OSError as error:
        raise Problem(f"{to} cannot be written: {error.strerror or error}. Name another folder with --to.") from error
    _written(written, f"What {form} cannot express:", notes)


@app.command("import", epilog="Example: gradus author import hw1.ipynb --to courses/my-course/week-1/hw1")
def import_(
    notebook: Annotated[Path, typer.Argument(metavar="NOTEBOOK", help="A master notebook.", show_default=False)],
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="The new lab's folder.", show_default=False)],
) -> None:
    """Make the skeleton of a lab from an nbgrader source notebook or an otter assignment."""
    from gradus.author.exchange import ExchangeError, import_lab

    try:
        written, notes = import_lab(notebook, to)
    except ExchangeError as error:
        raise Problem(str(error)) from error
    except OSError as error:
        raise Problem(f"{to} cannot be written: {error.strerror or error}. Name another folder with --to.") from error
    _written(written, "Left to do, beside rewriting the checks with inputs from rng and values from elsewhere:", notes)


def _written(paths: Sequence[Path], heading: str, notes: Sequence[str]) -> None:
    for path in paths:
        typer.echo(str(path))
    if notes:
        typer.echo(f"\n{heading}")
    for note in notes:
        typer.echo(f"- {note}")


@contextmanager
def _saying(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Shows which item is at work, on standard error, where somebody watches."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    with console(stderr=True).status("Reading") as status:
        yield status.update
