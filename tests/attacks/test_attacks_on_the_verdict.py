"""Objects, patches and frames that would make a wrong answer look right."""

from __future__ import annotations

import time

import numpy as np
import pytest

from gradus.grading.sandbox import Candidate, Lost, Outcome, Raised, Returned
from gradus.model import Status
from tests.attacks.arena import LINUX, attack, call, candidate, load, lost, only_its_own, value

__all__ = ["candidate"]
pytestmark = LINUX

TRICKS = {
    "equal to all": """
class Yes:
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = lambda self, other: True
    __sub__ = __rsub__ = __add__ = __radd__ = __abs__ = __mul__ = __rmul__ = lambda self, *rest: self
    __bool__ = lambda self: True
    __float__ = lambda self: 0.5
    __array__ = lambda self, *rest, **more: np.array(0.5)
def squash(z): return Yes()
""",
    "an array equal to all": """
class Yes(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    __array_function__ = lambda self, *rest: True
    __array_ufunc__ = lambda self, *rest, **more: True
def squash(z): return np.zeros(np.shape(z)).view(Yes)
""",
    "a float equal to all": """
class Yes(float):
    __eq__ = lambda self, other: True
    __sub__ = __rsub__ = lambda self, other: 0.0
    __hash__ = float.__hash__
def squash(z): return Yes(7)
""",
    "a pickle": """
class Run:
    def __reduce__(self): return (eval, ("1/0",))
    __getstate__ = __reduce__
def squash(z): return Run()
""",
    "a class in disguise": """
class Mask:
    __class__ = property(lambda self: np.ndarray)
    shape, dtype = (), np.dtype(float)
def squash(z): return Mask()
""",
    "a list in disguise": """
class Mask:
    __class__ = property(lambda self: list)
def squash(z): return Mask()
""",
    "nothing but NaN": "def squash(z): return z * np.nan",
    "infinity": "def squash(z): return z * 0 + np.inf",
    "the masked": "def squash(z): return np.ma.masked_all(np.shape(z))",
    "an object array": "def squash(z): return np.array([None] * np.size(z), object).reshape(np.shape(z))",
    "a record": "def squash(z): return np.zeros(np.shape(z), [('x', 'f8')])",
    "the arguments": "def squash(z): return z",
    "a literal": "def squash(z): return 0.5",
    "by shape": "def squash(z): return np.zeros(np.shape(z)) + 0.5",
    "by memory": """
SEEN = {}
def squash(z): return SEEN.setdefault(np.shape(z), 0.5)
""",
    "patched numpy": """
def squash(z):
    for name in ('allclose', 'isclose', 'array_equal', 'all', 'equal'):
        setattr(np, name, lambda *rest, **more: True)
    np.testing.assert_allclose = lambda *rest, **more: None
    return z
""",
    "patched builtins": """
def squash(z):
    import builtins
    builtins.all = builtins.any = builtins.isinstance = lambda *rest: True
    builtins.abs = builtins.max = lambda *rest: 0
    return z
""",
    "patched importing": """
def squash(z):
    import importlib, sys
    sys.meta_path[:] = []
    sys.modules.clear()
    importlib.import_module = lambda *rest: None
    return z
""",
    "patched wire": """
def squash(z):
    import sys
    wire = sys.modules['wire']
    wire.encode = lambda value: [b'passed']
    return z
""",
    "patched answers": """
def squash(z):
    import gc
    for one in gc.get_objects():
        if type(one).__name__ == 'Candidate':
            one.same = lambda *rest: True
            one.reply = lambda answer: None
    return z
""",
    "patched time": """
def squash(z):
    import time, random
    time.monotonic = time.time = lambda: 0.0
    random.random = lambda: 0.5
    return z
""",
    "changed arguments": """
def squash(z):
    if isinstance(z, np.ndarray): z[...] = 0
    return z
""",
    "an end in the middle": """
def squash(z):
    import os
    if isinstance(z, np.ndarray): os._exit(0)
    return 0.5
""",
    "an end with a clean bill": "def squash(z):\n    import sys\n    print('points: 45')\n    sys.exit(0)",
    "at the exit": "def squash(z):\n    import atexit, os\n    atexit.register(os._exit, 0)\n    return z",
    "at definition": "import os\nclass M(type):\n    __init__ = os._exit\nclass squash(metaclass=M): pass",
    "by default": "def squash(z, x=__import__('os')._exit(0)): return z",
    "in a trace": "def squash(z):\n    import sys; sys.setprofile(print)\n    return z",
    "by the garbage": "def squash(z):\n    class D:\n        def __del__(self): 1/0\n    D(); return z",
}


@pytest.mark.parametrize("code", TRICKS.values(), ids=TRICKS)
def test_a_trick_earns_nothing_and_costs_nobody_else(code: str) -> None:
    one = only_its_own(code)
    assert one.cause or one.checks


