"""The learner's own folder: notebooks, notes and the record. It is never inside the installed package.

``gradus.toml`` marks a folder as a workspace and carries the number of its format, so that an
older program never writes into a folder that it does not understand.
"""

from __future__ import annotations

import errno
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from gradus.record.errors import WorkspaceError

FORMAT = 1
MARKER = "gradus.toml"
RECORD = "record.sqlite"
MARKER_TEXT = f"""# This folder is a Gradus workspace: your notebooks, notes and record. Move it where you like.
format = {FORMAT}
"""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where a learner's things are."""

    folder: Path

    @property
    def record_path(self) -> Path:
        return self.folder / RECORD

    @property
    def labs(self) -> Path:
        return self.folder / "labs"

    @property
    def notes(self) -> Path:
        return self.folder / "notes"


def open_workspace(folder: Path | None = None, *, create: bool = True) -> Workspace:
    """The workspace in ``folder``, or in the folder that ``find_folder`` chooses.

    With ``create`` it is made where it is missing. Nothing that is there is changed.
    WorkspaceError says what to do where it cannot be used.
    """
    folder = Path(os.path.abspath((folder or find_folder()).expanduser()))
    marker = folder / MARKER
    try:
        if marker.exists():
            _check_format(marker)
        elif not create:
            raise WorkspaceError(
                f"{folder} is not a Gradus workspace: it holds no {MARKER}. "
                "Start Gradus once to make one, or name yours with --workspace."
            )
        else:
            _refuse_program_folder(folder)
            folder.mkdir(parents=True, exist_ok=True)
        workspace = Workspace(folder)
        if create and not (workspace.labs.is_dir() and workspace.notes.is_dir() and marker.exists()):
            workspace.labs.mkdir(exist_ok=True)
            workspace.notes.mkdir(exist_ok=True)
            write_marker(folder)
    except OSError as error:
        raise WorkspaceError(_os_sentence(folder, error)) from error
    return workspace


def find_folder(start: Path | None = None, *, explicit: Path | None = None) -> Path:
    """Which folder is the workspace.

    The one named (``--workspace``), else ``GRADUS_WORKSPACE``, else the first workspace among
    ``start`` (the current folder) and the folders around it, else ``~/gradus``; and
    ``~/gradus-workspace`` where ``~/gradus`` holds something else, such as a clone of this project.
    """
    if explicit is not None:
        return explicit
    named = os.environ.get("GRADUS_WORKSPACE")
    if named:
        return Path(named)
    here = Path(os.path.abspath(start or Path.cwd()))
    for folder in (here, *here.parents):
        if (folder / MARKER).is_file():
            return folder
    usual = Path.home() / "gradus"
    return usual.with_name("gradus-workspace") if _holds_something_else(usual) else usual


def is_workspace(folder: Path) -> bool:
    """Whether ``folder`` is marked as a workspace."""
    return os.path.isfile(folder / MARKER)  # unlike Path.is_file, it takes a name of any length


def write_marker(folder: Path) -> None:
    """Mark ``folder`` as a workspace of this format, whole or not at all."""
    fresh = folder / f".{MARKER}.{os.getpid()}"
    fresh.write_text(MARKER_TEXT, encoding="utf-8")
    os.replace(fresh, folder / MARKER)


def _check_format(marker: Path) -> None:
    try:
        number = tomllib.loads(marker.read_text(encoding="utf-8")).get("format")
    except ValueError as error:
        raise WorkspaceError(
            f"{marker} cannot be read as TOML ({error}). `gradus doctor --repair` writes it anew; nothing else changes."
        ) from error
    if not isinstance(number, int) or number < 1:
        raise WorkspaceError(
            f"{marker} says format = {number!r}; expected a number from 1 to {FORMAT}. "
            "`gradus doctor --repair` writes it anew; nothing else changes."
        )
    if number > FORMAT:
        raise WorkspaceError(
            f"{marker.parent} has format {number}; this Gradus knows formats up to {FORMAT}. "
            "A newer Gradus made it: update this one, or name another folder with --workspace."
        )


def _refuse_program_folder(folder: Path) -> None:
    """Work kept inside the program is lost with the next update of the program."""
    package = Path(__file__).resolve().parents[1]
    inside_package = package in (folder.resolve(), *folder.resolve().parents)
    if inside_package or (folder / "src" / "gradus" / "model.py").is_file():
        raise WorkspaceError(
            f"{folder} holds the program itself, and a workspace there could be lost with an update. "
            "Name another folder with --workspace."
        )


def _holds_something_else(folder: Path) -> bool:
    if (folder / MARKER).is_file() or (folder / RECORD).is_file():
        return False
    try:
        return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError:
        return False


def _os_sentence(folder: Path, error: OSError) -> str:
    match error:
        case FileExistsError() | NotADirectoryError():
            return f"{error.filename or folder} is a file; a workspace is a folder. Name a folder with --workspace."
        case PermissionError():
            return (
                f"{folder} cannot be used: this account may not read or write there. "
                "Change its permissions, or name another folder with --workspace."
            )
    if error.errno == errno.EROFS:
        return f"{folder} is on a disk that can only be read. Name a folder on another disk with --workspace."
    if error.errno == errno.ENOSPC:
        return f"{folder} cannot be made: the disk is full. Free some space, or name a folder on another disk."
    return f"{folder} cannot be used: {error.strerror or error}. Name another folder with --workspace."
