"""The way back of ``descent.ops.relu``, compiled: without an array of yes and no in between.

Derivation: docs/derivations/relu.md
"""

from __future__ import annotations

from descent._fast_compiled import compiled
from descent.shapes import FloatArray


@compiled
def way_back(g: FloatArray, a: FloatArray, dz: FloatArray) -> None:
    """Write g where a > 0, else 0, into dz; all three are flat."""
    nothing = g.dtype.type(0)
    for i in range(len(g)):
        dz[i] = g[i] if a[i] > 0 else nothing
