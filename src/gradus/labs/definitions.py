"""Of a learner's cell, keep what defines: imports, functions, classes, constants.

Training loops, plots and prints are left out, so that grading runs nothing that no check asked for. What
assigns the result of a call is set aside: it runs only where an exercise cannot do without it.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from gradus.labs.lookups import globals_of, when_run

_PURE_CALLS = {
    *("abs bool complex dict float frozenset int len list max min range round set str sum tuple".split()),
    *("callable getattr hasattr isinstance type zip enumerate reversed divmod pow".split()),
    *("partial functools.partial partialmethod namedtuple collections.namedtuple NamedTuple typing.NamedTuple".split()),
    *("TypeVar typing.TypeVar NewType typing.NewType defaultdict collections.defaultdict OrderedDict".split()),
    *("Fraction fractions.Fraction Decimal decimal.Decimal itemgetter attrgetter re.compile".split()),
    *(f"math.{name}" for name in "ceil cos exp floor log log10 log2 pow radians sin sqrt tan tanh".split()),
    *(
        f"{module}.{name}"
        for module in ("np", "numpy")
        for name in (
            "abs arange array asarray ascontiguousarray asmatrix atleast_1d atleast_2d bool bool_ complex complex128 "
            "concatenate cos deg2rad diag dot dtype empty exp eye finfo float float16 float32 float64 float_ "
            "frompyfunc full hstack identity iinfo int int32 int64 int_ linspace log logspace mat matrix mean meshgrid "
            "ones ones_like power prod reshape sin sqrt stack sum tanh tile transpose uint8 vectorize vstack zeros "
            "zeros_like random.default_rng random.RandomState"
        ).split()
    ),
}
"""Calls that may stand in a constant: they read nothing and change nothing."""

_PURE_METHODS = set("astype copy flatten format get items join keys lower mean ravel replace reshape".split()) | set(
    "split strip sum title tolist transpose upper values".split()
)
"""The same for methods of what is a constant itself."""

_LOOKS_UP_BY_NAME = {"globals", "eval", "exec", "vars", "locals", "__import__"}
"""Whoever uses these may reach any name, so nothing is left out as unused."""

_NEVER = {"gradus"}
"""Packages that only work in the notebook; the candidate has no such thing."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One statement that is kept, and where it stands in the learner's file."""

    label: str
    """``cell 5``, or the name of the file."""
    line: int
    """Its first line there."""
    source: str
    binds: frozenset[str]
    uses: frozenset[str]
    computed: bool = False
    """Whether it assigns what a call gives: ``net = Net()`` as well as ``d = model(X, Y)``."""


def definitions_of(tree: ast.Module, source: str, label: str, first_line: int = 1) -> list[Definition]:
    """The statements of a cell that are kept, in order."""
    return [one for one in statements_of(tree, source, label, first_line) if not one.computed]


def statements_of(tree: ast.Module, source: str, label: str, first_line: int = 1) -> list[Definition]:
    """The statements of a cell that are kept or set aside, in order."""
    kept = []
    for node in tree.body:
        computed = not _is_kept(node)
        if computed and not _is_computed(node):
            continue
        decorators = getattr(node, "decorator_list", [])
        line = min([node.lineno, *(decorator.lineno for decorator in decorators)]) + first_line - 1
        if isinstance(node, ast.Import | ast.ImportFrom) and len(node.names) > 1:
            for alias in node.names:  # one of them may be missing here, and the others are wanted all the same
                one = ast.Import([alias])
                if isinstance(node, ast.ImportFrom):
                    one = ast.ImportFrom(node.module, [alias], node.level)  # type: ignore[assignment]
                kept.append(Definition(label, line, ast.unparse(one), *names_of(one)))
            continue
        if decorators or isinstance(node, ast.If | ast.Try):
            text = _pruned(node, source, line - first_line + 1)
        else:
            text = ast.get_source_segment(source, node) or ast.unparse(node)
        binds, uses = names_of(node)
        kept.append(Definition(label, line, text, binds, uses, computed))
    return kept


