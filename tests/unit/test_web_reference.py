"""The library's manual on the pages: every module and derivation has one, every link leads somewhere, no text runs."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from gradus.content.reference import Reference, find_reference
from gradus.content.source import Module
from gradus.web.crossref import Links, link_derivation
from tests.webcourse import HERE, Pages

SHELF = find_reference().shelf()
LISTS = ["/reference", "/reference/index", "/derivations"]
ADDRESSES = [
    *LISTS,
    *(f"/reference/{name}" for name in SHELF.modules),
    *(f"/derivations/{name}" for name in SHELF.derivations),
]


class Parts(HTMLParser):
    """The ids, links and visible text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.formulas: list[str] = []
        self.levels: list[int] = []
        self.unseen = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        for name, kept in (("id", self.ids), ("data-tex", self.formulas)):
            if name in found:
                kept.append(found[name] or "")
        if tag == "a":
            self.links.append(found["href"] or "")
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        assert "style" not in found, "the content-security policy allows no styles in attributes"
        assert not any(name.startswith("on") for name in found)
        self.unseen += tag in ("script", "style", "code")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in ("script", "style", "code")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.append(data)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    pages = Pages(tmp_path_factory.mktemp("site"))
    yield pages
    pages.close()


@pytest.fixture(scope="module")
def everything(pages: Pages) -> dict[str, Parts]:
    """Every page of the manual, over one connection."""

    async def ask() -> dict[str, httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(pages.app), base_url=HERE) as client:
            return {address: await client.get(address) for address in ADDRESSES}

    with ThreadPoolExecutor(1) as thread:
        answers = thread.submit(asyncio.run, ask()).result()
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 200} == {}
    return {address: Parts(answer.text) for address, answer in answers.items()}


def test_there_is_much_to_look_at() -> None:
    assert len(SHELF.modules) > 200
    assert len(SHELF.derivations) > 60


def test_every_file_of_the_library_has_a_page() -> None:
    package = find_reference().package
    assert package is not None
    files = {path.relative_to(package.parent).with_suffix("") for path in package.rglob("*.py")}
    assert {".".join(path.parts).removesuffix(".__init__") for path in files} == set(SHELF.modules)


def test_every_link_on_every_page_leads_somewhere(everything: dict[str, Parts]) -> None:
    others = {"/", "/sources", "#main"}
    wrong = []
    for address, page in everything.items():
        for link in set(page.links) - others:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https"):
                continue
            target = everything.get(parts.path or address)
            if target is None and SHELF.url(parts.path.removeprefix("/reference/")):
                continue
            if target is None or (parts.fragment and parts.fragment not in target.ids):
                wrong.append(f"{address}: {link}")
    assert not wrong, "\n".join(wrong[:20])


def test_no_id_is_given_twice_and_no_heading_skips_a_level(everything: dict[str, Parts]) -> None:
    for address, page in everything.items():
        assert len(page.ids) == len(set(page.ids)), address
        assert page.levels[0] == 1, address
        assert page.levels.count(1) == 1, address
        assert all(later <= earlier + 1 for earlier, later in zip(page.levels, page.levels[1:], strict=False)), address


def test_no_mark_up_is_left_in_the_text(everything: dict[str, Parts]) -> None:
    for address, page in everything.items():
        text = " ".join(page.words)
        for left in ("{eq}", "{fig}", "``", "\x02", "$$", "&lt;", "Derivation: ", "-----"):
            assert left not in text, (address, left)
        if not page.formulas:
            assert "$" not in text, address


def test_every_derivation_renders_without_a_finding_and_numbers_what_it_tags() -> None:
    reference = find_reference()
    for one in reference.shelf().derivations.values():
        rendered = reference.derivation(one)
        assert rendered.findings == (), one.name
        tags = re.findall(r"\\tag\{(\w+)\}", one.path.read_text("utf-8"))
        assert re.findall(r'<span class="eqno">\((\w+)\)', rendered.html) == tags, one.name


def test_modules_and_derivations_lead_to_each_other(everything: dict[str, Parts]) -> None:
    linked = 0
    for one in SHELF.modules.values():
        for name in set(one.derivations) & set(SHELF.derivations):  # that there is each is held by tests/contract
            linked += 1
            assert f"/derivations/{name}" in everything[f"/reference/{one.name}"].links
            assert f"/reference/{one.name}" in everything[f"/derivations/{name}"].links
    assert linked > 100
    assert "/derivations/sigmoid#eq-2" in everything["/reference/descent.ops.sigmoid"].links


def test_every_module_is_in_the_overview_and_every_name_in_the_index(everything: dict[str, Parts]) -> None:
    assert {f"/reference/{name}" for name in SHELF.modules} <= set(everything["/reference"].links)
    listed = everything["/reference/index"].links
    assert "/reference/descent.models.k_means#KMeans" in listed
    assert "/reference/descent.ops" in listed  # forward and backward once, not once for each operation
    assert sum(link.endswith("#forward") for link in listed) == 0


def test_every_page_of_the_site_leads_to_the_manual(pages: Pages) -> None:
    links = Parts(pages.text("/")).links
    assert {"/reference", "/derivations"} <= set(links)