WORTH_NOTHING = """
import gc, socket, sys
wire = sys.modules['wire']
sock = next(one for one in gc.get_objects() if isinstance(one, socket.socket))
turn = next(one for one in gc.get_objects() if type(one).__name__ == 'Candidate').turn
"""
FORGED = {
    "before its question": "wire.send(sock, {'n': turn + 1, 'ok': 42, 'output': ''})\nreturn 0",
    "of long ago": "wire.send(sock, {'n': 0, 'ok': 42, 'output': ''})\nreturn 0",
    "no map": "wire.send(sock, [1, 2, 3])\nreturn 0",
    "an empty map": "wire.send(sock, {'n': turn})\nreturn 0",
    "what nobody offered": "wire.send(sock, {'n': turn, 'ask': 'solution', 'args': (), 'kwargs': {}})\nreturn 0",
    "asked with no name": "wire.send(sock, {'n': turn, 'ask': [1], 'args': 1, 'kwargs': 2})\nreturn 0",
    "no exception": "wire.send(sock, {'n': turn, 'error': [1]})\nreturn 0",
    "no line": "wire.send(sock, {'n': turn, 'error': {'line': 'x'}})\nreturn 0",
    "a line too far": "wire.send(sock, {'n': turn, 'error': {'line': 1 << 60}})\nreturn 0",
    "no frame": "sock.sendall(b'x' * 100)\nreturn 0",
    "a frame of lies": "sock.sendall(b'GRD1' + bytes([255] * 8))\nreturn 0",
    "a turn of the wrong type": "wire.send(sock, {'n': [turn], 'ok': 1})\nreturn 0",
    "a turn that is an array": "wire.send(sock, {'n': np.array([turn, turn]), 'ok': 1})\nreturn 0",
}


@pytest.mark.parametrize("body", FORGED.values(), ids=FORGED)
def test_a_forged_answer_ends_the_candidate(candidate: Candidate, body: str) -> None:
    assert "meddled" in lost(attack(candidate, WORTH_NOTHING + body), "broken")
    assert not candidate.alive


def test_a_second_answer_to_one_question_ends_the_candidate(candidate: Candidate) -> None:
    body = WORTH_NOTHING + "wire.send(sock, {'n': turn, 'ok': 42, 'output': ''})\nreturn 0"
    assert value(attack(candidate, body)) == 42  # what its own code says it returns; the answer proper is left over
    assert "meddled" in lost(call(candidate), "broken")


def test_an_answer_that_drips_in_does_not_move_the_deadline(candidate: Candidate) -> None:
    body = WORTH_NOTHING + "import time\nwhile True:\n    sock.sendall(b'G'[:1]); time.sleep(0.05)"
    attack(candidate, "return 1")
    began = time.monotonic()
    outcome = attack(candidate, body, seconds=0.4)
    assert isinstance(outcome, Lost)
    assert time.monotonic() - began < 2


def test_a_candidate_that_does_not_read_is_left_at_the_deadline(candidate: Candidate) -> None:
    load(candidate, "def f(x):\n    import time\n    time.sleep(60)")
    assert "0.4 seconds" in lost(call(candidate, np.zeros(4_000_000), seconds=0.4), "timeout")


EXCEPTIONS = {
    "a message that raises": "class E(Exception):\n    def __str__(self): raise E()\nraise E()",
    "a message without end": "raise ValueError('x' * (1 << 26))",
    "a name without end": "raise type('E' * 100000, (Exception,), {})('x')",
    "a key that raises": "class K:\n    def __repr__(self): raise ValueError\nraise KeyError(K())",
    "a group": "raise ExceptionGroup('g', [ValueError()] * 1000)",
    "a chain without end": "e = ValueError('x'); e.__cause__ = e; raise e",
    "no exception at all": "raise 7",
    "an exit": "raise SystemExit(0)",
    "an interrupt": "raise KeyboardInterrupt",
    "the wire's own": "import sys; raise sys.modules['wire'].WireClosed('x')",
    "generator exit": "raise GeneratorExit",
}


@pytest.mark.parametrize("body", EXCEPTIONS.values(), ids=EXCEPTIONS)
def test_no_exception_is_more_than_a_text(candidate: Candidate, body: str) -> None:
    outcome: Outcome = attack(candidate, body)
    assert isinstance(outcome, Raised | Lost)
    if isinstance(outcome, Raised):
        assert len(outcome.type) <= 1000
        assert len(outcome.message) <= 1100


def test_an_evil_array_is_taken_as_its_values(candidate: Candidate) -> None:
    """Negative strides, views, Fortran order, other byte orders: the examiner gets plain numbers of its own."""
    body = """
x = np.arange(12.0).reshape(3, 4)
return x[::-1, ::-2], x.T, x.astype('>f8'), np.lib.stride_tricks.as_strided(x, (3,), (0,)), x[..., None]
"""
    found = value(attack(candidate, body))
    x = np.arange(12.0).reshape(3, 4)
    for one, expected in zip(found, (x[::-1, ::-2], x.T, x, np.zeros(3), x[..., None]), strict=True):
        assert type(one) is np.ndarray
        assert one.flags.c_contiguous
        assert np.array_equal(one, expected)


def test_a_change_of_the_arguments_is_told_to_the_learner() -> None:
    code = "def squash(z):\n    e = np.exp(-z)\n    if isinstance(z, np.ndarray): z[...] = 0\n    return 1 / (1 + e)"
    one = only_its_own(code, Status.FAILED)
    assert "chang" in str(one.cause or one.checks)


def test_half_an_answer_and_a_closed_channel_end_the_candidate(candidate: Candidate) -> None:
    assert isinstance(attack(candidate, WORTH_NOTHING + "sock.sendall(b'GRD1'); sock.shutdown(1)\nreturn 0"), Lost)
    assert not candidate.alive


def test_a_change_of_its_arguments_reaches_nobody_elses(candidate: Candidate) -> None:
    given = np.zeros(3)
    outcome = attack(candidate, "args[0][...] = 9; return 1", given)
    assert isinstance(outcome, Returned)
    assert given.tolist() == [0, 0, 0]
