"""Home, course, week and lesson: what is shown, and what happens when a file is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from gradus.model import Kind
from gradus.record import RecordError
from tests.webcourse import BASE, Pages


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    pages = Pages(tmp_path)
    yield pages
    pages.close()


class Ids(HTMLParser):
    """Collects the ids of a page, and what its labels and links refer to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in ("aria-labelledby", "aria-describedby") and value:
                self.wanted |= set(value.split())
            if name == "href" and value and value.startswith("#"):
                self.wanted.add(value[1:])


def test_the_first_visit_has_one_thing_to_do(pages: Pages) -> None:
    text = pages.text("/")
    assert text.count("button primary") == 1
    assert "Begin here" in text
    assert f'href="{BASE}/first-steps"' in text
    assert re.search(r"<dd>0<span> of 4</span></dd>", text)


def test_home_leads_to_what_is_next_once_something_was_done(pages: Pages) -> None:
    pages.record.add(Kind.LESSON, "small/first-steps", 1, 1)
    text = pages.text("/")
    assert "<h1>Second steps</h1>" in text
    assert "Read the lesson" in text
    assert re.search(r"<dd>1<span> of 4</span></dd>", text)
    assert "today," in text  # the recent activity


def test_home_offers_to_go_on_with_a_quiz_in_progress(pages: Pages) -> None:
    for name in ("first-steps", "second-steps"):
        pages.record.add(Kind.LESSON, f"small/{name}", 1, 1)
    pages.post(f"{BASE}/small-quiz/start")
    assert "Go on with the quiz" in pages.text("/")


def test_home_says_so_when_everything_is_done(pages: Pages) -> None:
    for name in ("first-steps", "second-steps"):
        pages.record.add(Kind.LESSON, f"small/{name}", 1, 1)
    pages.record.add(Kind.QUIZ, "small/small-quiz", 8, 8)
    pages.record.add(Kind.LAB, "small/tiny-lab", 45, 45, {"exercises": {"squash": [45, 45]}})
    assert "all the way down" in pages.text("/")


def test_the_map_says_of_every_stop_what_and_how_far_it_is(pages: Pages) -> None:
    pages.record.add(Kind.LESSON, "small/first-steps", 1, 1)
    pages.record.add(Kind.QUIZ, "small/small-quiz", 2, 8)
    text = pages.text("/")
    assert text.count('aria-label="Lesson: First steps, read"') == 2  # wide and narrow
    assert text.count('aria-label="Quiz: A small quiz, best so far 25 %') == 2
    assert text.count('class="here"') == 2


def test_an_attempt_at_an_item_that_left_the_course_is_still_told(pages: Pages) -> None:
    pages.record.add(Kind.LESSON, "small/long-gone", 1, 1)
    assert "long-gone" in pages.text("/")


def test_course_and_week_list_their_items_in_order(pages: Pages) -> None:
    for path in ("/courses/small", BASE):
        names = re.findall(r'class="item-name">([^<]+)', pages.text(path))
        assert names == ["First steps", "Second steps", "A small quiz", "A tiny lab"]


def test_a_lesson_has_its_goals_contents_sources_and_neighbours(pages: Pages) -> None:
    text = pages.text(f"{BASE}/second-steps")
    assert "Take a step." in text
    assert 'href="https://example.org/book" rel="noreferrer external"' in text
    assert f'Better after: <a href="{BASE}/first-steps">First steps</a>' in text
    assert f'href="{BASE}/first-steps" rel="prev"' in text
    assert f'href="{BASE}/small-quiz" rel="next"' in text
    assert '<a href="#a-part">A part</a>' in pages.text(f"{BASE}/first-steps")


@pytest.mark.parametrize(
    "path", ["/", "/courses/small", BASE, f"{BASE}/first-steps", f"{BASE}/small-quiz", f"{BASE}/tiny-lab"]
)
def test_no_id_is_used_twice_and_each_that_is_referred_to_exists(pages: Pages, path: str) -> None:
    found = Ids(pages.text(path))
    assert len(found.ids) == len(set(found.ids))
    assert found.wanted <= set(found.ids)


def test_a_lesson_is_read_once_however_often_that_is_said(pages: Pages) -> None:
    by_script = pages.post(f"{BASE}/first-steps/read", headers={"accept": "application/json"})
    assert by_script.status_code == 204
    by_form = pages.post(f"{BASE}/first-steps/read")
    assert by_form.headers["location"] == f"{BASE}/second-steps"
    assert [attempt.item for attempt in pages.record.attempts()] == ["small/first-steps"]
    assert "You have read this lesson" in pages.text(f"{BASE}/first-steps")


def test_only_a_lesson_can_be_marked_as_read(pages: Pages) -> None:
    pages.post(f"{BASE}/small-quiz/read")
    assert pages.record.attempts() == []


def test_the_sources_of_all_items_are_on_one_page(pages: Pages) -> None:
    text = pages.text("/sources")
    assert text.count("A book") == 2
    assert "The tests of this project" in text


