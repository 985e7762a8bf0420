"""Results that a judge may stumble over: whatever comes back, the examiner writes a report."""

from __future__ import annotations

import pytest

from gradus.grading import grade
from gradus.model import Status
from tests.attacks.arena import LINUX, STRICT
from tests.unit.labs_tiny import TINY, exercise, solved

pytestmark = LINUX

RESULTS = {
    "nothing": "None",
    "dots": "...",
    "a text": "'passed'",
    "a long text": "'x' * (1 << 25)",
    "bytes": "b'\\x00\\xff' * 100",
    "a lone surrogate": "'\\ud800' * 3",
    "a truth": "True",
    "a huge number": "10 ** 400",
    "a huger number": "10 ** 100000",
    "huge numbers in a list": "[10 ** 400] * 3",
    "a complex nan": "complex('nan')",
    "a half": "np.float16(0.5) * np.nan",
    "text in an array": "np.array(['a', 'b'])",
    "bytes in an array": "np.array([b'a', b'b'])",
    "dates": "np.array(['2020-01-01'], 'M8[D]')",
    "a record": "np.zeros(3, [('x', 'f8'), ('y', 'U3')])",
    "objects": "np.array([{}, []], object)",
    "many dimensions": "np.zeros((1,) * 30)",
    "no rows": "np.zeros((0, 5))",
    "no columns but many rows": "np.zeros((1 << 19, 0))",
    "many rows": "np.zeros((1 << 21, 3))",
    "subnormal": "np.full((2, 3), 5e-324)",
    "a long list": "list(range(200000))",
    "a deep list": "__import__('functools').reduce(lambda x, _: [x], range(200), 1)",
    "a ragged list": "[[1], [2, 3], []]",
    "a dictionary with odd keys": "{None: 1, (1, 2): 2, 3.5: 3, float('nan'): 4, True: 5, b'x': 6}",
    "a large dictionary": "{number: str(number) for number in range(30000)}",
    "a set": "{1, 'a', (2, 3), frozenset({4})}",
    "a generator": "(number for number in range(3))",
    "a function": "lambda: 0",
    "a class": "type('X', (), {})",
    "a module": "np",
    "an exception": "ValueError('x')",
    "itself": "squash",
    "a matrix": "np.matrix([[1, 2]])",
    "a masked array": "np.ma.masked_all(3)",
    "a memory view": "memoryview(b'abc')",
    "a polynomial": "np.polynomial.Polynomial([1, 2])",
    "a tuple of everything": "(None, ..., 1, 'x', b'y', np.eye(2), [np.zeros(0)], {'k': {1, 2}})",
}


@pytest.mark.parametrize("text", RESULTS.values(), ids=RESULTS)
def test_no_result_keeps_the_examiner_from_a_report(text: str) -> None:
    submission = solved(
        squash=f"def squash(z): return {text}",
        measure=f"def measure(w, X, Y): return {{'dw': {text}}}, {text}".replace("squash", "measure"),
        descend=f"def descend(start, steps, rate): return [{text}]".replace("squash", "descend"),
    )
    report = grade(TINY, submission, walls=STRICT)
    assert [exercise(report, name).points for name in ("squash", "measure", "descend", "Counter")] == [0, 0, 0, 5]
    for one in report.exercises[:3]:
        assert one.status in (Status.FAILED, Status.ERROR)
        assert all(len(check.got) < 20_000 for check in one.checks)
    assert len(str(report.as_json())) < 200_000
