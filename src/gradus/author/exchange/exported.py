"""Recognises the tests that Gradus itself exported, so that they come back as the checks that they were."""

from __future__ import annotations

import ast


def take_exported(name: str, ahead: list[ast.stmt]) -> str | None:
    """The check that the first statements are, which are then taken off ``ahead``; None if they are none of ours."""
    seed = ""
    place = 0
    if ahead and isinstance(ahead[0], ast.Expr) and ast.unparse(ahead[0]).startswith("np.random.seed("):
        seed = f", seed={ast.unparse(ahead[0])[len('np.random.seed(') : -1]}"
        place = 1
    heads = ahead[place : place + 3]
    if len(heads) < 3 or not all(isinstance(node, ast.Assign) for node in heads):
        return None
    args, kwargs, call = (ast.unparse(node) for node in heads)
    if not (args.startswith("args = (") and kwargs.startswith("kwargs = {")):
        return None
    if call != f"result = {name}(*args, **kwargs)":
        return None
    options = f", args={args.removeprefix('args = ')}"
    if kwargs != "kwargs = {}":
        options += f", kwargs={kwargs.removeprefix('kwargs = ')}"
    place += 3
    carried: list[str] = []
    while place < len(ahead) and isinstance(ahead[place], ast.FunctionDef | ast.Assign):
        carried.append(ast.unparse(ahead[place]))
        place += 1
    if place >= len(ahead) or not isinstance(ahead[place], ast.Assert):
        return None
    claim = ahead[place]
    place += 1
    unchanged = place < len(ahead) and ast.unparse(ahead[place]).startswith("assert agree(args, ")
    if unchanged:
        place += 1
    else:
        options += ", unchanged=False"
    text = _law(claim, carried, options + seed) if carried else _case(claim, options + seed)
    if text:
        del ahead[:place]
    return text


def _law(claim: ast.stmt, carried: list[str], options: str) -> str | None:
    message = claim.msg if isinstance(claim, ast.Assert) else None
    called = carried[-1].removeprefix("wrong = ").partition("(")[0]
    if not isinstance(message, ast.BinOp) or not isinstance(message.left, ast.Constant):
        return None
    said = repr(str(message.left.value).removesuffix(": "))
    return "\n".join(["", *carried[:-1], f"yield Law({said}{options}, holds={called})"])


def _case(claim: ast.stmt, options: str) -> str | None:
    """``assert agree(result[0]["dw"], wanted, rtol=…), "the claim"`` as a case that picks that part."""
    if not isinstance(claim, ast.Assert) or claim.msg is None:
        return None
    ways = claim.test.values if isinstance(claim.test, ast.BoolOp) else [claim.test]
    if not all(isinstance(way, ast.Call) and len(way.args) == 2 for way in ways):
        return None
    first, *others = (_way(way) for way in ways if isinstance(way, ast.Call))
    options += "".join(f", {part}" for part in first)
    if others:  # tolerances are the case's
        also = (f"Also({', '.join(part for part in way if part[:4] not in ('rtol', 'atol'))}), " for way in others)
        options += f", also=({''.join(also)})"
    return f"yield Case({ast.unparse(claim.msg)}{options})"


def _way(call: ast.Call) -> list[str]:
    """What a case says of one way to be right: what is expected, the part looked at, tolerances."""
    part, wanted = call.args
    path: list[object] = []
    while isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant):
        path.insert(0, part.slice.value)
        part = part.value
    expected = ast.unparse(wanted)
    for step in reversed(path):  # the case holds a whole result, of which only this part is looked at
        expected = f"({'None, ' * step}{expected},)" if isinstance(step, int) else f"{{{step!r}: {expected}}}"
    pick = "".join(f'["{step}"]' if isinstance(step, str) else f"[{step}]" for step in path)
    said = [f"expected={expected}"]
    said += [f"pick={pick!r}"] if pick else []
    for key in call.keywords:
        said.append('shape="any"' if key.arg == "any_shape" else f"{key.arg}={ast.unparse(key.value)}")
    return said
