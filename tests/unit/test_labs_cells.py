"""One cell of the learner's notebook is read and written; every other byte of the file is the learner's."""

from __future__ import annotations

import json
import os
import re
import stat
import threading
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradus.labs import cells
from gradus.labs.cells import ABSENT, NEW, State, read_cell, write_cell
from gradus.labs.levels import starter
from gradus.labs.merging import FOLDER, both, compare
from gradus.labs.notebook import build_notebook
from gradus.labs.replacing import replace_whole, stamp
from gradus.labs.start import start_lab
from gradus.model import Level
from tests.unit.labs_tiny import TINY, tiny

SQUASH = "def squash(z):\n    return 1 / (1 + np.exp(-z))"


def code(source: Any, id: str = "", exercise: str = "", **more: Any) -> dict[str, Any]:
    cell = {"cell_type": "code", "execution_count": 3, "metadata": {}, "outputs": [{"x": 1}], "source": source} | more
    if exercise:
        cell["metadata"] = {"gradus": {"role": "exercise", "exercise": exercise}}
    return ({"id": id} if id else {}) | cell


def write(path: Path, *found: Any, indent: int | None = 1, **more: Any) -> None:
    data = {"cells": list(found), "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more
    path.write_text(json.dumps(data, indent=indent, ensure_ascii=False), encoding="utf-8")


def sources(path: Path) -> list[Any]:
    return [cell["source"] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return start_lab(TINY, Level.GUIDED, tmp_path)


def test_the_cell_of_an_exercise_is_the_starter_at_first(book: Path) -> None:
    view = read_cell(book, "squash")
    assert (view.state, view.text) == (State.READY, starter(tiny(), "squash", Level.GUIDED))
    assert json.loads(book.read_text())["cells"][view.number - 1]["id"] == "exercise-squash"
    assert view.sentence == ""


def test_only_the_text_of_that_one_cell_changes(book: Path) -> None:
    before = book.read_text(encoding="utf-8")
    old = read_cell(book, "squash")
    view = write_cell(book, "squash", old.base, SQUASH)
    assert (view.state, view.text, view.number) == (State.READY, SQUASH, old.number)
    assert book.read_text(encoding="utf-8") == before.replace(json.dumps(old.text), json.dumps(SQUASH))
    assert read_cell(book, "squash") == view
    nbformat.validate(nbformat.read(book, as_version=4))


def test_writing_the_old_text_again_restores_the_file_to_the_byte(book: Path) -> None:
    before = book.read_bytes()
    old = read_cell(book, "measure")
    view = write_cell(book, "measure", old.base, "x = 1\n\nä = '\u2028'\n")
    assert book.read_bytes() != before
    write_cell(book, "measure", view.base, old.text)
    assert book.read_bytes() == before


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    others=st.lists(JSON | st.builds(code, TEXT, more=JSON), max_size=4),
    old=TEXT,
    fresh=TEXT,
    more=st.dictionaries(st.text(max_size=5), JSON, max_size=3),
    indent=st.sampled_from([None, 0, 1, 4, "\t"]),
    ascii=st.booleans(),
    listed=st.booleans(),
    mark=st.booleans(),
    place=st.integers(0, 4),
)
def test_whatever_else_a_notebook_holds_stays_to_the_byte(
    tmp_path: Path, others: list[Any], old: str, fresh: str, more: Any, indent: Any, ascii: bool, listed: bool,
    mark: bool, place: int,
) -> None:  # fmt: skip
    path = tmp_path / "any.ipynb"
    for one in others:
        if isinstance(one, dict) and "metadata" in one:
            one["metadata"] = {}
    mine = code(re.findall(r"[^\n]*\n|[^\n]+", old) if listed else old, id="mine", exercise="squash")
    found = [*others[:place], mine, *others[place:]]
    data = {**more, "cells": found, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    data.pop("worksheets", None)
    text = json.dumps(data, indent=indent, ensure_ascii=ascii)
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        text, ascii = json.dumps(data, indent=indent), True
    path.write_bytes(b"\xef\xbb\xbf" * mark + text.encode())
    before = path.read_bytes()
    view = read_cell(path, "squash", ":mine")
    assert view.text == old
    after = write_cell(path, "squash", view.base, fresh)
    assert (after.state, after.text) == (State.READY, fresh)
    now = path.read_bytes()
    head = os.path.commonprefix([before, now])
    tail = os.path.commonprefix([before[::-1], now[::-1]])
    at = before.index(b'"id": "mine"')
    assert fresh == old or (len(head) > at and len(before) - len(tail) > at)
    assert isinstance(json.loads(now.decode("utf-8-sig"))["cells"][found.index(mine)]["source"], type(mine["source"]))
    back = write_cell(path, "squash", after.base, old)
    assert back.text == old
    if not ascii and (not listed or old):
        assert path.read_bytes() == before


@pytest.mark.parametrize("indent", [None, 1, 2, 4])
def test_a_list_of_lines_keeps_the_file_s_spacing_even_when_it_was_empty(tmp_path: Path, indent: int | None) -> None:
    path = tmp_path / "b.ipynb"
    write(path, code([], id="a", exercise="squash"), indent=indent)
    view = write_cell(path, "squash", read_cell(path, "squash").base, "a = 1\nb = 2")
    data = json.loads(path.read_text())
    assert data["cells"][0]["source"] == ["a = 1\n", "b = 2"]
    assert path.read_text() == json.dumps(data, indent=indent)
    write_cell(path, "squash", view.base, "")
    assert sources(path) == [[]]


def test_another_cell_that_was_saved_meanwhile_stays(book: Path) -> None:
    view = read_cell(book, "squash")
    other = read_cell(book, "measure")
    write_cell(book, "measure", other.base, "def measure():\n    return 1")
    assert write_cell(book, "squash", view.base, SQUASH).state is State.READY
    assert read_cell(book, "measure").text == "def measure():\n    return 1"
    assert read_cell(book, "squash").text == SQUASH


def test_a_cell_changed_in_both_places_is_not_overwritten_and_both_texts_are_kept(book: Path) -> None:
    view = read_cell(book, "squash")
    theirs = write_cell(book, "squash", view.base, "def squash(z):\n    return 'theirs'")
    before = book.read_bytes()
    conflict = write_cell(book, "squash", view.base, SQUASH)
    assert (conflict.state, conflict.text, conflict.base) == (State.CONFLICT, theirs.text, theirs.base)
    assert book.read_bytes() == before
    assert [path.read_text() for path in conflict.kept] == [f"{SQUASH}\n", f"{theirs.text}\n"]
    assert {path.parent for path in conflict.kept} == {book.parent / FOLDER}
    write_cell(book, "squash", view.base, SQUASH)
    assert len(list((book.parent / FOLDER).iterdir())) == 2
    assert write_cell(book, "squash", conflict.base, SQUASH).state is State.READY


def test_the_same_text_from_two_sides_is_no_conflict(book: Path) -> None:
    view = read_cell(book, "squash")
    write_cell(book, "squash", view.base, SQUASH)
    assert write_cell(book, "squash", view.base, SQUASH).state is State.READY
    assert not (book.parent / FOLDER).exists()


def test_two_writers_at_once_leave_one_text_and_keep_the_other(book: Path) -> None:
    base = read_cell(book, "squash").base
    found: list[State] = []
    texts = [f"def squash(z):\n    return {n}" for n in range(6)]
    threads = [
        threading.Thread(target=lambda text=text: found.append(write_cell(book, "squash", base, text).state))
        for text in texts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [*[State.CONFLICT] * 5, State.READY]
    kept = {path.read_text().rstrip("\n") for path in (book.parent / FOLDER).iterdir()}
    assert kept | {read_cell(book, "squash").text} == set(texts)


def test_a_file_saved_between_the_look_and_the_write_is_looked_at_again(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = read_cell(book, "squash")
    calls = []

    def late(path: Path, content: bytes, seen: Any) -> bool:
        if not calls:
            data = json.loads(path.read_text())
            data["cells"][-1]["source"] = "theirs = 1"
            path.write_text(json.dumps(data))
        calls.append(1)
        return replace_whole(path, content, seen)

    monkeypatch.setattr(cells, "replace_whole", late)
    assert write_cell(book, "squash", view.base, SQUASH).state is State.READY
    assert len(calls) == 2
    assert sources(book)[-1] == "theirs = 1"


def test_a_notebook_that_never_rests_is_left_alone(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "replace_whole", lambda *_: False)
    view = write_cell(book, "squash", read_cell(book, "squash").base, SQUASH)
    assert view.state is State.REFUSED
    assert "changes all the time" in view.sentence


def test_a_deleted_cell_is_told_and_put_back_before_its_check_only_when_asked(book: Path) -> None:
    view = read_cell(book, "squash")
    data = json.loads(book.read_text())
    data["cells"] = [cell for cell in data["cells"] if cell["id"] != "exercise-squash"]
    book.write_text(json.dumps(data, indent=1, ensure_ascii=False))
    assert read_cell(book, "squash", view.base).state is State.ABSENT
    refused = write_cell(book, "squash", view.base, SQUASH)
    assert (refused.state, refused.base) == (State.ABSENT, ABSENT)
    assert json.loads(book.read_text()) == data
    assert write_cell(book, "squash", refused.base, SQUASH).state is State.READY
    ids = [cell["id"] for cell in json.loads(book.read_text())["cells"]]
    assert ids[ids.index("exercise-squash") + 1] == "check-squash"
    nbformat.validate(nbformat.read(book, as_version=4))


@pytest.mark.parametrize("found", [(), (code("a = 1", id="exercise-squash"),), ({"cell_type": "markdown"},)])
def test_a_cell_can_be_put_into_any_notebook(tmp_path: Path, found: tuple[Any, ...]) -> None:
    path = tmp_path / "b.ipynb"
    write(path, *found)
    assert write_cell(path, "squash", ABSENT, SQUASH).state is State.READY
    cells = json.loads(path.read_text())["cells"]
    assert cells[:-1] == list(found)
    assert cells[-1]["source"] == SQUASH
    assert cells[-1]["id"] not in [cell.get("id") for cell in found]


def test_a_cell_put_into_an_older_minor_format_has_no_id(tmp_path: Path) -> None:
    path = tmp_path / "b.ipynb"
    write(path, nbformat_minor=4)
    write_cell(path, "squash", ABSENT, SQUASH)
    assert "id" not in json.loads(path.read_text())["cells"][0]
    view = read_cell(path, "squash")
    assert write_cell(path, "squash", view.base, "x = 1").state is State.READY


def test_an_exercise_written_in_another_cell_is_edited_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "b.ipynb"
    write(path, code("# squash", id="a", exercise="squash"), code(SQUASH, id="b"))
    view = read_cell(path, "squash")
    assert (view.text, view.number) == (SQUASH, 2)
    assert "is written in cell 2 and not in the cell meant for it" in view.sentence
    write_cell(path, "squash", view.base, f"{SQUASH} + 0")
    assert sources(path) == ["# squash", f"{SQUASH} + 0"]


def test_of_an_exercise_written_twice_the_one_that_counts_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "b.ipynb"
    write(path, code("def squash(z): return 1", id="a", exercise="squash"), code(SQUASH, id="b"))
    view = read_cell(path, "squash")
    assert view.number == 2
    assert "cells 1 and 2" in view.sentence
    assert "it is the one shown here" in view.sentence
    first = read_cell(path, "squash", ":a")
    assert first.number == 1
    assert first.sentence.endswith("The last one counts; here is cell 1.")


def test_half_a_thought_does_not_move_the_writer_to_another_cell(tmp_path: Path) -> None:
    path = tmp_path / "b.ipynb"
    write(path, code(SQUASH, id="old"), code(SQUASH, id="a", exercise="squash"))
    view = read_cell(path, "squash")
    view = write_cell(path, "squash", view.base, "def squ")
    assert (view.state, view.text, view.number) == (State.READY, "def squ", 2)
    assert read_cell(path, "squash", view.base).number == 2
    assert sources(path)[0] == SQUASH


def test_a_cell_cut_and_pasted_elsewhere_is_still_the_same(tmp_path: Path) -> None:
    path = tmp_path / "b.ipynb"
    write(path, code(SQUASH, id="a", exercise="squash"))
    view = read_cell(path, "squash")
    write(path, code("x = 1", id="z"), code(SQUASH, id="b", exercise="squash"))
    assert write_cell(path, "squash", view.base, f"{SQUASH}\n").state is State.READY
    assert sources(path) == ["x = 1", f"{SQUASH}\n"]


def test_a_notebook_that_is_gone_is_told_with_what_lies_beside_it(book: Path) -> None:
    view = read_cell(book, "squash")
    book.rename(book.with_name("mine.ipynb"))
    for gone in (read_cell(book, "squash", view.base), write_cell(book, "squash", view.base, SQUASH)):
        assert gone.state is State.GONE
        assert "mine.ipynb" in gone.sentence
    assert not book.exists()
    assert read_cell(book, "squash", NEW).state is State.NEW
    assert read_cell(book, "squash").state is State.NEW


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("not json", "not valid JSON"),
        ("", "is empty"),
        ("[1]", "not an object"),
        ('{"cells": 3}', "no list of cells"),
        ('{"nbformat": 3, "worksheets": [{"cells": []}]}', "old notebook format"),
        ('{"nbformat": 5, "cells": []}', "newer than format 4"),
        ('{"cells": [], "metadata": {"kernelspec": {"language": "R"}}}', "notebook for R"),
        ("\n<<<<<<< HEAD\n", "merge marks"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_stays_as_it_is(book: Path, content: str, word: str) -> None:
    book.write_text(content)
    for view in (read_cell(book, "squash"), write_cell(book, "squash", "x", SQUASH)):
        assert view.state is State.REFUSED
        assert word in view.sentence
    assert book.read_text() == content


def test_a_read_only_notebook_is_not_written(book: Path) -> None:
    book.chmod(0o444)
    view = write_cell(book, "squash", read_cell(book, "squash").base, SQUASH)
    assert view.state is State.REFUSED
    assert "read-only" in view.sentence
    assert view.text == SQUASH


@pytest.mark.parametrize("number", ["ENOSPC", "EACCES", "EIO"])
def test_a_disk_that_refuses_leaves_the_notebook_whole(
    book: Path, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    import errno

    before = book.read_bytes()

    def refuse(*_: Any) -> None:
        raise OSError(getattr(errno, number), "by a test")

    monkeypatch.setattr("gradus.labs.replacing.os.fsync", refuse)
    view = write_cell(book, "squash", read_cell(book, "squash").base, SQUASH)
    assert view.state is State.REFUSED
    assert "could not be saved" in view.sentence
    assert book.read_bytes() == before
    assert [path.name for path in book.parent.iterdir() if path.name.startswith(".")] == []


def test_permissions_and_links_stay(book: Path, tmp_path: Path) -> None:
    book.chmod(0o640)
    real = tmp_path / "elsewhere.ipynb"
    book.rename(real)
    book.symlink_to(real)
    assert write_cell(book, "squash", read_cell(book, "squash").base, SQUASH).state is State.READY
    assert book.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert read_cell(real, "squash").text == SQUASH


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 200_001])
def test_a_text_that_no_cell_can_hold_is_refused(book: Path, text: str) -> None:
    before = book.read_bytes()
    view = write_cell(book, "squash", read_cell(book, "squash").base, text)
    assert view.state is State.REFUSED
    assert book.read_bytes() == before


def test_a_cell_that_holds_such_a_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "b.ipynb"
    path.write_text(json.dumps({"cells": [code("\ud800", id="a", exercise="squash")], "nbformat": 4}))
    assert "Cell 1 cannot be edited here" in read_cell(path, "squash").sentence


def test_every_level_s_notebook_can_be_written_through_all_its_exercises(tmp_path: Path) -> None:
    for level in Level:
        path = tmp_path / f"{level}.ipynb"
        path.write_text(json.dumps(build_notebook(tiny(), level, TINY, {}), indent=1))
        for name in tiny().exercises:
            view = read_cell(path, name)
            assert view.text == starter(tiny(), name, level)
            assert write_cell(path, name, view.base, f"def {name}(): ...").state is State.READY
        assert [read_cell(path, name).text for name in tiny().exercises] == [
            f"def {name}(): ..." for name in tiny().exercises
        ]


def test_a_comparison_shows_what_each_side_has_alone() -> None:
    rows = compare("a\nmine\nc", "a\ntheirs\nc")
    assert [(row.kind, row.text) for row in rows] == [
        ("same", "a"),
        ("yours", "mine"),
        ("theirs", "theirs"),
        ("same", "c"),
    ]
    text = both("a\nmine\nc", "a\ntheirs\nc")
    assert [line for line in text.split("\n") if not line.startswith("# ----")] == ["a", "mine", "theirs", "c"]
    assert both("same", "same") == "same"


def test_the_stamp_of_a_file_changes_with_it(book: Path) -> None:
    before = stamp(book)
    write_cell(book, "squash", read_cell(book, "squash").base, SQUASH)
    assert stamp(book) != before
    assert stamp(book.with_name("none")) is None
