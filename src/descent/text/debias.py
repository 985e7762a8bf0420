"""Taking a prejudice out of word vectors: find its direction, then make words neutral or pairs equal in it.

    g = the direction in which the pairs differ most, each pair about its own middle              (1)
    neutralise: e - (e . g) g, brought to its length again                  (2)
    equalise: e = nu + sqrt(1 - |nu|^2) (e_g - mu_g) / |e_g - mu_g|,  nu = mu - mu_g              (3)

mu is the mean of the words to be made equal, and e_g the part of e along g.

Derivation: docs/derivations/word_vectors.md
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, finite, floats, matrix, vector


def bias_direction(pairs: ArrayLike) -> FloatArray:
    """Direction in which pairs of words differ most.

    Parameters
    ----------
    pairs : float array, shape (m, 2, d)
        Vectors of pairs that differ in one matter, such as she and he, woman and man, in the same order.

    Returns
    -------
    float array, shape (d,)
        Of length 1, from the second of the pairs to the first, as far as most of them go.

    Raises
    ------
    ValueError
        If the shape is another, or all pairs are of equal vectors.

    Notes
    -----
    The first principal component of the pairs, each taken about its own middle.

    References
    ----------
    Bolukbasi, Chang, Zou, Saligrama and Kalai (2016), Man is to computer programmer as woman is to homemaker?

    Examples
    --------
    >>> bias_direction([[[2.0, 1.0], [0.0, 1.0]], [[1.0, 5.0], [0.0, 5.0]]])
    array([1., 0.])
    """
    pairs = floats(pairs, "pairs")
    if pairs.ndim != 3 or pairs.shape[1] != 2 or not pairs.size:
        raise ValueError(f"pairs must have shape (m, 2, d): m pairs of vectors; got {pairs.shape}. Stack both words.")
    finite(pairs, "pairs")
    differences = pairs[:, 0] - pairs[:, 1]
    if not differences.any():
        raise ValueError("the vectors of every pair are equal, so that they have no direction. Take other pairs.")
    axis: FloatArray = np.linalg.svd(differences, full_matrices=False)[2][0]  # (1); halves of the differences, +-
    return axis if (differences @ axis).sum() >= 0 else -axis


def neutralise(vectors: ArrayLike, direction: ArrayLike) -> FloatArray:
    """Take out what vectors have along a direction, and bring them to their lengths again.

    Parameters
    ----------
    vectors : float array, shape (d,) or (n, d)
        Of words that should be neutral, such as *doctor*.
    direction : float array, shape (d,)
        Of any length but 0.

    Returns
    -------
    float array, shape of vectors
        At right angles to the direction.

    Raises
    ------
    ValueError
        If the shapes do not fit, or a value is not finite.

    Notes
    -----
    A vector that lies in the direction becomes 0: nothing else is left of it.

    Examples
    --------
    >>> neutralise([3.0, 4.0], [0.0, 2.0])
    array([5., 0.])
    """
    rows, g = _checked(vectors, direction)
    left = rows - np.outer(rows @ g, g)  # (2)
    # what rounding leaves of a vector along g is no direction of its own
    before, after = (np.linalg.norm(each, axis=1, keepdims=True) for each in (rows, left))
    tiny = after <= 8 * float(np.finfo(rows.dtype).eps) * before
    scaled = np.where(tiny, 0, left) * np.divide(before, after, out=np.zeros_like(after), where=~tiny)
    neutral: FloatArray = scaled.reshape(np.shape(vectors))
    return neutral


def equalise(vectors: ArrayLike, direction: ArrayLike) -> FloatArray:
    """Make words differ in a direction and in nothing else, all at the same distance from every neutral word.

    Parameters
    ----------
    vectors : float array, shape (m, d)
        Of words that should be equal but for the direction, such as *actress* and *actor*; brought to length 1 first.
    direction : float array, shape (d,)
        Of any length but 0.

    Returns
    -------
    float array, shape (m, d)
        Of length 1 each, all with the same part at right angles to the direction.

    Raises
    ------
    ValueError
        If the shapes do not fit, or the vectors do not differ along the direction.

    References
    ----------
    Bolukbasi et al. (2016), section 6, "Equalize".

    Examples
    --------
    >>> equalise([[0.8, 0.6], [-0.6, 0.8]], [1.0, 0.0]).round(3)
    array([[ 0.714,  0.7  ],
           [-0.714,  0.7  ]])
    """
    rows, g = _checked(matrix(vectors, "vectors"), direction)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    if not length.all():
        raise ValueError("vectors must not be 0: such a word has no direction. Leave it out.")
    rows = rows / length
    mu = rows.mean(axis=0)
    shared = mu - (mu @ g) * g  # nu
    side = rows @ g - mu @ g  # (m,)
    if not (np.abs(side) > 8 * float(np.finfo(rows.dtype).eps)).all():
        raise ValueError("each vector must differ from the mean along the direction; one does not. Take another pair.")
    equal: FloatArray = shared + np.sqrt(1 - shared @ shared) * np.outer(np.sign(side), g)  # (3)
    return equal


def _checked(vectors: ArrayLike, direction: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Give the vectors as rows, and the direction with length 1."""
    rows = np.atleast_2d(floats(vectors, "vectors"))
    g = vector(direction, "direction")
    rows = matrix(rows, "vectors", columns=len(g))
    finite(rows, "vectors")
    finite(g, "direction")
    if not g.any():
        raise ValueError("direction must not be 0. Take the difference of two words, or bias_direction of several.")
    return rows, (g / float(np.linalg.norm(g))).astype(rows.dtype)
