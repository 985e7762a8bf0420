"""The same attacks where nobody is root: the walls need no privilege.

Started by root, they run in a process of an ordinary user. What that user may not reach (a Python below
``/root``, say) is shown to it in another place, which only that process sees.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from gradus.grading.confine import OWN_UID
from gradus.grading.sandbox import Candidate
from tests.attacks.arena import LINUX, STRICT, attack, value

pytestmark = LINUX
ROOT = Path(__file__).parents[2]
TESTS = [f"tests/attacks/test_attacks_on_{what}.py" for what in ("files", "the_kernel", "processes", "the_network")]
TESTS += ["tests/attacks/test_deaths.py", f"{Path(__file__).relative_to(ROOT)}::test_what_root_gains_is_given_up"]
USERS = {"an ordinary user": 12345, "root with a Python that all may read": 0}

# Runs with no help of the project's: it prepares what the project then needs.
PREPARE = """
import ctypes, os, sys
uid, program, places, scratch, words = eval(sys.argv[1])
libc = ctypes.CDLL(None, use_errno=True)
def done(result):
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
done(libc.unshare(0x20000))
done(libc.mount(b"none", b"/", None, 0x44000, None))
for what, where in places:
    done(libc.mount(what.encode(), where.encode(), None, 0x1000, None))
os.chown(scratch, uid, uid)
os.setgroups([]); os.setresgid(uid, uid, uid); os.setresuid(uid, uid, uid)
os.chdir(places[-1][1])
os.execv(program, [program, *words])
"""


def may_mount() -> bool:
    """Whether root is root enough here; in some containers it is not."""
    pid = os.fork()
    if pid == 0:
        libc = ctypes.CDLL(None)
        os._exit(0 if libc.unshare(0x20000) == 0 and libc.mount(b"none", b"/", None, 0x44000, None) == 0 else 1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


@pytest.mark.slow
@pytest.mark.skipif(os.getuid() != 0, reason="all other tests run as an ordinary user already")
@pytest.mark.parametrize("uid", USERS.values(), ids=USERS)
def test_the_attacks_fail_whoever_starts_the_grader(uid: int) -> None:
    if not may_mount():
        pytest.skip("this root may not show files in another place")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        places = []
        for name, what in (("python", sys.base_prefix), ("packages", Path(pytest.__file__).parents[1]), ("here", ROOT)):
            (Path(folder) / name).mkdir()
            places.append((str(what), f"{folder}/{name}"))
        program = f"{folder}/python/bin/python3.{sys.version_info.minor}"
        (scratch := Path(folder) / "scratch").mkdir()
        words = ["-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:playwright"]
        words += [f"--basetemp={scratch}/pytest", *TESTS]
        done = subprocess.run(
            [sys.executable, "-I", "-c", PREPARE, repr((uid, program, places, str(scratch), words))],
            capture_output=True,
            text=True,
            env={
                "PATH": "/usr/bin:/bin",
                "HOME": folder,
                "PYTHONPATH": f"{folder}/packages:{folder}/here/src",
                "OPENBLAS_NUM_THREADS": "1",
            },
            check=False,
        )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert " passed" in done.stdout
    assert "failed" not in done.stdout


def test_what_root_gains_is_given_up() -> None:
    """Whoever starts the grader, its candidate is nobody special."""
    with Candidate(STRICT) as one:
        users = value(attack(one, "import os; return os.getuid(), os.geteuid(), os.getgid(), os.getegid()"))
        assert set(users) == ({OWN_UID} if "uid" in one.layers else {os.getuid(), os.getgid()})
        assert ("uid" in one.layers) == (os.getuid() == 0 and readable_by_all(Path(os.__file__)))


def readable_by_all(path: Path) -> bool:
    return all(part.stat().st_mode & 0o005 for part in (path, *path.parents))
