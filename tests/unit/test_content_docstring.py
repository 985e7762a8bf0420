"""Docstrings: what is a summary, an equation, a section, and what happens to those that keep no form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradus.content.docstring import Block, Equation, Field, first_sentence, read_docstring

WHOLE = """Mean of a column.

    m = sum_i x_i / n              (1)
    v = sum_i (x_i - m)^2 / n      (2)  the variance, by (1)

See ``numpy`` for more.

Parameters
----------
x : float array, shape (n,)
    The numbers,
    all of them.
axis, keepdims : int
    As in NumPy.
*rest

Returns
-------
float
    In the unit of x.

Raises
------
ValueError
    If x is empty.

Notes
-----
First.

Second.

Examples
--------
In words first:

>>> mean([1, 3])
2.0

>>> mean([2])
2.0
"""


def test_a_docstring_is_taken_apart() -> None:
    doc = read_docstring(WHOLE)
    assert doc.summary == "Mean of a column."
    equations, words = doc.blocks
    assert equations.equations == (
        Equation("m = sum_i x_i / n", "1"),
        Equation("v = sum_i (x_i - m)^2 / n", "2", "the variance, by (1)"),
    )
    assert words.paragraph == "See ``numpy`` for more."
    assert [section.title for section in doc.sections] == ["Parameters", "Returns", "Raises", "Notes", "Examples"]
    parameters, returns, raises, notes, examples = doc.sections
    assert parameters.fields == (
        Field("x", "float array, shape (n,)", (Block("The numbers, all of them."),)),
        Field("axis, keepdims", "int", (Block("As in NumPy."),)),
        Field("*rest"),
    )
    assert returns.fields == (Field("", "float", (Block("In the unit of x."),)),)
    assert raises.fields == (Field("ValueError", "", (Block("If x is empty."),)),)
    assert [block.paragraph for block in notes.blocks] == ["First.", "Second."]
    assert [block.example for block in examples.blocks] == ["", ">>> mean([1, 3])\n2.0", ">>> mean([2])\n2.0"]


@pytest.mark.parametrize("text", [None, "", "   \n\n  "])
def test_nothing_is_an_empty_docstring(text: str | None) -> None:
    doc = read_docstring(text)
    assert (doc.summary, doc.blocks, doc.sections) == ("", (), ())


def test_the_last_number_of_a_line_is_that_of_its_equation() -> None:
    text = "Sum.\n\n    a = b if (1) allows it    (2)\n    c = f(3)\n    d = e (4)\n\nThe end."
    block, _ = read_docstring(text).blocks
    assert [(line.text, line.number) for line in block.equations] == [
        ("a = b if (1) allows it", "2"),
        ("c = f(3)", ""),
        ("d = e", "4"),
    ]


def test_terms_with_what_is_indented_below_them_are_a_list() -> None:
    (block, after) = read_docstring("Parts.\n\n``a``\n    The first.\n\n``b``, ``c``\n    The rest.\n\nThe end.").blocks
    assert block.terms == (Field("``a``", "", (Block("The first."),)), Field("``b``, ``c``", "", (Block("The rest."),)))
    assert after.paragraph == "The end."


def test_a_section_may_be_empty_or_unknown() -> None:
    doc = read_docstring("Do.\n\nParameters\n----------\n\nOddities\n--------\nOne : two\n    three")
    assert doc.section("Parameters") is not None
    assert doc.section("Parameters").fields == ()  # type: ignore[union-attr]
    assert doc.section("Oddities").blocks[0].paragraph == "One : two"  # type: ignore[union-attr]
    assert doc.section("Missing") is None


def test_a_docstring_that_begins_with_a_section_has_no_summary() -> None:
    doc = read_docstring("Parameters\n----------\nx : int")
    assert doc.summary == ""
    assert doc.sections[0].fields == (Field("x", "int"),)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two.", "One."),
        ("One", "One"),
        ("The value 0.5 is half. More.", "The value 0.5 is half."),
        ("Small things, e.g. This one. More.", "Small things, e.g. This one."),
        ("By J. Smith. More.", "By J. Smith."),
        ("Is it right? Yes.", "Is it right?"),
    ],
)
def test_the_first_sentence_ends_where_a_reader_would_end_it(text: str, first: str) -> None:
    assert first_sentence(text) == first


@given(st.text(alphabet="ab (1)`>:-\n\t", max_size=200))
def test_whatever_it_says_nothing_raises_and_no_word_is_lost(text: str) -> None:
    doc = read_docstring(text)

    def words(blocks: tuple[Block, ...]) -> str:
        return "".join(
            block.paragraph
            + block.example
            + "".join(f"{line.text}({line.number}){line.remark}" for line in block.equations)
            + "".join(field.name + words(field.blocks) for field in block.terms)
            for block in blocks
        )

    said = doc.summary + words(doc.blocks) + "".join(one.title + words(one.blocks) for one in doc.sections)
    for letter in "ab`":
        assert said.count(letter) == text.count(letter)
