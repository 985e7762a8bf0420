"""Tests that raise, turned into the words of ``checks.py``: a case where a result is compared, a law elsewhere."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gradus.author.exchange.exported import take_exported
from gradus.author.exchange.master import Test

_COMPARING = {"allclose", "isclose", "array_equal", "agree"}
"""Functions that an ``assert`` stands before, with what came and what was expected."""
_ASSERTING = {
    *("assert_allclose assert_array_equal assert_array_almost_equal assert_almost_equal assert_equal".split()),
}
"""Functions that raise by themselves."""


@dataclass(frozen=True, slots=True)
class Converted:
    """Text for the body of an exercise's generator, and what has to be written by hand."""

    text: str
    left: tuple[str, ...]


def converted(name: str, tests: Sequence[Test]) -> Converted:
    """The tests of an exercise as checks. What calls it in ways that a check cannot follow is left as a comment."""
    making = _Making(name)
    for test in tests:
        making.test = test.name
        try:
            making.run(ast.parse(test.code).body)
        except SyntaxError as error:
            making.give_up(test.code, f"does not parse ({error.msg})")
    return Converted("\n".join(making.blocks), tuple(making.left))


@dataclass(slots=True)
class _Making:
    """The checks of one exercise in the making."""

    name: str
    test: str = ""
    known: set[str] = field(default_factory=set)
    """Names that the statements so far have bound."""
    blocks: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    count: int = 0

    def run(self, body: list[ast.stmt]) -> None:
        ahead = list(body)
        while ahead:
            if taken := take_exported(self.name, ahead):
                self.blocks.append(taken)
                continue
            node = ahead.pop(0)
            calls = list(_calls(node, self.name))
            if not calls:
                if not _about_nothing(node):
                    self.prepare(node)
            elif isinstance(node, ast.Assign | ast.Assert | ast.Expr) and len(calls) == 1:
                following: list[ast.stmt] = []
                while isinstance(node, ast.Assign) and ahead and not list(_calls(ahead[0], self.name)):
                    following.append(ahead.pop(0))
                self.check(node, calls[0], following)
            else:
                self.give_up(ast.unparse(node), f"calls {self.name} in a way that a check cannot follow")

    def check(self, node: ast.Assign | ast.Assert | ast.Expr, call: ast.Call, following: list[ast.stmt]) -> None:
        if any(isinstance(one, ast.Starred) for one in call.args) or any(key.arg is None for key in call.keywords):
            self.give_up(ast.unparse(node), "passes its arguments with a star")
            return
        self.count += 1
        said = repr(f"{self.test}, call {self.count}")
        args = "".join(f"{ast.unparse(one)}, " for one in call.args).strip()
        options = f", args=({args})"
        if call.keywords:
            pairs = ", ".join(f'"{key.arg}": {ast.unparse(key.value)}' for key in call.keywords)
            options += f", kwargs={{{pairs}}}"
        expected = None if following else _compared(node, call)
        if expected is not None:
            self.blocks.append(f"yield Case({said}{options}, expected={ast.unparse(expected)})")
            return
        targets = _bound([node])
        self.blocks += ["", self.law([_with_result(node, call), *following])]
        self.blocks.append(f"yield Law({said}{options}, holds=holds)")
        for statement in following:  # what later calls may need stays outside as well
            if _used([statement]) & targets:
                targets |= _bound([statement])
            elif not isinstance(statement, ast.Assert):
                self.prepare(statement)

    def prepare(self, statement: ast.stmt) -> None:
        self.known |= _bound([statement])
        self.blocks.append(ast.unparse(statement))

    def law(self, statements: list[ast.stmt]) -> str:
        """A function that takes the result, does what the test did, and returns the sentence that it would raise.

        It is asked later, when others may have taken the names that it uses: their values come as defaults.
        """
        inside = textwrap.indent("\n".join(ast.unparse(one) for one in statements), " " * 8)
        names = sorted(_used(statements) & self.known)
        values = "".join(f", {name}: Any = {name}" for name in names)
        return (
            f"def holds(result: Any, *args: Any{values}) -> str | None:\n    try:\n{inside}\n"
            '    except AssertionError as wrong:\n        return str(wrong) or "What the test asserts does not hold."\n'
            "    return None\n"
        )

    def give_up(self, text: str, why: str) -> None:
        self.left.append(f"{self.name}: a part of {self.test} {why}; it stands in checks.py as a comment.")
        lines = [f"To be written as a check, since it {why}:", *text.split("\n")]
        self.blocks.append("\n".join(f"# {line}".rstrip() for line in lines))


def _calls(node: ast.AST, name: str) -> Iterator[ast.Call]:
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == name:
            yield part


def _bound(statements: Sequence[ast.stmt]) -> set[str]:
    """Names that statements give a value to."""
    found: set[str] = set()
    for part in (part for statement in statements for part in ast.walk(statement)):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            found.add(part.id)
        elif isinstance(part, ast.FunctionDef | ast.ClassDef):
            found.add(part.name)
        elif isinstance(part, ast.alias):
            found.add((part.asname or part.name).split(".")[0])
    return found


def _used(statements: Sequence[ast.stmt]) -> set[str]:
    parts = (part for statement in statements for part in ast.walk(statement))
    return {part.id for part in parts if isinstance(part, ast.Name)}


def _about_nothing(node: ast.stmt) -> bool:
    """Statements without use in checks.py: prints, texts, and the import that it has anyway."""
    if isinstance(node, ast.Expr):
        called = node.value.func if isinstance(node.value, ast.Call) else None
        return isinstance(node.value, ast.Constant) or (isinstance(called, ast.Name) and called.id == "print")
    return isinstance(node, ast.Import) and ast.unparse(node) == "import numpy as np"


def _compared(node: ast.stmt, call: ast.Call) -> ast.expr | None:
    """What the call's whole result is compared with, where that is all that the statement does."""
    called: ast.expr | None = None
    names = _COMPARING
    if isinstance(node, ast.Assert):
        called = node.test
        if isinstance(called, ast.Compare) and len(called.ops) == 1 and isinstance(called.ops[0], ast.Eq):
            return _other([called.left, called.comparators[0]], call)
        while (
            isinstance(called, ast.Call) and _last_name(called.func) == "all" and called.args
        ):  # np.all(np.isclose(…))
            called = called.args[0]
    elif isinstance(node, ast.Expr):
        called, names = node.value, _ASSERTING
    if not isinstance(called, ast.Call) or _last_name(called.func) not in names or called.keywords:
        return None
    return _other(called.args, call) if len(called.args) == 2 else None


def _other(pair: Sequence[ast.expr], call: ast.Call) -> ast.expr | None:
    """Of two expressions the one beside the call; None if the call is neither of them."""
    if pair[0] is call:
        return pair[1]
    return pair[0] if pair[1] is call else None


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


class _Replace(ast.NodeTransformer):
    """Puts the name ``result`` where a call stood."""

    def __init__(self, call: ast.Call) -> None:
        self.call = call

    def visit_Call(self, node: ast.Call) -> ast.AST:
        return ast.Name("result", ast.Load()) if node is self.call else self.generic_visit(node)


def _with_result(node: ast.stmt, call: ast.Call) -> ast.stmt:
    replaced: ast.stmt = ast.fix_missing_locations(_Replace(call).visit(node))
    return replaced
