"""Whether two texts made by a computation agree: to the letter but for the last digits of numbers."""

from __future__ import annotations

import math
import re

NUMBER = re.compile(r"[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?")


def same_text(old: str, new: str, rel_tol: float = 1e-3, abs_tol: float = 1e-3) -> bool:
    """Compare texts, numbers by value: another machine's BLAS rounds the last digits its own way."""
    if old == new:
        return True
    if NUMBER.sub("#", old).split() != NUMBER.sub("#", new).split():
        return False
    pairs = zip(NUMBER.findall(old), NUMBER.findall(new), strict=True)
    return all(a == b or math.isclose(float(a), float(b), rel_tol=rel_tol, abs_tol=abs_tol) for a, b in pairs)
