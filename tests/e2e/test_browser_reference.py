"""The library's manual in a browser: accessible, within its column, by keyboard alone, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Gradus
from tests.e2e.test_browser_keyboard import tab_to
from tests.e2e.test_browser_pages import NARROW, TYPESET, hold

PAGES = [
    "/reference",
    "/reference/index",
    "/reference/descent",
    "/reference/descent.nn.recurrent",
    "/reference/descent.ops.ctc_loss",
    "/derivations",
    "/derivations/optimizers",
]

TYPESET_HERE = """async (path) => {
  // The text of another page, put into this one: that is as good as going there, and much quicker.
  const other = new DOMParser().parseFromString(await (await fetch(path)).text(), 'text/html');
  document.querySelector('main').replaceWith(other.querySelector('main'));
  const { typeset } = await import(document.querySelector('script[src*="math.js"]').src);
  typeset(document);
  const wrong = [...document.querySelectorAll('.math-error, .katex-error')].map((formula) => formula.textContent);
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return wide > 0 ? [...wrong, `${wide} pixels too wide`] : wrong;
}"""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_manual_is_accessible_and_keeps_within_its_column(
    gradus: Gradus, visit: Callable[..., Page], path: str
) -> None:
    page = visit()
    page.goto(gradus.address + path)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    page.wait_for_function(TYPESET)
    hold(page, everywhere=False)


def test_every_derivation_is_typeset_and_keeps_within_a_narrow_column(
    gradus: Gradus, visit: Callable[..., Page]
) -> None:
    page = visit(viewport=NARROW)
    page.goto(f"{gradus.address}/derivations")
    pages = page.locator(".derivations .title").evaluate_all("links => links.map((link) => link.pathname)")
    assert len(pages) > 60
    wrong = {path: found for path in pages if (found := page.evaluate(TYPESET_HERE, path))}
    assert wrong == {}


def test_the_manual_can_be_walked_by_keyboard(gradus: Gradus, visit: Callable[..., Page]) -> None:
    page = visit(reduced_motion="reduce")
    page.goto(f"{gradus.address}/reference/descent.ops.sigmoid")
    tab_to(page, "The sigmoid")
    tab_to(page, "Source of sigmoid")
    page.keyboard.press("Enter")
    expect(page.get_by_text("return forward(z)").first).to_be_visible()
    page.get_by_role("link", name="(2)").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The sigmoid")
    expect(page.locator("#eq-2")).to_be_in_viewport()
    page.goto(f"{gradus.address}/derivations/sigmoid")
    tab_to(page, "ops.sigmoid")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("descent.ops.sigmoid")


def test_the_manual_can_be_read_without_javascript(gradus: Gradus, visit: Callable[..., Page]) -> None:
    page = visit(java_script_enabled=False)
    page.goto(gradus.address)
    page.get_by_role("link", name="Reference", exact=True).click()
    page.get_by_role("link", name="k_means", exact=True).click()
    expect(page.get_by_text("Find the centres; return self.", exact=True)).to_be_visible()
    page.locator(".ends summary").click()
    expect(page.get_by_text("k = whole(self.n_clusters").last).to_be_visible()
    page.get_by_role("link", name="k-means", exact=True).click()
    expect(page.get_by_text("inertia").first).to_be_visible()
