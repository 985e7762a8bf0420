"""Whole numbers where fractions are wanted, or the other way round."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Edit, Repair, Text, called, operand

RANK = 17
_HINT = "numbers on this line are whole where fractions are wanted, or the other way round."
_MAKERS = frozenset(
    {"zeros", "ones", "empty", "array", "zeros_like", "full", "asarray", "arange", "empty_like", "full_like"}
)


def repairs(text: Text) -> Iterator[Repair]:
    for call in text.calls:
        name = called(call)
        if name in _MAKERS and call.args:
            end = text.span(call)[1] - 1
            given = next((one for one in call.keywords if one.arg == "dtype"), None)
            said = "`{old}` holds whole numbers, which cut off the fractions: `{new}`."
            for kind in ("float", "int"):
                if given is None:
                    yield Repair("dtypes", (Edit(end, end, f", dtype={kind}"),), call.lineno, said, _HINT, 3)
                elif text.of(given.value) != kind:
                    yield Repair("dtypes", (text.place(given.value, kind),), call.lineno, said, _HINT, 0)
        inside = operand(call)
        if name in ("int", "astype", "round", "int32", "int64", "floor", "float32", "float16") and inside is not None:
            said = "`{old}` cuts off what comes after the point: `{new}`."
            yield Repair("dtypes", (text.place(call, text.inner(inside)),), call.lineno, said, _HINT, 0)
    for node in text.expressions:
        parent = text.parents.get(node)
        if isinstance(parent, ast.Return | ast.Assign) and isinstance(
            node, ast.Compare | ast.Name | ast.BinOp | ast.Call
        ):
            said = "`{old}` gives another kind of number than is wanted: `{new}`."
            for form in (f"np.asarray({text.of(node)}).astype(int)", f"np.asarray({text.of(node)}).astype(float)"):
                yield Repair("dtypes", (text.place(node, form),), node.lineno, said, _HINT, 8)
