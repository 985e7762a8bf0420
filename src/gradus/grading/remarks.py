"""What a learner should know of code that counts all the same: old names, other editions, odd forms."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from gradus.grading.judging import Probe
from gradus.grading.older import LEFT, METHODS, MOVED, OlderNumPy
from gradus.grading.outcomes import Returned
from gradus.labs.definitions import Definition, is_builtin, needed
from gradus.labs.versions import value_of
from gradus.model import Cause, Confidence


def remarks(
    name: str,
    exercises: Sequence[str],
    statements: Sequence[Definition],
    probes: Sequence[Probe],
) -> tuple[str, ...]:
    """The notes on one exercise: what its checks accepted, then what its text holds that newer libraries lack."""
    editions = [probe.note for probe in probes if probe.passed and probe.note]
    told = [_placed(line) for line in _printed(probes) if f"{OlderNumPy.__name__}: " in line]
    mine = [one for one in statements if name in one.binds or not one.binds.intersection(exercises)]
    return tuple(dict.fromkeys([*editions, *older_names(needed(mine, [name])), *told]))


def _printed(probes: Sequence[Probe]) -> Iterator[str]:
    """The lines that the candidate wrote while the checks were made, warnings included."""
    for probe in probes:
        if isinstance(probe.outcome, Returned):
            yield from probe.outcome.output.splitlines()


def _placed(line: str) -> str:
    """A warning's sentence, and the place that stood before it."""
    place, _, said = line.partition(f"{OlderNumPy.__name__}: ")
    place = place.rstrip(": ")
    return f"{said[:300]} ({place[:80]})" if place else said[:300]


def older_names(definitions: Sequence[Definition]) -> list[str]:
    """A sentence for each name in these definitions that newer libraries no longer know."""
    trees = [tree for one in definitions if (tree := _tree(one.source)) is not None]
    aliases, star = {"np", "numpy"}, False
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                aliases |= {alias.asname or alias.name for alias in node.names if alias.name == "numpy"}
            elif isinstance(node, ast.ImportFrom) and node.module == "numpy":
                star = star or any(alias.name == "*" for alias in node.names)
    bound = {name for one in definitions for name in one.binds}
    found = [text for tree in trees for node in ast.walk(tree) for text in _sentences(node, aliases, star, bound)]
    return list(dict.fromkeys(found))


@lru_cache(maxsize=512)  # a file is graded again and again, and changes little in between
def _tree(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except SyntaxError:
        return None


def _sentences(node: ast.AST, aliases: set[str], star: bool, bound: set[str]) -> Iterator[str]:
    if isinstance(node, ast.Attribute):
        if isinstance(node.value, ast.Name) and node.value.id in aliases:
            if _has_left(node.attr):
                yield _left(f"{node.value.id}.{node.attr}", *LEFT[node.attr])
        elif node.attr in METHODS and not hasattr(np.ndarray, node.attr):
            yield _left(f".{node.attr}()", *METHODS[node.attr], of="NumPy's arrays")
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        for keyword in node.keywords:
            if node.func.attr == "array" and keyword.arg == "copy" and ast.unparse(keyword.value) == "False":
                yield "`np.array(…, copy=False)` fails from version 2.0 on if a copy is needed; write `np.asarray(…)`."
            elif node.func.attr == "reshape" and keyword.arg == "newshape":
                yield "`newshape=` left `np.reshape` with version 2.4; write `shape=`."
    elif isinstance(node, ast.ImportFrom):
        if node.module == "numpy":
            for alias in node.names:
                if _has_left(alias.name):
                    yield _left(f"numpy.{alias.name}", *LEFT[alias.name])
        elif node.module in MOVED:
            yield _moved(node.module)
        else:
            yield from (_moved(full) for one in node.names if (full := f"{node.module}.{one.name}") in MOVED)
    elif isinstance(node, ast.Import):
        yield from (_moved(alias.name) for alias in node.names if alias.name in MOVED)
    elif isinstance(node, ast.Name) and star and node.id not in bound and _has_left(node.id):
        if not is_builtin(node.id):
            yield _left(node.id, *LEFT[node.id])


def _has_left(name: str) -> bool:
    """Whether a name is one that NumPy had, and that the NumPy at hand does not have."""
    return name in LEFT and name not in vars(np)


def _left(written: str, version: str, write: str, of: str = "NumPy") -> str:
    return f"`{written}` left {of} with version {version}; write `{write}`."


def _moved(old: str) -> str:
    owner, new = MOVED[old]
    return f"`{old}` is no longer in {owner}; import from `{new}`."


def odd_form(name: str, statements: Sequence[Definition], asked: ast.AST) -> Cause | None:
    """Why what stands under a name cannot be called as a function, though it may be right: a value, async, inside.

    ``asked`` is the lab's own version: what is asked for is not odd.
    """
    for one in reversed(statements):
        if name in one.binds and (value := value_of(name, one.source)) is not None:
            text = (
                f"`{name}` is `{value}` ({one.label}, line {one.line}): a value, and no function. "
                f"Give the value another name, and write `def {name}(…):`."
            )
            return Cause("not-a-function", text, Confidence.CERTAIN)
        try:
            body = ast.parse(one.source).body
        except SyntaxError:
            continue
        for node in body:
            if cause := _odd_function(name, node, asked) or _inside(name, one, node):
                return cause
    return None


def _odd_function(name: str, node: ast.stmt, asked: ast.AST) -> Cause | None:
    if isinstance(node, ast.AsyncFunctionDef) and node.name == name and not isinstance(asked, ast.AsyncFunctionDef):
        text = f"`{name}` is an async function: a call gives a coroutine and no result. Write `def` alone."
        return Cause("async-function", text, Confidence.CERTAIN)
    if isinstance(node, ast.FunctionDef) and node.name == name and _yields(node):
        if not (isinstance(asked, ast.FunctionDef) and _yields(asked)):
            text = f"`{name}` is a generator, because there is a `yield` in it. Give the result back with `return`."
            return Cause("generator", text, Confidence.CERTAIN)
    return None


def _inside(name: str, one: Definition, node: ast.stmt) -> Cause | None:
    if not isinstance(node, ast.FunctionDef | ast.ClassDef) or name in one.binds:
        return None
    if not any(isinstance(part, ast.FunctionDef) and part.name == name for part in ast.walk(node)):
        return None
    way = f"`{name} = {node.name}().{name}` below"
    text = (
        f"`{name}` is only defined inside `{node.name}` ({one.label}, line {one.line}), where no check can reach it. "
        "Move it out of there" + (f", or add the line {way}." if isinstance(node, ast.ClassDef) else ".")
    )
    return Cause("defined-inside", text, Confidence.CERTAIN)


def _yields(function: ast.FunctionDef) -> bool:
    """Whether a function's own body yields, and not only one that it holds."""
    ahead: list[ast.AST] = list(function.body)
    while ahead:
        node = ahead.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef | ast.GeneratorExp):
            ahead += ast.iter_child_nodes(node)
    return False
