"""The directives of a lesson: what ``:::{name}`` and a fence named ``{name}`` turn into."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from html import escape

from gradus.content.page import Page, math

INFO = re.compile(r"\{([a-z-]+)\}\s*(.*)", re.DOTALL)
OPTION = re.compile(r":([a-zA-Z0-9_-]+):[ \t]*(.*)")
WIDGET_NAME = re.compile(r"[a-z][a-z0-9-]*")

ASIDES = {"note": "Note", "limits": "Where it stops", "history": "Where it comes from", "try": "Try it"}
"""Asides and the title of one that has none of its own."""

Directive = Callable[[str, dict[str, str], str, Page, int, int], str]
"""(argument, options, body, page, line, line of the body) → HTML."""


def directive(info: str, content: str, page: Page, line: int) -> str:
    """Render the directive whose fence opened with ``info`` at ``line``."""
    match = INFO.fullmatch(info)
    name = match[1] if match else info
    known = _DIRECTIVES | dict.fromkeys(ASIDES, _aside)
    if match is None or name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(sorted(known))}."
        page.report(f"unknown directive {name!r}.", hint, line)
        return page.blocks(content, line)
    options, body, used = _options(content)
    if name in ASIDES:
        options = {"kind": name, **options}
    return known[name](match[2].strip(), options, body, page, line, line + used)


def _options(content: str) -> tuple[dict[str, str], str, int]:
    """The ``:key: value`` lines at the head of a body, the rest, and how many lines the head took."""
    options: dict[str, str] = {}
    lines = content.split("\n")
    for used, text in enumerate(lines):
        match = OPTION.fullmatch(text.strip())
        if match is None:
            return options, "\n".join(lines[used:]), used
        options[match[1]] = match[2].strip()
    return options, "", len(lines)


def _aside(title: str, options: dict[str, str], body: str, page: Page, line: int, at: int) -> str:
    kind = options["kind"]
    heading = f'<p class="aside-title">{page.inline(title or ASIDES[kind])}</p>'
    return f'<aside class="{kind}">{heading}{page.blocks(body, at)}</aside>\n'


def _summary(title: str, options: dict[str, str], body: str, page: Page, line: int, at: int) -> str:
    name = page.unique("summary")
    return (
        f'<section class="summary" aria-labelledby="{name}"><h2 id="{name}">{page.inline(title or "In short")}</h2>'
        f"{page.blocks(body, at)}</section>\n"
    )


def _derivation(title: str, options: dict[str, str], body: str, page: Page, line: int, at: int) -> str:
    if not title:
        page.report("a derivation without a title.", "Say after {derivation} what is derived.", line)
    return (
        f'<details class="derivation"><summary>{page.inline(title)}</summary>'
        f'<div class="body">{page.blocks(body, at)}</div></details>\n'
    )


def _check(question: str, options: dict[str, str], body: str, page: Page, line: int, at: int) -> str:
    if not question or not body.strip():
        page.report("a self-check needs a question after {check} and an answer as its body.", line=line)
    return (
        f'<details class="self-check"><summary>{page.inline(question)}</summary>'
        f'<div class="body">{page.blocks(body, at)}</div></details>\n'
    )


def _figure(source: str, options: dict[str, str], body: str, page: Page, line: int, at: int) -> str:
    name, alt = options.get("name", ""), options.get("alt", "")
    if not alt:
        page.report(f"the figure {source!r} has no :alt:.", "Say in words what one sees in it.", line)
    page.figures.append(source)
    picture = ""
    path = page.assets / source if page.assets else None
    if path is None or not path.is_file():
        page.report(f"the figure {source!r} is not in the item's assets folder.", "Run gradus author build.", line)
    elif path.suffix == ".svg":
        # Inline, so that the drawing takes the page's colours and fonts, in light and in dark.
        drawing = path.read_text(encoding="utf-8")
        picture = drawing.replace("<svg", f'<svg role="img" aria-label="{escape(alt)}"', 1)
    else:
        picture = f'<img src="{escape(page.assets_url + source)}" alt="{escape(alt)}" loading="lazy">'
    number = page.number("fig", name)
    caption = page.blocks(body, at)
    anchor = f' id="{escape(page.unique("fig-" + name.removeprefix("fig-")))}"' if name else ""
    label = f'<span class="figure-label">Figure {number}</span>'
    return f"<figure{anchor}>{picture}<figcaption>{label}{caption}</figcaption></figure>\n"


def _widget(name: str, options: dict[str, str], body: str, page: Page, line: int, at: int) -> str:
    if not WIDGET_NAME.fullmatch(name):
        page.report(f"{name!r} is not a widget's name.", "Name a module of courses/widgets.", line)
        return ""
    alt = options.pop("alt", "")
    if not alt:
        page.report(f"the widget {name!r} has no :alt:.", "Say in words what one can do with it.", line)
    page.widgets.append(name)
    figure = options.pop("name", "")
    anchor = f' id="{escape(page.unique("fig-" + figure.removeprefix("fig-")))}"' if figure else ""
    attributes = "".join(f' {escape(key)}="{escape(value)}"' for key, value in options.items())
    number = page.number("fig", figure)
    label = f'<span class="figure-label">Figure {number}, to play with</span>'
    return (
        f'<figure class="widget"{anchor}><gradus-{name} role="group" aria-label="{escape(alt)}"{attributes}>'
        f'<p class="widget-fallback">{escape(alt)} (This figure needs JavaScript.)</p></gradus-{name}>'
        f"<figcaption>{label}{page.blocks(body, at)}</figcaption></figure>\n"
    )


def _math(_: str, options: dict[str, str], body: str, page: Page, line: int, at: int) -> str:
    return math(body, page, at, display=True, label=options.get("label", ""))


_DIRECTIVES: dict[str, Directive] = {
    "summary": _summary,
    "derivation": _derivation,
    "check": _check,
    "figure": _figure,
    "widget": _widget,
    "math": _math,
}
