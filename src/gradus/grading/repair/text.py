"""The learner's text of one exercise, ready to be changed: its nodes, where they stand, and the names in reach."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

ATOMS = (ast.Name, ast.Constant, ast.Attribute, ast.Subscript, ast.Call, ast.Tuple, ast.List, ast.Dict)
"""Expressions that need no brackets around them wherever they stand."""

MODULES = frozenset({"np", "numpy", "math", "random", "scipy", "copy", "tf"})
"""What a learner's code calls by a dotted name; these are never put in another value's place."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Other text for a stretch of the source, counted in bytes, as ``ast`` counts."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One small change, and what it says about the code if it is the one that helps.

    In ``said`` the marks ``{old}`` and ``{new}`` stand for the expression before and after. ``hint`` says
    what kind of thing is wrong and no more: it is all that may be told where the answer must not be.
    """

    family: str
    edits: tuple[Edit, ...]
    line: int
    """The line of the source on which the change lies, from 1."""
    said: str
    hint: str
    weight: float
    """How unlikely it is, beside other repairs: the smallest is tried first."""
    shown: tuple[Edit, ...] = ()
    """The changes that the sentence shows, where they are not all."""


class Text:
    """One definition, parsed."""

    def __init__(self, source: str, functions: Mapping[str, int] | None = None) -> None:
        self.source = source
        self.raw = source.encode()
        self.tree = ast.parse(source)
        self.functions = dict(functions or {})
        """Functions that the code may call, with the number of arguments that they need."""
        starts = [0]
        for line in self.raw.split(b"\n"):
            starts.append(starts[-1] + len(line) + 1)
        self._starts = starts
        self._forms: dict[ast.stmt, str] = {}
        self.parents: dict[ast.AST, ast.AST] = {}
        for node in ast.walk(self.tree):
            for child in ast.iter_child_nodes(node):
                self.parents[child] = node

    def span(self, node: ast.expr | ast.stmt | ast.keyword | ast.arg) -> tuple[int, int]:
        """Where a node begins and ends, in bytes."""
        if node.end_lineno is None or node.end_col_offset is None:
            raise ValueError(f"{ast.dump(node)} has no place in the text.")
        return self._starts[node.lineno - 1] + node.col_offset, self._starts[node.end_lineno - 1] + node.end_col_offset

    def of(self, node: ast.expr | ast.stmt | ast.keyword) -> str:
        """The text of a node as the learner wrote it."""
        start, end = self.span(node)
        return self.raw[start:end].decode()

    def inner(self, node: ast.expr) -> str:
        """The text of a node, in brackets if it needs them beside an operator."""
        return self.of(node) if isinstance(node, ATOMS) else f"({self.of(node)})"

    def place(self, node: ast.expr | ast.stmt | ast.keyword, new: str) -> Edit:
        """The change that puts ``new`` where the node stands."""
        start, end = self.span(node)
        return Edit(start, end, new)

    def rebuilt(self, node: ast.expr, *parts: str | ast.expr) -> tuple[Edit, ...]:
        """The changes that write a node anew around parts of it, which stay as they are, in their order.

        They leave the parts' own text alone, so that a change inside a part can be made at the same time.
        """
        cursor, end = self.span(node)
        pending = ""
        edits: list[Edit] = []
        for part in parts:
            if isinstance(part, str):
                pending += part
                continue
            start, stop = self.span(part)
            if start < cursor:
                raise ValueError("The parts of a node are named in the order of the text.")
            bracket = not isinstance(part, ATOMS)
            edits.append(Edit(cursor, start, f"{pending}(" if bracket else pending))
            pending, cursor = ")" if bracket else "", stop
        return (*edits, Edit(cursor, end, pending))

    def line_span(self, node: ast.stmt) -> tuple[int, int]:
        """The whole lines of a statement, with their last line feed."""
        end = node.end_lineno or node.lineno
        return self._starts[node.lineno - 1], min(self._starts[end], len(self.raw))

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes of the functions' bodies in the order of the text; no docstring, default or decorator."""
        found: list[ast.AST] = []
        ahead: list[ast.AST] = list(reversed(self.tree.body))
        while ahead:
            node = ahead.pop()
            if (
                isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                continue
            found.append(node)
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.For | ast.While | ast.If | ast.With):
                heads: list[ast.AST] = []
                for name in ("target", "iter", "test"):
                    part = getattr(node, name, None)
                    if isinstance(part, ast.AST):
                        heads.append(part)
                children: list[ast.AST] = [*heads, *node.body, *getattr(node, "orelse", [])]
            else:
                children = list(ast.iter_child_nodes(node))
            ahead += reversed(children)
        return tuple(found)

    @cached_property
    def expressions(self) -> tuple[ast.expr, ...]:
        """The expressions that compute a value: no target of an assignment, nothing inside an f-string."""
        found = []
        for node in self.nodes:
            if isinstance(node, ast.expr) and not isinstance(getattr(node, "ctx", ast.Load()), ast.Store | ast.Del):
                parent = self.parents.get(node)
                if not isinstance(parent, ast.JoinedStr | ast.FormattedValue) and not isinstance(node, ast.JoinedStr):
                    found.append(node)
        return tuple(found)

    @property
    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.expressions if isinstance(node, ast.Call))

    @property
    def operations(self) -> Iterator[ast.BinOp]:
        return (node for node in self.expressions if isinstance(node, ast.BinOp))

    @cached_property
    def statements(self) -> tuple[ast.stmt, ...]:
        return tuple(node for node in self.nodes if isinstance(node, ast.stmt))

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """Parameters of the function, in order."""
        found: dict[str, None] = {}
        for node in self.tree.body:
            for part in ast.walk(node):
                if isinstance(part, ast.FunctionDef):
                    for arg in (*part.args.posonlyargs, *part.args.args, *part.args.kwonlyargs):
                        found[arg.arg] = None
        return tuple(found)

    @cached_property
    def stored(self) -> tuple[str, ...]:
        """Names that the body gives a value."""
        names = (n.id for n in self.nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
        return tuple(dict.fromkeys(names))

    @cached_property
    def reads(self) -> Counter[str]:
        """How often each name is read."""
        return Counter(n.id for n in self.nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load))

    @cached_property
    def unused(self) -> tuple[str, ...]:
        """Parameters and variables that are given and never read: each may be missing somewhere."""
        return tuple(name for name in dict.fromkeys((*self.parameters, *self.stored)) if not self.reads[name])

    @cached_property
    def loop_names(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for node in self.nodes:
            if isinstance(node, ast.For):
                found |= dict.fromkeys(n.id for n in ast.walk(node.target) if isinstance(n, ast.Name))
        return tuple(found)

    def names_before(self, node: ast.expr | ast.stmt) -> tuple[str, ...]:
        """Parameters, and the variables that have a value by the time this line runs, loops considered."""
        last = node.end_lineno or node.lineno
        step: ast.AST | None = node
        while step is not None:  # inside a loop, what a later line of the loop sets is there from the second turn on
            if isinstance(step, ast.For | ast.While):
                last = max(last, step.end_lineno or step.lineno)
            step = self.parents.get(step)
        found = dict.fromkeys(self.parameters)
        for other in self.nodes:
            if isinstance(other, ast.Name) and isinstance(other.ctx, ast.Store) and other.lineno <= last:
                found[other.id] = None
        return tuple(found)

    def form(self, node: ast.stmt) -> str:
        """The form of a statement, kept once it is known."""
        if node not in self._forms:
            self._forms[node] = form_of(node)
        return self._forms[node]

    @cached_property
    def _by_line(self) -> dict[int, list[ast.stmt]]:
        found: dict[int, list[ast.stmt]] = {}
        for node in self.statements:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.For | ast.While | ast.If | ast.With):
                for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                    found.setdefault(line, []).append(node)
        return found

    def on_line(self, line: int) -> list[ast.stmt]:
        """The plain statements that stand on a line."""
        return self._by_line.get(line, [])

    def statement_of(self, node: ast.AST) -> ast.stmt | None:
        step: ast.AST | None = node
        while step is not None and not isinstance(step, ast.stmt):
            step = self.parents.get(step)
        return step

    def loops_around(self, node: ast.AST) -> Iterator[ast.For | ast.While]:
        step = self.parents.get(node)
        while step is not None:
            if isinstance(step, ast.For | ast.While):
                yield step
            step = self.parents.get(step)

    def applied(self, edits: tuple[Edit, ...]) -> str | None:
        """The source with these changes; None where two of them overlap."""
        raw = self.raw
        last = len(raw) + 1
        for edit in sorted(edits, key=lambda one: (one.start, one.end), reverse=True):
            if edit.end > last:
                return None
            raw = raw[: edit.start] + edit.text.encode() + raw[edit.end :]
            last = edit.start
        return raw.decode()