def needed(definitions: Sequence[Definition], names: Iterable[str]) -> list[Definition]:
    """Of all definitions, those that ``names`` reach, directly or through others.

    A plotting helper that no exercise calls is left out, and its slow or missing import with it. What
    is computed counts only if a function looks it up among the globals and nothing else defines it.
    """
    names = list(names)
    plain = [one for one in definitions if not one.computed]
    bound = {name for one in plain for name in one.binds}
    open_ones = [one for one in definitions if one.computed]
    chosen = _reached(plain, names)
    while open_ones:
        wanted = {*names, *(name for one in chosen for name in globals_of(one.source))} - bound
        found = [one for one in open_ones if one.binds & wanted]
        if not found:
            break
        open_ones = [one for one in open_ones if one not in found]
        plain = [one for one in definitions if one in plain or one in found]
        chosen = _reached(plain, [*names, *(name for one in (*chosen, *found) for name in one.binds)])
    return _in_running_order(chosen)


def _reached(definitions: Sequence[Definition], names: Iterable[str]) -> list[Definition]:
    wanted, reached = list(names), set(names)
    chosen: set[int] = set()
    while wanted:
        name = wanted.pop()
        for index, definition in enumerate(definitions):
            if index in chosen or (name not in definition.binds and "*" not in definition.binds):
                continue
            chosen.add(index)
            if definition.uses & _LOOKS_UP_BY_NAME:
                return list(definitions)
            wanted.extend(definition.uses - reached)
            reached |= definition.uses
    return [definition for index, definition in enumerate(definitions) if index in chosen]


def _in_running_order(definitions: Sequence[Definition]) -> list[Definition]:
    """The definitions so that each comes after what it needs to be run: cells may stand in any order in a file.

    A learner runs the cells in the order that works. Only what would fail is moved, and nothing that
    shares a name with another.
    """
    makers: dict[str, int] = {}
    for place, one in enumerate(definitions):
        for name in one.binds:
            makers[name] = -1 if name in makers else place
    ahead, done, ordered = dict(enumerate(definitions)), set[str](), list[Definition]()
    while ahead:
        ready = next((place for place, one in ahead.items() if not _waits(place, one, makers, ahead, done)), min(ahead))
        ordered.append(ahead.pop(ready))
        done |= ordered[-1].binds
    return ordered


def _waits(place: int, one: Definition, makers: dict[str, int], ahead: Container[int], done: set[str]) -> bool:
    """Whether a definition must wait for one that stands below it."""
    if any(makers[name] != place for name in one.binds):
        return False
    later = {name for name in one.uses - done if makers.get(name, -1) > place and makers[name] in ahead}
    return bool(later) and bool(later & when_run(one.source))