def test_a_module_s_page_shows_all_that_its_docstrings_say(pages: Pages) -> None:
    text = pages.text("/reference/descent.models.k_means")
    for said in ("Parameters", "Attributes", "Notes", "References", "Examples", "n_clusters", "Lloyd (1982)"):
        assert said in text
    assert 'id="KMeans.fit"' in text
    assert 'href="#KMeans.fit"' in text
    assert 'href="/reference/descent.optim.lloyd' in text  # what it uses
    assert '<a href="/reference/descent.estimator#get_params">' in text
    assert text.count("Minimum") == 0
    # Its source is there twice, in parts and as a whole, and the numbers in its comments are links.
    assert "self" in unescape(re.sub("<[^>]*>", "", text))
    assert 'href="#eq-1"' in pages.text("/reference/descent.optim.lloyd")


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("descent.sigmoid", "/reference/descent.ops.sigmoid#sigmoid"),
        ("descent.metrics.auc", "/reference/descent.metrics.roc#auc"),
        ("descent.KMeans.fit", "/reference/descent.models.k_means#KMeans.fit"),
    ],
)
def test_a_name_as_lessons_import_it_leads_to_its_module(pages: Pages, short: str, full: str) -> None:
    answer = pages.get(f"/reference/{short}")
    assert (answer.status_code, answer.headers["location"]) == (307, full)


@pytest.mark.parametrize(
    "path",
    ["/reference/descent.nothing", "/reference/os", "/reference/..%2f..", "/derivations/nothing", "/reference/_"],
)
def test_what_is_not_there_is_not_found(pages: Pages, path: str) -> None:
    assert pages.get(path).status_code == 404


HOSTILE = '''
"""<script>alert(1)</script> & ``<b>x</b>`` (1) `"quoted"`.

    <i>y</i> = "1" & 2      (1)  <u>remark</u>

https://example.org/?a=1&b="><script>

Parameters
----------
<img src=x onerror=alert(1)> : <type>
    <em>said</em>
"""
VALUE = "<script>"
"""<script>"""
class Thing(Base["<b>"]):
    """<script>

    <script>
    --------
    >>> "</code><script>"
    """
    field: "<s>" = 1
    """<s>"""
    def method(self, x: "<b>" = "</pre><script>") -> "<i>":  # (1) </span><script>
        """</section><script>"""
'''


def test_text_of_any_kind_is_shown_and_never_becomes_part_of_the_page(pages: Pages, tmp_path: Path) -> None:
    (tmp_path / "descent").mkdir()
    (tmp_path / "descent" / "__init__.py").write_text(HOSTILE, "utf-8")
    (tmp_path / "descent" / "bad.py").write_text('"""Broken <script>."""\ndef f(:\n', "utf-8")
    site = pages.app.state.site
    known, site.reference = site.reference, Reference(tmp_path / "descent", None)
    try:
        for address in ("/reference/descent", "/reference", "/reference/index"):
            text = pages.text(address)
            body = text.partition("<main")[2]
            assert not re.search(r"<(script|img|b|i|u|s|em)[ >]", body), address
            Parts(text)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pages.text("/reference/descent")
        broken = pages.get("/reference/descent.bad")
        assert broken.status_code == 500
        assert "bad.py" in broken.text
        assert pages.get("/derivations").status_code == 404
    finally:
        site.reference = known


def test_without_the_library_there_is_no_reference_and_nothing_fails(pages: Pages) -> None:
    site = pages.app.state.site
    known, site.reference = site.reference, Reference(None, None)
    try:
        assert [pages.get(path).status_code for path in (*LISTS, "/reference/descent")] == [404, 200, 404, 404]
    finally:
        site.reference = known


def links() -> Links:
    module = Module("descent.ops.sigmoid", SHELF_DOC, imports={"floats": "descent.shapes.floats"})
    return Links(SHELF, module, frozenset({"1"}), SHELF.derivations["sigmoid"], frozenset({"forward", "Class.method"}))


SHELF_DOC = find_reference().module(SHELF.modules["descent.ops.sigmoid"])[0].doc


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("by (1) and f(1)", 'by <a href="#eq-1">(1)</a> and f(1)'),
        ("(2) and (9)", '<a href="/derivations/sigmoid#eq-2">(2)</a> and (9)'),
        ("``forward()``", '<a href="#forward"><code>forward()</code></a>'),
        ("``method``", '<a href="#Class.method"><code>method</code></a>'),
        ("`floats`", '<a href="/reference/descent.shapes#floats"><code>floats</code></a>'),
        ("``index``", "<code>index</code>"),
        ("``Adam``", "<code>Adam</code>"),
        ("``KMeans``", '<a href="/reference/descent.models.k_means#KMeans"><code>KMeans</code></a>'),
        ("see descent.tensor.", 'see <a href="/reference/descent.tensor"><code>descent.tensor</code></a>.'),
        ("docs/derivations/relu.md", '<a href="/derivations/relu">ReLU</a>'),
        ("docs/derivations/no.md", "docs/derivations/no.md"),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_names_and_numbers_in_a_docstring_are_links(text: str, html: str) -> None:
    assert links().text(text) == html


def test_a_number_in_a_derivation_leads_to_its_equation() -> None:
    html = (
        '<p>(1) is next.</p><div class="math display numbered" id="eq-1"><div data-tex="(1)">(1)</div></div>'
        '<h2 id="a">On (1)</h2><p>By (1)<br> and <code>(1)</code>, f(1), (7).</p>'
    )
    linked = link_derivation(html, lambda _: None)
    assert re.findall(r'<a href="#([^"]*)">', linked) == ["eq-1", "eq-1"]
    assert re.sub(r"</?a[^>]*>", "", linked) == html


def test_where_a_derivation_counts_anew_a_number_means_an_equation_of_its_section() -> None:
    html = (
        '<h2>A</h2><p>(1), (2)</p><div class="math" id="eq-2"></div>'
        '<h2>B</h2><p>(1), (2)</p><div class="math" id="eq-1"></div><div class="math" id="eq-2-2"></div>'
    )
    assert re.findall(r'<a href="#([^"]*)">', link_derivation(html, lambda _: None)) == ["eq-2", "eq-1", "eq-2-2"]
    assert not SHELF.derivations["optimizers"].tags
    assert links().derived("2") == "/derivations/sigmoid#eq-2"
