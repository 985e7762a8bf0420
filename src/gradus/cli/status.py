"""``gradus status``: where you are, and what is next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gradus.cli.output import JsonOption, WorkspaceOption, console, counted, print_json
from gradus.content import courses_root, load_courses
from gradus.model import Attempt, Course, Item
from gradus.record import find_folder, open_workspace, server_address
from gradus.record.progress import CourseProgress, Done, current_course, progress
from gradus.record.spool import waiting_files
from gradus.record.workspace import Workspace, is_workspace

if TYPE_CHECKING:
    from rich.console import Console

EXAMPLE = "Example: gradus status --json"
BAR = 20
"""Width of a week's bar, in characters."""


def status(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Show how far each course is and what is next."""
    folder = find_folder(explicit=workspace)
    opened = open_workspace(folder, create=False) if is_workspace(folder) else None
    library = load_courses(courses_root())
    attempts = _attempts(opened)
    progresses = {course.id: progress(course, attempts) for course in library.courses}
    current = current_course(library.courses, progresses)
    address = None if opened is None else server_address(opened)
    if as_json:
        print_json(
            {
                "workspace": str(folder),
                "exists": opened is not None,
                "address": address,
                "current": current and current.id,
                "courses": [_course_json(course, progresses[course.id]) for course in library.courses],
                "findings": [str(finding) for finding in library.findings],
            }
        )
        return
    out = console()
    if opened is None:
        out.print(f"There is no workspace in {folder} yet. `gradus start` makes one.")
    else:
        out.print(f"Workspace  {folder}")
    if address:
        out.print(f"Running    {address}")
    for course in library.courses:
        _print_course(out, course, progresses[course.id])
    if current is not None:
        _print_next(out, progresses[current.id].next)
    elif library.courses:
        out.print("\nEverything is done.")
    if library.findings:
        out.print(f"\n{counted(len(library.findings), 'fault')} in {library.root}; `gradus author check` lists them.")


def _attempts(workspace: Workspace | None) -> Sequence[Attempt]:
    if workspace is None or not (workspace.record_path.exists() or waiting_files(workspace.record_path)):
        return ()
    from gradus.record.record import Record  # here, since a new learner has none

    with Record(workspace.record_path) as record:
        return record.attempts(brief=True)


def _print_course(out: Console, course: Course, now: CourseProgress) -> None:
    out.print(f"\n{course.title}: {now.overall.done} of {now.overall.total} done", style="bold")
    width = max((len(week.title) for week in course.weeks), default=0)
    for week in course.weeks:
        done = now.weeks[week.id]
        out.print(f"  {week.title:<{width}}  {_bar(done)}  {done.done:>2} of {done.total}")
    if now.last is not None:
        out.print(f"  Last worked on {now.last.astimezone():%d %B %Y, %H:%M}")


def _print_next(out: Console, item: Item | None) -> None:
    if item is not None:
        out.print(f"\nNext: {item.title} ({item.kind}, {item.minutes} minutes)")


def _bar(done: Done) -> str:
    full = int(BAR * done.share)
    return "█" * full + "░" * (BAR - full)


def _course_json(course: Course, now: CourseProgress) -> Mapping[str, Any]:
    return {
        "id": course.id,
        "title": course.title,
        **_done_json(now.overall),
        "last": _time(now.last),
        "next": now.next and now.next.key,
        "weeks": [{"id": week.id, "title": week.title, **_done_json(now.weeks[week.id])} for week in course.weeks],
        "items": [
            {
                "key": item.key,
                "kind": str(item.kind),
                "title": item.title,
                "state": str(now.items[item.key].state),
                "best": now.items[item.key].best,
                "attempts": now.items[item.key].attempts,
                "last": _time(now.items[item.key].last),
                "exercises": dict(now.items[item.key].exercises),
            }
            for item in course.items
        ],
    }


def _done_json(done: Done) -> Mapping[str, Any]:
    return {"done": done.done, "total": done.total, "share": done.share, "minutes_left": done.minutes_left}


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
