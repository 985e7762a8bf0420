"""The browser tests' own watch: what a page must not do is seen when it does."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import Gradus, Slips, Visits


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (
            "const style = document.createElement('style'); style.textContent = 'p{}'; document.head.append(style)",
            "console",
        ),
        ("document.body.setAttribute('style', 'color: red')", "console"),
        ("fetch('http://192.0.2.1/').catch(() => 0)", "console"),
        ("document.body.append(Object.assign(new Image(), {src: 'http://192.0.2.1/a.png'}))", "console"),
        ("location.href = 'http://192.0.2.1/'", "foreign"),
        ("setTimeout(() => { throw new Error('by a test') })", "errors"),
    ],
)
def test_a_slip_of_a_page_is_noticed(gradus: Gradus, browser: Browser, script: str, kind: str) -> None:
    visits = Visits(browser)
    page = visits()
    page.goto(gradus.address)
    assert visits.slips == Slips()
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(200)
    assert getattr(visits.slips, kind)
    visits.close()
