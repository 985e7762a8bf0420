"""Turns MyST-flavoured Markdown into HTML, and collects what a page needs to know about it.

The parser is markdown-it-py; the directives of a lesson (figures, widgets, derivations, …) are in
``directives``. Formulas become elements with ``data-tex`` that KaTeX fills in the browser. Nothing
here runs code. Mistakes do not raise: the page shows what it can, and ``Rendered.findings`` says
the rest, with line numbers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from gradus.content.directives import directive
from gradus.content.page import CodeBlock, Heading, Page, Rendered, math

REFERENCE = re.compile("\x02(eq|fig):([^\x03]*)\x03")


def render(text: str, page: Page | None = None) -> Rendered:
    """Render a whole text."""
    page = page or Page()
    page.blocks = lambda body, line: _blocks(body, page, line)
    page.inline = lambda run: _inline(run, page)
    html = _resolve(page.blocks(text, 0), page)
    return Rendered(
        html,
        tuple(page.headings),
        tuple(dict.fromkeys(page.widgets)),
        tuple(page.figures),
        tuple(page.formulas),
        tuple(page.code),
        tuple(page.findings),
    )


def render_inline(text: str) -> str:
    """Render one run of text without a paragraph around it: an option, a title, a caption."""
    page = Page()
    return _resolve(_inline(text, page), page)


def _inline(text: str, page: Page) -> str:
    return str(_PARSER.renderer.render(_PARSER.parseInline(text), _PARSER.options, {"page": page}))


def _blocks(text: str, page: Page, offset: int) -> str:
    outer, page.offset = page.offset, offset
    try:
        env = {"page": page}
        return str(_PARSER.renderer.render(_PARSER.parse(text, env), _PARSER.options, env))
    finally:
        page.offset = outer


def highlighted(text: str, language: str) -> str:
    """Code as HTML spans with Pygments' classes."""
    try:
        lexer = get_lexer_by_name(language or "text", stripnl=False)
    except ClassNotFound:
        lexer = get_lexer_by_name("text", stripnl=False)
    return str(highlight(text, lexer, _FORMATTER))


def _resolve(html: str, page: Page) -> str:
    """Fill in references to figures and equations, which may stand before what they refer to."""

    def replace(match: re.Match[str]) -> str:
        kind, name = match[1], match[2]
        number = page.numbers.get((kind, name))
        if number is None:
            page.report(f"a reference to {kind} {name!r}, which this page does not have.", "Name it, or mend the name.")
            return escape(name)
        text = f"({number})" if kind == "eq" else f"Figure {number}"
        return f'<a href="#{kind}-{escape(name.removeprefix("fig-"))}">{text}</a>'

    return REFERENCE.sub(replace, html)


# -- Rules of the renderer: (renderer, tokens, index, options, env) -> html -------------------------


def _line(token: Token, page: Page) -> int:
    return page.offset + (token.map[0] if token.map else 0) + 1


def _fence(_: Any, tokens: Sequence[Token], index: int, __: Any, env: dict[str, Any]) -> str:
    token, page = tokens[index], env["page"]
    line = _line(token, page)
    info = token.info.strip()
    if info.startswith("{"):
        return directive(info, token.content, page, line)
    language, *flags = info.split() or [""]
    page.code.append(CodeBlock(language, tuple(flags), token.content, line + 1))
    if "hidden" in flags:
        return ""
    if language == "output":
        return f'<pre class="output"><samp>{escape(token.content)}</samp></pre>\n'
    name = escape(language or "text")
    return (
        f'<div class="code"><pre tabindex="0"><code class="language-{name}">'
        f"{highlighted(token.content, language)}</code></pre></div>\n"
    )


def _math_inline(_: Any, tokens: Sequence[Token], index: int, __: Any, env: dict[str, Any]) -> str:
    return math(tokens[index].content, env["page"], env["page"].offset + 1, display=False)


def _math_display(_: Any, tokens: Sequence[Token], index: int, __: Any, env: dict[str, Any]) -> str:
    return math(tokens[index].content, env["page"], _line(tokens[index], env["page"]), display=True)


