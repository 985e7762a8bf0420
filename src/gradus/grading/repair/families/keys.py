"""A key of a dictionary that is another than it should be: a neighbour's, or the word where the variable is meant."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from gradus.grading.repair.text import Repair, Text

RANK = 14
_HINT = "a key on this line is not the right one."


def repairs(text: Text) -> Iterator[Repair]:
    known = _keys(text)
    for node in text.expressions:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        parent = text.parents.get(node)
        looked_up = isinstance(parent, ast.Subscript) and parent.slice is node
        part_of_key = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add)
        if looked_up and node.value in text.names_before(node):
            word = node.value
            said = f"`{{old}}` looks up the word {word!r}; the value of the variable `{word}` is meant: `{{new}}`."
            yield Repair("keys", (text.place(node, node.value),), node.lineno, said, _HINT, -2)
        if not (looked_up or part_of_key):
            continue
        for other in _neighbours(node.value, known):
            said = f"`{{old}}` uses {node.value!r} where {other!r} belongs: `{{new}}`."
            yield Repair("keys", (text.place(node, repr(other)),), node.lineno, said, _HINT, 1)
    for table in text.nodes:  # what stands under a key that has the name of another variable
        if not isinstance(table, ast.Dict):
            continue
        for key, value in zip(table.keys, table.values, strict=True):
            if not isinstance(key, ast.Constant) or not isinstance(key.value, str) or not isinstance(value, ast.Name):
                continue
            if value.id != key.value and key.value in text.names_before(value):
                said = f"Under the key {key.value!r} stands `{value.id}`, not `{key.value}`."
                yield Repair("keys", (text.place(value, key.value),), value.lineno, said, _HINT, -2)
    renamed = _pairs_renamed(text)
    if renamed is not None:
        yield renamed


def _pairs_renamed(text: Text) -> Repair | None:
    """Every value of a dictionary that is not the variable of its key's name, put right together."""
    for node in text.nodes:
        if isinstance(node, ast.Dict):
            wrong = [
                (key.value, value)
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant)
                and isinstance(key.value, str)
                and isinstance(value, ast.Name)
                and value.id != key.value
                and key.value in text.names_before(value)
            ]
            if len(wrong) > 1:
                said = " and ".join(f"under {key!r} stands `{value.id}`, not `{key}`" for key, value in wrong[:3])
                edits = tuple(text.place(value, key) for key, value in wrong)
                return Repair("keys", edits, node.lineno, f"{said[:1].upper()}{said[1:]}.", _HINT, -1)
    return None


def _keys(text: Text) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for node in text.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"\w{1,16}", node.value):
            found[node.value] = None
    return tuple(found)


def _neighbours(key: str, known: tuple[str, ...]) -> list[str]:
    """Other keys of the code, keys made like them, and the same key with another number or first letter."""
    numbered = [
        re.sub(r"\d+$", str(int(n[0]) + step), key) for n in [re.findall(r"\d+$", key)] if n for step in (1, -1)
    ]
    # Where dw goes with w, db may go with b.
    alike = [key[0] + other for other in known if key[1:] in known and other != key[1:]]
    near = [one for one in (f"d{key}", key.removeprefix("d"), key.swapcase(), key[:1].swapcase() + key[1:]) if one]
    return [one for one in dict.fromkeys((*numbered, *alike, *known, *near)) if one != key][:14]
