"""Whatever a learner hands in is read as far as it can be, or refused in one clear sentence."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from gradus.labs.submission import Submission, SubmissionError, read_submission
from gradus.model import Level


def notebook(*cells: str, **metadata: Any) -> dict[str, Any]:
    made = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": one} for one in cells
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": made}


def put(folder: Path, content: Any, name: str = "lab.ipynb") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_a_notebook_gives_its_definitions_and_its_level(tmp_path: Path) -> None:
    ours = {"lab": "tiny-lab", "level": "open", "version": "1"}
    found = read_submission(
        put(tmp_path, notebook("import numpy as np\nprint(1)", "def f(x):\n  return x", gradus=ours))
    )
    assert found.names == {"np", "f"}
    assert (found.level, found.lab, found.notes) == (Level.OPEN, "tiny-lab", ())


def test_cells_are_counted_as_the_notebook_shows_them(tmp_path: Path) -> None:
    data = notebook("def f(: pass")
    data["cells"].insert(0, {"cell_type": "markdown", "metadata": {}, "source": "# Title"})
    assert read_submission(put(tmp_path, data)).broken[0].label == "cell 2"


def test_a_source_may_be_a_list_of_lines(tmp_path: Path) -> None:
    data = notebook("")
    data["cells"][0]["source"] = ["def f(x):\n", "    return x\n"]
    assert read_submission(put(tmp_path, data)).names == {"f"}


def test_a_cell_with_a_syntax_error_is_left_out_and_named_when_others_are_fine(tmp_path: Path) -> None:
    found = read_submission(put(tmp_path, notebook("def f(x):\n    return x", "def g(x):\n    return x +", "A = 1")))
    assert found.names == {"f", "A"}
    (broken,) = found.broken
    assert (broken.label, broken.line, broken.names) == ("cell 2", 2, {"g"})
    assert "cell 2, line 2, does not parse" in found.notes[0]


def test_magics_and_shell_lines_cost_nothing(tmp_path: Path) -> None:
    found = read_submission(put(tmp_path, notebook("%matplotlib inline\n!ls\n%time x = 1\ndef f(x):\n    return x")))
    assert found.names == {"x", "f"}
    assert found.broken == ()
    (definition,) = [one for one in found.definitions if "f" in one.binds]
    assert definition.line == 4


def test_extra_cells_and_prints_change_nothing(tmp_path: Path) -> None:
    plain = read_submission(put(tmp_path, notebook("def f(x):\n    return x")))
    more = read_submission(put(tmp_path, notebook("print('hi')", "def f(x):\n    return x", "", "1 / 0", "x?")))
    assert [one.source for one in plain.definitions] == [one.source for one in more.definitions]


def test_the_old_notebook_format_is_read_with_a_note(tmp_path: Path) -> None:
    cells = [{"cell_type": "code", "language": "python", "input": ["def f(x):\n", "    return x"]}]
    found = read_submission(put(tmp_path, {"nbformat": 3, "metadata": {}, "worksheets": [{"cells": cells}]}))
    assert found.names == {"f"}
    assert "old notebook format 3" in found.notes[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{not json", "not valid JSON.*Open and save it in JupyterLab"),
        ("\n<<<<<<< HEAD\n{}", "merge marks of git"),
        ("", "is empty"),
        ("[1, 2]", "its JSON is not an object"),
        ("{}", "no list of cells"),
        ('{"cells": {}}', "no list of cells"),
        ('{"nbformat": 5, "cells": []}', "format 5, newer than format 4"),
        ("[" * 100_000, "not valid JSON"),
        (
            notebook("x <- 1", kernelspec={"name": "ir", "language": "R", "display_name": "R"}),
            "a notebook for R.*Python 3",
        ),
        (notebook("x = 1;", language_info={"name": "julia"}), "a notebook for julia"),
        ({"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "language": "haskell"}]}]}, "for haskell"),
    ],
)
def test_a_file_that_is_no_python_notebook_is_refused_with_what_to_do(tmp_path: Path, content: Any, said: str) -> None:
    with pytest.raises(SubmissionError, match=said):
        read_submission(put(tmp_path, content))


@pytest.mark.parametrize(
    "cells",
    [
        [None, 3, "x"],
        [{"cell_type": "code"}],
        [{"cell_type": "code", "source": 3}],
        [{"cell_type": "code", "source": [1, "x = 1"]}],
    ],
)
def test_strange_cells_are_passed_over(tmp_path: Path, cells: list[Any]) -> None:
    assert read_submission(put(tmp_path, {"nbformat": 4, "cells": cells})).broken == ()


def test_a_notebook_of_100_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.ipynb"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(
        SubmissionError, match=r"huge\.ipynb has 100 MB; files up to 50 MB are read\. Clear its outputs"
    ):
        read_submission(path)


def test_a_notebook_heavy_with_outputs_is_read_below_the_bound(tmp_path: Path) -> None:
    data = notebook("def f(x):\n    return x")
    data["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 5_000_000}]
    assert read_submission(put(tmp_path, data)).names == {"f"}


@pytest.mark.parametrize(
    ("name", "said"),
    [("missing.ipynb", "There is no file"), ("notes.txt", "neither a notebook"), ("folder", "is a folder")],
)
def test_a_path_that_is_no_submission_is_refused(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(SubmissionError, match=said):
        read_submission(tmp_path / name)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "lab.py").write_bytes(b"x = '\xff\xfe'")
    with pytest.raises(SubmissionError, match="not UTF-8"):
        read_submission(tmp_path / "lab.py")


def test_a_python_file_keeps_its_own_line_numbers(tmp_path: Path) -> None:
    found = read_submission(
        put(tmp_path, "# %% [markdown]\n# text\n\n# %%\nX = 1\n# %%\ndef f(x):\n    return x\n", "lab.py")
    )
    assert [(one.line, one.label) for one in found.definitions] == [(5, "lab.py"), (7, "lab.py")]
    assert found.line("lab.py", 8) == "return x"


def test_a_plain_python_file_with_one_bad_function_gives_the_others(tmp_path: Path) -> None:
    text = "import numpy as np\n\ndef f(x):\n    return x\n@np.vectorize\ndef g(x):\n    return x\n\ndef h(x)\n    pass"
    found = read_submission(put(tmp_path, text, "lab.py"))
    assert found.names == {"np", "f", "g"}
    assert [(one.line, one.names) for one in found.broken] == [(9, {"h"})]


def test_a_percent_file_loses_only_its_broken_cell(tmp_path: Path) -> None:
    found = read_submission(
        put(tmp_path, "# %%\ndef f(x):\n    return x\n# %%\ndef g(x:\n# %%\ndef h(x):\n    return x\n", "lab.py")
    )
    assert found.names == {"f", "h"}
    assert found.broken[0].names == {"g"}


def test_the_text_that_the_record_keeps_reads_back_as_the_same_definitions() -> None:
    first = Submission.from_cells(["import numpy as np", "def f(x):\n    return x\nprint(f(1))"])
    second = Submission.from_cells([first.text])
    assert [one.source for one in first.definitions] == [one.source for one in second.definitions]


@pytest.mark.parametrize("source", ["x = '\0'", "(" * 5000 + ")" * 5000, "x = 'a" + "\ud800'"])
def test_text_that_no_parser_follows_is_a_broken_cell_and_no_crash(source: str) -> None:
    found = Submission.from_cells([source, "def f(x): return x"])
    assert "f" in found.names


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_any_system_are_read(end: str, tmp_path: Path) -> None:
    text = "import numpy as np\n\n@staticmethod\ndef f(x):\n\treturn np.exp(x)\n"
    plain = Submission.from_cells([text])
    assert Submission.from_cells([text.replace("\n", end)]) == plain
    (tmp_path / "lab.py").write_bytes(text.replace("\n", end).encode())
    assert [one.source for one in read_submission(tmp_path / "lab.py").definitions] == [
        one.source for one in plain.definitions
    ]


def test_a_byte_order_mark_in_a_cell_is_no_letter() -> None:
    assert Submission.from_cells(["\ufeffdef f():\n    return 1"]).names == {"f"}


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("def f(x):\n    print x", r"Python 2; in Python 3 it is print\(x\)"),
        ("try:\n    f()\nexcept ValueError, e:\n    pass", "write `except Error as e`"),
        ("x\u00a0= 1", "delete it and type it anew"),
        ("x = \u201ca\u201d", "typographic quotes"),
        ("x = 1 \u2212 2", "the - of the keyboard"),
    ],
)
def test_old_and_copied_code_is_told_what_to_type(cell: str, said: str) -> None:
    (note,) = Submission.from_cells([cell]).notes
    assert re.search(said, note)
