"""What a library does once in a process: it is imported, loads its parts and takes the workspaces that it keeps."""

from __future__ import annotations

import importlib

import numpy as np

PARTS = ("cluster", "decomposition", "ensemble", "linear_model", "manifold", "naive_bayes", "neighbors", "svm", "tree")
MODULES = {"scikit-learn": tuple(f"sklearn.{part}" for part in PARTS), "XGBoost": ("xgboost",)}


def warm_up(peer: str) -> None:
    """Import what a peer's name stands for, and take a tiny step with it."""
    a = np.ones((256, 256), np.float32)
    np.linalg.norm(a @ a)
    if peer == "descent":
        descents()
    elif peer.startswith("PyTorch"):
        torches()
    for word, modules in MODULES.items():
        for module in modules if peer.startswith(word) else ():
            importlib.import_module(module)


def descents() -> None:
    """The first compiled twin loads Numba and its compiler."""
    from descent import GradientBoostingClassifier, fast, nn, optim

    if fast.enabled():
        GradientBoostingClassifier(n_estimators=1).fit(np.arange(8.0).reshape(4, 2), [0, 1, 0, 1])

    net = nn.Sequential(nn.Conv2d(1, 2, 3, rng=0), nn.Flatten(), nn.Linear(8, 1, rng=0))
    walk = optim.Adam(net.parameters())
    nn.mse_loss(net(np.ones((2, 4, 4, 1), np.float32)), np.ones((2, 1), np.float32)).backward()
    walk.step()


def torches() -> None:
    """The optimizer's first step imports PyTorch's compiler; the first ``backward`` starts a thread."""
    from benchmarks.twins import torch_with_threads

    torch = torch_with_threads()
    a = torch.ones(256, 256)
    a @ a
    net = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.Flatten(), torch.nn.Linear(8, 1))
    walk = torch.optim.Adam(net.parameters())
    torch.nn.functional.mse_loss(net(torch.ones(2, 1, 4, 4)), torch.ones(2, 1)).backward()
    walk.step()
