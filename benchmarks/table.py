"""The table, for a terminal and for a page."""

from __future__ import annotations

from pathlib import Path

from benchmarks.groups import GROUPS, memory, short, verdicts
from benchmarks.machine import Machine
from benchmarks.measure import Result

WIDTH = 52
HEAD = (
    f"{'':{WIDTH}} {'ours':>9} {'peer':>9} {'ratio':>6} {'±':>5} {'best':>9} {'floor':>8} {'ours':>6} {'peer':>6} "
    f"{'memory':>6}  peer\n{'':{WIDTH}} {'ms':>9} {'ms':>9} {'':>6} {'':>5} {'ms':>9} {'ms':>8} {'×floor':>6} "
    f"{'×floor':>6} {'ratio':>6}"
)
BEGIN, END = "<!-- measured: {what} -->", "<!-- end of measured -->"


def line(r: Result) -> str:
    """One row of the table; below it first values, where the two sides give any, and what there is to say."""
    cells = [r.best_ms, r.floor_ms, *over_floor(r), memory(r)]
    widths = ["9.2f", "8.2f", "6.1f", "6.1f", "6.2f"]
    rest = " ".join(_cell(value, form) for value, form in zip(cells, widths, strict=True))
    values = " | ".join(
        ", ".join(f"{value:.6g}" for value in side if value is not None) for side in r.first_values if any(side)
    )
    below = [f"first values {values}" if values else "", r.how if r.threads > 1 else "", *said(r)]
    return (
        f"{r.name:{WIDTH}} {r.ours_ms:9.2f} {r.peer_ms:9.2f} {r.ratio:6.2f} {r.spread:5.0%} {rest}  {r.peer}"
        + "".join(f"\n{'':6}{text}" for text in below if text)
    )


def said(r: Result) -> list[str]:
    """What a row has to say for itself: why it loses, and how the peer came to its best."""
    texts = [r.why] if r.why and r.ratio > 1 else []
    if r.best_built_ms is not None:
        texts.append(f"peer at its best: {r.best_built_ms / 1000:.1f} s before its first step")
    return texts + ([r.best_note] if r.best_note else [])


def over_floor(r: Result) -> tuple[float | None, float | None]:
    """How many times the floor ours and the peer take."""
    if not r.floor_ms:
        return None, None
    return r.ours_ms / r.floor_ms, r.peer_ms / r.floor_ms


def _cell(value: float | None, form: str) -> str:
    width = int(form.partition(".")[0])
    return " " * width if value is None else f"{value:{form}}"


def markdown(results: list[Result], rates: Machine, *, cores: int, threads: int, fast: bool, command: str) -> str:
    """Tables of all groups, with what they were measured on."""
    parts = [
        f"Measured with `{command}` on a machine of {cores} cores, {threads} for each library; matrix products "
        f"{rates.flops / 1e9:.0f} GFLOP/s, memory {rates.bytes / 1e9:.0f} GB/s; "
        + ("with compiled twins." if fast else "NumPy alone.")
    ]
    best = any(r.best_ms for r in results)
    for group in GROUPS:
        mine = [r for r in results if short(r.module) in group.modules]
        if mine:
            parts += [f"### {group.title[0].upper()}{group.title[1:]}", _table(mine, best=best)]
    parts.append("\n".join(f"- {text.strip()}" for text in verdicts(results, fast=fast)))
    return "\n\n".join(parts)


def _table(results: list[Result], *, best: bool) -> str:
    heads = [
        "row",
        "peer",
        "ours, ms",
        "peer, ms",
        "ratio",
        "±",
        *(["peer at its best, ms"] if best else []),
        "floor, ms",
    ]
    heads += ["ours × floor", "peer × floor", "memory ratio"]
    lines = [f"| {' | '.join(heads)} |", f"|---|---|{'---:|' * (len(heads) - 2)}"]
    notes = []
    for r in results:
        cells = [r.name, r.peer, f"{r.ours_ms:.2f}", f"{r.peer_ms:.2f}", f"{r.ratio:.2f}", f"{r.spread:.0%}"]
        cells += [_cell(r.best_ms, "0.2f")] if best else []
        cells += [
            _cell(r.floor_ms, "0.2f"),
            *(_cell(value, "0.1f") for value in over_floor(r)),
            _cell(memory(r), "0.2f"),
        ]
        lines.append(f"| {' | '.join(cells)} |")
        texts = [*([r.how] if r.threads > 1 else []), *said(r)]
        notes += [f"- {r.name}: {'; '.join(texts)}"] if texts else []
    return "\n".join(lines) + ("\n\n" + "\n".join(notes) if notes else "")


def write_markdown(file: Path, text: str, what: str) -> None:
    """Put a table into its place in a page, or, where there is no page or no place in it, at its end."""
    begin = BEGIN.format(what=what)
    page = file.read_text(encoding="utf-8") if file.exists() else ""
    before, found, rest = page.partition(begin)
    after = rest.partition(END)[2] if found else ""
    if not found and before and not before.endswith("\n\n"):
        before = before.rstrip("\n") + "\n\n"
    file.write_text(f"{before}{begin}\n\n{text}\n\n{END}{after or chr(10)}", encoding="utf-8")
