"""The function ends without returning anything."""

from __future__ import annotations

import ast

from gradus.grading.evidence import Evidence
from gradus.model import Confidence

RANK = 10
CONFIDENCE = Confidence.CERTAIN


def explain(evidence: Evidence) -> str | None:
    if not evidence.returned or any(one.value is not None for one in evidence.returned):
        return None
    if any(miss.expected is None for miss in evidence.misses):
        return None
    name = evidence.exercise
    try:
        parts = list(ast.walk(ast.parse(evidence.source)))
    except SyntaxError:
        parts = []
    if any(isinstance(part, ast.Return) and part.value is not None for part in parts):
        return f"`{name}` returns None: not every way through it ends in a return. Look at the indentation."
    if any(isinstance(part, ast.Call) and ast.unparse(part.func) == "print" for part in parts):
        return f"`{name}` prints, but returns nothing. Hand the result back with return."
    return f"`{name}` returns None: its return is missing."
