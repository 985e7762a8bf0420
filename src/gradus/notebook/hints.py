"""Hints below the cell that asked for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hinted:
    """Hints with their titles, and a closing remark."""

    hints: tuple[tuple[str, str], ...]
    note: str

    def __repr__(self) -> str:
        return "\n\n".join([*(f"{title}\n{text}" for title, text in self.hints), self.note])

    def _repr_markdown_(self) -> str:
        return "\n\n".join([*(f"**{title}**\n\n{text}" for title, text in self.hints), f"*{self.note}*"])
