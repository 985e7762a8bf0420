"""Two lines of one form whose right-hand sides have changed places, as height and width do."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.grading.repair.text import Repair, Text, form_of

RANK = 12
_HINT = "what stands on the right of this line and of one like it have changed places."


def repairs(text: Text) -> Iterator[Repair]:
    plain = [node for node in text.statements if isinstance(node, ast.Assign) and len(node.targets) == 1]
    for place, first in enumerate(plain):
        for second in plain[place + 1 : place + 4]:
            a, b = text.of(first.value), text.of(second.value)
            if a == b or form_of(first.value) != form_of(second.value) or isinstance(first.value, ast.Constant):
                continue
            said = (
                f"`{text.of(first.targets[0])}` and `{text.of(second.targets[0])}` have got each other's value: "
                f"`{text.of(first.targets[0])} = {b}`."
            )
            edits = (text.place(first.value, b), text.place(second.value, a))
            yield Repair("exchanged", edits, first.lineno, said, _HINT, 2 if second is plain[place + 1] else 4)
