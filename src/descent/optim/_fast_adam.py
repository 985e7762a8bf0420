"""The step of ``descent.optim.adam``, compiled: one sweep over the numbers instead of ten.

Derivation: docs/derivations/optimizers.md
"""

from __future__ import annotations

import numpy as np

from descent._fast_compiled import compiled
from descent.shapes import FloatArray


@compiled
def step(
    p: FloatArray, g: FloatArray, m: FloatArray, v: FloatArray, beta1: float, beta2: float, eps: float, rate: float
) -> None:
    """Move p, and the sums m and v, by the gradient g; beta1 to rate are of the dtype of p."""
    for i in range(len(p)):
        m[i] = m[i] * beta1 + g[i]  # (1)
        v[i] = v[i] * beta2 + g[i] * g[i]  # (2)
        p[i] -= m[i] / (np.sqrt(v[i]) + eps) * rate  # (4)
