"""Two steps in the wrong order: the maximum of a sum for the sum of maxima."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.families.axis import REDUCTIONS
from gradus.grading.repair.text import Repair, Text, called, is_method, operand

RANK = 13
_HINT = "two steps on this line come in the wrong order."


def repairs(text: Text) -> Iterator[Repair]:
    for call in text.calls:
        inside = operand(call)
        if not isinstance(inside, ast.Call) or is_method(call) or is_method(inside):
            continue
        deepest = operand(inside)
        if deepest is None or called(call) == called(inside):
            continue
        outer_rest = [*map(text.of, call.args[1:]), *map(text.of, call.keywords)]
        inner_rest = [*map(text.of, inside.args[1:]), *map(text.of, inside.keywords)]
        said = "In `{old}` two steps come in the wrong order: `{new}`."
        names = [text.of(inside.func)]
        if called(inside) in REDUCTIONS:
            names += [name for name in ("np.sum", "np.mean") if not name.endswith(called(inside))]
        for place, name in enumerate(names):
            inner = ", ".join([text.of(deepest), *outer_rest])
            outer = ", ".join([f"{text.of(call.func)}({inner})", *inner_rest])
            yield Repair("nesting", (text.place(call, f"{name}({outer})"),), call.lineno, said, _HINT, 2 * place)
