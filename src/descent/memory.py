"""Memory that a training step frees is wanted again by the next one: it is kept, instead of going back and forth.

A step makes arrays of megabytes and lets go of them. The C library gives such memory back to the operating system at
once, which has to fill every page with zeros before it hands it out again. That can take longer than the arithmetic.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache

KEPT = 1 << 30
"""So many free bytes at the end of the heap stay with the process; what is beyond goes back."""

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
"""The names by which glibc's mallopt knows the two settings (malloc.h)."""

LARGEST = 1 << 25
"""Arrays of up to so many bytes come from the heap: the most that glibc allows. Larger ones are mapped one by one."""


@cache
def keep_freed() -> bool:
    """Ask the C library, once and for the whole process, to keep what is freed; say whether it did.

    Only glibc, the C library of most Linux systems, can be asked. Others are left as they are.

    Examples
    --------
    >>> keep_freed() in (True, False)
    True
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):  # another C library
        return False
    return bool(mallopt(MMAP_THRESHOLD, LARGEST)) and bool(mallopt(TRIM_THRESHOLD, KEPT))