@pytest.mark.parametrize(
    "path", ["/nothing", "/courses/none", "/courses/small/week-9", f"{BASE}/none", f"{BASE}/first-steps/attempts/1"]
)
def test_an_address_that_leads_nowhere_says_so(pages: Pages, path: str) -> None:
    answer = pages.get(path)
    assert answer.status_code == 404
    assert "There is no page at this address" in answer.text
    assert path in answer.text


def test_a_broken_item_is_left_out_and_its_address_says_which_file_and_what_to_do(pages: Pages) -> None:
    (pages.course / "week-1/second-steps/item.toml").write_text('kind = "lesson"\ntitel = "x"\n')
    home = pages.text("/")
    assert "in the course files" in home
    assert "First steps" in home
    answer = pages.get(f"{BASE}/second-steps")
    assert answer.status_code == 404
    assert "small/week-1/second-steps/item.toml" in answer.text
    assert "titel" in answer.text
    assert "First steps" in pages.text(f"{BASE}/first-steps")
    listed = pages.text("/findings")
    assert "small/week-1/second-steps/item.toml" in listed


def test_an_item_whose_name_only_begins_alike_is_not_blamed(pages: Pages) -> None:
    (pages.course / "week-1/second-steps/item.toml").write_text("kind = 1\n")
    assert "second-steps/item.toml" not in pages.get(f"{BASE}/second").text


def test_a_broken_course_leaves_a_home_that_says_what_is_wrong(pages: Pages) -> None:
    (pages.course / "course.toml").write_text("title = \n")
    text = pages.text("/")
    assert "There is no course to show" in text
    assert "small/course.toml" in pages.text("/findings")
    assert "small/course.toml" in pages.get("/courses/small").text


def test_a_lesson_without_its_text_says_which_file_is_missing(pages: Pages) -> None:
    (pages.course / "week-1/first-steps/lesson.md").unlink()
    answer = pages.get(f"{BASE}/first-steps")
    assert answer.status_code == 500
    assert "small/week-1/first-steps/lesson.md" in answer.text
    assert "No such file" in answer.text


def test_a_mistake_in_a_lesson_is_shown_to_its_author_above_the_text(pages: Pages) -> None:
    (pages.course / "week-1/first-steps/lesson.md").write_text("See {fig}`none`.\n")
    text = pages.text(f"{BASE}/first-steps")
    assert "For the author: 1 problem" in text
    assert "which this page does not have" in text


def test_a_changed_lesson_is_shown_with_the_next_request(pages: Pages) -> None:
    assert "Another." in pages.text(f"{BASE}/second-steps")
    (pages.course / "week-1/second-steps/lesson.md").write_text("Something else.\n")
    assert "Something else." in pages.text(f"{BASE}/second-steps")


def test_a_record_that_cannot_be_used_says_what_to_do(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> list[object]:
        raise RecordError("The disk is full. Free some space.")

    monkeypatch.setattr(pages.record, "add", refuse)
    answer = pages.post(f"{BASE}/first-steps/read")
    assert answer.status_code == 503
    assert "The disk is full. Free some space." in answer.text


def test_the_colours_are_the_ones_that_were_chosen(pages: Pages) -> None:
    chosen = pages.post("/theme", {"theme": "dark", "back": f"{BASE}/first-steps"})
    assert chosen.headers["location"] == f"{BASE}/first-steps"
    assert chosen.headers["set-cookie"].startswith("gradus_theme=dark;")
    assert '<html lang="en" data-theme="dark">' in pages.get("/", headers={"cookie": "gradus_theme=dark"}).text
    assert '<html lang="en">' in pages.get("/", headers={"cookie": 'gradus_theme="><script>'}).text
    system = pages.post("/theme", {"theme": "system", "back": "/"})
    assert "Max-Age=0" in system.headers["set-cookie"]


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "", "javascript:alert(1)"]
)
def test_choosing_colours_never_leads_to_another_host(pages: Pages, back: str) -> None:
    assert pages.post("/theme", {"theme": "dark", "back": back}).headers["location"] == "/"


def test_static_files_may_be_kept_when_their_address_changes_with_them(pages: Pages) -> None:
    address = re.search(r"/static/css/base\.css\?v=[0-9a-f]{10}", pages.text("/"))
    assert address
    assert "immutable" in pages.get(address[0]).headers["cache-control"]
    assert "immutable" not in pages.get("/static/css/base.css").headers["cache-control"]
    assert pages.get("/").headers["cache-control"] == "no-cache, private"


def test_a_widget_comes_from_the_courses_folder(pages: Pages) -> None:
    folder = pages.courses / "widgets"
    folder.mkdir()
    (folder / "dial.js").write_text("export {};")
    (folder / "notes.txt").write_text("not for pages")
    answer = pages.get("/widgets/dial.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(("text/javascript", "application/javascript"))
    assert pages.get("/widgets/notes.txt").status_code == 404
