"""Everything that ships is clean: each item of the courses is reviewed, as an author's would be."""

from __future__ import annotations

import pytest

from gradus.author.review import review, stray_findings
from gradus.content import courses_root, load_courses
from gradus.model import Item

LIBRARY = load_courses(courses_root())
ITEMS = [item for course in LIBRARY.courses for item in course.items]


def test_every_course_can_be_read_and_lists_all_its_items() -> None:
    assert [str(finding) for finding in (*LIBRARY.findings, *stray_findings(LIBRARY))] == []
    assert ITEMS


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.key)
def test_an_item_has_no_finding(item: Item) -> None:
    assert [str(finding) for finding in review(LIBRARY, [item.path])] == []
