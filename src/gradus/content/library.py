"""Reads the courses folder: which courses, weeks and items there are, and in which order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from gradus.content.tables import ContentError, Key, check_keys, read_table
from gradus.model import Course, Finding, Item, Kind, Source, Week

COURSE_KEYS = {
    "title": Key(str, required=True),
    "summary": Key(str, required=True),
    "week": Key(list, required=True),
}
WEEK_KEYS = {
    "id": Key(str, required=True),
    "title": Key(str, required=True),
    "summary": Key(str, required=True),
    "items": Key(list, required=True),
}
ITEM_KEYS = {
    "kind": Key(str, required=True, one_of=tuple(Kind)),
    "title": Key(str, required=True),
    "minutes": Key(int, required=True),
    "summary": Key(str, required=True),
    "goals": Key(list, required=True),
    "needs": Key(list),
    "sources": Key(list),
    "optional": Key(bool),
}
KIND_KEYS = {
    Kind.LESSON: {},
    Kind.QUIZ: {"draw": Key(int, required=True)},
    Kind.LAB: {"data": Key(list), "imports": Key(list)},
}
SOURCE_KEYS = {"title": Key(str, required=True), "url": Key(str)}


def courses_root() -> Path:
    """The folder that holds the courses: ``GRADUS_COURSES``, else the checkout's, else the wheel's own."""
    override = os.environ.get("GRADUS_COURSES")
    if override:
        return Path(override)
    package = Path(__file__).resolve().parents[1]
    checkout = package.parents[1] / "courses"
    return checkout if checkout.is_dir() else package / "_courses"


@dataclass(frozen=True)
class Library:
    """All courses that could be read, and the findings about what could not."""

    root: Path
    courses: tuple[Course, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    @cached_property
    def _items(self) -> dict[str, Item]:
        return {item.key: item for course in self.courses for item in course.items}

    def course(self, course_id: str) -> Course | None:
        """The course with this id."""
        return next((course for course in self.courses if course.id == course_id), None)

    def item(self, key: str) -> Item | None:
        """The item with this key, ``course/item``."""
        return self._items.get(key)

    @property
    def labs(self) -> tuple[Item, ...]:
        """Every lab of every course, in order."""
        return tuple(item for item in self._items.values() if item.kind is Kind.LAB)

    def lab(self, lab_id: str) -> Item | None:
        """The lab with this id; lab ids are unique over all courses."""
        return next((lab for lab in self.labs if lab.id == lab_id), None)


def load_courses(root: Path) -> Library:
    """Read every course below ``root``. A broken item or week is left out and reported; nothing raises."""
    if not root.is_dir():
        return Library(
            root, (), (Finding(str(root), "there is no such folder.", "Set GRADUS_COURSES to your courses."),)
        )
    courses: list[Course] = []
    findings: list[Finding] = []
    for folder in sorted(path.parent for path in root.glob("*/course.toml")):
        course, found = _read_course(folder, root)
        findings += found
        if course is not None:
            courses.append(course)
    findings += _lab_ids_twice(courses, root)
    return Library(root, tuple(courses), tuple(findings))


def _read_course(folder: Path, root: Path) -> tuple[Course | None, list[Finding]]:
    shown = _shown(folder / "course.toml", root)
    try:
        table = read_table(folder / "course.toml", shown)
    except ContentError as error:
        return None, list(error.findings)
    findings = check_keys(table, COURSE_KEYS, shown)
    if findings:
        return None, findings
    weeks: list[Week] = []
    for number, entry in enumerate(table["week"], start=1):
        if not isinstance(entry, dict):
            findings.append(Finding(shown, f"week {number} is not a table.", "Write it as [[week]]."))
            continue
        found = check_keys(entry, WEEK_KEYS, shown, f"week {number}")
        findings += found
        if not found:
            week, found = _read_week(entry, folder, root)
            findings += found
            weeks.append(week)
    course = Course(folder.name, table["title"], folder, table["summary"], tuple(weeks))
    return course, findings + list(_order_findings(course, shown))


def _read_week(entry: dict[str, Any], course: Path, root: Path) -> tuple[Week, list[Finding]]:
    items: list[Item] = []
    findings: list[Finding] = []
    for item_id in entry["items"]:
        try:
            items.append(read_item(course / entry["id"] / str(item_id), course.name, entry["id"], root))
        except ContentError as error:
            findings += error.findings
    return Week(entry["id"], entry["title"], course.name, entry["summary"], tuple(items)), findings


def read_item(folder: Path, course: str, week: str, root: Path) -> Item:
    """Read one item's ``item.toml``; ContentError says what is wrong with it."""
    shown = _shown(folder / "item.toml", root)
    table = read_table(folder / "item.toml", shown)
    kind = table.get("kind")
    if kind is not None and kind not in tuple(Kind):  # which other keys it may have is not known then
        raise ContentError(check_keys({"kind": kind}, {"kind": ITEM_KEYS["kind"]}, shown))
    findings = check_keys(table, ITEM_KEYS | (KIND_KEYS[Kind(kind)] if kind else {}), shown)
    sources = []
    for number, entry in enumerate(table.get("sources", []), start=1):
        found = (
            check_keys(entry, SOURCE_KEYS, shown, f"source {number}")
            if isinstance(entry, dict)
            else [Finding(shown, f"source {number} is not a table.", 'Write { title = "…", url = "…" }.')]
        )
        findings += found
        if not found:
            sources.append(Source(entry["title"], entry.get("url", "")))
    for name in ("goals", "needs", "data", "imports"):
        if isinstance(table.get(name), list) and not all(isinstance(value, str) for value in table[name]):
            findings.append(Finding(shown, f"{name!r} holds something that is not text.", "Put each entry in quotes."))
    for name in table.get("imports", []) if isinstance(table.get("imports", []), list) else []:
        if isinstance(name, str) and not all(part.isidentifier() for part in name.split(".")):
            findings.append(
                Finding(shown, f"'imports' holds {name!r}; expected modules.", 'Write them as "scipy.optimize".')
            )
    if isinstance(table.get("minutes"), int) and table["minutes"] < 1:
        findings.append(Finding(shown, f"'minutes' is {table['minutes']}; expected 1 or more."))
    if findings:
        raise ContentError(findings)
    return Item(
        id=folder.name,
        kind=Kind(table["kind"]),
        title=table["title"],
        minutes=table["minutes"],
        course=course,
        week=week,
        path=folder,
        goals=tuple(table["goals"]),
        needs=tuple(table.get("needs", ())),
        sources=tuple(sources),
        summary=table["summary"],
        optional=table.get("optional", False),
        draw=table.get("draw", 0),
        data=tuple(table.get("data", ())),
        imports=tuple(table.get("imports", ())),
    )


