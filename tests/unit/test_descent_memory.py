"""What a training step frees is kept: the same step again asks the operating system for next to nothing."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from descent.memory import keep_freed


def test_memory_comes_back_without_the_operating_system_where_the_c_library_can_be_asked() -> None:
    if not keep_freed():
        pytest.xfail("another C library than glibc")
    import resource

    def work() -> float:
        return float(sum(np.ones(1 << 20).sum() for _ in range(3)))

    for _ in range(3):
        work()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(10):
        work()
    pages = 10 * 3 * (8 << 20) / 4096
    assert resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before < pages / 10


def test_asking_twice_says_the_same() -> None:
    assert keep_freed() is keep_freed()


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_freed.cache_clear()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert keep_freed() is False
    keep_freed.cache_clear()
