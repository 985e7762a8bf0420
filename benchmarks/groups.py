"""How fast the rows of each part shall be, and whether they are."""

from __future__ import annotations

import math
from dataclasses import dataclass

from benchmarks.measure import Result

MEMORY = 1.5
"""How much more memory than its peer a row may take at its peak."""
MEASURABLE_MB = 4.0
"""A peak below this says more about allocators than about the row."""


@dataclass(frozen=True)
class Target:
    """What a ratio may be, with NumPy alone and with compiled twins."""

    plain: float
    fast: float

    def limit(self, fast: bool) -> float:
        return self.fast if fast else self.plain


@dataclass(frozen=True)
class Group:
    """Rows that are judged together."""

    title: str
    modules: tuple[str, ...]
    worst: Target
    """What no row may exceed."""
    mean: Target | None = None
    """What the geometric mean may not exceed."""
    apart: tuple[tuple[str, Target], ...] = ()
    """Rows, by how their names begin, with a limit of their own."""

    def limit(self, result: Result, fast: bool) -> float:
        """Give the largest ratio that a row may have."""
        for beginning, target in self.apart:
            if result.name.startswith(beginning):
                return target.limit(fast)
        return self.worst.limit(fast)


GROUPS = (
    Group(
        "training steps of networks",
        ("dense_networks", "picture_networks", "sequence_networks", "other_networks"),
        worst=Target(1.5, 1.25),
        mean=Target(0.7, 0.6),
    ),
    Group("tape", ("tape",), worst=Target(1.3, 1.3)),
    Group(
        "classical models",
        ("classical_linear", "classical_trees", "classical_unsupervised", "classical_text"),
        worst=Target(1.0, 1.0),
        apart=(("k-means", Target(1.2, 1.2)), ("boosting", Target(1.8, 1.0))),
    ),
)


def geometric_mean(results: list[Result]) -> float:
    return math.exp(sum(math.log(r.ratio) for r in results) / len(results))


def verdicts(results: list[Result], *, fast: bool) -> list[str]:
    """Say for each module and each group how its rows did, and name those that miss what is wanted."""
    lines = []
    for group in GROUPS:
        mine = [r for r in results if short(r.module) in group.modules]
        if not mine:
            continue
        for module in group.modules:
            rows = [r for r in mine if short(r.module) == module]
            if rows:
                slowest = max(rows, key=lambda r: r.ratio)
                lines.append(
                    f"{module}: {len(rows)} rows, geometric mean {geometric_mean(rows):.2f}, "
                    f"worst {slowest.ratio:.2f} ({slowest.name})"
                )
        lines.append(_judged(group, mine, fast=fast))
        lines += [
            f"  {r.name}: {r.ratio:.2f}, wanted {group.limit(r, fast):.2f}"
            for r in mine
            if r.ratio > group.limit(r, fast)
        ]
    heavy = [r for r in results if (memory(r) or 0) > MEMORY]
    weighed = sum(memory(r) is not None for r in results)
    lines.append(f"memory: {weighed} rows weighed, {len(heavy)} above {MEMORY}")
    lines += [f"  {r.name}: {memory(r):.2f}" for r in heavy]
    lines += [f"first values differ: {r.name}" for r in results if not agree(r)]
    return lines


def _judged(group: Group, results: list[Result], *, fast: bool) -> str:
    missed = sum(r.ratio > group.limit(r, fast) for r in results)
    said = f"{group.title}: {len(results) - missed} of {len(results)} rows within their limits"
    if group.mean is not None:
        mean, wanted = geometric_mean(results), group.mean.limit(fast)
        said += f"; geometric mean {mean:.2f}, wanted {wanted:.2f}: {'reached' if mean <= wanted else 'missed'}"
    return said


def memory(result: Result) -> float | None:
    """Our peak over the peer's; None where either is too small to be measured."""
    if min(result.ours_peak_mb, result.peer_peak_mb) < MEASURABLE_MB:
        return None
    return result.ours_peak_mb / result.peer_peak_mb


def agree(result: Result) -> bool:
    """Whether both sides began with the same losses, where they give any."""
    pairs = zip(*result.first_values, strict=False)
    return all(a is None or b is None or math.isclose(a, b, rel_tol=1e-3, abs_tol=1e-6) for a, b in pairs)


def short(module: str) -> str:
    return module.rpartition(".")[2]