def _role(_: Any, tokens: Sequence[Token], index: int, __: Any, env: dict[str, Any]) -> str:
    token, page = tokens[index], env["page"]
    name = token.meta["name"]
    if name in ("eq", "fig"):
        return f"\x02{name}:{token.content}\x03"
    if name == "margin":
        return f'<span class="marginnote">{page.inline(token.content)}</span>'
    page.report(f"unknown role {{{name}}}.", "Known roles: eq, fig, margin.", page.offset + 1)
    return escape(token.content)


def _heading_open(_: Any, tokens: Sequence[Token], index: int, __: Any, env: dict[str, Any]) -> str:
    token, page = tokens[index], env["page"]
    text = _plain(tokens[index + 1])
    name = page.unique(slug(text))
    page.headings.append(Heading(name, text, int(token.tag[1])))
    return f'<{token.tag} id="{name}">'


def _paragraph_open(_: Any, tokens: Sequence[Token], index: int, __: Any, env: dict[str, Any]) -> str:
    if tokens[index].hidden:
        return ""
    # Named by its words, so that a note keeps its place when paragraphs around it come and go.
    digest = hashlib.sha1(tokens[index + 1].content.encode(), usedforsecurity=False).hexdigest()[:8]
    return f'<p id="{env["page"].unique(f"p-{digest}")}">'


def _link_open(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: dict[str, Any]) -> str:
    token, page = tokens[index], env["page"]
    href = str(token.attrGet("href") or "")
    if href.startswith("item:"):
        name, _, anchor = href.removeprefix("item:").partition("#")
        url = page.item_url(name)
        if url is None:
            page.report(f"a link to the item {name!r}, which this course does not have.", "Mend the id.")
            url = ""
        token.attrSet("href", url + (f"#{anchor}" if anchor else ""))
    elif href.startswith(("http://", "https://")):
        token.attrSet("rel", "noreferrer external")
        token.attrSet("class", "external")
    return str(renderer.renderToken(tokens, index, options, env))


def _image(_: Any, tokens: Sequence[Token], index: int, __: Any, env: dict[str, Any]) -> str:
    token, page = tokens[index], env["page"]
    source = str(token.attrGet("src") or "")
    if not token.content.strip():
        page.report(f"the image {source!r} has no text for those who cannot see it.", "Write it between the brackets.")
    if page.assets is None or not (page.assets / source).is_file():
        page.report(f"the image {source!r} is not in the item's assets folder.", "Put it there, or mend the name.")
    return f'<img src="{escape(page.assets_url + source)}" alt="{escape(token.content)}" loading="lazy">'


def _table_open(*_: Any) -> str:
    # A group and not a region: a page has several tables, and landmarks of one name cannot be told apart.
    return '<div class="table" tabindex="0" role="group" aria-label="table"><table>\n'


def _table_close(*_: Any) -> str:
    return "</table></div>\n"


def _cell_open(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: dict[str, Any]) -> str:
    # Alignment comes as a style attribute, which the content-security policy forbids.
    token = tokens[index]
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrSet("class", style.replace("text-align:", "align-"))
    if token.tag == "th" and not tokens[index + 1].content.strip():
        # The corner above a column of names heads nothing: a cell, lest a reader announce an empty heading.
        token.tag = tokens[index + 2].tag = "td"
    return str(renderer.renderToken(tokens, index, options, env))


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or []).strip()


def slug(text: str) -> str:
    """A heading's words as an id."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "section"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_labels=False, double_inline=True, allow_digits=False)
    parser.use(colon_fence_plugin)
    parser.use(myst_role_plugin)
    rules = {
        "fence": _fence,
        "colon_fence": _fence,
        "math_inline": _math_inline,
        "math_inline_double": _math_display,
        "math_block": _math_display,
        "myst_role": _role,
        "heading_open": _heading_open,
        "paragraph_open": _paragraph_open,
        "link_open": _link_open,
        "image": _image,
        "table_open": _table_open,
        "table_close": _table_close,
        "th_open": _cell_open,
        "td_open": _cell_open,
    }
    for name, rule in rules.items():
        parser.add_render_rule(name, rule)
    return parser


_FORMATTER = HtmlFormatter(nowrap=True)
_PARSER = _parser()
