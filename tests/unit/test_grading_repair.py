"""Each family of repairs finds its own kind of mistake, names the line, and gives nothing away where it may not."""

from __future__ import annotations

import copy
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from gradus.grading.checks import Case, Law
from gradus.grading.judging import judge
from gradus.grading.outcomes import Outcome, Raised, Returned
from gradus.grading.repair.families import families
from gradus.grading.repair.search import repaired
from gradus.grading.repair.text import Text, form_of
from gradus.grading.repair.trials import Retry
from gradus.labs.definitions import Definition
from gradus.model import Cause, Confidence, Level

RNG = np.random.default_rng(3)
X, X2 = RNG.normal(size=(3, 5)), RNG.normal(size=(4, 2))
W, W2 = RNG.normal(size=(3, 1)), RNG.normal(size=(4, 1))
V, V2 = RNG.normal(size=5), RNG.normal(size=7)
ONE, PAIRS, VECTORS = ((X,), (X2,)), ((W, X), (W2, X2)), ((V,), (V2,))
HELPERS = "import numpy as np\ndef squash(z):\n    return np.tanh(z) / 2\n"


def called(source: str, args: tuple[Any, ...]) -> Outcome:
    """What a function of these tests gives; it is the tests' own, so it may run here."""
    space: dict[str, Any] = {}
    given = copy.deepcopy(args)
    try:
        exec(HELPERS + source, space)
        np.random.seed(5)  # noqa: NPY002 -- the labs' contracts speak of this generator
        with np.errstate(all="ignore"):
            value = space["f"](*given)
    except Exception as error:  # noqa: BLE001 -- whatever it raises is what came
        return Raised(type(error).__name__, str(error), "cell 3", 2, "f")
    changed = [i for i, (a, b) in enumerate(zip(args, given, strict=True)) if not np.array_equal(a, b)]
    return Returned(value, changed=tuple(changed))


def ask(definition: Definition, checks: Sequence[Case | Law]) -> Iterator[Outcome]:
    for check in checks:
        yield called(definition.source, check.args)


def diagnosed(
    source: str,
    right: Callable[..., Any],
    calls: Sequence[tuple[Any, ...]],
    level: Level = Level.STANDARD,
    seconds: float = 20,
) -> Cause | None:
    np.random.seed(5)  # noqa: NPY002
    source = textwrap.dedent(source).strip("\n")
    cases = []
    for args in calls:
        np.random.seed(5)  # noqa: NPY002
        cases.append(Case("it is right", args=args, expected=right(*copy.deepcopy(args))))
    probes = [judge(case, called(source, case.args)) for case in cases]
    assert not all(probe.passed for probe in probes)
    definition = Definition("cell 3", 1, source, frozenset({"f"}), frozenset())
    return repaired(definition, probes, Retry(ask), name="f", functions={"squash": 1}, level=level, seconds=seconds)


