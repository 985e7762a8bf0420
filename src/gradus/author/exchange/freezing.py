"""From a lab to a master: its checks, drawn once under a seed, become tests with their numbers written in."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gradus.author.exchange.literals import NoLiteral, literal
from gradus.author.exchange.master import Given, Master, Part, Prose, Question, Test
from gradus.grading.checks import Case, Law, near
from gradus.grading.loading import Lab
from gradus.grading.picking import pick, steps

ALWAYS = (
    "The tests ask the same things of everybody, every time: Gradus draws fresh inputs for each grading.",
    "The tests run inside the learner's own process, where learner code can read them and change what they use: "
    "Gradus calls a process that is shut in and holds no test.",
    "Known mistakes, probable causes and hints are not written out: a failed test here only says that it failed.",
    "A wrong early function also fails the later ones that call it: Gradus grades those with a right helper.",
    "There is one level, with the solution's block taken out: Gradus hands out three.",
)
"""What no other grader's form can express."""


def freeze(lab: Lab, expected: Mapping[str, str], seed: int) -> Master:
    """The lab with its checks as plain tests; what cannot be put that way stands in the notes."""
    parts: list[Part] = []
    notes = list(ALWAYS)
    for cell in lab.source.cells:
        if cell.kind == "markdown":
            parts.append(Prose(cell.source))
        elif cell.exercise:
            exercise = lab.exercise(cell.exercise)
            tests: list[Test] = []
            for check in exercise.generate(np.random.default_rng(seed)):
                try:
                    tests.append(Test(check.name, _test(exercise.name, check), hidden=bool(tests)))
                except NoLiteral as error:
                    notes.append(f"{exercise.name}: the check “{check.name}” is left out: {error}.")
            if not tests:
                notes.append(
                    f"{exercise.name}: none of its checks can be written as a plain test, so it earns nothing."
                )
            parts.append(Question(exercise.name, cell.source, exercise.points, tuple(tests)))
        else:
            parts.append(Given(cell.source))
            if cell.expect and cell.key in expected:
                parts.append(Prose(f"**You should see**\n\n```text\n{expected[cell.key].rstrip()}\n```"))
    return Master(lab.item.id, lab.item.title, tuple(parts), tuple(notes))


def _test(name: str, check: Any) -> str:
    """A check as lines of code."""
    if not isinstance(check, Case | Law):
        raise NoLiteral("it asks for several calls in a row")
    lines: list[str] = []
    if check.seed is not None:
        lines.append(f"np.random.seed({check.seed})")
    lines.append(f"args = {literal(check.args)}")
    lines.append(f"kwargs = {literal(dict(check.kwargs))}")
    lines.append(f"result = {name}(*args, **kwargs)")
    if isinstance(check, Law):
        body, called = _law(check)
        lines += [
            *body,
            f"wrong = {called}(result, *args)",
            f"assert wrong is None, {f'{check.name}: '!r} + str(wrong)",
        ]
    else:
        options = [f"rtol={check.rtol}"] if check.rtol is not None else []
        if check.atol is not None or check.scale:
            options.append(f"atol={check.atol if check.atol is not None else 1e-13 * check.scale}")
        right = [(check.expected, check.pick, check.shape)]
        right += [(one.expected, one.pick or check.pick, one.shape or check.shape) for one in check.also]
        either = " or ".join(_agrees(*one, options) for one in right)
        lines.append(f"assert {either}, {check.name!r}")
    if check.unchanged:
        lines.append(f"assert agree(args, {literal(check.args)}), 'the call must leave its arguments as they were'")
    return "\n".join(lines)


def _agrees(expected: Any, path: str, shape: str, options: Sequence[str]) -> str:
    """One way to be right: a part of the result agrees with that part of the expected one."""
    part = "result" + "".join(f"[{step!r}]" for step in steps(path))
    more = [*options, "any_shape=True"] if shape == "any" else options
    return f"agree({', '.join([part, literal(pick(expected, path)), *more])})"


def _law(check: Law) -> tuple[list[str], str]:
    """The function of a law as text, after the values and functions that it needs, and its name."""
    lines: list[str] = []
    _carry(check.holds, lines, set())
    return lines, check.holds.__name__


def _carry(function: Any, lines: list[str], carried: set[str]) -> None:
    """Add a function's text to ``lines``, and before it what it uses; ``NoLiteral`` if that cannot travel."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        raise NoLiteral("its law has no text of its own") from None
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.FunctionDef):
        raise NoLiteral("its law is no function with a name")
    node = tree.body[0]
    node.returns = None
    arguments = node.args
    starred = [one for one in (arguments.vararg, arguments.kwarg) if one is not None]
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *starred):
        argument.annotation = None
    around = inspect.getclosurevars(function)
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    for key, value in {**around.nonlocals, **around.globals}.items():
        if value is np or value is near or key not in names or key in carried:
            continue  # the support cell brings these
        carried.add(key)
        if inspect.isfunction(value) and value.__module__ == function.__module__:
            _carry(value, lines, carried)
        elif callable(value) or inspect.ismodule(value):
            raise NoLiteral(f"its law uses `{key}`, which only Gradus has")
        else:
            lines.append(f"{key} = {literal(value)}")
    lines.append(ast.unparse(node))
