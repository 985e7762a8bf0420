"""Which lines can be to blame: those that what is wrong is computed from."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from gradus.grading.judging import Probe
from gradus.grading.outcomes import Raised
from gradus.grading.picking import steps
from gradus.grading.repair.text import Text


def unlikeliness(text: Text, probes: Sequence[Probe], name: str, label: str, first_line: int) -> dict[int, float]:
    """By line of the source, how much less likely a mistake there is than elsewhere."""
    raised = [
        probe.outcome.line - first_line + 1
        for probe in probes
        if not probe.passed and isinstance(probe.outcome, Raised) and probe.outcome.label == label
    ]
    if raised:
        line = raised[0]
        on_it = [node for node in text.expressions if node.lineno == line]
        near = _slice(text, {name.id for node in on_it for name in ast.walk(node) if isinstance(name, ast.Name)})
        every = range(1, text.source.count("\n") + 2)
        return {n: 0.0 if n == line else (1.0 if n in near else 4.0) + (3.0 if n > line else 0.0) for n in every}
    wrong = _lines(text, [probe.difference.path for probe in probes if probe.difference is not None])
    right = _lines(text, [path for probe in probes if probe.passed and (path := getattr(probe.check, "pick", ""))])
    if not wrong:
        return {}
    penalties = {}
    for node in text.statements:
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
            penalties[line] = (0.0 if line in wrong else 9.0) + (3.0 if line in right else 0.0)
    return penalties


def _lines(text: Text, paths: Sequence[str]) -> set[int]:
    """The lines that these parts of the result depend on; empty where one cannot be followed."""
    found: set[int] = set()
    for path in dict.fromkeys(paths):
        nodes = [part for one in _results(text) for part in _followed(text, one, path)]
        if not nodes:
            return set()
        wanted = {name.id for node in nodes for name in ast.walk(node) if isinstance(name, ast.Name)}
        found |= {node.lineno for node in nodes}
        found |= _slice(text, wanted)
    return found


def _results(text: Text) -> list[ast.expr]:
    return [node.value for node in text.statements if isinstance(node, ast.Return) and node.value is not None]


def _followed(text: Text, node: ast.expr, path: str) -> list[ast.expr]:
    """The expressions that give the part at a path; the whole where the path cannot be followed."""
    try:
        ahead = list(steps(path))
    except ValueError:
        return [node]
    nodes = [node]
    for step in ahead:
        following: list[ast.expr] = []
        for one in nodes:
            if isinstance(one, ast.Name):
                one = _assigned(text, one.id) or one
            if isinstance(one, ast.Tuple | ast.List) and isinstance(step, int) and step < len(one.elts):
                following.append(one.elts[step])
            elif isinstance(one, ast.Dict):
                keyed = [
                    v
                    for k, v in zip(one.keys, one.values, strict=True)
                    if isinstance(k, ast.Constant) and k.value == step
                ]
                following += keyed or [one]
            else:
                following.append(one)
        nodes = following
    return nodes


def _assigned(text: Text, name: str) -> ast.expr | None:
    """What a name is given, where that is a tuple or dictionary written out."""
    for node in text.statements:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict | ast.Tuple) and node.value is not None:
            if any(isinstance(one, ast.Name) and one.id == name for one in node.targets):
                if not isinstance(node.value, ast.Dict) or node.value.keys:
                    return node.value
    return None


def _slice(text: Text, wanted: set[str]) -> set[int]:
    """The lines that give these names their values, and those that give what they are computed from."""
    lines: set[int] = set()
    grown = True
    while grown:
        grown = False
        for node in text.statements:
            if node.lineno in lines and not isinstance(node, ast.For):
                continue
            targets: list[ast.AST] = []
            if isinstance(node, ast.Assign):
                targets = list(node.targets)
            elif isinstance(node, ast.AugAssign | ast.For):
                targets = [node.target]
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                targets = [node.value.func, *node.value.args]
            bound = {name.id for one in targets for name in ast.walk(one) if isinstance(name, ast.Name)}
            if not bound & wanted or node.lineno in lines:
                continue
            grown = True
            lines |= (
                set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
                if not isinstance(node, ast.For)
                else {node.lineno}
            )
            inside = [node.iter, node.target] if isinstance(node, ast.For) else [node]
            wanted |= {name.id for one in inside for name in ast.walk(one) if isinstance(name, ast.Name)}
    return lines