def _order_findings(course: Course, shown: str) -> Iterator[Finding]:
    """Ids used twice, needs that do not exist or come later."""
    place: dict[str, int] = {}
    for number, item in enumerate(course.items):
        if item.id in place:
            yield Finding(shown, f"the item {item.id!r} is listed twice.", "An id is unique in its course.")
        place.setdefault(item.id, number)
    for item in course.items:
        for need in item.needs:
            if need not in place:
                yield Finding(shown, f"{item.id!r} needs {need!r}, which this course does not have.")
            elif place[need] >= place[item.id]:
                yield Finding(shown, f"{item.id!r} needs {need!r}, which comes later.", "Move one of them.")


def _lab_ids_twice(courses: list[Course], root: Path) -> Iterator[Finding]:
    seen: dict[str, Item] = {}
    for item in (item for course in courses for item in course.items if item.kind is Kind.LAB):
        if item.id in seen:
            other = _shown(seen[item.id].path, root)
            yield Finding(
                _shown(item.path, root), f"the lab id {item.id!r} is taken by {other}.", "Lab ids are unique."
            )
        seen.setdefault(item.id, item)


def _shown(path: Path, root: Path) -> str:
    """A path as findings show it: from the courses folder on, with forward slashes."""
    return path.relative_to(root).as_posix()
