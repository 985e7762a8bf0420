"""What is known of one text while it is rendered: its headings, figures, formulas, code and mistakes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from gradus.model import Finding

TAG = re.compile(r"\s*\\tag\{(\w+)\}\s*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of the table of contents."""

    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A fenced block: what the content check runs and the page shows."""

    language: str
    flags: tuple[str, ...]
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered text."""

    html: str
    headings: tuple[Heading, ...] = ()
    widgets: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    formulas: tuple[tuple[str, bool, int], ...] = ()
    """TeX, whether displayed, line."""
    code: tuple[CodeBlock, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass
class Page:
    """What is known while one text is rendered."""

    shown: str = ""
    """How findings name the file."""
    assets: Path | None = None
    assets_url: str = ""
    item_url: Callable[[str], str | None] = lambda _: None
    """The address of another item of the course, by id; None when there is none."""
    offset: int = 0
    """The line of the file at which the blocks being rendered begin."""
    blocks: Callable[[str, int], str] = lambda _, __: ""
    """Renders block content that begins at a line; directives call it for their body."""
    inline: Callable[[str], str] = escape
    """Renders one run of text; directives call it for their titles."""
    headings: list[Heading] = field(default_factory=list)
    widgets: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    formulas: list[tuple[str, bool, int]] = field(default_factory=list)
    code: list[CodeBlock] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    def report(self, what: str, fix: str = "", line: int | None = None) -> None:
        self.findings.append(Finding(self.shown, what, fix, line))

    def number(self, kind: str, name: str) -> int:
        """The next number of a figure or an equation; kept under ``name`` for references."""
        count = 1 + sum(1 for known, _ in self.numbers if known == kind)
        self.numbers[kind, name or f"\x00{count}"] = count
        return count

    def unique(self, base: str) -> str:
        """``base``, or ``base-2``, … when it is taken on this page."""
        name, count = base, 1
        while name in self.ids:
            count += 1
            name = f"{base}-{count}"
        self.ids.add(name)
        return name


def math(tex: str, page: Page, line: int, *, display: bool, label: str = "") -> str:
    """A formula as an element that KaTeX fills in; ``\\tag{3}`` at its end gives it that number."""
    tag = TAG.search(tex) if display and not label else None
    tex = TAG.sub("", tex) if tag else tex
    page.formulas.append((tex.strip(), display, line))
    data = escape(tex.strip(), quote=True)
    # The TeX stands inside as well, so that a page without JavaScript, and a search, still has it.
    if not display:
        return f'<span class="math" data-tex="{data}">{escape(tex.strip())}</span>'
    if tag:
        number, name = tag[1], page.unique(f"eq-{tag[1]}")
    elif label:
        number, name = str(page.number("eq", label)), f"eq-{label}"
    else:
        return f'<div class="math display" data-tex="{data}">{escape(tex.strip())}</div>'
    return (
        f'<div class="math display numbered" id="{escape(name)}"><div data-tex="{data}">{escape(tex.strip())}</div>'
        f'<span class="eqno">({number})</span></div>'
    )
