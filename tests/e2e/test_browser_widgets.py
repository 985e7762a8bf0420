"""Every interactive figure in a real browser: strict policy, keyboard, narrow screen, both themes, no motion unasked.

The page here is the test's own and holds nothing but the figure and the colours that a page of Gradus defines. A new
figure is tested because its module exists.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

WIDGETS = Path(__file__).parents[2] / "courses" / "widgets"
NAMES = sorted(path.name.removesuffix("-core.js") for path in WIDGETS.glob("*-core.js"))
NAMES.remove("formula")  # a core that widgets share, not one of theirs
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
STYLE = """
:root { --paper: #fdfcf9; --ink: #1d1c1a; --muted: #625e57; --rule: #dcd7cc; --accent: #24507a; --data1: #0072b2;
  --data2: #d55e00; --model: #00805f; --error: #b3307a; --gradient: #8a6100; --good: #00805f; --bad: #b3307a;
  --font-serif: serif; --font-sans: sans-serif; --font-mono: monospace; }
:root[data-theme="dark"] { --paper: #16171a; --ink: #e9e6df; --muted: #a5a097; --rule: #35363b; --accent: #8cb8e2;
  --data1: #56b4e9; --data2: #ff8c42; --model: #3cc49a; --error: #ee7fc0; --gradient: #f0c419; --good: #3cc49a;
  --bad: #ee7fc0; }
body { margin: 16px; background: var(--paper); color: var(--ink); }
"""
PAGE = """<!doctype html><html lang="en" data-theme="{theme}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>A figure</title>
<link rel="stylesheet" href="/style.css"></head><body><main><h1>A figure</h1>
<gradus-{name} role="group" aria-label="What one can do here" {attributes}></gradus-{name}></main>
<script type="module" src="/{name}.js"></script></body></html>"""


class _Handler(SimpleHTTPRequestHandler):
    """The folder of the widgets, and ``/page?name=…&theme=…&attributes=…`` with one of them."""

    def do_GET(self) -> None:
        """Answer a request."""
        url = urlsplit(self.path)
        if url.path == "/page":
            asked = {key: value[0] for key, value in parse_qs(url.query, keep_blank_values=True).items()}
            return self._send(PAGE.format_map(asked), "text/html")
        if url.path == "/style.css":
            return self._send(STYLE, "text/css")
        if url.path == "/favicon.ico":  # which a browser asks for by itself
            return self._send("", "image/x-icon")
        return super().do_GET()

    def _send(self, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent: a test's output is its own."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a small server of this folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(WIDGETS))) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


Show = Callable[..., Page]


@pytest.fixture
def show(server: str, browser: Browser) -> Iterator[Show]:
    """``show("tangent", "h=0.5", "tangent.x=1", theme="dark", width=360)``: a page with that figure, drawn.

    Anything that the browser complains of fails the test.
    """
    contexts = []
    complaints: list[str] = []

    def open_page(
        name: str, attributes: str = "", state: str = "", *, theme: str = "light", width: int = 800, **options: Any
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{server}/page?name={name}&theme={theme}&attributes={attributes}{f'#{state}' if state else ''}")
        expect(page.locator(".readout")).not_to_be_empty()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


def readout(page: Page) -> str:
    """What the sentence under the picture says now."""
    return page.locator(".readout").inner_text()


def test_the_folder_holds_the_widgets_of_the_course() -> None:
    assert set(NAMES) >= {
        "broadcasting",
        "computation-graph",
        "cost-surface",
        "decision-boundary",
        "loop-vs-vector",
        "one-neuron",
        "scale-curves",
        "sigmoid-explorer",
        "tangent",
    }


# -- Every widget -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_widget_breaks_no_rule_of_accessibility(show: Show, name: str) -> None:
    page = show(name)
    for theme in ("light", "dark"):
        page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_widget_fits_a_screen_of_360_pixels(show: Show, name: str) -> None:
    page = show(name, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    spilled = page.evaluate(
        """(name) => [...document.querySelector(`gradus-${name}`).shadowRoot
            .querySelectorAll("text, button, input, label")]
            .map((element) => [element.textContent, element.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && (box.left < 0 || box.right > innerWidth + 1))
            .map(([text, box]) => `${text}: ${Math.round(box.left)} to ${Math.round(box.right)}`)""",
        name,
    )
    assert spilled == []


@pytest.mark.parametrize("name", NAMES)
def test_a_widget_answers_to_the_keyboard_and_shows_where_it_is(show: Show, name: str) -> None:
    page = show(name)
    before = readout(page)
    reached = 0
    answered = False
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement?.shadowRoot?.activeElement?.outerHTML.slice(0, 80) ?? null")
        if focused is None:
            break
        reached += 1
        page.keyboard.press("ArrowRight")
        if focused.startswith("<button"):
            page.keyboard.press("Enter")
        page.wait_for_timeout(40)
        answered = answered or readout(page) != before
    assert reached >= 2
    assert answered
    assert page.evaluate("document.activeElement === document.body")  # the keyboard is not held fast


@pytest.mark.parametrize("name", NAMES)
def test_reset_returns_to_the_beginning_and_cleans_the_address(show: Show, name: str) -> None:
    page = show(name)
    before = readout(page)
    page.locator("input[type=radio]:checked, input[type=range], .handle, button:not(.main, .quiet)").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"#{name}\.[\w-]+="))
    page.get_by_role("button", name="Reset").click()
    expect(page).to_have_url(re.compile(r"page\?[^#]*$"))
    expect(page.locator(".readout")).to_have_text(before, use_inner_text=True)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_moves_by_itself(show: Show, name: str) -> None:
    page = show(name)
    page.wait_for_timeout(100)
    before = page.locator(f"gradus-{name}").screenshot()
    page.wait_for_timeout(400)
    assert page.locator(f"gradus-{name}").screenshot() == before


@pytest.mark.parametrize("name", NAMES)
def test_a_change_of_theme_recolours_the_picture(show: Show, name: str) -> None:
    page = show(name)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(150)
    changed = page.locator(f"gradus-{name}").screenshot()
    assert changed == show(name, theme="dark").locator(f"gradus-{name}").screenshot()


# -- cost-surface -------------------------------------------------------------------------------


def test_the_ball_of_the_cost_surface_goes_where_one_clicks(show: Show) -> None:
    page = show("cost-surface", "surface=bowl")
    map_ = page.locator(".map svg")
    box = map_.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.75)
    expect(page).to_have_url(re.compile(r"cost-surface\.w="))
    assert "w = −3.00" not in readout(page)


def test_a_finger_places_the_ball_with_a_tap(show: Show) -> None:
    page = show("cost-surface", "surface=bowl", width=390, has_touch=True)
    box = page.locator(".map svg").bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.75)
    expect(page).to_have_url(re.compile(r"cost-surface\.w="))


def test_rolling_the_ball_stops_at_the_last_step_and_reaches_the_minimum(show: Show) -> None:
    page = show("cost-surface", "surface=bowl lr=0.5", "cost-surface.step=54")
    page.get_by_role("button", name="Roll").click()
    expect(page.locator(".readout")).to_contain_text("Step 60: w = 1.00, b = −0.50, ", use_inner_text=True)
    expect(page.get_by_role("button", name="Roll")).to_be_visible()


def test_the_cost_surface_says_when_a_dip_is_not_the_deepest(show: Show) -> None:
    assert "not the deepest" in readout(show("cost-surface", "surface=double lr=0.2"))
    assert "not the deepest" not in readout(show("cost-surface", "surface=double lr=0.2 w=-1"))


def test_the_cost_surface_says_when_descent_diverges(show: Show) -> None:
    page = show("cost-surface", "surface=bowl lr=2.2")
    assert "It diverges" in readout(page)
    page.get_by_label("Learning rate").focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    expect(page.locator(".readout")).to_contain_text("It arrives")


def test_where_less_motion_is_asked_rolling_is_ten_steps_at_once(show: Show) -> None:
    page = show("cost-surface", reduced_motion="reduce")
    page.get_by_role("button", name="10 steps").click()
    expect(page.locator(".readout")).to_contain_text("Step 10:")
    page.wait_for_timeout(300)
    assert "Step 10:" in readout(page)


def test_a_link_shows_what_its_sender_saw(show: Show) -> None:
    page = show("cost-surface", "", "cost-surface.surface=valley&cost-surface.lr=0.9&cost-surface.step=12")
    assert readout(page).startswith("Step 12: w = −1.50, b = −1.38")
    assert page.get_by_label("narrow valley").is_checked()


def test_a_damaged_link_is_as_good_as_none(show: Show) -> None:
    page = show("cost-surface", "", "cost-surface.lr=%E0%A4%A&cost-surface.surface=moon&cost-surface.step=-7")
    assert readout(page) == readout(show("cost-surface"))


# -- computation-graph --------------------------------------------------------------------------


def test_the_graph_is_walked_forwards_and_then_backwards(show: Show) -> None:
    page = show("computation-graph")
    assert readout(page).startswith("J = 63; dJ/da = 3, dJ/db = 15, dJ/dc = 12.")
    said = page.locator(".readout")
    page.get_by_role("button", name="Forward").click()
    expect(said).to_have_text("Forward: with b = 4, c = 5, u = bc = 20.", use_inner_text=True)
    for _ in range(2):
        page.get_by_role("button", name="Forward").click()
    expect(said).to_contain_text("J = 3v = 63", use_inner_text=True)
    page.get_by_role("button", name="Backward").click()
    expect(said).to_contain_text("goes on to v: 1 · 3 = 3", use_inner_text=True)


def test_a_box_of_the_graph_explains_itself_when_it_has_the_focus(show: Show) -> None:
    page = show("computation-graph")
    page.locator("gradus-computation-graph .node").nth(3).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".readout")).to_contain_text("u = bc = 20, a product. dJ/du = 3 · 1 = 3", use_inner_text=True)


def test_a_nudge_of_the_graph_compares_the_change_with_the_promise(show: Show) -> None:
    page = show("computation-graph", "expression=shared")
    page.get_by_role("radio", name="a", exact=True).check()
    expect(page.locator(".readout")).to_contain_text("from 24 to 24.010001", use_inner_text=True)


def test_attributes_give_a_graph_its_numbers(show: Show) -> None:
    assert readout(show("computation-graph", "a=1 b=2 c=-4")).startswith("J = −21; dJ/da = 3, dJ/db = −12, dJ/dc = 6.")


# -- broadcasting -------------------------------------------------------------------------------


def test_two_shapes_that_do_not_fit_get_the_sentence_of_numpy_and_a_way_out(show: Show) -> None:
    page = show("broadcasting")
    page.get_by_label("B has shape").fill("(3,)")
    said = page.locator(".readout")
    expect(said).to_contain_text("ValueError: operands could not be broadcast together with shapes (3,4) (3,)")
    expect(said).to_contain_text("With B[:, np.newaxis], of shape (3, 1), they fit.")


def test_arrow_keys_walk_over_the_result_of_broadcasting(show: Show) -> None:
    page = show("broadcasting")
    page.get_by_role("gridcell").first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    expect(page.locator(".readout")).to_contain_text("result[1, 1] = A[1, 1] + B[0, 1] = 5 + 20 = 25.")
    expect(page.get_by_role("gridcell", name="result[1, 1]: 25")).to_be_focused()


def test_a_shape_that_makes_no_sense_is_refused_beside_its_field_and_the_picture_stays(show: Show) -> None:
    page = show("broadcasting")
    page.get_by_label("A has shape").fill("three by four")
    expect(page.get_by_text("Write a shape like 3×4, (4,) or scalar.")).to_be_visible()
    expect(page.get_by_role("gridcell")).to_have_count(12)


# -- decision-boundary --------------------------------------------------------------------------


def test_the_decision_boundary_trains_live_and_parts_two_blobs(show: Show) -> None:
    page = show("decision-boundary", "data=blobs lr=2")
    before = page.locator(".boundary").get_attribute("d")
    page.get_by_role("button", name="Train").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator(".readout")).to_contain_text("64 of 64 points on their own side", timeout=20_000)
    assert page.locator(".boundary").get_attribute("d") != before


def test_no_line_parts_xor_but_more_features_do(show: Show) -> None:
    page = show("decision-boundary", "data=xor", "decision-boundary.step=200")
    assert "A straight line cannot part these two classes" in readout(page)
    page.get_by_label("as features").check()
    page.evaluate("location.hash = '#decision-boundary.step=200&decision-boundary.features=yes'")
    expect(page.locator(".readout")).to_contain_text("64 of 64 points")


def test_points_are_added_by_click_and_by_key(show: Show) -> None:
    page = show("decision-boundary")
    expect(page.locator(".point")).to_have_count(64)
    box = page.locator(".map svg").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".point")).to_have_count(65)
    page.locator(".handle").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("0")
    expect(page.locator(".point")).to_have_count(66)
    assert "of 66 points" in readout(page)
    expect(page).to_have_url(re.compile(r"decision-boundary\.added="))


def test_the_label_of_the_logistic_graph_turns_the_sign_of_dz(show: Show) -> None:
    page = show("computation-graph", "expression=logistic")
    slope = page.locator("gradus-computation-graph .node[data-id=z]")
    assert (slope.get_attribute("aria-label") or "").endswith("dL/dz 0.8808")  # sigma(2) - 0
    page.get_by_role("radio", name="1", exact=True).check()
    expect(slope).to_have_attribute("aria-label", re.compile("dL/dz −0.1192$"))


# -- one-neuron ---------------------------------------------------------------------------------


def test_a_neuron_without_its_bend_pays_one_to_take_a_small_flat(show: Show) -> None:
    page = show("one-neuron")
    assert readout(page).startswith("price = max(0, 3.00 · size − 60): mean squared miss")
    page.get_by_label("bend at zero").uncheck()
    expect(page.locator(".readout")).to_contain_text("For 10 m2 it says −30: nobody pays you")
    page.get_by_role("button", name="Best fit").click()
    expect(page.locator(".readout")).not_to_contain_text("3.00 · size")


def test_a_point_of_the_three_neurons_is_dragged(show: Show) -> None:
    page = show("one-neuron", "page=three")
    handle = page.get_by_role("slider", name="Second bend")
    box = handle.locator(".knob").bounding_box()
    assert box is not None
    before = readout(page)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] - 40, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"one-neuron\.h2="))
    assert readout(page) != before


# -- sigmoid-explorer ---------------------------------------------------------------------------


def test_the_point_on_the_sigmoid_moves_by_key_and_states_probability_and_losses(show: Show) -> None:
    page = show("sigmoid-explorer")
    assert "a probability of 0.881. If the label is 1, the loss is 0.127; if it is 0, 2.127." in readout(page)
    page.locator(".handle").focus()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator(".readout")).to_contain_text("= 0.00: odds of 1.0 to 1 for class 1, a probability of 0.500")


# -- tangent ------------------------------------------------------------------------------------


def test_a_smaller_nudge_brings_the_slope_to_the_formulas_until_rounding_wins(show: Show) -> None:
    assert "slope by nudging: 5.5; f′(a) = 2a = 4; off by 1.5." in readout(show("tangent"))
    assert "off by 10⁻³" in readout(show("tangent", "h=0.001"))
    assert "only the rounding is left" in readout(show("tangent", "h=0.0000000000001"))


def test_a_formula_of_ones_own_is_read_and_a_wrong_one_explained(show: Show) -> None:
    page = show("tangent", "f=custom")
    page.get_by_label("f(a) =").fill("3a")
    expect(page.locator(".readout")).to_contain_text("slope by nudging: 3; exact slope: 3")
    page.get_by_label("f(a) =").fill("3a +")
    expect(page.get_by_text("The formula stops too early.")).to_be_visible()
    expect(page.locator(".readout")).to_contain_text("slope by nudging: 3;")


def test_the_corner_of_relu_has_no_single_slope(show: Show) -> None:
    assert "At the corner there is no single slope" in readout(show("tangent", "f=relu a=0"))


# -- scale-curves and loop-vs-vector ------------------------------------------------------------


def test_the_schematic_says_that_it_is_one_and_keeps_silent_where_the_order_is_open(show: Show) -> None:
    page = show("scale-curves")
    expect(page.get_by_text("A sketch, not a measurement.")).to_be_visible()
    assert readout(page).startswith(
        "At 70 on this scale, best first: large network, medium network, small network, traditional method"
    )
    assert "the order is open" in readout(show("scale-curves", "data=10"))


def test_the_loop_needs_a_tick_for_each_number_and_the_vector_few(show: Show) -> None:
    page = show("loop-vs-vector")
    assert "the loop has 1 of 8 products and z = 2; the vector has all 8 products" in readout(page)
    for _ in range(7):
        page.get_by_role("button", name="Tick").click()
    expect(page.locator(".readout")).to_contain_text("Both say 15: 8 ticks against 4.")


def test_the_browser_measures_itself_when_asked(show: Show) -> None:
    page = show("loop-vs-vector")
    page.get_by_role("button", name="Measure in this browser").click()
    expect(page.get_by_text("Measured in your browser just now. For 10\u202f000 numbers:")).to_be_visible(
        timeout=20_000
    )
    expect(page.get_by_role("button", name="Measure again")).to_be_visible()
