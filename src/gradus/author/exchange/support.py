"""What exported tests need beside them: these functions travel into the other grader's notebook as they stand.

They use NumPy and the standard library alone, because nothing of Gradus is installed there.
"""

from __future__ import annotations

import base64
import inspect
import io
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np


def unpacked(text: str) -> Any:
    """The array that was packed into text."""
    return np.load(io.BytesIO(zlib.decompress(base64.b64decode(text))), allow_pickle=False)


def agree(got: Any, wanted: Any, rtol: Any = None, atol: Any = None, any_shape: bool = False) -> bool:
    """Whether a result is the wanted one: same form, same shape, numbers equal as far as their dtype can tell."""
    if isinstance(wanted, dict):
        return isinstance(got, dict) and all(
            key in got and agree(got[key], part, rtol, atol, any_shape) for key, part in wanted.items()
        )
    if isinstance(wanted, (list, tuple)):
        same_length = isinstance(got, (list, tuple, np.ndarray)) and len(got) == len(wanted)
        return same_length and all(agree(a, b, rtol, atol, any_shape) for a, b in zip(got, wanted, strict=True))
    if wanted is None or isinstance(wanted, str):
        return type(got) is type(wanted) and got == wanted
    try:
        ours, theirs = np.asarray(wanted), np.asarray(got)
    except ValueError:
        return False
    if theirs.dtype.kind not in "biufc" or ours.dtype.kind not in "biufc":
        return bool(np.array_equal(theirs, ours))
    if any_shape:
        ours, theirs = ours.ravel(), theirs.ravel()
    if theirs.shape != ours.shape:
        return False
    coarse = theirs.dtype in (np.float16, np.float32, np.complex64)
    rtol = rtol if rtol is not None else 1e-3 if coarse else 1e-6
    atol = atol if atol is not None else 1e-5 if coarse else 1e-9
    return bool(np.allclose(theirs, ours, rtol=rtol, atol=atol, equal_nan=True))


def near(got: Any, expected: Any, *inputs: Any, scale: float = 0.0) -> bool:
    """For laws: whether all numbers agree with others; NaN agrees with nothing."""
    have = np.asarray(got)
    if have.dtype.kind not in "biufc" or np.any(np.isnan(have)):
        return False
    return agree(have, np.broadcast_to(expected, have.shape), atol=1e-13 * scale if scale else None)


def support_functions(*functions: Callable[..., Any]) -> str:
    """The text of functions of this module, which need base64, io, zlib, Any and np."""
    return "\n\n".join(map(inspect.getsource, functions)).rstrip()


def support_cell() -> str:
    """The code cell that brings these functions along, with what they import."""
    head = "# The tests below use these.\nimport base64\nimport io\nimport zlib\nfrom typing import Any\n\n"
    return f"{head}import numpy as np\n\n\n{support_functions(unpacked, agree, near)}"
