"""One function called where another belongs."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Repair, Text, called, is_module, operand

RANK = 17
_GROUPS = (
    ("sum", "mean"),
    ("max", "argmax", "min", "argmin", "amax", "amin"),
    ("max", "maximum"),
    ("min", "minimum"),
    ("maximum", "minimum"),
    ("rand", "randn"),
    ("random", "randn"),
    ("uniform", "normal"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("log", "log2", "log10", "log1p"),
    ("exp", "log", "expm1"),
    ("sqrt", "square", "abs"),
    ("tanh", "sin", "cos", "exp"),
    ("floor", "ceil", "round", "trunc"),
    ("sum", "cumsum", "prod"),
    ("std", "var"),
    ("any", "all"),
    ("hstack", "vstack"),
    ("append", "extend"),
    ("linspace", "arange"),
    ("lower", "upper"),
    ("argsort", "sort"),
)
_HINT = "a function called on this line is not the right one."


def repairs(text: Text) -> Iterator[Repair]:
    for call in text.calls:
        name = called(call)
        said = f"`{{old}}` calls `{name}`, which is not the function that is wanted: `{{new}}`."
        func = call.func
        if isinstance(func, ast.Attribute) and is_module(func.value):
            owner = text.of(func.value)
            for new in dict.fromkeys(other for group in _GROUPS if name in group for other in group):
                if new != name:
                    edit = text.place(func, f"{owner}.{new}")
                    yield Repair("calls", (edit,), call.lineno, said, _HINT, 1)
                    inside = operand(call)
                    deeper = operand(inside) if isinstance(inside, ast.Call) else None
                    if deeper is not None:
                        bare = text.place(call, f"{owner}.{new}({text.of(deeper)})")
                        yield Repair("calls", (bare,), call.lineno, said, _HINT, 4)
        elif isinstance(func, ast.Attribute):
            for new in dict.fromkeys(other for group in _GROUPS if name in group for other in group):
                if new != name:
                    edit = text.place(func, f"{text.inner(func.value)}.{new}")
                    yield Repair("calls", (edit,), call.lineno, said, _HINT, 3)
        if name == "split" and call.args:
            said = "`{old}` cuts at that one sign only, so that tabs and double spaces stay; `{new}` cuts at any space."
            edit = text.place(call, f"{text.of(func)}()")
            yield Repair("calls", (edit,), call.lineno, said, _HINT, 0)
            said = f"`{{old}}` calls `{name}`, which is not the function that is wanted: `{{new}}`."
        count = len(call.args)
        if count and (name in text.functions or name in ("tanh", "exp", "maximum", "softmax", "sigmoid", "relu")):
            for other, needed in text.functions.items():
                if other != name and (needed == count or (name == "maximum" and needed == 1)):
                    first = operand(call)
                    args = text.of(first) if name == "maximum" and first else ", ".join(text.of(a) for a in call.args)
                    edit = text.place(call, f"{other}({args})")
                    yield Repair("calls", (edit,), call.lineno, said, _HINT, 2)
            if count == 1:
                for other in ("np.tanh", "np.exp"):
                    if not other.endswith(name):
                        edit = text.place(call, f"{other}({text.of(call.args[0])})")
                        yield Repair("calls", (edit,), call.lineno, said, _HINT, 3)
    words = [one for one in text.expressions if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    for one in words:
        for group in (("relu", "sigmoid", "tanh", "softmax", "linear"), ("max", "average", "mean"), ("same", "valid")):
            if one.value in group:
                for new in group:
                    if new != one.value:
                        said = f"`{{old}}` asks for {one.value!r}, and {new!r} is wanted: `{{new}}`."
                        yield Repair("calls", (text.place(one, repr(new)),), one.lineno, said, _HINT, 1)
