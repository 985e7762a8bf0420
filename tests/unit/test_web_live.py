"""What an open lab page is told, and how its forms answer without a script."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from gradus.labs.submission import Submission
from gradus.model import Item
from gradus.record.grading import grade_and_record
from gradus.record.hinting import take_hint
from gradus.web import live
from gradus.web.checking import Check
from gradus.web.live import messages, pulse
from gradus.web.site import Site
from tests.webcourse import BASE, Pages

LAB = f"{BASE}/tiny-lab"
WRONG = "import numpy as np\ndef squash(z):\n    return 1 / (1 + np.exp(z))\n"


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    pages = Pages(tmp_path)
    yield pages
    pages.close()


@pytest.fixture
def site(pages: Pages) -> Site:
    site: Site = pages.app.state.site
    return site


@pytest.fixture
def lab(site: Site) -> Item:
    lab = site.load().lab("tiny-lab")
    assert lab is not None
    return lab


def attempt(site: Site, lab: Item) -> None:
    grade_and_record(site.record, lab, Submission.from_cells([WRONG]), only=["squash"])


def hint(site: Site, lab: Item) -> None:
    take_hint(lab, "squash", site.record)


def save(site: Site, lab: Item) -> None:
    path = site.workspace.labs / lab.id / f"{lab.id}-open.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text("{}")


def begin(site: Site, lab: Item) -> None:
    site.checking._checks[lab.key] = Check(Path("x"))


@pytest.mark.parametrize("change", [attempt, hint, save, begin])
def test_the_pulse_changes_with_all_that_the_page_shows_and_with_nothing_else(
    site: Site, lab: Item, change: object
) -> None:
    assert callable(change)
    before = pulse(site, lab)
    assert pulse(site, lab) == before
    change(site, lab)
    assert pulse(site, lab) != before


def test_a_check_that_goes_on_changes_the_pulse(site: Site, lab: Item) -> None:
    check = site.checking._checks[lab.key] = Check(Path("x"))
    seen = {pulse(site, lab)}
    for name, value in (
        ("now", "squash"),
        ("claim", "it works"),
        ("asked", 2),
        ("cancelled", True),
        ("running", False),
    ):
        setattr(check, name, value)
        seen.add(pulse(site, lab))
    assert len(seen) == 6


def test_the_page_carries_the_pulse_that_it_was_made_with(pages: Pages, site: Site, lab: Item) -> None:
    assert f'data-pulse="{pulse(site, lab)}"' in pages.text(LAB)


def to_the_end(listening: Coroutine[Any, Any, list[str]]) -> list[str]:
    """In a thread of its own: the browser tests leave a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, listening).result()


def test_a_message_comes_at_once_and_at_each_change_until_the_server_ends(
    site: Site, lab: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK", 0.01)

    async def listen() -> list[str]:
        heard = []
        async for message in messages(site, lab):
            heard.append(message)
            if len(heard) == 1:
                save(site, lab)
            else:
                site.ending = lambda: True
        return heard

    heard = to_the_end(listen())
    assert len(heard) == 2
    assert heard[0] != heard[1]
    assert heard[1] == f"retry: 1000\ndata: {pulse(site, lab)}\n\n"


def test_something_is_sent_now_and_then_although_nothing_changes(
    site: Site, lab: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK", 0.01)
    monkeypatch.setattr(live, "BEAT", 0.02)

    async def listen() -> list[str]:
        heard = []
        async for message in messages(site, lab):
            heard.append(message)
            site.ending = lambda: len(heard) > 1
        return heard

    heard = to_the_end(listen())
    assert heard[0] == heard[1]


def test_only_a_lab_has_a_line(pages: Pages) -> None:
    assert pages.get(f"{BASE}/first-steps/live").status_code == 404


def test_a_hint_is_shown_after_the_form_was_sent_and_leads_to_it(pages: Pages) -> None:
    answer = pages.post(f"{LAB}/hints", {"exercise": "squash"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{LAB}#hints-squash")
    text = pages.text(LAB)
    assert "Hint 1 of 3" in text
    assert "Which number must come out for a very large <code>z</code>?" in text
    assert "Hint 2 of 3" not in text


def test_a_hint_asked_for_on_the_page_of_an_exercise_leads_back_there(pages: Pages) -> None:
    back = "exercises/squash?level=open"
    answer = pages.post(f"{LAB}/hints", {"exercise": "squash", "back": back})
    assert answer.headers["location"] == f"{LAB}/{back}#hints-squash"
    assert "Hint 1 of 3" in pages.text(f"{LAB}/{back}")


@pytest.mark.parametrize("back", ["//example.org", "https://example.org/", "exercises/../../x?level=open", "x"])
def test_a_form_leads_nowhere_else(pages: Pages, back: str) -> None:
    for what, place in (("hints", "hints-squash"), ("cancel", "exercises")):
        answer = pages.post(f"{LAB}/{what}", {"exercise": "squash", "back": back})
        assert answer.headers["location"] == f"{LAB}#{place}"


def test_a_hint_for_no_exercise_is_refused(pages: Pages) -> None:
    assert pages.post(f"{LAB}/hints", {"exercise": "squish"}).status_code == 400
    assert pages.post(f"{LAB}/hints").status_code == 400


def test_a_lab_whose_hints_are_broken_works_without_them(pages: Pages) -> None:
    (pages.course / "week-1/tiny-lab/hints.toml").write_text("[squash")
    text = pages.text(LAB)
    assert 'id="verdict-squash"' in text
    assert 'id="hints-squash"' not in text


def test_hints_are_markdown_and_no_markup_of_their_own(pages: Pages) -> None:
    path = pages.course / "week-1/tiny-lab/hints.toml"
    path.write_text(path.read_text().replace("Which number", "<img src=x> *Which* number"))
    pages.post(f"{LAB}/hints", {"exercise": "squash"})
    text = pages.text(LAB)
    assert "<em>Which</em>" in text
    assert "<img" not in text


def test_a_cancelled_check_records_nothing_and_the_next_one_runs(pages: Pages, site: Site, lab: Item) -> None:
    path = site.workspace.labs / lab.id / f"{lab.id}-open.py"
    path.parent.mkdir(parents=True)
    path.write_text("def squash(z):\n    while True:\n        pass\n")
    check = site.checking.start(site.record, lab, path)
    while not check.now:
        time.sleep(0.01)
    pages.post(f"{LAB}/cancel")
    assert check.over.wait(10)
    assert (check.cancelled, check.report, check.problem) == (True, None, "")
    assert site.record.attempts() == []
    assert "Stopped. Nothing of this check was recorded." in pages.text(LAB)
    path.write_text(WRONG)
    os.utime(path)
    again = site.checking.start(site.record, lab, path)
    assert again.over.wait(30)
    assert again.report is not None
    pages.post(f"{LAB}/cancel")  # too late: what is recorded stays
    assert not again.cancelled
    assert len(site.record.attempts()) == 1
