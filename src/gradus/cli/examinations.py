"""What ``gradus doctor`` looks at. Examining mends nothing; a repair is offered apart."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gradus.cli.output import counted
from gradus.content import courses_root, load_courses
from gradus.grading import ChecksError, grade
from gradus.grading.walls import missing
from gradus.labs.source import LabError, read_lab
from gradus.labs.submission import Submission, SubmissionError, read_submission
from gradus.model import Finding, Status
from gradus.record import Workspace, WorkspaceError, open_workspace, server_address
from gradus.record.errors import DamagedRecord, RecordError
from gradus.record.record import Record
from gradus.record.salvage import salvage
from gradus.record.spool import waiting_attempts, waiting_files
from gradus.record.workspace import MARKER, RECORD, is_workspace, write_marker

PYTHON = (3, 11)
ROOM = 200 * 2**20
"""Bytes that should be free: notebooks with pictures grow to some megabytes each."""
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?P<marker>\s*;.*?)?\s*\\?$", re.MULTILINE)
REQUIRED = re.compile(r"^[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Examined:
    """What an examination found."""

    said: str
    findings: tuple[Finding, ...] = ()
    repair: Callable[[], str] | None = None
    """Mends it and says what was done."""


def python(folder: Path) -> Examined:
    """Whether Python is new enough."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < PYTHON:
        wanted = ".".join(map(str, PYTHON))
        return Examined(
            version, (Finding(sys.executable, f"this is Python {version}.", f"Install {wanted} or newer."),)
        )
    return Examined(f"{version} in {sys.prefix}")


def packages(folder: Path) -> Examined:
    """Whether the packages are those of the lock file, in a checkout; else whether all are there."""
    lock = Path(__file__).resolve().parents[3] / "requirements.lock"
    if not lock.is_file():
        return _required_packages()
    pinned: dict[str, set[str]] = {}
    optional = set()
    for match in PINNED.finditer(lock.read_text(encoding="utf-8")):
        pinned.setdefault(match["name"], set()).add(match["version"])
        if match["marker"]:
            optional.add(match["name"])
    findings = []
    for name, versions in pinned.items():
        installed = _installed(name)
        if installed is None and name not in optional:
            findings.append(Finding(name, "is not installed.", "Run python3 start.py, which installs it."))
        elif installed is not None and installed not in versions:
            wanted = " or ".join(sorted(versions))
            findings.append(
                Finding(name, f"is version {installed}; the lock file says {wanted}.", "Run python3 start.py.")
            )
    return Examined(f"{len(pinned)} in the lock file", tuple(findings))


def jupyter(folder: Path) -> Examined:
    """Whether notebooks can be opened and run."""
    missing = [name for name in ("jupyterlab", "ipykernel") if importlib.util.find_spec(name) is None]
    findings = tuple(
        Finding(name, "is not installed.", f"Run {sys.executable} -m pip install {name}.") for name in missing
    )
    return Examined("missing" if missing else f"JupyterLab {_installed('jupyterlab')}", findings)


def workspace(folder: Path) -> Examined:
    """Whether the learner's folder can be used and written to."""
    if not folder.exists():
        return Examined(f"{folder} is not there yet; `gradus start` makes it")
    marker = folder / MARKER
    if (folder / RECORD).is_file() and not marker.exists():
        finding = Finding(str(marker), "is missing, though the folder holds a record.", "It marks a workspace.")
        return Examined(str(folder), (finding,), lambda: _mark(folder))
    if not marker.exists():
        return Examined(f"{folder} is no workspace yet; `gradus start` makes it one")
    try:
        open_workspace(folder, create=False)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except WorkspaceError as error:
        unreadable = "--repair" in str(error)
        return Examined(
            str(folder), (Finding(str(marker), str(error)),), (lambda: _mark(folder)) if unreadable else None
        )
    except OSError as error:
        fix = "Make it writable for this account, or name another folder with --workspace."
        return Examined(str(folder), (Finding(str(folder), f"cannot be written: {error.strerror}.", fix),))
    address = server_address(Workspace(folder))
    return Examined(f"{folder}{', served at ' + address if address else ''}")


def disk(folder: Path) -> Examined:
    """Whether there is room to save work."""
    place = folder.absolute()
    while not os.path.exists(place):  # unlike Path.exists, it takes a name of any length
        place = place.parent
    free = shutil.disk_usage(place).free
    said = f"{free / 2**30:.1f} GB free"
    if free < ROOM:
        return Examined(said, (Finding(str(place), "the disk is nearly full.", "Free some space before you work."),))
    return Examined(said)


_WAITS = "Leave it, and close other programs that use the record; see that this account may write to it."