EXAMPLES: list[tuple[str, str, str, Callable[..., Any], Sequence[tuple[Any, ...]]]] = [
    ("axis", "np.sum(X, axis=1)", "def f(X):\n    return np.sum(X, axis=0)", lambda X: X.sum(1), ONE),
    ("axis", "np.sum(X, axis=1)", "def f(X):\n    return np.sum(X)", lambda X: X.sum(1), ONE),
    ("keepdims", "keepdims=True", "def f(X):\n    return np.sum(X, axis=1)", lambda X: X.sum(1, keepdims=True), ONE),
    ("transpose", "w.T @ X", "def f(w, X):\n    return np.cos(w @ X)", lambda w, X: np.cos(w.T @ X), PAIRS),
    ("products", "w.T @ X", "def f(w, X):\n    return w.T * X", lambda w, X: w.T @ X, PAIRS),
    ("products", "A ** 2", "def f(A):\n    return 1 - np.dot(A.T, A)", lambda A: 1 - A**2, ONE),
    ("operators", "`-` where `+`", "def f(X):\n    a = 2 * X\n    return a - X ** 2", lambda X: 2 * X + X**2, ONE),
    ("constants", "np.power(X, 3)", "def f(X):\n    return np.power(X, 2)", lambda X: X**3, ONE),
    (
        "ranges",
        "range(len(v))",
        "def f(v):\n    s = 0\n    for i in range(len(v) - 1):\n        s += v[i]\n    return s",
        lambda v: float(v.sum()),
        VECTORS,
    ),
    (
        "names",
        "`v` belongs",
        "def f(u, v):\n    nu = np.sum(u ** 2)\n    nv = np.sum(u ** 2)\n    return (u[0] * v[0]) / (nu * nv)",
        lambda u, v: u[0] * v[0] / (np.sum(u**2) * np.sum(v**2)),
        ((V, V2), (V2, V)),
    ),
    (
        "keys",
        "'b1' belongs",
        "def f(p):\n    b1 = p['b2']\n    return p['W'] * b1 + p['b2'] + p.get('b1')",
        lambda p: p["W"] * p["b1"] + p["b2"] + p["b1"],
        (({"W": 2.0, "b1": 3.0, "b2": 5.0},), ({"W": 0.5, "b1": 1.5, "b2": 7.0},)),
    ),
    (
        "keys",
        "'db' belongs",
        "def f(g, w, b):\n    p = {'w': w - g['dw'], 'b': b - g['dw']}\n    return p['w'] * p['b']",
        lambda g, w, b: (w - g["dw"]) * (b - g["db"]),
        (({"dw": 2.0, "db": 3.0}, 5.0, 7.0), ({"dw": 1.5, "db": 0.5}, 4.0, 2.5)),
    ),
    ("calls", "np.mean(X", "def f(X):\n    return np.sum(X ** 3)", lambda X: float(np.mean(X**3)), ONE),
    (
        "wrapping",
        "squash(w.T @ X)",
        "def f(w, X):\n    A = w.T @ X\n    return A",
        lambda w, X: np.tanh(w.T @ X) / 2,
        PAIRS,
    ),
    (
        "scaling",
        "* rate",
        "def f(w, g, rate):\n    w = w - g\n    return w",
        lambda w, g, rate: w - g * rate,
        ((W, W + 1, 0.3), (W2, W2 * W2, 0.7)),
    ),
    (
        "terms",
        "`back` is missing",
        "def f(da):\n    back = 0.0\n    out = []\n    for d in da:\n        g = np.tanh(d)\n"
        "        back = 0.5 * g\n        out.append(g)\n    return out",
        lambda da: _flowed(da),
        ((V[:3],), (V2[:4],)),
    ),
    ("grouping", "1 / (2 * m)", "def f(X):\n    m = len(X)\n    return 1 / 2 * m * X", lambda X: X / (2 * len(X)), ONE),
    (
        "subscripts",
        "two indices have changed places",
        "def f(X, i, j):\n    return X[j, i]",
        lambda X, i, j: X[i, j],
        ((X[:, :3], 0, 2), (X[:, :3], 1, 0)),
    ),
    (
        "allocations",
        "np.zeros((n, 1))",
        "def f(n):\n    b = np.zeros((n,))\n    return b",
        lambda n: np.zeros((n, 1)),
        ((3,), (4,)),
    ),
    (
        "arguments",
        "two arguments have changed places",
        "def f(a, b):\n    return np.subtract(np.maximum(b, 0.1), a) if False else np.arctan2(a, b)",
        lambda a, b: np.arctan2(b, a),
        ((X, X + 1), (X2, X2 - 0.5)),
    ),
    (
        "copies",
        "w.copy()",
        "def f(w):\n    k = w\n    k[0] = 0\n    return k",
        lambda w: np.concatenate([[0.0], w[1:]]),
        VECTORS,
    ),
    ("dtypes", "dtype=float", "def f(v):\n    a = np.array(v, dtype=int)\n    return a * 2", lambda v: v * 2, VECTORS),
    (
        "blocks",
        "inside the loop",
        "def f(v):\n    s = 0\n    for x in v:\n        s += x\n        s = s / len(v)\n        return s",
        lambda v: float(v.sum() / len(v)),
        VECTORS,
    ),
    (
        "exchanged",
        "each other's value",
        "def f(h, w):\n    a = np.floor(w / 2) + 1\n    b = np.floor(h / 2) + 1\n    return np.array([a, b])",
        lambda h, w: np.array([h // 2 + 1.0, w // 2 + 1.0]),
        ((3, 8), (9, 2)),
    ),
    (
        "nesting",
        "wrong order",
        "def f(v):\n    return np.maximum(np.sum(v), 0)",
        lambda v: float(np.maximum(v, 0).sum()),
        VECTORS,
    ),
    (
        "clamped",
        "must count as 0",
        "def f(a, b):\n    wide = a - b\n    return wide",
        lambda a, b: max(a - b, 0.0),
        ((2.0, 1.0), (1.0, 3.0)),
    ),
    (
        "reuse",
        "used bare here",
        "def f(d, s):\n    x = np.sum(d * s)\n    return x + np.cos(d)",
        lambda d, s: np.sum(d * s) + np.cos(d * s),
        ((X, X + 1), (X2, X2 - 0.3)),
    ),
]


def _flowed(da: Any) -> list[Any]:
    back, out = 0.0, []
    for d in da:
        g = np.tanh(d + back)
        back = 0.5 * g
        out.append(g)
    return out


@pytest.mark.parametrize(
    ("family", "said", "source", "right", "calls"), EXAMPLES, ids=[f"{n}-{e[0]}" for n, e in enumerate(EXAMPLES)]
)
def test_a_family_finds_its_own_kind_of_mistake(
    family: str, said: str, source: str, right: Callable[..., Any], calls: Sequence[tuple[Any, ...]]
) -> None:
    found = diagnosed(source, right, calls)
    assert found is not None
    assert found.id == f"repair-{family}", found
    assert said in found.text
    assert found.text.startswith("Cell 3, line ")
    assert found.confidence is Confidence.LIKELY


def test_every_family_has_its_example_here() -> None:
    assert {name for _, name, _ in families()} == {one[0] for one in EXAMPLES}


@pytest.mark.parametrize(
    ("family", "said", "source", "right", "calls"), EXAMPLES, ids=[f"{n}-{e[0]}" for n, e in enumerate(EXAMPLES)]
)
def test_at_level_open_the_place_is_told_and_not_the_repair(
    family: str, said: str, source: str, right: Callable[..., Any], calls: Sequence[tuple[Any, ...]]
) -> None:
    found = diagnosed(source, right, calls, level=Level.OPEN)
    told = diagnosed(source, right, calls)
    assert found is not None
    assert told is not None
    assert found.id == told.id
    assert found.text.startswith("Cell 3, line ")
    for code in told.text.split("`")[1::2]:  # what the sentence quotes at the other levels
        assert code in source or code not in found.text


def test_two_faults_in_two_lines_are_both_named() -> None:
    source = """
    def f(w, X):
        scores = w.T @ X + 1
        total = np.sum(X, axis=0)
        return {"scores": scores, "total": total}
    """
    found = diagnosed(source, lambda w, X: {"scores": w.T @ X - 1, "total": X.sum(1)}, PAIRS)
    assert found is not None
    assert found.text.startswith("Two things. Cell 3, line ")
    assert "line 2: " in found.text
    assert "line 3: " in found.text


def test_the_same_slip_in_two_lines_is_told_once() -> None:
    source = "def f(h, w, step):\n    top = h\n    left = w\n    return top + 10 * left"
    found = diagnosed(source, lambda h, w, step: h * step + 10 * w * step, ((2, 3, 2), (1, 4, 3)))
    assert found is not None
    assert "step" in found.text
    assert found.text.count("line") >= 1


def test_nothing_is_said_when_no_small_change_helps() -> None:
    assert diagnosed("def f(X):\n    return 7", lambda X: np.linalg.svd(X)[1][:1], ONE) is None


def test_the_search_ends_with_its_time() -> None:
    assert diagnosed("def f(X):\n    return np.sum(X, axis=0)", lambda X: X.sum(1), ONE, seconds=0) is None


def test_a_change_that_spoils_another_check_is_not_offered() -> None:
    found = diagnosed("def f(x):\n    return abs(x)", lambda x: x if x > -2 else -x, ((3.0,), (-1.0,), (-5.0,)))
    assert found is None or found.confidence is Confidence.POSSIBLE or "abs" not in found.text


def test_the_learners_own_definition_is_put_back_afterwards() -> None:
    loaded: list[str] = []

    def watched(definition: Definition, checks: Sequence[Case | Law]) -> Iterator[Outcome]:
        loaded.append(definition.source)
        return ask(definition, checks)

    source = "def f(X):\n    return np.sum(X, axis=0)"
    probe = judge(Case("it is right", args=(X,), expected=X.sum(1)), called(source, (X,)))
    definition = Definition("cell 3", 1, source, frozenset({"f"}), frozenset())
    assert repaired(definition, [probe], Retry(watched), name="f", functions={}) is not None
    assert loaded[-1] == source


def test_code_that_cannot_be_read_is_left_alone() -> None:
    probe = judge(Case("it is right", args=(X,), expected=X.sum(1)), Returned(None))
    definition = Definition("cell 3", 1, "def f(X:\n", frozenset({"f"}), frozenset())
    assert repaired(definition, [probe], Retry(ask), name="f", functions={}) is None


def test_places_are_counted_in_bytes_where_names_are_not_ascii() -> None:
    source = "def f(X):\n    größe = '¾'; μ = np.sum(X, axis=0)  # Σ\n    return μ"
    found = diagnosed(source, lambda X: X.sum(1), ONE)
    assert found is not None
    assert "`np.sum(X, axis=1)`" in found.text


def test_nothing_in_docstrings_defaults_or_decorators_is_changed() -> None:
    text = Text('def f(x, rate=0.5):\n    """Add 1 to x."""\n    return x + 2\n')
    numbers = [one.value for one in text.expressions if type(one).__name__ == "Constant"]
    assert numbers == [2]


def test_lines_of_one_form_are_alike() -> None:
    first, second = Text("a = f(b) + 1\nc = f(d) + 2\n").statements
    assert form_of(first) == form_of(second)
    assert form_of(first) != form_of(Text("a = f(b) - g(c)\n").statements[0])


def test_nothing_is_put_into_itself() -> None:
    """A dictionary that holds itself has no end on its way out of the candidate."""
    text = Text("def f(a, b):\n    found = {}\n    found['x'], found['y'] = a, b\n    return found\n")
    changed = [text.applied(repair.edits) or "" for _, _, repairs in families() for repair in repairs(text)]
    assert changed
    assert not any("= found, b" in source or "= a, found" in source for source in changed)
