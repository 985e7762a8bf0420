"""Which folder is the workspace, and what is said of one that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

import gradus
from gradus.record.errors import WorkspaceError
from gradus.record.workspace import FORMAT, find_folder, is_workspace, open_workspace


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GRADUS_WORKSPACE", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def test_a_workspace_is_made_with_a_marker_and_its_folders(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "deep" / "down")
    assert (workspace.folder / "gradus.toml").read_text(encoding="utf-8").endswith(f"format = {FORMAT}\n")
    assert workspace.labs.is_dir()
    assert workspace.notes.is_dir()
    assert workspace.record_path == workspace.folder / "record.sqlite"


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    first = open_workspace(tmp_path)
    (first.folder / "gradus.toml").write_text("# my own words\nformat = 1\n", encoding="utf-8")
    (first.notes / "week-1.md").write_text("mine", encoding="utf-8")
    assert open_workspace(tmp_path) == first
    assert (first.folder / "gradus.toml").read_text(encoding="utf-8").startswith("# my own words")
    assert (first.notes / "week-1.md").read_text(encoding="utf-8") == "mine"


def test_files_that_lie_there_already_stay(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("keep", encoding="utf-8")
    open_workspace(tmp_path)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "keep"


def test_without_create_a_missing_workspace_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="is not a Gradus workspace"):
        open_workspace(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()


def test_a_file_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"is a file; a workspace is a folder.*--workspace"):
        open_workspace(tmp_path / "file")
    with pytest.raises(WorkspaceError, match="is a file; a workspace is a folder"):
        open_workspace(tmp_path / "file" / "below")


def test_a_newer_format_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "gradus.toml").write_text("format = 99\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"has format 99.*update this one"):
        open_workspace(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["gradus.toml"]


@pytest.mark.parametrize("text", ["format = ", 'format = "one"', "", "format = true and more", "format = 0"])
def test_a_damaged_marker_names_the_command_that_repairs_it(tmp_path: Path, text: str) -> None:
    (tmp_path / "gradus.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WorkspaceError, match="gradus doctor --repair"):
        open_workspace(tmp_path)


def test_the_program_is_no_place_for_a_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="holds the program itself"):
        open_workspace(Path(gradus.__path__[0]) / "mine")
    clone = tmp_path / "clone"
    (clone / "src" / "gradus").mkdir(parents=True)
    (clone / "src" / "gradus" / "model.py").touch()
    with pytest.raises(WorkspaceError, match="holds the program itself"):
        open_workspace(clone)
    assert open_workspace(clone / "workspace").folder == clone / "workspace"


def test_the_named_folder_goes_before_all_others(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = open_workspace(tmp_path / "inside").labs
    monkeypatch.setenv("GRADUS_WORKSPACE", str(tmp_path / "variable"))
    assert find_folder(inside, explicit=tmp_path / "named") == tmp_path / "named"
    assert find_folder(inside) == tmp_path / "variable"
    monkeypatch.delenv("GRADUS_WORKSPACE")
    assert find_folder(inside) == tmp_path / "inside"
    assert find_folder(tmp_path) == home / "gradus"


def test_a_clone_in_the_usual_place_is_not_taken_for_a_workspace(home: Path, tmp_path: Path) -> None:
    (home / "gradus" / "src").mkdir(parents=True)
    assert find_folder(tmp_path) == home / "gradus-workspace"


@pytest.mark.parametrize("left", ["gradus.toml", "record.sqlite"])
def test_the_usual_place_is_kept_while_it_holds_a_workspace(home: Path, tmp_path: Path, left: str) -> None:
    (home / "gradus").mkdir()
    (home / "gradus" / left).touch()
    assert find_folder(tmp_path) == home / "gradus"


def test_a_name_longer_than_a_disk_takes_is_said_in_a_sentence(tmp_path: Path) -> None:
    assert not is_workspace(tmp_path / ("x" * 300))
    with pytest.raises(WorkspaceError, match="cannot be used: .*Name another folder with --workspace"):
        open_workspace(tmp_path / ("x" * 300))
