"""Turns the text of docstrings into HTML in which names and equation numbers lead to where they are explained."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape

from gradus.content.reference import Derivation, Shelf
from gradus.content.source import Module

MARKS = re.compile(
    r"``(?P<double>.+?)``"
    r"|`(?P<single>[^`\n]+)`"
    r"|(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:)])"
    r"|docs/derivations/(?P<page>\w+)\.md"
    r"|(?P<name>\bdescent(?:\.\w+)+)"
    r"|(?<![\w\])])\((?P<number>\d+)\)"
)
CODE = re.compile(r"<code>(descent[\w.]*)</code>")
TAG = re.compile(r"(<[^>]*>)")
NUMBER = re.compile(r"(?<![\w\])])\((\d+)\)")
OPEN = {"a", "code", "pre", "h1", "h2", "h3", "h4"}
"""Elements whose text is left as it is."""
VOID = {"br", "hr", "img", "input"}


@dataclass
class Links:
    """Where the names and numbers in one module's text lead."""

    shelf: Shelf
    module: Module
    numbers: frozenset[str] = frozenset()
    """The equations that the module's own docstring shows."""
    derivation: Derivation | None = None
    ids: frozenset[str] = field(default=frozenset())
    """The definitions on the module's page."""

    def name(self, text: str) -> str | None:
        """The address of what is called ``text`` here, None if it is nothing of the library."""
        text = text.removesuffix("()")
        if text == "docs/derivations":
            return "/derivations"
        if text in self.ids:
            return f"#{text}"
        first, dot, rest = text.partition(".")
        known = self.module.imports.get(first)
        if known is not None and (found := self.shelf.url(known + dot + rest)):
            return found
        if text.startswith("descent"):
            return self.shelf.url(text)
        of_a_class = [one for one in self.ids if one.endswith(f".{text}")]
        if len(of_a_class) == 1:
            return f"#{of_a_class[0]}"
        # A plain word such as ``index`` is more often an argument than the operation of that name.
        return self.shelf.url(f"descent.{text}") if text[:1].isupper() else None

    def equation(self, number: str) -> str | None:
        """The address of an equation: on this page, or in the derivation."""
        return f"#eq-{number}" if number in self.numbers else self.derived(number)

    def derived(self, number: str) -> str | None:
        """The address of an equation in the derivation."""
        if self.derivation and number in self.derivation.tags:
            return f"/derivations/{self.derivation.name}#eq-{number}"
        return None

    def text(self, text: str) -> str:
        """A run of a docstring's text as HTML."""
        parts, at = [], 0
        for found in MARKS.finditer(text):
            parts.append(escape(text[at : found.start()]))
            parts.append(self._mark(found))
            at = found.end()
        return "".join([*parts, escape(text[at:])])

    def _mark(self, found: re.Match[str]) -> str:
        if url := found["url"]:
            return f'<a class="external" href="{escape(url)}" rel="noreferrer external">{escape(url)}</a>'
        if page := found["page"]:
            known = self.shelf.derivations.get(page)
            return _link(f"/derivations/{page}" if known else None, escape(known.title if known else found[0]))
        if number := found["number"]:
            return _link(self.equation(number), found[0])
        name = found["double"] or found["single"] or found["name"]
        return _link(self.name(name), f"<code>{escape(name)}</code>")

    def listing(self, lines: list[str]) -> str:
        """Highlighted lines of code; the numbers in its comments lead to the equations."""

        def comment(found: re.Match[str]) -> str:
            return NUMBER.sub(lambda one: _link(self.equation(one[1]), one[0]), found[0])

        return re.sub(r'<span class="c1">[^<]*</span>', comment, "\n".join(lines))


def doc_line(text: str) -> str:
    """One line of a docstring as HTML, without links."""
    return re.sub(r"``(.+?)``|`([^`]+)`", lambda one: f"<code>{one[1] or one[2]}</code>", escape(text))


def _link(url: str | None, html: str) -> str:
    return f'<a href="{escape(url)}">{html}</a>' if url else html


def link_derivation(html: str, url: Callable[[str], str | None]) -> str:
    """A derivation's HTML with links: modules to the manual, numbers to equations, other derivations to their pages.

    A page that counts anew for each of its modules does so by sections: there a number is one of its section.
    """
    html = re.sub(r'href="(?:\./)?(\w+)\.md(#[^"]*)?"', lambda one: f'href="/derivations/{one[1]}{one[2] or ""}"', html)
    html = html.replace('href="/derivations/README"', 'href="/derivations"')
    html = CODE.sub(lambda one: _link(url(unescape(one[1])), one[0]), html)
    everywhere = _equations(html)
    if len(everywhere) == len(dict(everywhere)):
        return _numbered(html, dict(everywhere))
    return "".join(_numbered(section, dict(reversed(_equations(section)))) for section in re.split("(?=<h2[ >])", html))


def _equations(html: str) -> list[tuple[str, str]]:
    """The number and the id of each equation, in their order."""
    return [(found[2], found[1]) for found in re.finditer(r'id="(eq-(\w+?)(?:-\d+)?)"', html)]


def _numbered(html: str, equations: dict[str, str]) -> str:
    """Make links of the numbers in a text, but for those in code, headings, formulas and links."""

    def link(found: re.Match[str]) -> str:
        return _link(f"#{equations[found[1]]}" if found[1] in equations else None, found[0])

    parts, skipped = [], list[bool]()
    for part in TAG.split(html):
        if part.startswith("</"):
            skipped.pop()
        elif part.startswith("<"):
            name = re.match(r"<(\w+)", part)
            if name and name[1] not in VOID:
                skipped.append(any(skipped[-1:]) or name[1] in OPEN or 'class="math' in part)
        elif not any(skipped[-1:]):
            part = NUMBER.sub(link, part)
        parts.append(part)
    return "".join(parts)
