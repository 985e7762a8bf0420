"""An argument, or a value worked out on the way, is never used, so that the result cannot depend on it."""

from __future__ import annotations

import ast

from gradus.grading.evidence import Evidence
from gradus.model import Confidence

RANK = 58
CONFIDENCE = Confidence.POSSIBLE


def explain(evidence: Evidence) -> str | None:
    if not evidence.misses:
        return None
    given, made = unused(evidence.source, evidence.exercise)
    if not given and not made:
        return None
    names = [f"`{name}`" for name in (given or made)[:4]]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    are, them, plural = ("are", "them", "s") if len(names) > 1 else ("is", "it", "")
    if given:
        return f"The argument{plural} {listed} {are} never used. The result should depend on {them}."
    return f"{listed} {are} worked out and never used. A step that needs {them} is missing."


def unused(source: str, exercise: str) -> tuple[list[str], list[str]]:
    """Parameters, and variables, that a function never reads."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return [], []
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == exercise]
    if not functions:
        return [], []
    function = functions[-1]
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    read = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    loops = {
        n.id
        for one in ast.walk(function)
        if isinstance(one, ast.For)
        for n in ast.walk(one.target)
        if isinstance(n, ast.Name)
    }
    given = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args)]
    stored = dict.fromkeys(node.id for node in names if isinstance(node.ctx, ast.Store))
    tuples = {
        n.id
        for one in ast.walk(function)
        if isinstance(one, ast.Tuple) and isinstance(one.ctx, ast.Store) and _is_shape(function, one)
        for n in one.elts
        if isinstance(n, ast.Name)
    }
    made = [name for name in stored if name not in read and name not in loops and name not in tuples and name != "_"]
    return [name for name in given if name not in read], made


def _is_shape(function: ast.FunctionDef, target: ast.Tuple) -> bool:
    """Whether names are unpacked from a shape or from a call, where one takes what one gets."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and target in node.targets:
            return not isinstance(node.value, ast.Tuple)
    return False
