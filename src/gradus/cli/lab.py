"""``gradus lab``: start a lab, check it, or have it checked at every save."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from gradus.cli.output import INTERRUPTED, MENDABLE, JsonOption, Problem, WorkspaceOption, complain, console, print_json
from gradus.content import courses_root, load_courses
from gradus.model import Level
from gradus.record import Workspace, find_folder, open_workspace

# Imports inside the commands: ``lab check`` is what a notebook waits for, so each loads its own needs alone.

app = typer.Typer(no_args_is_help=True, help="Start a lab and check your work.", rich_markup_mode=None)

Targets = Annotated[
    list[str],
    typer.Argument(
        metavar="[LAB] FILE",
        help="A notebook or .py file; its functions tell which lab it is. LAB alone: its notebook saved last.",
        show_default=False,
    ),
]
Only = Annotated[list[str] | None, typer.Option("--only", metavar="NAME", help="Grade this exercise; may be repeated.")]
Seed = Annotated[int | None, typer.Option("--seed", min=0, help="Ask what the report with this seed asked.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Grade, and add nothing to the record.")]


@app.command("start", epilog="Example: gradus lab start python-basics --level guided --open")
def start(
    lab: Annotated[str, typer.Argument(metavar="LAB", help="The lab's id, such as logistic-regression.")],
    level: Annotated[Level, typer.Option(help="How much is given.")] = Level.STANDARD,
    open_it: Annotated[bool, typer.Option("--open", help="Open it in JupyterLab, until Ctrl-C.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Put a lab's notebook and data into your folder, and print its path. One that is there stays."""
    from gradus.cli.targets import find_lab

    item = find_lab(lab, load_courses(courses_root()))
    opened = open_workspace(find_folder(explicit=workspace))

    from gradus.labs.source import LabError
    from gradus.labs.start import StartError, start_lab

    try:
        path = start_lab(item, level, opened.folder)
    except LabError as error:
        raise Problem(f"The lab {item.id} is broken, and that is not your fault. {error}", MENDABLE) from error
    except StartError as error:
        raise Problem(str(error), MENDABLE) from error
    typer.echo(str(path))
    if open_it:
        from gradus.cli.jupyter import show_notebook

        show_notebook(opened.folder, path)


@app.command("check", epilog="Example: gradus lab check logistic-regression notebook.ipynb --only propagate")
def check(
    targets: Targets,
    only: Only = None,
    seed: Seed = None,
    dry_run: DryRun = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Grade a saved notebook or .py file. Exit code 0 if every exercise graded is passed, else 1."""
    from gradus.cli.grading import grade_target, opening
    from gradus.cli.targets import find_target
    from gradus.model import Status

    library = load_courses(courses_root())
    folder = find_folder(explicit=workspace)
    target = find_target(targets, library, Workspace(folder))
    try:
        with closing(opening(folder, dry_run=dry_run)) as record:
            report = grade_target(target, library, record, only=only or (), seed=seed, dry_run=dry_run, quiet=as_json)
    except KeyboardInterrupt:
        raise Problem("Stopped. Nothing of this check was recorded.", INTERRUPTED) from None
    if as_json:
        print_json(report.as_json())
    else:
        from gradus.cli.report import print_report

        print_report(console(), report)
    passed = all(exercise.status is Status.PASSED for exercise in report.exercises)
    raise typer.Exit(0 if passed else MENDABLE)


@app.command("hint", epilog="Example: gradus lab hint logistic-regression propagate")
def hint(
    lab: Annotated[str, typer.Argument(metavar="LAB", help="The lab's id, such as logistic-regression.")],
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="The function or class you are stuck with.")],
    again: Annotated[bool, typer.Option("--again", help="Show the hints you have seen, and no new one.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Show all hints at once.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Show the next hint for an exercise. Which you have seen is kept in your record; no points are lost."""
    from gradus.cli.grading import hints_for, opening
    from gradus.cli.targets import find_lab

    item = find_lab(lab, load_courses(courses_root()))
    with closing(opening(find_folder(explicit=workspace), dry_run=False)) as record:
        hints, note = hints_for(item, exercise, record, again=again, every=every)
    for one in hints:
        typer.echo(f"{exercise}: {one.title}\n\n{one.text}\n")
    typer.echo(note)


@app.command("watch", epilog="Example: gradus lab watch python-basics")
def watch(
    targets: Targets,
    only: Only = None,
    dry_run: DryRun = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Grade a file now and at every save, until Ctrl-C. The first miss of each exercise is shown."""
    from gradus.cli.grading import opening
    from gradus.cli.report import print_report
    from gradus.cli.targets import find_target
    from gradus.cli.watching import reports
    from gradus.web.fresh import library_loader

    library = load_courses(courses_root())
    folder = find_folder(explicit=workspace)
    target = find_target(targets, library, Workspace(folder))
    if target.path is None:
        raise Problem("Standard input cannot be watched. Name a file.")
    if not target.path.is_file():
        target.read()  # raises the sentence for what is no file
    out = console()
    out.print(f"Watching {target.path}. Ctrl-C ends.", style="dim")
    with closing(opening(folder, dry_run=dry_run)) as record:
        try:
            for report in reports(target, library_loader(courses_root()), record, only=only or (), dry_run=dry_run):
                if isinstance(report, Problem):
                    complain(str(report))
                else:
                    print_report(out, report, brief=True)
                out.print()
        except KeyboardInterrupt:
            out.print("Ended.", style="dim")


@app.command("serve", hidden=True, epilog="Example: gradus lab serve 1234")
def serve(kernel: Annotated[int, typer.Argument(metavar="KERNEL", help="The process that asks.")]) -> None:
    """Answer a notebook's requests, for as long as the notebook lives. ``gradus.notebook`` starts this."""
    from gradus.cli.channel import answer_until_the_end

    answer_until_the_end(kernel)
