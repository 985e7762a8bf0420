"""Exceptions that come of arrays: shapes, axes, indices, dtypes."""

from __future__ import annotations

import re

from gradus.grading.scene import Reader, Scene, shapes_said
from gradus.grading.shapes import not_broadcast, not_multiplied

_OLD_ALIASES = {"float": "float", "int": "int", "bool": "bool", "object": "object", "str": "str"}
_OLD_NAMES = {"product": "prod", "float_": "float64", "Inf": "inf", "NaN": "nan", "alltrue": "all", "sometrue": "any"}


def _not_aligned(scene: Scene) -> str | None:
    return not_multiplied(scene.raised)


def _not_broadcast(scene: Scene) -> str | None:
    return not_broadcast(scene.raised)


def _one_number_only(scene: Scene) -> str | None:
    if not re.search(r"only (?:length-1|size-1|0-dimensional) arrays can be converted", scene.message):
        return None
    if "math." in scene.raised.segment:
        function = re.search(r"math\.(\w+)", scene.raised.segment)
        name = function[1] if function else "exp"
        return f"math.{name} takes one number; {shapes_said(scene)}is an array. np.{name} takes each element."
    shapes = shapes_said(scene, ": ")
    return f"One number is wanted where an array stands{shapes}. Sum it, index it, or work element by element."


def _truth(scene: Scene) -> str | None:
    if "truth value of an array" not in scene.message:
        return None
    return (
        "`if`, `and`, `or` and `not` need one True or False, and this comparison gives one for each element. "
        "Compare the whole array and use the result in a calculation, or use np.where."
    )


def _dtype_for_shape(scene: Scene) -> str | None:
    if not re.search(r"[Cc]annot interpret .* as a data type|data type .* not understood", scene.message):
        return None
    return "np.zeros, np.ones and np.empty take the shape as one tuple: np.zeros((rows, columns)), with two brackets."


def _called_array(scene: Scene) -> str | None:
    found = re.match(r"'(\S+)' object is not callable", scene.message)
    if found is None:
        return None
    return f"A value of type {found[1]} is called like a function. Is a `*` missing before the bracket, or [ ] meant?"


def _indexed_function(scene: Scene) -> str | None:
    found = re.match(r"'(\S+)' object is not subscriptable", scene.message)
    if found is None:
        return None
    if re.search("function|method|ufunc|^type$", found[1], re.IGNORECASE):
        return "A function is called with round brackets ( ); here it is indexed with [ ]."
    return f"A value of type {found[1]} holds one thing and cannot be indexed with [ ]."


def _attribute(scene: Scene) -> str | None:
    found = re.match(r"module 'numpy' has no attribute '(\w+)'", scene.message)
    if found is None:
        return None
    if found[1] in _OLD_ALIASES:
        return f"np.{found[1]} is gone from NumPy. Write `{_OLD_ALIASES[found[1]]}` without the np."
    if found[1] in _OLD_NAMES:
        return f"np.{found[1]} is gone from NumPy. Write np.{_OLD_NAMES[found[1]]}."
    return f"NumPy has no np.{found[1]}. Look at the spelling."


def _memory(scene: Scene) -> str | None:
    if not scene.raised.type.endswith("MemoryError"):
        return None
    why = _tail(scene.message)
    return f"More memory was asked for than a lab may take. {why}Is a shape much larger than it should be?"


def _unpacked(scene: Scene) -> str | None:
    found = re.search(
        r"too many values to unpack \(expected (\d+)|not enough values to unpack \(expected (\d+), got", scene.message
    )
    if found is None:
        return None
    shapes = shapes_said(scene, ": ")
    return f"{found[1] or found[2]} names stand on the left, and another number of values on the right{shapes}."


def _ragged(scene: Scene) -> str | None:
    if "setting an array element with a sequence" not in scene.message and "inhomogeneous" not in scene.message:
        return None
    shapes = shapes_said(scene, ": ")
    return f"An array is put where one number belongs, or rows of different lengths are made an array{shapes}."


def _axis(scene: Scene) -> str | None:
    found = re.search(r"axis (-?\d+) is out of bounds for array of dimension (\d+)", scene.message)
    if found is None:
        return None
    last = int(found[2]) - 1
    has = "no axis" if last < 0 else "axis 0 alone" if last == 0 else f"axes 0 to {last}"
    return f"The array has {has}, and axis {found[1]} is asked for{shapes_said(scene, ': ')}."


def _reshape(scene: Scene) -> str | None:
    found = re.search(r"cannot reshape array of size (\d+) into shape (.+)", scene.message)
    if found is None:
        return None
    return (
        f"{found[1]} elements do not fill the shape {found[2]}. The sizes of the new shape must multiply to {found[1]}."
    )


def _index(scene: Scene) -> str | None:
    if scene.raised.type != "IndexError":
        return None
    found = re.search(r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", scene.message)
    if found:
        places = f"{found[3]} places, 0 to {int(found[3]) - 1}"
        return f"Axis {found[2]} has {places}; place {found[1]} is asked for{shapes_said(scene, ': ')}."
    if "too many indices" in scene.message or "invalid index to scalar" in scene.message:
        return f"There are more indices than axes{shapes_said(scene, ': ')}."
    return f"A place beyond the end is asked for{shapes_said(scene, ': ')}. Counting begins at 0."


def _casting(scene: Scene) -> str | None:
    if "Cannot cast ufunc" not in scene.message:
        return None
    return "An array of whole numbers cannot take fractions in place. Make it with dtype=float, or write a = a + …"


def _tail(message: str) -> str:
    return f"{message.strip().rstrip('.')}. " if message.strip() else ""


READERS: tuple[tuple[str, Reader], ...] = (
    ("shapes-not-aligned", _not_aligned),
    ("shapes-not-broadcast", _not_broadcast),
    ("one-number-only", _one_number_only),
    ("truth-of-an-array", _truth),
    ("shape-needs-a-tuple", _dtype_for_shape),
    ("called-like-a-function", _called_array),
    ("not-to-be-indexed", _indexed_function),
    ("unknown-attribute", _attribute),
    ("too-much-memory", _memory),
    ("unpacking", _unpacked),
    ("ragged-array", _ragged),
    ("no-such-axis", _axis),
    ("reshape", _reshape),
    ("index-out-of-range", _index),
    ("integers-cannot-hold-it", _casting),
)
