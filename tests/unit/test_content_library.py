"""Courses are read from plain files; a broken one is reported, and the others still work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gradus.content import courses_root, load_courses

COURSE = """
title = "A course"
summary = "About something."
[[week]]
id = "week-1"
title = "A week"
summary = "Of it."
items = ["first", "second"]
"""
ITEM = 'kind = "lesson"\ntitle = "An item"\nminutes = 5\nsummary = "So."\ngoals = ["Know."]\n'


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    for name in ("first", "second"):
        folder = tmp_path / "course" / "week-1" / name
        folder.mkdir(parents=True)
        (folder / "item.toml").write_text(ITEM)
        (folder / "lesson.md").write_text("Text.")
    (tmp_path / "course" / "course.toml").write_text(COURSE)
    return tmp_path


def test_a_clean_folder_gives_its_items_in_order(courses: Path) -> None:
    library = load_courses(courses)
    assert library.findings == ()
    assert [item.key for item in library.courses[0].items] == ["course/first", "course/second"]
    assert library.item("course/second") is library.courses[0].items[1]
    assert library.course("nowhere") is None


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / name
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

    return change


FIRST = "course/week-1/first/item.toml"


@pytest.mark.parametrize(
    ("breaks", "said"),
    [
        (edit(FIRST, "minutes = 5", "minuts = 5"), "unknown key 'minuts'. Did you mean 'minutes'?"),
        (edit(FIRST, "minutes = 5", 'minutes = "five"'), "'minutes' is 'five'; expected a whole number"),
        (edit(FIRST, "minutes = 5", "minutes = true"), "'minutes' is True; expected a whole number"),
        (edit(FIRST, "minutes = 5", "minutes = 0"), "'minutes' is 0; expected 1 or more"),
        (edit(FIRST, '"lesson"', '"leson"'), "Did you mean 'lesson'?"),
        (edit(FIRST, 'title = "An item"', 'title = "An item'), "not valid TOML"),
        (edit(FIRST, '["Know."]', "[3]"), "'goals' holds something that is not text"),
        (edit(FIRST, 'kind = "lesson"', 'kind = "lab"\nimports = "scipy"'), "'imports' is 'scipy'; expected a list"),
        (edit(FIRST, 'kind = "lesson"', 'kind = "lab"\nimports = [3]'), "'imports' holds something that is not text"),
        (edit(FIRST, 'kind = "lesson"', 'kind = "lab"\nimports = ["sci-kit"]'), "'imports' holds 'sci-kit'"),
        (edit(FIRST, 'kind = "lesson"', 'kind = "lesson"\nimports = ["scipy"]'), "unknown key 'imports'"),
        (edit(FIRST, "goals", "needs = ['second']\ngoals"), "'first' needs 'second', which comes later"),
        (edit(FIRST, "goals", "needs = ['third']\ngoals"), "'first' needs 'third', which this course does not have"),
        (edit(FIRST, "goals", "sources = ['book']\ngoals"), "source 1 is not a table"),
        (lambda root: (root / FIRST).unlink(), "this file is missing"),
        (lambda root: (root / FIRST).write_bytes(b"\xff\xfe"), "not UTF-8 text"),
    ],
)
def test_a_broken_item_is_left_out_and_named_while_the_others_stay(
    courses: Path, breaks: Callable[[Path], None], said: str
) -> None:
    breaks(courses)
    library = load_courses(courses)
    assert said in "\n".join(map(str, library.findings))
    assert library.item("course/second") is not None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"first", "second"', '"first", "first"', "the item 'first' is listed twice"),
        ("items =", "itmes =", "unknown key 'itmes'. Did you mean 'items'?"),
        ('title = "A course"', "", "the key 'title' is missing"),
        ("[[week]]", "[[week", "not valid TOML"),
        ("[[week]]", "[[weeks]]", "unknown key 'weeks'. Did you mean 'week'?"),
    ],
)
def test_a_broken_course_is_named(courses: Path, old: str, new: str, said: str) -> None:
    edit("course/course.toml", old, new)(courses)
    assert said in "\n".join(map(str, load_courses(courses).findings))


def test_a_lab_id_is_unique_over_all_courses(courses: Path) -> None:
    edit(FIRST, '"lesson"', '"lab"')(courses)
    other = courses / "other" / "week-1" / "first"
    other.mkdir(parents=True)
    (courses / "other" / "course.toml").write_text(COURSE.replace(', "second"', ""))
    (other / "item.toml").write_text(ITEM.replace('"lesson"', '"lab"'))
    assert "the lab id 'first' is taken by course/week-1/first" in "\n".join(map(str, load_courses(courses).findings))


def test_a_missing_folder_is_a_finding(tmp_path: Path) -> None:
    assert "there is no such folder" in str(load_courses(tmp_path / "nowhere").findings[0])


def test_the_environment_names_another_courses_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADUS_COURSES", str(tmp_path))
    assert courses_root() == tmp_path


def test_a_lab_names_the_packages_to_be_loaded_ahead(courses: Path) -> None:
    edit(FIRST, 'kind = "lesson"', 'kind = "lab"\nimports = ["scipy.optimize", "sklearn"]')(courses)
    item = load_courses(courses).item("course/first")
    assert item is not None
    assert item.imports == ("scipy.optimize", "sklearn")
