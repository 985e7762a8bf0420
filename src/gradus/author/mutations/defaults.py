"""Another default value."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from gradus.author.changes import Change, Definition, functions


def changes(definition: Definition) -> Iterator[Change]:
    """``def f(rate=0.5)`` → ``def f(rate=1.5)``; ``loud=False`` → ``loud=True``."""
    for function in functions(definition):
        for default in (*function.args.defaults, *function.args.kw_defaults):
            if isinstance(default, ast.Constant):
                if isinstance(default.value, bool):
                    yield Change(default, ast.Constant(not default.value))
                elif isinstance(default.value, int | float):
                    yield Change(default, ast.Constant(default.value + 1))
