"""Rows of the speed table: models that learn without labels, recommenders, naive Bayes and nearest neighbours.

Each row is a name, the peer's name, and two callables that prepare data and model and return what is to be timed.
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
from benchmarks.rows import Row
from descent.optim.factorize import gradients, side, solve

Timed = Callable[[], object]
Plain = tuple[str, str, Callable[[], Timed], Callable[[], Timed]]

BOXES = "scikit-learn walks a compiled tree for each query; ours calls NumPy for each of some 64 boxes of samples."


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
    users, items = np.nonzero(rng.random((443, 4778)) < 25_521 / (443 * 4778))
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


ROWS: list[Plain | Row] = [
    *(
        (
            f"k-means 10,000 x 20, k = {k}, 30 steps, {np.dtype(dtype)}",
            "scikit-learn",
            _k_means(descent.KMeans, k, dtype),
            _k_means(KMeans, k, dtype, algorithm="lloyd"),
        )
        for k in (8, 10)
        for dtype in (np.float32, np.float64)
    ),
    ("PCA 5000 x 1024 to 50, randomized", "scikit-learn", _pca(descent.PCA), _pca(PCA)),
    ("t-SNE of 500 x 50, exact, 500 steps", "scikit-learn", _tsne(descent.TSNE), _tsne(TSNE, method="exact")),
    *(
        (f"{ours.__name__} {n:,} x {d}, {step}", "scikit-learn", _bayes(ours, n, d, step), _bayes(theirs, n, d, step))
        for ours, theirs in ((descent.GaussianNB, GaussianNB), (descent.MultinomialNB, MultinomialNB))
        for n, d in ((5000, 20), (20_000, 50))
        for step in ("fit", "predict")
    ),
    *(
        Row(
            f"5 nearest of {n:,} x {d}, 2,000 queries, {np.dtype(dtype)}{', tree' * (algorithm == 'kd_tree')}",
            f"scikit-learn, {algorithm}",
            _neighbours(descent.KNeighborsClassifier, n, d, dtype),
            _neighbours(KNeighborsClassifier, n, d, dtype, algorithm=algorithm),
            why=BOXES if algorithm == "kd_tree" else "",
        )
        for n, d, algorithm in ((5000, 20, "auto"), (20_000, 50, "auto"), (5000, 3, "brute"), (5000, 3, "kd_tree"))
        for dtype in (np.float32, np.float64)
    ),
    ("matrix factorization 443 x 4778, one ALS pass", "NumPy, a loop of solves", _als, _als_by_a_loop),
    ("matrix factorization 443 x 4778, one gradient", "PyTorch, dense", _slopes, _slopes_by_torch),
]
