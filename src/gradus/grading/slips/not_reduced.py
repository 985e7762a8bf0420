"""One value for each example, where their sum or mean is wanted; or the other way round."""

from __future__ import annotations

import numpy as np

from gradus.grading.evidence import Evidence

RANK = 24


def explain(evidence: Evidence) -> str | None:
    pairs = evidence.all_arrays()
    if pairs is None or any(got.size <= want.size for got, want in pairs):
        return None
    for word, reduce in (("sum", np.sum), ("mean", np.mean)):
        for axis in (None, 0, 1):
            for keepdims in (True, False):
                if all(
                    (axis is None or axis < got.ndim)
                    and (got.ndim == 2 or axis is None)
                    and miss.agrees(np.asarray(reduce(got, axis=axis, keepdims=keepdims and axis is not None))[()])
                    for miss, (got, _) in zip(evidence.misses, pairs, strict=True)
                ):
                    along = "" if axis is None else f" along axis {axis}"
                    return (
                        f"{evidence.subject} has shape {pairs[0][0].shape}: the {word}{along} over it is still missing."
                    )
    if all(want.ndim == 0 for _, want in pairs):
        shape = pairs[0][0].shape
        return f"{evidence.subject} should be one number and has shape {shape}: a sum or mean is still missing."
    return None
