"""How twins are compiled: at the first call with some dtypes, kept on disk from then on.

While a twin runs, other threads of Python may run as well, as they may while NumPy multiplies matrices: ``fit`` divides
a batch over threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile at the first call, and keep the result on disk; divide as NumPy does, without looking for a 0."""
    return cast(Function, njit(cache=True, nogil=True, error_model="numpy")(function))


def compiled_sums(function: Function) -> Function:
    """Compile as well, and let sums be taken in any order: several at once, always the same ones on one machine."""
    return cast(Function, njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract"})(function))
