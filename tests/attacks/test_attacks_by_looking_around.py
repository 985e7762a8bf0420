"""Frames, the garbage collector, modules and memory: there is nothing of the checks to find."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gradus.grading.candidate import BESIDE
from gradus.grading.sandbox import Candidate
from gradus.labs.submission import Submission
from gradus.model import Status
from tests.attacks.arena import LINUX, attack, candidate, exercise, graded_with, only_its_own, value
from tests.unit.labs_tiny import TINY

__all__ = ["candidate"]
pytestmark = LINUX


def test_what_is_looked_for_is_in_the_checks() -> None:
    """Else the searches below would prove nothing."""
    text = (TINY.path / "checks.py").read_text(encoding="utf-8")
    assert all(marker in text for marker in MARKERS)


MARKERS = ["squash(0) is one half", "it works on arrays", "the two halves do not add up to 1", "dw is the slope"]

# Each marker is sent backwards, so that the search does not find its own words.
EVERYWHERE = """
import gc, sys
seen, found, ahead = set(), set(), [*gc.get_objects(), *sys.modules.values(), sys._getframe()]
markers = [text[::-1] for text in args]
frame = sys._getframe()
while frame:
    ahead += [frame.f_locals, frame.f_globals, frame.f_code]
    frame = frame.f_back
while ahead:
    one = ahead.pop()
    if id(one) in seen or one is markers:
        continue
    seen.add(id(one))
    if isinstance(one, (str, bytes, bytearray)):
        text = one if isinstance(one, str) else one.decode('latin1')
        found.update(marker[::-1] for marker in markers if marker in text and not any(one is m for m in markers))
    else:
        ahead += gc.get_referents(one)
return sorted(found), len(seen)
"""


def backwards(*texts: str) -> list[str]:
    return [text[::-1] for text in texts]


def test_no_object_in_the_process_holds_anything_of_the_checks(candidate: Candidate) -> None:
    known = "Refuses the import of what learner code must not lean on."  # a docstring of the candidate itself
    found, seen = value(attack(candidate, EVERYWHERE, *backwards(*MARKERS, known), seconds=20))
    assert found == backwards(known)
    assert seen > 10_000


# Writing to a pipe from an address that is not there fails instead of crashing, so all memory can be tried.
# What is looked for came with every bit but one of each byte as it is, and is never put together here.
MEMORY = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
out, into = os.pipe()
needles = [np.frombuffer(one, np.uint8) for one in args[0]]
held = (needles[-1] ^ 1).tobytes()
found, pages, before = set(), 0, b''
for middle in (id(object()), id(needles), id(np.zeros(1)), id(held)):
    for page in range(max(middle // 4096 - 3000, 1), middle // 4096 + 3000):
        if libc.write(into, ctypes.c_void_p(page * 4096), ctypes.c_size_t(4096)) != 4096:
            before = b''
            continue
        pages += 1
        text = os.read(out, 4096)
        whole, before = np.frombuffer(before + text, np.uint8), text[-200:]
        for number, needle in enumerate(needles):
            places = np.flatnonzero(whole[: len(whole) - len(needle)] == needle[0] ^ 1)
            for step, byte in enumerate(needle):
                if not places.size:
                    break
                places = places[whole[places + step] == byte ^ 1]
            if places.size:
                found.add(number)
return sorted(found), pages
"""


def test_no_memory_of_the_process_holds_anything_of_the_checks(candidate: Candidate) -> None:
    lines = (TINY.path / "checks.py").read_text(encoding="utf-8").splitlines()
    longest = sorted((line.strip() for line in lines), key=len)[-3:]
    known = "a line that only the candidate itself puts together"
    turned = [bytes(byte ^ 1 for byte in line.encode()) for line in [*longest, known]]
    found, pages = value(attack(candidate, MEMORY, turned, seconds=20))
    assert found == [len(longest)]
    assert pages > 1000


