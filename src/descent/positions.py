"""Waves that tell a transformer where in a sequence something stands, since attention alone does not know.

    p[t, 2 i] = sin(t w_i),  p[t, 2 i + 1] = cos(t w_i),  w_i = 10000^(-2 i / d)

Derivation: docs/derivations/attention.md
"""

from __future__ import annotations

import numpy as np

from descent.shapes import FloatArray

BASE = 10000.0  # Vaswani et al. (2017), section 3.5


def positional_encoding(T: int, d: int, *, dtype: type = np.float64) -> FloatArray:
    """Sine and cosine waves of d / 2 wavelengths, from 2 pi places to nearly 20,000 pi.

    Parameters
    ----------
    T : int
        How many places.
    d : int
        Features of a place, those of the embedding it is added to.
    dtype : type
        np.float32 or np.float64.

    Returns
    -------
    p : float array, shape (T, d)
        Row t belongs to place t; even columns are sines, odd ones cosines.

    Raises
    ------
    ValueError
        If T is negative, or d is less than 1.

    Notes
    -----
    With an odd d the last wave has a sine only.

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need, section 3.5.

    Examples
    --------
    >>> positional_encoding(2, 4).round(4)
    array([[0.    , 1.    , 0.    , 1.    ],
           [0.8415, 0.5403, 0.01  , 1.    ]])
    """
    if T < 0 or d < 1:
        raise ValueError(f"T must be at least 0 and d at least 1; got {T} and {d}. Pass the sizes of the embedding.")
    pair = np.arange(d) // 2
    angle = np.arange(T)[:, None] * BASE ** (-2 * pair / d)
    p: FloatArray = np.where(np.arange(d) % 2, np.cos(angle), np.sin(angle)).astype(dtype)
    return p
