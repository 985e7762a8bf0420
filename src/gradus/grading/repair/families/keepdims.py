"""An axis that is lost, because a sum does not keep it or a squeeze takes it away; or one too many."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.families.axis import REDUCTIONS
from gradus.grading.repair.text import Edit, Repair, Text, called, operand

RANK = 12
_DROPS = frozenset({"squeeze", "ravel", "flatten"})
_HINT = "an axis of length 1 is lost or kept against the contract on this line."


def repairs(text: Text) -> Iterator[Repair]:
    for call in text.calls:
        name = called(call)
        kept = next((one for one in call.keywords if one.arg == "keepdims"), None)
        if name in REDUCTIONS and kept is None:
            end = text.span(call)[1] - 1
            edit = Edit(end, end, (", " if call.args or call.keywords else "") + "keepdims=True")
            said = "`{old}` drops the axis that it works along. Keep it: `{new}`."
            yield Repair("keepdims", (edit,), call.lineno, said, _HINT, 0)
        if kept is not None and isinstance(kept.value, ast.Constant):
            edit = text.place(kept.value, str(not kept.value.value))
            said = "`{old}` treats the axis that it works along the wrong way round: `{new}`."
            yield Repair("keepdims", (edit,), call.lineno, said, _HINT, 2)
        inside = operand(call)
        if name in _DROPS and inside is not None:
            said = "`{old}` takes axes of length 1 away, which the result should keep: `{new}`."
            yield Repair("keepdims", (text.place(call, text.inner(inside)),), call.lineno, said, _HINT, 0)
    for node in text.expressions:
        parent = text.parents.get(node)
        whole = isinstance(parent, ast.Assign | ast.Return) or (
            isinstance(parent, ast.Tuple) and isinstance(text.parents.get(parent), ast.Return)
        )
        if whole and not isinstance(node, ast.Tuple | ast.Constant | ast.Dict | ast.List | ast.Compare):
            inner = text.inner(node)
            said = "`{old}` has not the shape that is wanted; `{new}` has."
            for new, weight in (
                (f"{inner}.ravel()", 12),
                (f"{inner}.reshape(-1, 1)", 10),
                (f"np.squeeze({inner})", 12),
            ):
                yield Repair("keepdims", (text.place(node, new),), node.lineno, said, _HINT, weight)
