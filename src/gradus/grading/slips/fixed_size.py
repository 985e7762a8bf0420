"""The result has one and the same size, whatever the inputs: their number is written into the code."""

from __future__ import annotations

import re

import numpy as np

from gradus.grading.evidence import Evidence

RANK = 20


def explain(evidence: Evidence) -> str | None:
    pairs = evidence.all_arrays()
    if pairs is None or not (evidence.held or len(pairs) > 1):
        return None
    shapes, wanted = {np.shape(got) for got, _ in pairs}, {np.shape(want) for _, want in pairs}
    if len(shapes) != 1 or shapes & wanted or (len(wanted) < 2 and not evidence.held):
        return None
    shape = shapes.pop()
    if len(shape) != 1 or any(len(one) != 1 for one in wanted) or not re.search(r"\[\d\]", evidence.source):
        return None
    return (
        f"{evidence.subject} always has {shape[0]} numbers, whatever the inputs: one by one they are written by hand. "
        "Work with the whole array, so that any number of features will do."
    )