def names_of(node: ast.AST) -> tuple[frozenset[str], frozenset[str]]:
    """What a statement binds at the top of a module, and which names it or its body looks up."""
    binds: set[str] = set()
    uses: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            uses.add(part.id)
        elif isinstance(part, ast.Global):
            uses.update(part.names)
    for part in _top(node):
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            binds.add(part.name)
        elif isinstance(part, ast.Import | ast.ImportFrom):
            binds.update((alias.asname or alias.name.partition(".")[0]) for alias in part.names)
        elif isinstance(part, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = part.targets if isinstance(part, ast.Assign) else [part.target]
            for target in targets:
                binds.update(name.id for name in ast.walk(target) if isinstance(name, ast.Name))
    return frozenset(binds), frozenset(uses)


def _top(node: ast.AST) -> Iterable[ast.AST]:
    """A statement and the statements under its ``if`` or ``try``; never a function's body."""
    yield node
    if isinstance(node, ast.If | ast.Try):
        for body in (node.body, node.orelse, getattr(node, "finalbody", [])):
            for part in body:
                yield from _top(part)
        for handler in getattr(node, "handlers", []):
            for part in handler.body:
                yield from _top(part)


def _is_kept(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import):
        return all(alias.name.partition(".")[0] not in _NEVER for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").partition(".")[0] not in _NEVER
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return True
    if isinstance(node, ast.Assign):
        return all(_is_plain_target(target) for target in node.targets) and _is_pure(node.value)
    if isinstance(node, ast.AnnAssign):
        return node.value is not None and _is_plain_target(node.target) and _is_pure(node.value)
    if isinstance(node, ast.If):
        return _is_pure(node.test) and not _is_main(node.test) and any(map(_is_kept, _inside(node)))
    if isinstance(node, ast.Try):
        return any(map(_is_kept, _inside(node)))
    return False


def _is_computed(node: ast.stmt) -> bool:
    """Whether a statement that is not kept gives names the value of an expression."""
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return False
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    changes = (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)
    return all(map(_is_plain_target, targets)) and not any(isinstance(part, changes) for part in ast.walk(node.value))


def _inside(node: ast.If | ast.Try) -> list[ast.stmt]:
    """The statements of all branches."""
    if isinstance(node, ast.If):
        return [*node.body, *node.orelse]
    return [*node.body, *node.orelse, *node.finalbody, *(part for handler in node.handlers for part in handler.body)]


def _pruned(node: ast.stmt, source: str, first: int) -> str:
    """The text of a statement with ``pass`` for what only runs inside its branches; each line keeps its number."""
    lines = [line.encode() for line in source.split("\n")]
    ahead, idle = [node], []
    while ahead:
        part = ahead.pop()
        if isinstance(part, ast.If | ast.Try) and _is_kept(part):
            ahead += _inside(part)
        elif part is not node and not _is_kept(part):
            idle.append(part)
    for part in sorted(idle, key=lambda one: (one.lineno, one.col_offset), reverse=True):
        begin, end = part.lineno - 1, (part.end_lineno or part.lineno) - 1
        rest = lines[end][part.end_col_offset :]
        lines[begin : end + 1] = [lines[begin][: part.col_offset] + b"pass" + rest, *[b""] * (end - begin)]
    return b"\n".join(lines[first - 1 : node.end_lineno]).decode()


def _is_plain_target(target: ast.expr) -> bool:
    if isinstance(target, ast.Tuple | ast.List):
        return all(_is_plain_target(part) for part in target.elts)
    return isinstance(target, ast.Name)


def _is_main(test: ast.expr) -> bool:
    return any(isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(test))


def _is_pure(value: ast.expr) -> bool:
    """Whether an expression only computes: literals, arithmetic, aliases, lambdas, harmless calls."""
    if isinstance(value, ast.Lambda):
        return True  # its body runs when it is called, not here
    if isinstance(value, ast.Call):
        method = isinstance(value.func, ast.Attribute) and value.func.attr in _PURE_METHODS
        owner = value.func.value if isinstance(value.func, ast.Attribute) else value.func
        # ``run.sum()`` may be anybody's; a method of a literal or of a harmless call is known.
        known = method and not isinstance(owner, ast.Name | ast.Attribute) and _is_pure(owner)
        if _dotted(value.func) not in _PURE_CALLS and not known:
            return False
        return all(_is_pure(part) for part in (*value.args, *(keyword.value for keyword in value.keywords)))
    if isinstance(value, ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr):
        return False
    children = [part for part in ast.iter_child_nodes(value) if isinstance(part, ast.expr)]
    if isinstance(value, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        children += [part for loop in value.generators for part in (loop.iter, *loop.ifs)]
    return all(_is_pure(part) for part in children)


def _dotted(node: ast.expr) -> str:
    """``np.random.rand`` as text; empty for what is no plain dotted name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = _dotted(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


def is_builtin(name: str) -> bool:
    """Whether Python itself knows the name."""
    return hasattr(builtins, name)
