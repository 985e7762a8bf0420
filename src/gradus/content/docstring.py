"""Reads a docstring in numpydoc's form: a summary, paragraphs with equations, and sections of fields and examples.

Nothing raises: what has none of these forms is paragraphs, and what is indented stands as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from inspect import cleandoc
from itertools import pairwise

FIELDS = frozenset(
    {"Parameters", "Other Parameters", "Attributes", "Methods", "Returns", "Yields", "Receives", "Raises", "Warns"}
)
"""The sections that are lists of fields."""
UNNAMED = frozenset({"Raises", "Warns"})
"""The sections whose fields are types without a name."""
RETURNED = frozenset({"Returns", "Yields", "Receives"})
"""The sections whose fields may be a type alone."""

RULE = re.compile(r"-{3,}")
NUMBER = re.compile(r"\s{2,}\((\d+)\)(?=\s|$)")
LAST = re.compile(r"\s\((\d+)\)$")
TERM = re.compile(r"``.+``")
PROMPT = ">>>"


@dataclass(frozen=True, slots=True)
class Equation:
    """One line of a displayed formula."""

    text: str
    number: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, some equations, an example, or a list of terms: whichever of these is not empty."""

    paragraph: str = ""
    equations: tuple[Equation, ...] = ()
    example: str = ""
    terms: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, an attribute, a value returned, an error raised, or a term that is explained."""

    name: str
    type: str = ""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading: fields, or text."""

    title: str
    fields: tuple[Field, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Doc:
    """A docstring."""

    summary: str = ""
    """Its first paragraph, on one line."""
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    def section(self, title: str) -> Section | None:
        """The section of this title."""
        return next((section for section in self.sections if section.title == title), None)


def read_docstring(text: str | None) -> Doc:
    """Take a docstring apart."""
    lines = cleandoc(text or "").splitlines()
    starts = [at for at in range(len(lines) - 1) if lines[at].strip() and RULE.fullmatch(lines[at + 1].rstrip())]
    bounds = [*starts, len(lines)]
    blocks = tuple(_blocks(lines[: bounds[0]]))
    sections = tuple(_section(lines[at].strip(), lines[at + 2 : end]) for at, end in pairwise(bounds))
    if not blocks or not blocks[0].paragraph:
        return Doc("", blocks, sections)
    return Doc(blocks[0].paragraph, blocks[1:], sections)


def first_sentence(text: str) -> str:
    """The first sentence of a summary; an abbreviation or a number does not end it."""
    found = re.search(r"(?<![A-Z])(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)[.!?](?=\s+[A-Z`])", text)
    return text[: found.end()] if found else text


def _section(title: str, lines: list[str]) -> Section:
    if title not in FIELDS:
        return Section(title, blocks=tuple(_blocks(lines)))
    return Section(title, fields=tuple(_field(title, head, body) for head, body in _hanging(lines)))


def _field(title: str, head: str, body: list[str]) -> Field:
    name, colon, kind = (part.strip() for part in head.partition(" : "))
    if not colon and title in RETURNED:
        name, kind = "", name
    return Field(name, kind, tuple(_blocks(body)))


def _hanging(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Each line at the left, with what is indented below it, moved to the left."""
    head, body = "", list[str]()
    for line in lines:
        if line[:1].strip():
            if head:
                yield head, _dedent(body)
            head, body = line.strip(), []
        else:
            body.append(line)
    if head:
        yield head, _dedent(body)


def _dedent(lines: list[str]) -> list[str]:
    return cleandoc("\n".join(["", *lines])).splitlines()


def _blocks(lines: list[str]) -> Iterator[Block]:
    """Runs of lines that belong together: a blank line ends one, and so does a change of indentation."""
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
            continue
        end = at + 1
        if line.startswith(PROMPT):
            while end < len(lines) and lines[end].strip():
                end += 1
            yield Block(example="\n".join(lines[at:end]))
        elif line.startswith(" "):
            while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" ")):
                end += 1
            yield Block(equations=tuple(_equation(each) for each in _dedent(lines[at:end]) if each.strip()))
        elif TERM.match(line) and end < len(lines) and lines[end].startswith(" "):
            while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" ") or _is_term(lines, end)):
                end += 1
            terms = tuple(Field(head, "", tuple(_blocks(body))) for head, body in _hanging(lines[at:end]))
            yield Block(terms=terms)
        else:
            while end < len(lines) and lines[end][:1].strip() and not lines[end].startswith(PROMPT):
                end += 1
            yield Block(paragraph=" ".join(each.strip() for each in lines[at:end]))
        at = end


def _is_term(lines: list[str], at: int) -> bool:
    return bool(TERM.match(lines[at])) and at + 1 < len(lines) and lines[at + 1].startswith(" ")


def _equation(line: str) -> Equation:
    # A number that stands apart is the equation's; the others in its line are references.
    apart = list(NUMBER.finditer(line))
    found = apart[-1] if apart else LAST.search(line)
    if found is None:
        return Equation(line.rstrip())
    return Equation(line[: found.start()].rstrip(), found[1], line[found.end() :].strip())


def without(doc: Doc, wanted: re.Pattern[str]) -> Doc:
    """The docstring less the paragraphs that begin like this."""
    return replace(doc, blocks=tuple(block for block in doc.blocks if not wanted.match(block.paragraph)))
