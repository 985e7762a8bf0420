"""Reading what is not the learner's, and writing anywhere."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

import descent
import gradus
from gradus.grading.sandbox import Candidate
from tests.attacks.arena import LINUX, STRICT, attack, candidate, load, refused, value
from tests.unit.labs_tiny import TINY

__all__ = ["candidate"]
pytestmark = LINUX
PACKAGES = Path(pytest.__file__).parents[1]
FORBIDDEN = {
    "the checks": TINY.path / "checks.py",
    "the solution": TINY.path / "lab.py",
    "a course": TINY.path.parents[1] / "course.toml",
    "the grader": Path(gradus.__file__).parent / "grading" / "examiner.py",
    "the reference library": Path(str(descent.__file__)),
    "this test": Path(__file__),
    "users": Path("/etc/passwd"),
    "the name of the machine": Path("/etc/hostname"),
    "own memory": Path("/proc/self/mem"),
    "own map": Path("/proc/self/maps"),
    "own environment": Path("/proc/self/environ"),
    "another's environment": Path(f"/proc/{os.getpid()}/environ"),
    "another's words": Path(f"/proc/{os.getpid()}/cmdline"),
    "the kernel's words": Path("/proc/cmdline"),
    "a terminal": Path("/dev/tty"),
    "the python program": Path(sys.executable).resolve(),
}


@pytest.mark.parametrize("path", FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_file_that_is_not_pythons_is_not_read(candidate: Candidate, path: Path) -> None:
    outcome = attack(candidate, "return open(args[0], 'rb').read(100)", str(path))
    assert "Permission denied" in refused(outcome)


@pytest.mark.parametrize("way", ["../" * 12 + "etc/passwd", "//etc//passwd", "/proc/self/root/etc/passwd"])
def test_no_way_round_leads_to_a_file(candidate: Candidate, way: str) -> None:
    refused(attack(candidate, "return open(args[0]).read(100)", way))


def test_the_record_and_anothers_work_are_not_read(candidate: Candidate, tmp_path: Path) -> None:
    for name in ("record.sqlite", "theirs.ipynb"):
        (tmp_path / name).write_text("secret")
        (tmp_path / name).chmod(0o644)
        refused(attack(candidate, "return open(args[0]).read()", str(tmp_path / name)))


@pytest.mark.parametrize(
    "folder",
    ["/", "/tmp", "/home", "/proc", "/etc", "/dev", str(Path.home()), str(TINY.path), str(PACKAGES), str(Path.cwd())],
)
def test_no_folder_is_listed(candidate: Candidate, folder: str) -> None:
    refused(attack(candidate, "import os; return os.listdir(args[0])", folder))


WRITING = {
    "a file here": "open('x', 'w')",
    "a temporary file": "import tempfile; tempfile.TemporaryFile()",
    "a named temporary file": "import tempfile; tempfile.NamedTemporaryFile()",
    "a temporary folder": "import tempfile; tempfile.mkdtemp()",
    "a file in shared memory": "open('/dev/shm/x', 'w')",
    "shared memory": "from multiprocessing import shared_memory as s; s.SharedMemory(create=True, size=9)",
    "a start-up file": "open(np.__file__[:-len('numpy/__init__.py')] + 'zzz.pth', 'w')",
    "into numpy": "open(np.__file__, 'a')",
    "a folder": "import os, tempfile; os.mkdir(tempfile.gettempdir() + '/x')",
    "a link": "import os, tempfile; os.symlink('/etc/passwd', tempfile.gettempdir() + '/x')",
    "a name": "import os; os.rename('/tmp', '/tmp2')",
    "rights": "import os; os.chmod('/tmp', 0o777)",
    "times": "import os; os.utime('/tmp')",
    "away with it": "import os; os.unlink(np.__file__)",
    "a shorter numpy": "import os; os.truncate(np.__file__, 0)",
    "a saved array": "import tempfile; np.save(tempfile.gettempdir() + '/x.npy', np.zeros(3))",
    "a saved text": "np.savetxt('x.txt', np.zeros(3))",
    "a database": "import dbm.dumb, tempfile; dbm.dumb.open(tempfile.gettempdir() + '/x', 'n')",
    "into a device": "open('/dev/zero', 'w')",
}


@pytest.mark.parametrize("body", WRITING.values(), ids=WRITING)
def test_nothing_is_written_and_the_learner_is_told(candidate: Candidate, body: str) -> None:
    said = refused(attack(candidate, body))
    assert "graded without files" in said


def test_no_file_is_left_after_many_that_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for _ in range(3):
        with Candidate(STRICT) as one:
            refused(attack(one, "import tempfile; tempfile.mkdtemp()"))
    assert list(tmp_path.iterdir()) == []


def test_what_python_needs_is_read() -> None:
    """The walls leave honest code alone: late imports, time zones, random bytes, nothing to write to."""
    with Candidate(STRICT) as one:
        body = """
import colorsys, csv, statistics, xml.dom.minidom, zoneinfo, ctypes, random, numpy.ma, numpy.testing
import os, contextlib
with contextlib.redirect_stdout(open(os.devnull, 'w')):
    print('nowhere')
zone = zoneinfo.ZoneInfo('UTC')
return len(os.urandom(4)) + len(open('/dev/urandom', 'rb').read(4)) + random.SystemRandom().randint(1, 1)
"""
        assert value(attack(one, body)) == 9


@pytest.mark.parametrize("module", ["scipy.linalg", "sklearn.linear_model"])
def test_an_installed_package_can_be_imported_late(candidate: Candidate, module: str) -> None:
    pytest.importorskip(module.partition(".")[0])
    assert all(not hasattr(outcome, "reason") for outcome in load(candidate, f"import {module}"))
