"""Automatic mutations: each family makes the wrong turns that it is for; a change leaves the rest of the text alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from gradus.author.changes import Change, applied
from gradus.author.mutants import mutants_of
from gradus.author.mutations import families
from gradus.labs.source import parse_lab

FAMILIES = dict(families())

MADE = [
    ("arithmetic", "y = a + b", {"y = a - b", "y = a * b", "y = a", "y = b"}),
    ("arithmetic", "y = a - b", {"y = a + b", "y = a", "y = b", "y = b - a"}),
    ("arithmetic", "y = -a", {"y = a"}),
    ("arguments", "y = f(a, b, k=1)", {"y = f(b, a, k=1)", "y = f(a, k=1)", "y = f(a, b)"}),
    ("arguments", "y = f((a, b))", {"y = f((b, a))"}),
    ("assignments", "y += a", {"y = a", "y -= a"}),
    ("axes", "y = f(a, axis=1)", {"y = f(a, axis=0)", "y = f(a)"}),
    ("axes", "y = f(a, keepdims=True)", {"y = f(a)"}),
    ("comparison", "y = a < b", {"y = a <= b", "y = a > b"}),
    ("comparison", "y = a == b", {"y = a != b"}),
    ("conditions", "y = a and b", {"y = a or b", "y = a", "y = b"}),
    ("conditions", "y = 1 if a else 2", {"y = 1 if not a else 2"}),
    ("conditions", "y = not a", {"y = a"}),
    ("conditions", "y = True", {"y = False"}),
    ("constants", "y = 2", {"y = 3", "y = 1", "y = 0", "y = -2"}),
    ("constants", "y = 0.5", {"y = 1.5", "y = -0.5", "y = 0.0"}),
    ("copies", "y = a.copy()", {"y = a"}),
    ("copies", "y = copy.deepcopy(a)", {"y = a"}),
    ("copies", "a = a - b", {"a -= b"}),
    ("dtypes", "y = a.astype(int)", {"y = a.astype(float)", "y = a.astype(bool)"}),
    ("dtypes", "y = f(a, dtype=float)", {"y = f(a, dtype=int)", "y = f(a, dtype=bool)"}),
    ("functions", "y = np.sum(a)", {"y = np.mean(a)", "y = np.prod(a)", "y = a"}),
    ("functions", "y = np.exp(a)", {"y = np.expm1(a)", "y = a"}),
    ("functions", "y = a.max()", {"y = a.min()", "y = a"}),
    ("names", "y = a + b", {"y = b + b", "y = a + a"}),
    ("products", "y = a @ b", {"y = a * b", "y = b @ a"}),
    ("products", "y = np.dot(a, b)", {"y = a * b", "y = b @ a"}),
    ("products", "y = a * b", {"y = a @ b"}),
    ("ranges", "y = range(a)", {"y = range(a + 1)", "y = range(a - 1)", "y = range(1, a)"}),
    ("returned", "return a, b", {"return (b, a)"}),
    ("returned", 'y = {"w": a, "b": b}', {'y = {"w": b, "b": a}'}),
    ("returned", "c, d = f(a)", {"d, c = f(a)"}),
    ("slices", "y = a[1:b]", {"y = a[:b]", "y = a[1:]", "y = a[1:b + 1]", "y = a[1:b - 1]"}),
    ("statements", "y = a", {"pass"}),
    ("transposes", "y = a.T", {"y = a"}),
    ("transposes", "y = np.dot(a, b)", {"y = np.dot(a.T, b)", "y = np.dot(a, b.T)"}),
]


def changed(family: str, line: str, signature: str = "a, b") -> set[str]:
    """What a family makes of one line in a function of a and b."""
    text = f"def f({signature}):\n    {line}\n"
    (node,) = ast.parse(text).body
    assert isinstance(node, ast.FunctionDef)
    texts = [applied(text, change) for change in FAMILIES[family](node)]
    for one in texts:
        ast.parse(one)
    return {one.split("\n", 1)[1].strip() for one in texts}


@pytest.mark.parametrize(("family", "line", "expected"), MADE)
def test_a_family_makes_its_wrong_turns(family: str, line: str, expected: set[str]) -> None:
    assert {_plain(one) for one in changed(family, line)} == {_plain(one) for one in expected}


def _plain(line: str) -> str:
    """One spelling of a line: what counts is the program."""
    return ast.unparse(ast.parse(f"def f():\n    {line}"))


def test_every_family_has_a_case_here() -> None:
    assert set(FAMILIES) == {family for family, _, _ in MADE} | {"defaults"}


def test_a_default_value_changes_in_the_signature() -> None:
    text = "def f(a, rate=0.5, *, loud=False):\n    return a\n"
    (node,) = ast.parse(text).body
    assert isinstance(node, ast.FunctionDef)
    made = {applied(text, change).split("\n")[0] for change in FAMILIES["defaults"](node)}
    assert made == {"def f(a, rate=1.5, *, loud=False):", "def f(a, rate=0.5, *, loud=True):"}


def test_a_name_is_taken_for_one_that_looks_like_it_and_not_for_any_other() -> None:
    assert changed("names", "y = g(X_train)", "X_train, X_test, b") == {"y = g(X_test)"}


def test_a_name_that_is_not_there_yet_is_not_taken() -> None:
    text = "def f(a):\n    y = a + 1\n    z = a + y\n    return z\n"
    (node,) = ast.parse(text).body
    assert isinstance(node, ast.FunctionDef)
    made = {applied(text, change).split("\n")[1].strip() for change in FAMILIES["names"](node)}
    assert made == {"y = a + 1"}


def test_a_change_keeps_comments_quotes_and_letters_of_every_alphabet() -> None:
    text = 'def f(a):\n    # Größe → α\n    α = a["dw"] + 1  # plus\n    return α\n'
    (node,) = ast.parse(text).body
    addition = next(part for part in ast.walk(node) if isinstance(part, ast.BinOp))
    made = applied(text, Change(addition, addition.left))
    assert made == 'def f(a):\n    # Größe → α\n    α = a["dw"]  # plus\n    return α\n'


def test_a_change_gets_the_brackets_that_it_needs_and_no_others() -> None:
    text = "y = a * b * c"
    outer = next(part for part in ast.walk(ast.parse(text)) if isinstance(part, ast.BinOp))
    assert isinstance(outer.left, ast.BinOp)
    sum_of_two = ast.BinOp(outer.left.left, ast.Add(), outer.left.right)
    assert applied(text, Change(outer.left, sum_of_two)) == "y = (a + b) * c"
    assert applied(text, Change(outer, sum_of_two)) == "y = a + b"


LAB = '''# %% exercise="add"
def add(a, b):
    """The sum of a and b, and of nothing else: 1 + 1 is 2."""
    ### BEGIN SOLUTION
    # Step 1: add.
    s = a + b  # both
    print(f"{a + b}")
    ### END SOLUTION
    return s
'''


def test_mutants_know_their_line_of_the_lab_and_leave_docstrings_and_f_strings_alone() -> None:
    source = parse_lab(LAB, "lab", Path("lab.py"))
    mutants = mutants_of(source, "add")
    assert {mutant.line for mutant in mutants} == {6, 7, 9}
    assert LAB.split("\n")[5].strip() == "s = a + b  # both"
    assert all(mutant.was.startswith(("s = a + b", "print(", "return s")) for mutant in mutants)
    assert not any("{a - b}" in mutant.source or "1 + 1 is 2" not in mutant.source for mutant in mutants)
    assert "- s = a + b  # both\n+ s = a - b  # both" in {mutant.diff for mutant in mutants}


def test_no_two_mutants_are_the_same_program() -> None:
    source = parse_lab(LAB, "lab", Path("lab.py"))
    programs = [ast.dump(ast.parse(mutant.source)) for mutant in mutants_of(source, "add")]
    assert len(programs) == len(set(programs))
    assert "- s = a + b  # both\n+ s = a  # both" in {mutant.diff for mutant in mutants_of(source, "add")}


def test_what_is_no_program_any_more_is_no_mutant() -> None:
    lab = LAB.replace("    s = a + b  # both\n", "    for s in a:\n        break\n")
    mutants = mutants_of(parse_lab(lab, "lab", Path("lab.py")), "add")
    assert mutants
    for mutant in mutants:
        compile(mutant.source, "lab.py", "exec")