def record(folder: Path) -> Examined:
    """Whether every attempt can be read, and none waits that cannot be added."""
    path = folder / RECORD
    if not path.exists():
        return Examined("none yet")
    try:
        with Record(path) as opened:
            count = len(opened.attempts())
    except DamagedRecord as error:
        if server_address(Workspace(folder)) is not None:
            return Examined("damaged", (Finding(str(path), str(error), "Stop Gradus first."),))
        return Examined("damaged", (Finding(str(path), str(error)),), lambda: _salvage(path))
    except RecordError as error:
        return Examined("cannot be opened", (Finding(str(path), str(error)),))
    whole = {one.path for one in waiting_attempts(path)}
    findings = tuple(
        Finding(str(file), "an attempt waits here; it is added as soon as the record can be written.", _WAITS)
        if file in whole
        else Finding(str(file), "an attempt waits here and cannot be read.", "If it holds none, take the file away.")
        for file in waiting_files(path)
    )
    return Examined(f"sound, {counted(count, 'attempt')}", findings)


def notebooks(folder: Path) -> Examined:
    """Whether the learner's notebooks can be read."""
    paths = sorted(path for path in folder.glob("labs/*/*.ipynb") if path.is_file()) if is_workspace(folder) else []
    findings = []
    for path in paths:
        try:
            read_submission(path)
        except SubmissionError as error:
            checkpoint = path.parent / ".ipynb_checkpoints" / f"{path.stem}-checkpoint.ipynb"
            fix = f"JupyterLab's last checkpoint of it is {checkpoint}." if checkpoint.is_file() else ""
            findings.append(Finding(str(path), str(error), fix))
    return Examined(
        f"{len(paths)} readable" if not findings else f"{len(findings)} of {len(paths)} unreadable", tuple(findings)
    )


def courses(folder: Path) -> Examined:
    """Whether the courses load."""
    library = load_courses(courses_root())
    items = sum(len(course.items) for course in library.courses)
    findings = library.findings
    if not library.courses and not findings:
        findings = (Finding(str(library.root), "there is no course in it.", "Set GRADUS_COURSES to your courses."),)
    return Examined(f"{counted(items, 'item')} in {library.root}", findings)


def grader(folder: Path) -> Examined:
    """Whether learner code can be run and graded: the first exercise of the first lab, with its solution."""
    for lab in load_courses(courses_root()).labs:
        try:
            source = read_lab(lab)
            solution = Submission.from_cells(cell.source for cell in source.cells if cell.kind == "code")
            report = grade(lab, solution, only=source.exercises[:1], seed=0)
        except (LabError, ChecksError) as error:
            return Examined("a lab is broken", (Finding(lab.id, str(error), "Run gradus author check."),))
        except OSError as error:
            fix = "Look whether this account may start processes and write temporary files."
            return Examined("cannot start", (Finding(sys.executable, f"no process for your code: {error}.", fix),))
        (exercise,) = report.exercises
        if exercise.status is not Status.PASSED:
            said = exercise.cause.text if exercise.cause else str(exercise.status)
            what = f"the solution of {exercise.name} was not graded as right: {said}"
            return Examined(
                "not in order", (Finding(lab.id, what, "Run gradus author check; report it if it persists."),)
            )
        lacking = missing(report.layers)
        walls = f" (without {lacking})" if lacking else f" ({', '.join(report.layers)})"
        return Examined(f"works, {report.isolation}{walls}")
    return Examined("there is no lab to try it on")


EXAMINATIONS: dict[str, Callable[[Path], Examined]] = {
    "Python": python,
    "Packages": packages,
    "Jupyter": jupyter,
    "Workspace": workspace,
    "Disk": disk,
    "Record": record,
    "Notebooks": notebooks,
    "Courses": courses,
    "Grader": grader,
}


def _required_packages() -> Examined:
    try:
        required = [text for text in importlib.metadata.requires("gradus") or () if "extra ==" not in text]
    except importlib.metadata.PackageNotFoundError:
        return Examined(
            "not installed as a package", (Finding("gradus", "is not installed.", "Run python3 start.py."),)
        )
    names = [match[0] for text in required if (match := REQUIRED.match(text))]
    missing = [name for name in names if _installed(name) is None]
    findings = tuple(
        Finding(name, "is not installed.", f"Run {sys.executable} -m pip install {name}.") for name in missing
    )
    return Examined(f"{len(names)} required", findings)


def _installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _mark(folder: Path) -> str:
    marker = folder / MARKER
    if marker.exists():
        os.replace(marker, marker.with_suffix(".toml.damaged"))
    write_marker(folder)
    return f"{marker} was written anew."


def _salvage(path: Path) -> str:
    result = salvage(path)
    loss = "some could not be read" if result.lost else "none was lost"
    return f"the damaged record is now {result.aside.name}; {counted(result.attempts, 'attempt')} saved, {loss}."