def test_no_module_of_the_grader_is_loaded_but_what_a_candidate_is_made_of(candidate: Candidate) -> None:
    body = "import sys; return [str(getattr(one, '__file__', '')) for one in sys.modules.values()]"
    files = {Path(path).stem for path in value(attack(candidate, body)) if Path(path).parent.name == "grading"}
    assert files == {"candidate", "confine", "landlock", "readable", "seccomp", "zygote", *BESIDE}


def test_the_words_it_was_started_with_tell_nothing(candidate: Candidate) -> None:
    body = "import os, sys; return sys.argv, sys.orig_argv, sorted(os.environ), dict(os.environ)"
    argv, original, _, environment = value(attack(candidate, body))
    said = repr((argv, original[:-1], environment))
    assert "checks" not in said
    assert "courses" not in said
    assert str(os.getppid()) not in environment.values()


@pytest.mark.parametrize(
    "module",
    [
        "gradus",
        "gradus.grading.checks",
        "gradus.model",
        "descent",
        "descent.ops",
        "courses",
        "checks",
        "mistakes",
        "lab",
    ],
)
@pytest.mark.parametrize(
    "way",
    [
        "import importlib; importlib.import_module(args[0])",
        "__import__(args[0])",
        "import sys; sys.meta_path.pop(0); __import__(args[0])",
        "import sys; sys.path[:0] = [args[1], args[1] + '/src']; sys.meta_path[:1] = []; __import__(args[0])",
        "import runpy; runpy.run_module(args[0])",
    ],
    ids=["importlib", "builtin", "finder taken out", "path put in", "runpy"],
)
def test_nothing_of_the_project_is_imported_by_any_way(candidate: Candidate, module: str, way: str) -> None:
    outcome = attack(candidate, way, module, os.getcwd())
    assert type(outcome).__name__ == "Raised", outcome
    assert outcome.type in ("ImportError", "ModuleNotFoundError", "PermissionError")  # type: ignore[union-attr]


def test_use_of_the_reference_library_earns_nothing() -> None:
    one = only_its_own("def squash(z):\n    from descent.ops import sigmoid\n    return sigmoid(z)")
    assert one.status is Status.ERROR


def test_an_answer_taken_from_the_caller_is_not_there() -> None:
    """Where checks and code share a process, the expected value lies in a frame above."""
    code = """
def squash(z):
    import sys
    frame = sys._getframe()
    while frame:
        for value in list(frame.f_locals.values()) + list(frame.f_globals.values()):
            expected = getattr(value, 'expected', None)
            if expected is not None:
                return expected
        frame = frame.f_back
    return 0
"""
    assert only_its_own(code).points == 0


def test_prints_and_messages_do_not_reach_the_verdict() -> None:
    code = "def squash(z):\n    print('passed: 45 of 45 points')\n    raise ValueError('Status.PASSED; points = 45')"
    report = graded_with(code)
    one = exercise(report, "squash")
    assert (one.points, one.status) == (0, Status.ERROR)
    assert report.points == 35


def test_a_submission_does_not_see_the_one_before(candidate: Candidate) -> None:
    mark = "left-by-the-one-before"
    body = f"import builtins, os, sys, numpy\nbuiltins.x = numpy.x = sys.x = os.environ['X'] = {mark!r}\nreturn 1"
    value(attack(candidate, body))
    candidate.close()
    with Candidate(candidate.walls) as after:
        found = "import builtins, os, sys\nreturn [hasattr(m, 'x') for m in (builtins, sys, np)], 'X' in os.environ"
        assert value(attack(after, found)) == ([False] * 3, False)


def test_definitions_are_what_is_sent_and_no_cell_that_does_something() -> None:
    sent = Submission.from_cells(["import os\nos.remove('x')\nprint('y')\ndef f(): return 1"]).definitions
    assert [one.binds for one in sent] == [frozenset({"os"}), frozenset({"f"})]
