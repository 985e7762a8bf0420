"""The gates of a long short-term memory at one step: what is left beside products and tanh.

``a`` holds, row below row, h numbers a sample each of the gates i, f and o, of the candidate g, and of the cell before.
``descent._fast_gates`` holds the same two functions, compiled. The equations are those of ``descent.ops.lstm``.
"""

from __future__ import annotations

import numpy as np

from descent.shapes import FloatArray


def open_gates(a: FloatArray, cell: FloatArray, new: FloatArray, h: int) -> None:
    """Bring the tanh of three gates to 0..1, in a, and write the new cell, i g + f c."""
    gates = a[: 3 * h]
    gates *= 0.5
    gates += 0.5  # (4)
    np.multiply(a[:h], a[3 * h : 4 * h], out=new)
    new += a[h : 2 * h] * cell


def way_back(
    a: FloatArray, state: FloatArray, tanh_c: FloatArray, dh: FloatArray, dc: FloatArray, dz: FloatArray, h: int
) -> None:
    """Write the derivatives with respect to the pre-activations into dz, and bring dc to the cell before."""
    i, f, o, g, c = a.reshape(5, h, -1)
    through = state * tanh_c
    np.subtract(o, through, out=through)
    through *= dh
    dc += through  # (6)
    np.multiply(dc, g, out=dz[:h])
    np.multiply(dc, c, out=dz[h : 2 * h])
    np.multiply(dh, tanh_c, out=dz[2 * h : 3 * h])
    np.multiply(dc, i, out=dz[3 * h :])
    slope = np.square(a[: 4 * h])
    np.subtract(a[: 3 * h], slope[: 3 * h], out=slope[: 3 * h])
    np.subtract(1, slope[3 * h :], out=slope[3 * h :])
    dz *= slope  # (7)
    dc *= f
