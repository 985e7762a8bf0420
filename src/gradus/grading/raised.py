"""Say in words what an exception in learner code means, with what the names on that line held."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterable

from gradus.grading.raised_by_arrays import READERS as ARRAY_READERS
from gradus.grading.scene import Reader, Scene, listed
from gradus.labs.magics import neutralise
from gradus.model import Cause, Confidence


def explain_raised(scene: Scene) -> Cause | None:
    """The meaning of an exception; None for one that says no more than its own text."""
    for name, explain in _READERS:
        if text := explain(scene):
            return Cause(name, f"{_place(scene)}{text}", Confidence.CERTAIN)
    return None


def _place(scene: Scene) -> str:
    raised = scene.raised
    if not raised.label:
        return ""
    inside = ""
    if raised.function != scene.exercise and raised.function in scene.exercises:
        inside = f", in `{raised.function}`, which `{scene.exercise}` calls"
    code = f", `{raised.segment}`" if raised.segment and len(raised.segment) <= 80 else ""
    # “Cell 3” begins a sentence; the name of a file stays as it is.
    label = raised.label if raised.label.endswith(".py") else raised.label[:1].upper() + raised.label[1:]
    return f"{label}, line {raised.line}{code}{inside}: "


def _placeholder(scene: Scene) -> str | None:
    if "ellipsis" not in scene.message:
        return None
    names = scene.holding("ellipsis")
    if names:
        return f"`{names[0]}` is still the placeholder `...`. Write your code where it gets its value."
    return "A placeholder `...` is still in the calculation. Write your code in its place."


def _unwritten(scene: Scene) -> str | None:
    if scene.raised.type != "NotImplementedError" or scene.raised.function in ("", scene.exercise):
        return None
    return f"`{scene.raised.function}` is not written yet, and `{scene.exercise}` needs it."


def _unknown_name(scene: Scene) -> str | None:
    found = re.match(r"name '(\w+)' is not defined|cannot access free variable '(\w+)'", scene.message)
    if scene.raised.type != "NameError" or found is None:
        return None
    name = found[1] or found[2]
    if name in scene.exercises:
        return f"`{name}` is not written yet, and `{scene.exercise}` needs it."
    if name in ("np", "numpy"):
        return "NumPy is not imported in this file. Put `import numpy as np` into its first cell."
    if holder := next((one for one, value in scene.inputs.items() if _has_key(value, name)), None):
        direct = isinstance(scene.inputs[holder], dict)
        where = f'`{holder}["{name}"]`' if direct else f"the dictionary in `{holder}`, under the key {name!r}"
        return f"`{name}` is no variable of this function: take it from {where}."
    if name in _set_outside(scene.cells) and name not in _set_inside(scene.source):
        return (
            f"`{name}` is a variable of the notebook, and a function is graded with other data. "
            f"Use the arguments: {listed(scene.parameters)}."
        )
    known = {*scene.parameters, *_set_inside(scene.source), *scene.exercises}
    near = difflib.get_close_matches(name, sorted(known - {name}), n=1, cutoff=0.6)
    if not near:
        near = [one for one in sorted(known) if one.lower() == name.lower() and one != name]
    if near:
        return f"Nothing is called `{name}` here. Is `{near[0]}` meant?"
    return f"Nothing is called `{name}` here. Give it a value first, or use the arguments: {listed(scene.parameters)}."


def _has_key(value: object, name: str) -> bool:
    """Whether an argument is a dictionary with this key, or holds one."""
    if isinstance(value, dict):
        return name in value
    return isinstance(value, list | tuple) and any(isinstance(one, dict) and name in one for one in value)


def _set_outside(cells: Iterable[str]) -> set[str]:
    """Names that the notebook's own cells give a value, outside all functions."""
    found: set[str] = set()
    for cell in cells:
        try:
            body = ast.parse(neutralise(cell)).body
        except (SyntaxError, ValueError):
            continue
        for node in body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found |= _stored(node)
    return found


def _set_inside(source: str) -> set[str]:
    """Names that the learner's function gives a value."""
    try:
        return _stored(ast.parse(source))
    except SyntaxError:
        return set()


def _stored(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}


def _unbound(scene: Scene) -> str | None:
    found = re.search(r"local variable '(\w+)'", scene.message)
    if scene.raised.type != "UnboundLocalError" or found is None:
        return None
    return f"`{found[1]}` is used before it has a value. Give it one earlier, and on every way through the function."


def _signature(scene: Scene) -> str | None:
    found = re.search(
        r"(\w+)\(\) (?:missing \d+ required|takes .* positional|got an unexpected keyword)", scene.message
    )
    if scene.raised.type != "TypeError" or found is None:
        return None
    if not scene.raised.label and found[1] in (scene.exercise, "__init__"):
        return (
            f"`{scene.exercise}` must take these arguments: {listed(scene.parameters)}. Correct the line with its def."
        )
    return f"`{found[1]}` is called with other arguments than it takes: {scene.message[scene.message.find(')') + 2 :]}."


def _is_none(scene: Scene) -> str | None:
    if "NoneType" not in scene.message:
        return None
    names = scene.holding("NoneType")
    what = f"`{names[0]}` is None" if names else "A value on this line is None"
    return f"{what}. Did a function end without return, or is a line still to be written?"


def _key(scene: Scene) -> str | None:
    if scene.raised.type != "KeyError":
        return None
    for name, about in (scene.raised.values or {}).items():
        keys = about.get("keys")
        if about.get("type") == "dict" and isinstance(keys, list) and scene.message.strip("'\"") not in keys:
            return f"`{name}` has no key {scene.message}; it has {', '.join(map(repr, keys)) or 'none'}."
    return f"There is no key {scene.message}."


def _too_deep(scene: Scene) -> str | None:
    if scene.raised.type != "RecursionError":
        return None
    return "The function calls itself without end. Give it a case in which it returns without calling itself."


def _exits(scene: Scene) -> str | None:
    if scene.raised.type not in ("SystemExit", "KeyboardInterrupt"):
        return None
    return "exit() and sys.exit() end the program. Take them out; a function hands its result back with return."


def _division(scene: Scene) -> str | None:
    if scene.raised.type != "ZeroDivisionError":
        return None
    return "Something is divided by zero. Where does the divisor come from: a length of 0, a counter not yet raised?"


def _shut_import(scene: Scene) -> str | None:
    if scene.raised.type not in ("ImportError", "ModuleNotFoundError"):
        return None
    return f"An import failed: {scene.message}. A graded function needs NumPy and Python's own modules alone."


def _caret(scene: Scene) -> str | None:
    if scene.raised.type != "TypeError" or not ("for ^" in scene.message or "bitwise_xor" in scene.message):
        return None
    return "In Python `^` is no power. Write `**`; for e to a power there are math.exp and np.exp."


def _asks(scene: Scene) -> str | None:
    if scene.raised.type != "EOFError":
        return None
    return "Nobody is there to answer input() while a function is graded. Use the arguments."


_READERS: tuple[tuple[str, Reader], ...] = (
    ("placeholder-left", _placeholder),
    ("callee-missing", _unwritten),
    ("unknown-name", _unknown_name),
    ("used-before-assignment", _unbound),
    ("wrong-arguments", _signature),
    ("power-sign", _caret),
    ("asks-for-input", _asks),
    *ARRAY_READERS,
    ("value-is-none", _is_none),
    ("missing-key", _key),
    ("endless-recursion", _too_deep),
    ("ends-the-program", _exits),
    ("division-by-zero", _division),
    ("import-failed", _shut_import),
)
