"""One change of a program: a node of its tree, and what stands there instead.

The rest of the text stays to the letter, so that a change shows as the one line that an author knows.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

Definition = ast.FunctionDef | ast.ClassDef
Node = TypeVar("Node", bound=ast.AST)

_SINGLE_QUOTED = re.compile(r"'([^'\"\\\n]*)'")


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """Put ``instead`` where ``node`` stands; or in front of it, if ``node`` is to stay."""

    node: ast.expr | ast.stmt | ast.arg | ast.keyword
    instead: ast.AST
    keep: bool = False


def nodes(definition: Definition) -> Iterator[ast.AST]:
    """What a definition does: its statements and expressions, without docstrings, annotations and f-strings.

    Of what stands in an f-string Python 3.11 does not know the place, and it is for show.
    """
    ahead: list[ast.AST] = list(reversed(statements(definition)))
    while ahead:
        node = ahead.pop()
        if isinstance(node, ast.JoinedStr):
            continue
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            ahead += reversed(statements(node))
        elif isinstance(node, ast.AnnAssign):
            ahead += [part for part in (node.value, node.target) if part is not None]
        else:
            ahead += reversed(list(ast.iter_child_nodes(node)))


def statements(definition: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> list[ast.stmt]:
    """The statements of a definition after its docstring."""
    return definition.body[1:] if ast.get_docstring(definition) is not None else definition.body


def functions(definition: Definition) -> Iterator[ast.FunctionDef]:
    """The function itself, or the methods of a class, and the functions in them."""
    if isinstance(definition, ast.FunctionDef):
        yield definition
    for node in nodes(definition):
        if isinstance(node, ast.FunctionDef):
            yield node


def altered(node: Node, **fields: Any) -> Node:
    """A copy of a node with other values in some of its fields."""
    made = copy.deepcopy(node)
    for name, value in fields.items():
        setattr(made, name, copy.deepcopy(value))
    return made


def called(node: ast.AST) -> str:
    """The last name of what a call calls: ``sum`` of ``np.sum(x)`` and of ``x.sum()``; empty for no call."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def of_module(node: ast.AST) -> bool:
    """Whether a call is of a function in a module such as ``np`` or ``np.linalg``, and not of a value's method."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return ast.unparse(node.func.value) in ("np", "numpy", "np.linalg", "numpy.linalg", "np.random", "math", "copy")


def applied(text: str, change: Change) -> str:
    """The text of a program with one change made; ValueError if it cannot be written down."""
    raw = text.encode()
    starts = [0]
    for line in raw.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    node = change.node
    if node.end_lineno is None or node.end_col_offset is None:
        raise ValueError("the node has no place in the text")
    begin = starts[node.lineno - 1] + node.col_offset
    end = starts[node.end_lineno - 1] + node.end_col_offset

    def spliced(new: str) -> str:
        return (raw[:begin] + new.encode() + (raw[begin:] if change.keep else raw[end:])).decode()

    new = ast.unparse(ast.fix_missing_locations(change.instead))
    if change.keep:
        return spliced(new + "\n" + " " * node.col_offset)
    quoted = _SINGLE_QUOTED.sub(r'"\1"', new)  # as the sources of labs are written
    if not isinstance(node, ast.expr) or isinstance(change.instead, ast.Slice | ast.Starred):
        return _first_alike(spliced(new), spliced(quoted))
    return _first_alike(spliced(f"({new})"), spliced(quoted), spliced(f"({quoted})"), spliced(new))


def _first_alike(sure: str, *nicer: str) -> str:
    """The first of some nicer texts that is the same program as a sure one; the sure one if none is."""
    try:
        meant = ast.dump(ast.parse(sure))
    except SyntaxError as error:
        raise ValueError(f"the change makes no program: {error.msg}") from error
    for text in nicer:
        try:
            if ast.dump(ast.parse(text)) == meant:
                return text
        except SyntaxError:
            continue
    return sure
