"""Markdown becomes HTML that a strict content-security policy accepts, and mistakes become findings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradus.content.markdown import render, render_inline
from gradus.content.page import Page


def test_formulas_carry_their_tex_and_keep_it_readable_without_javascript() -> None:
    html = render("If $a<b$ then\n\n$$a \\le b$$").html
    assert '<span class="math" data-tex="a&lt;b">a&lt;b</span>' in html
    assert '<div class="math display" data-tex="a \\le b">' in html


def test_a_reference_finds_its_equation_before_and_after_it() -> None:
    text = "See {eq}`late`.\n\n```{math}\n:label: late\nx = 1\n```\n\nAgain {eq}`late`."
    assert render(text).html.count('<a href="#eq-late">(1)</a>') == 2


def test_a_reference_to_nothing_is_a_finding() -> None:
    (finding,) = render("See {eq}`nowhere`.").findings
    assert "a reference to eq 'nowhere'" in finding.what


def test_directives_nest_and_an_unknown_one_is_named_with_a_suggestion() -> None:
    page = render("::::{derivation} Why\n:::{note} Mind\ntext\n:::\n::::\n\n:::{derivaton} Why\ntext\n:::")
    assert '<details class="derivation"><summary>Why</summary>' in page.html
    assert '<aside class="note">' in page.html
    assert [str(finding) for finding in page.findings] == [
        ":7: unknown directive 'derivaton'. Did you mean 'derivation'?"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```{figure} no.svg\n:alt: words\n```", "not in the item's assets folder"),
        ("```{widget} cost-surface\n\ncaption\n```", "has no :alt:"),
        (":::{check}\nanswer\n:::", "a self-check needs a question"),
        ("[text](item:nowhere)", "a link to the item 'nowhere'"),
        ("![](picture.png)", "no text for those who cannot see it"),
    ],
)
def test_each_defect_of_a_text_is_a_finding(text: str, said: str) -> None:
    assert said in " ".join(finding.what for finding in render(text).findings)


def test_figures_are_numbered_and_stand_in_the_page_themselves(tmp_path: Path) -> None:
    (tmp_path / "f.svg").write_text("<svg><path/></svg>")
    page = render(
        '```{figure} f.svg\n:name: fig-f\n:alt: A "path"\n\nCaption.\n```\n\n{fig}`fig-f`', Page(assets=tmp_path)
    )
    assert '<svg role="img" aria-label="A &quot;path&quot;"><path/></svg>' in page.html
    assert '<figure id="fig-f">' in page.html
    assert '<a href="#fig-f">Figure 1</a>' in page.html
    assert page.findings == ()


def test_hidden_code_is_known_to_the_review_and_not_shown() -> None:
    page = render("```python hidden\nassert True\n```")
    assert page.html.strip() == ""
    assert page.code[0].text == "assert True\n"


def test_raw_html_is_text() -> None:
    assert "<script" not in render("<script>alert(1)</script>").html
    assert "<script" not in render_inline("<script>alert(1)</script>")


def test_a_link_cannot_run_code() -> None:
    assert "javascript:" not in re.sub(r">[^<]*<", "", render("[x](javascript:alert(1))").html)


def test_alignment_of_a_table_is_a_class_since_styles_are_forbidden() -> None:
    html = render("| a | b |\n|--:|---|\n| 1 | 2 |").html
    assert 'class="align-right"' in html
    assert "style=" not in html


def test_an_empty_corner_of_a_table_is_no_heading() -> None:
    html = render("| | a |\n|---|---|\n| b | 1 |").html
    assert "<td></td>" in html
    assert html.count("<th>") == 1


def test_a_paragraph_keeps_its_id_when_others_come_and_go() -> None:
    first = re.findall(r'id="(p-[\w-]+)"', render("One.\n\nTwo.").html)
    second = re.findall(r'id="(p-[\w-]+)"', render("Zero.\n\nTwo.\n\nTwo.").html)
    assert first[1] == second[1]
    assert len(set(second)) == 3


@given(st.text(alphabet="`:{}$[]()#*_-|\n ab<>\"'\\", max_size=80))
def test_no_text_breaks_the_renderer_or_brings_in_a_script(text: str) -> None:
    html = render(text).html
    assert "<script" not in html
    assert " style=" not in re.sub(r'data-tex="[^"]*"|>[^<]*<', "", html)


def test_a_tag_numbers_a_formula_as_its_author_did() -> None:
    rendered = render("$$a = b \\tag{3}$$\n\n$$c, \\qquad \\tag{3}\n$$\n\n$$\\tag{1} d$$\n")
    assert re.findall(r'id="(eq-[^"]*)"', rendered.html) == ["eq-3", "eq-3-2"]
    assert re.findall(r'class="eqno">([^<]*)', rendered.html) == ["(3)", "(3)"]
    # Anywhere but at the end it is left to KaTeX.
    assert [tex for tex, _, _ in rendered.formulas] == ["a = b", "c, \\qquad", "\\tag{1} d"]
