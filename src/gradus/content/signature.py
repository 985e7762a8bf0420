"""Signatures and expressions of a parsed module, as its author wrote them."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

LINE = 76
"""A signature that is longer has one parameter on each line."""
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def signature(node: FunctionNode, text: str, *, method: bool, name: str = "", returns: bool = True) -> str:
    """A function's signature; a method's without the object that it belongs to."""
    arguments = node.args
    plain = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(plain) - len(arguments.defaults)) + list(arguments.defaults)
    shown = [_parameter(argument, default, text) for argument, default in zip(plain, defaults, strict=True)]
    if arguments.posonlyargs:
        shown.insert(len(arguments.posonlyargs), "/")
    if method:
        shown = shown[1:]
    if arguments.vararg:
        shown.append("*" + _parameter(arguments.vararg, None, text))
    elif arguments.kwonlyargs:
        shown.append("*")
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        shown.append(_parameter(argument, default, text))
    if arguments.kwarg:
        shown.append("**" + _parameter(arguments.kwarg, None, text))
    if shown[:1] == ["/"]:
        shown = shown[1:]
    result = f" -> {written(node.returns, text)}" if returns and node.returns else ""
    return laid_out(name or node.name, shown, result)


def laid_out(name: str, parameters: list[str], result: str = "") -> str:
    """A call on one line, or with each parameter on a line of its own."""
    line = f"{name}({', '.join(parameters)}){result}"
    if len(line) <= LINE or not parameters:
        return line
    return "\n".join([f"{name}(", *(f"    {parameter}," for parameter in parameters), f"){result}"])


def _parameter(argument: ast.arg, default: ast.expr | None, text: str) -> str:
    kind = f": {written(argument.annotation, text)}" if argument.annotation else ""
    if default is None:
        return argument.arg + kind
    equals = " = " if kind else "="
    return f"{argument.arg}{kind}{equals}{written(default, text)}"


def written(node: ast.expr | None, text: str) -> str:
    """An expression as its author wrote it, on one line."""
    if node is None:
        return ""
    lines = _lines(text)[node.lineno - 1 : node.end_lineno]
    if node.end_col_offset is None or not lines:
        return ast.unparse(node)
    lines[-1] = lines[-1][: node.end_col_offset]  # first the end, which may be on the line of the beginning
    lines[0] = lines[0][node.col_offset :]
    return b" ".join(b" ".join(lines).split()).decode("utf-8")


@lru_cache(maxsize=8)
def _lines(text: str) -> list[bytes]:
    """A text's lines as bytes, as which the parser counts columns."""
    return re.split(rb"\r\n|\r|\n", text.encode("utf-8"))
