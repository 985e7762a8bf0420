"""Says whether compiled twins of the slowest functions are to be used.

A module named ``_fast…`` holds functions of the same names and results as the readable module beside it, compiled by
Numba. They are used if Numba is installed (``pip install gradus[fast]``), unless the environment says DESCENT_FAST=0.
"""

from __future__ import annotations

import importlib.util
import os
from functools import cache

WORTH = 4096
"""Numbers from which a twin pays."""


@cache
def enabled() -> bool:
    """Look once whether Numba is installed and not refused.

    Examples
    --------
    >>> enabled() in (True, False)
    True
    """
    return os.environ.get("DESCENT_FAST", "1") != "0" and importlib.util.find_spec("numba") is not None


def worth_it(size: int) -> bool:
    """Whether to take the twin for so many numbers: not if the call takes longer than the work.

    Examples
    --------
    >>> worth_it(10)
    False
    """
    return size >= WORTH and enabled()