def called(call: ast.Call) -> str:
    """The last part of the name that is called: ``sum`` for ``np.sum``."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def is_module(node: ast.AST) -> bool:
    """Whether a node is (a part of) a library's name, as ``np`` or ``np.linalg``."""
    if isinstance(node, ast.Attribute):
        return is_module(node.value)
    return isinstance(node, ast.Name) and node.id in MODULES


def is_method(call: ast.Call) -> bool:
    """Whether a call is one of a value's methods, as ``x.sum()``, and not a library's function."""
    return isinstance(call.func, ast.Attribute) and not is_module(call.func.value)


def operand(call: ast.Call) -> ast.expr | None:
    """What a function such as sum works on: its first argument, or the value whose method it is."""
    if is_method(call) and isinstance(call.func, ast.Attribute):
        return call.func.value
    return call.args[0] if call.args and not isinstance(call.args[0], ast.Starred) else None


def form_of(node: ast.AST) -> str:
    """The form of a piece of code without its names and numbers: lines of one form do the same to other things."""
    return re.sub(r"(id|attr|value|arg)=('[^']*'|[\d.]+)", r"\1=_", ast.dump(node))


def arities(sources: Iterable[str]) -> dict[str, int]:
    """Of all functions that these sources define, how many arguments each needs."""
    found: dict[str, int] = {}
    for source in sources:
        try:
            body = ast.parse(source).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in body:
            if isinstance(node, ast.FunctionDef):
                given = node.args
                found[node.name] = len(given.posonlyargs) + len(given.args) - len(given.defaults)
    return found
