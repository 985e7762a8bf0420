"""The courses are read once, and anew when a file changed."""

from __future__ import annotations

import os
from pathlib import Path

from gradus.web.fresh import library_loader
from tests.webcourse import write_course


def test_nothing_is_read_again_while_nothing_changes(tmp_path: Path) -> None:
    write_course(tmp_path)
    load = library_loader(tmp_path, every=0)
    assert load() is load()


def test_a_changed_a_new_and_a_removed_file_are_noticed(tmp_path: Path) -> None:
    course = write_course(tmp_path)
    load = library_loader(tmp_path, every=0)
    first = load()
    path = course / "course.toml"
    path.write_text(path.read_text().replace("A small course", "A changed course"))
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1_000_000))
    second = load()
    assert second is not first
    assert second.courses[0].title == "A changed course"
    (course / "week-1" / "second-steps" / "item.toml").unlink()
    assert len(load().courses[0].items) == 3
    write_course(tmp_path / "inner")
    assert load() is not second


def test_files_are_not_looked_at_more_often_than_asked(tmp_path: Path) -> None:
    course = write_course(tmp_path)
    load = library_loader(tmp_path, every=3600)
    first = load()
    (course / "course.toml").unlink()
    assert load() is first
