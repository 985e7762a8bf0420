"""Rows of the speed table: models that learn without labels, recommenders, naive Bayes and nearest neighbours.

Each row is a name, the peer's name, and two callables that prepare data and model and return what is to be timed; and
what has to be computed, where that is the same for every way to the answer. float64 counts twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from sklearn.naive_bayes import GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier

import descent
from benchmarks.rows import Row, Work
from descent.optim.factorize import gradients, side, solve

Timed = Callable[[], object]
KNOWN, RANK = 25_521, 10
LLOYD = "scikit-learn finds the nearest centre and adds up in one compiled loop; NumPy passes over the distances twice."
NEAREST = "scikit-learn keeps the nearest of a block in compiled heaps; NumPy has a partition of whole rows alone."
TREE = "scikit-learn walks a compiled tree for each query; ours calls NumPy for each of some 64 boxes of samples."


def _cloud(n: int, d: int, dtype: Any = np.float32) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    y = rng.integers(0, 5, n)
    return (rng.normal(size=(n, d)) + 0.3 * y[:, np.newaxis]).astype(dtype), y


def _k_means(kind: Any, k: int, dtype: Any, **options: Any) -> Callable[[], Timed]:
    def prepare() -> Timed:
        X = np.random.default_rng(0).normal(size=(10_000, 20)).astype(dtype)
        return lambda: kind(n_clusters=k, init=X[:k], n_init=1, max_iter=30, tol=0, **options).fit(X)

    return prepare


def _pca(kind: Any) -> Callable[[], Timed]:
    def prepare() -> Timed:
        rng = np.random.default_rng(0)
        X = rng.normal(size=(5000, 60)) @ rng.normal(size=(60, 1024)) + rng.normal(size=(5000, 1024))
        X = X.astype(np.float32)
        return lambda: kind(n_components=50, svd_solver="randomized", random_state=0).fit(X)

    return prepare


def _tsne(kind: Any, **options: Any) -> Callable[[], Timed]:
    def prepare() -> Timed:
        X, _ = _cloud(500, 50)
        return lambda: kind(random_state=0, max_iter=500, **options).fit(X)

    return prepare


def _bayes(kind: Any, n: int, d: int, step: str) -> Callable[[], Timed]:
    def prepare() -> Timed:
        X, y = _cloud(n, d)
        X = np.floor(np.abs(X)) if "Multinomial" in kind.__name__ else X
        fitted = kind().fit(X, y)
        return (lambda: kind().fit(X, y)) if step == "fit" else (lambda: fitted.predict(X))

    return prepare


def _neighbours(kind: Any, n: int, d: int, dtype: Any, **options: Any) -> Callable[[], Timed]:
    def prepare() -> Timed:
        X, y = _cloud(n, d, dtype)
        fitted = kind(**options).fit(X, y)
        return lambda: fitted.predict(X[:2000] + dtype(0.01))

    return prepare


def _ratings() -> tuple[Any, Any, Any, Any, Any]:
    """Ratings of the size of MovieLens small: 443 users, 4778 films, 25,521 known; and descriptions of 10 entries."""
    rng = np.random.default_rng(0)
    users, items = np.nonzero(rng.random((443, 4778)) < KNOWN / (443 * 4778))
    y = (rng.integers(1, 11, len(users)) / 2).astype(np.float32)
    P, Q = (rng.normal(size=(n, 10)).astype(np.float32) for n in (443, 4778))
    return users, items, y, P, Q


def _table(users: Any, items: Any, values: Any) -> Any:
    table = np.zeros((443, 4778), np.float32)
    table[users, items] = values
    return table


def _als() -> Timed:
    users, items, y, _, Q = _ratings()
    rows = side(users, items, y)
    columns = side(rows.other, rows.own, rows.values)
    return lambda: solve(solve(Q, rows, 443, 1.0), columns, 4778, 1.0)


def _als_by_a_loop() -> Timed:
    users, items, y, _, Q = _ratings()
    known, R, eye = _table(users, items, 1) > 0, _table(users, items, y), np.eye(10, dtype=np.float32)

    def half(F: Any, known: Any, R: Any) -> Any:
        G = np.zeros((len(R), 10), np.float32)
        for i, mask in enumerate(known):
            A = F[mask]
            G[i] = np.linalg.solve(A.T @ A + eye, A.T @ R[i, mask])
        return G

    return lambda: half(half(Q, known, R), known.T, R.T)


def _slopes() -> Timed:
    users, items, y, P, Q = _ratings()
    rows = side(users, items, y)
    columns = side(rows.other, rows.own, rows.values)
    return lambda: gradients(P, Q, rows, columns, 1.0)


def _slopes_by_torch() -> Timed:
    import torch  # only this row needs it

    users, items, y, P, Q = _ratings()
    R, known = (torch.from_numpy(_table(users, items, v)) for v in (y, 1))
    p, q = (torch.from_numpy(F).requires_grad_() for F in (P, Q))

    def step() -> None:
        p.grad = q.grad = None
        cost = 0.5 * (((p @ q.T - R) * known) ** 2).sum() + 0.5 * ((p**2).sum() + (q**2).sum())
        cost.backward()

    return step


def _doubled(dtype: Any, products: float, numbers: float, times: int = 1) -> Work:
    size = np.dtype(dtype).itemsize
    return Work(2 * products * size / 4, times * numbers * size, times)


def _bayes_work(n: int, d: int, step: str) -> Work:
    """X is read once; to predict, each of five classes has products with X and, if Gaussian, with its squares."""
    return _doubled(np.float32, n * d * (5 if step == "predict" else 0), n * d)


def _bayes_row(ours: Any, theirs: Any, n: int, d: int, step: str) -> Row:
    sides = _bayes(ours, n, d, step), _bayes(theirs, n, d, step)
    return Row(f"{ours.__name__} {n:,} x {d}, {step}", "scikit-learn", *sides, work=lambda: _bayes_work(n, d, step))


def _k_means_row(k: int, dtype: Any) -> Row:
    """Each step measures all distances."""
    sides = _k_means(descent.KMeans, k, dtype), _k_means(KMeans, k, dtype, algorithm="lloyd")
    name = f"k-means 10,000 x 20, k = {k}, 30 steps, {np.dtype(dtype)}"
    return Row(
        name, "scikit-learn", *sides, work=lambda: _doubled(dtype, 30 * 10_000 * 20 * k, 10_000 * 20, 30), why=LLOYD
    )


def _neighbours_row(n: int, d: int, algorithm: str, dtype: Any) -> Row:
    """All distances, unless a tree spares most of them."""
    sides = (
        _neighbours(descent.KNeighborsClassifier, n, d, dtype),
        _neighbours(KNeighborsClassifier, n, d, dtype, algorithm=algorithm),
    )

    def count() -> Work:
        return _doubled(dtype, 2000 * n * d, (n + 2000) * d)

    name = f"5 nearest of {n:,} x {d}, 2,000 queries, {np.dtype(dtype)}"
    name += "" if algorithm == "auto" else f", peer by {algorithm}"
    return Row(
        name,
        f"scikit-learn, {algorithm}",
        *sides,
        work=count if d > 10 else None,
        why=TREE if algorithm == "kd_tree" else NEAREST,
    )


ROWS = [
    *(_k_means_row(k, dtype) for k in (8, 10) for dtype in (np.float32, np.float64)),
    Row(
        "PCA 5000 x 1024 to 50, randomized",
        "scikit-learn",
        _pca(descent.PCA),
        _pca(PCA),
        # X is multiplied with 60 columns to look for directions and once more to find their lengths; each of the seven
        # rounds between that does it twice, or X^T X is made once
        work=lambda: _doubled(np.float32, 2 * 5000 * 1024 * 60 + min(14 * 60, 1025 / 2) * 5000 * 1024, 5000 * 1024),
    ),
    Row("t-SNE of 500 x 50, exact, 500 steps", "scikit-learn", _tsne(descent.TSNE), _tsne(TSNE, method="exact")),
    *(
        _bayes_row(ours, theirs, n, d, step)
        for ours, theirs in ((descent.GaussianNB, GaussianNB), (descent.MultinomialNB, MultinomialNB))
        for n, d in ((5000, 20), (20_000, 50))
        for step in ("fit", "predict")
    ),
    *(
        _neighbours_row(n, d, algorithm, dtype)
        for n, d, algorithm in ((5000, 20, "auto"), (20_000, 50, "auto"), (5000, 3, "brute"), (5000, 3, "kd_tree"))
        for dtype in (np.float32, np.float64)
    ),
    Row(
        "matrix factorization 443 x 4778, one ALS pass",
        "NumPy, a loop of solves",
        _als,
        _als_by_a_loop,
        # a matrix of sums of products for each user and film, half of it mirrored, and its solution by Cholesky
        work=lambda: Work(2 * KNOWN * RANK * (RANK + 3) + (443 + 4778) * RANK**3 / 3, 4 * KNOWN * 2),
    ),
    Row(
        "matrix factorization 443 x 4778, one gradient",
        "PyTorch, dense",
        _slopes,
        _slopes_by_torch,
        work=lambda: Work(2 * 3 * KNOWN * RANK, 4 * (3 * KNOWN + 2 * RANK * (443 + 4778))),
    ),
]
