"""An array made with the wrong shape, with the wrong values in it, or a plain number where an array is wanted."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Repair, Text, called

RANK = 15
MAKERS = frozenset({"zeros", "ones", "empty", "full", "randn", "rand"})
_HINT = "an array made on this line has the wrong shape or the wrong values to begin with."


def repairs(text: Text) -> Iterator[Repair]:
    shapes = _shapes(text)
    for call in text.calls:
        name = called(call)
        if name not in MAKERS or not call.args:
            continue
        sizes = call.args[0].elts if isinstance(call.args[0], ast.Tuple) else list(call.args)
        is_tuple = isinstance(call.args[0], ast.Tuple) or name not in ("randn", "rand")
        texts = [text.of(one) for one in sizes]
        owner = text.of(call.func)
        said = "`{old}` makes an array of the wrong shape: `{new}`."
        for new, weight in _forms(text, texts, call):
            yield Repair(
                "allocations", (text.place(call, _made(owner, new, is_tuple)),), call.lineno, said, _HINT, weight
            )
        for shape in shapes:
            if shape != ", ".join(texts):
                form = (
                    _made(owner, [shape], is_tuple)
                    if not shape.endswith(".shape")
                    else f"{owner}({'' if is_tuple else '*'}{shape})"
                )
                yield Repair("allocations", (text.place(call, form),), call.lineno, said, _HINT, 3)
        for other in text.names_before(call):
            form = f"{owner}({'' if is_tuple else '*'}{other}.shape)"
            yield Repair("allocations", (text.place(call, form),), call.lineno, said, _HINT, 5)
        if name in ("randn", "rand"):
            said = "`{old}` fills with random numbers what has to begin at zero: `{new}`."
            edit = text.place(call, _made("np.zeros", texts, True))
            yield Repair("allocations", (edit,), call.lineno, said, _HINT, 0)
            said = "`{old}` draws from another distribution than is wanted: `{new}`."
            other = "randn" if name == "rand" else "rand"
            module = owner.rpartition(".")[0]
            edit = text.place(call, _made(f"{module}.{other}" if module else other, texts, False))
            yield Repair("allocations", (edit,), call.lineno, said, _HINT, 1)
            for ancestor in _around(text, call):
                whole = f"({_made(f'{module}.randn' if module else 'randn', texts, False)} * 0.01)"
                yield Repair("allocations", (text.place(ancestor, whole),), call.lineno, said, _HINT, 1)
        elif name in ("zeros", "ones"):
            said = "`{old}` begins with the wrong values: `{new}`."
            other = "ones" if name == "zeros" else "zeros"
            edit = text.place(call, _made(f"{owner.rpartition('.')[0] or 'np'}.{other}", texts, True))
            yield Repair("allocations", (edit,), call.lineno, said, _HINT, 0)
            edit = text.place(call, _made("np.random.randn", texts, False))
            yield Repair("allocations", (edit,), call.lineno, "`{old}` should be drawn at random: `{new}`.", _HINT, 2)
    for node in text.expressions:
        parent = text.parents.get(node)
        if isinstance(node, ast.Constant) and node.value in (0, 0.0) and isinstance(parent, ast.Assign):
            for shape in shapes:
                said = "`{old}` is a plain number; an array is wanted here: `{new}`."
                whole = f"np.zeros({shape})" if shape.endswith(".shape") else f"np.zeros(({shape},))"
                yield Repair("allocations", (text.place(node, whole),), node.lineno, said, _HINT, 2)
                first = shape.split(", ")[0]
                if not shape.endswith(".shape"):
                    edit = text.place(node, f"np.zeros(({first}, 1))")
                    yield Repair("allocations", (edit,), node.lineno, said, _HINT, 1)


def _around(text: Text, call: ast.Call) -> list[ast.expr]:
    """The operations that a call is part of."""
    found: list[ast.expr] = []
    step = text.parents.get(call)
    while isinstance(step, ast.BinOp | ast.UnaryOp):
        found.append(step)
        step = text.parents.get(step)
    return found


def _forms(text: Text, sizes: list[str], call: ast.Call) -> Iterator[tuple[list[str], float]]:
    """Shapes near the one that stands there: turned, with a one more or less, with another size more."""
    if len(sizes) > 1:
        yield sizes[::-1], 0
        for place in range(len(sizes)):
            yield [*sizes[:place], *sizes[place + 1 :]], 2
            yield [*sizes[:place], "1", *sizes[place + 1 :]], 1
        yield [*["1"] * (len(sizes) - 1), sizes[-1]], 1
    yield [*sizes, "1"], 1
    yield ["1", *sizes], 2
    for name in text.names_before(call):
        if name not in sizes:
            for place in range(len(sizes) + 1):
                yield [*sizes[:place], name, *sizes[place:]], 4
    names = [name for name in text.names_before(call) if name not in sizes and name[:1] in "mn"]
    for first in names:
        for last in names:
            if first != last:
                yield [first, *sizes, last], 1 if first == "m" and last[:1] == "n" else 7


def _shapes(text: Text) -> tuple[str, ...]:
    """The shapes that other arrays of the code are made with."""
    found: dict[str, None] = {}
    for call in text.calls:
        if called(call) in MAKERS and call.args:
            sizes = call.args[0].elts if isinstance(call.args[0], ast.Tuple) else list(call.args)
            found[", ".join(text.of(one) for one in sizes)] = None
    return tuple(found)


def _made(owner: str, sizes: list[str], is_tuple: bool) -> str:
    inner = ", ".join(sizes)
    if not is_tuple:
        return f"{owner}({inner})"
    return f"{owner}(({inner},))" if len(sizes) == 1 and ", " not in inner else f"{owner}(({inner}))"
