"""Gives the browser tests a browser, and says at the very end when there was none for them.

A test needs a browser when it asks, itself or through another fixture, for pytest-playwright's
``browser``, or carries the mark of that name. ``GRADUS_BROWSER`` is the path of the browser, and
may be set to choose one. With ``GRADUS_REQUIRE_BROWSER`` it is a failure that a browser test did
not run. With ``GRADUS_INSTALL_BROWSER`` one is installed where none is found. With
``GRADUS_REQUIRE_TORCH`` it is a failure that PyTorch is not there to compare with.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Generator
from typing import Any

import pytest

from scripts import browser

os.environ.setdefault("DESCENT_FAST", "0")  # the readable modules are tested; the tests of their twins ask for these

WATCH = "gradus-browser-tests"
NO_BROWSER = "there is no browser"


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("GRADUS_REQUIRE_TORCH") and not importlib.util.find_spec("torch"):
        raise pytest.UsageError("PyTorch was to judge the networks, and is not there: see CONTRIBUTING.md.")
    config.pluginmanager.register(BrowserTests(config), WATCH)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], pytestconfig: pytest.Config) -> dict[str, Any]:
    """Start the browser that was found, where pytest-playwright would start one of its own."""
    watch = pytestconfig.pluginmanager.get_plugin(WATCH)
    if watch is None or not watch.provide():
        pytest.skip(NO_BROWSER)  # a test that asked for it as it ran, and so could not be left out before
    return {**browser_type_launch_args, "executable_path": os.environ["GRADUS_BROWSER"]}


class BrowserTests:
    """Watches over the tests that need a browser."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.ran: set[str] = set()
        self.not_run: list[str] = []

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None]:
        for item in items:
            if "browser" in getattr(item, "fixturenames", ()):
                item.add_marker("browser")
        yield  # meanwhile -m and -k have taken their choice
        wanting = [item for item in items if item.get_closest_marker("browser")]
        if wanting and not self.config.option.collectonly and not self.provide():
            self.not_run = [item.nodeid for item in wanting]
            self.config.hook.pytest_deselected(items=wanting)
            items[:] = [item for item in items if item not in wanting]

    def provide(self) -> bool:
        """Let ``GRADUS_BROWSER`` name a browser, if one is to be had."""
        path = os.environ.get("GRADUS_BROWSER") or browser.find()
        if not path and os.environ.get("GRADUS_INSTALL_BROWSER"):
            self.write("\nInstalling Chromium for the browser tests")
            path, said = browser.install()
            if not path:
                self.write("\n".join(said.splitlines()[-12:]))
        if path:
            os.environ["GRADUS_BROWSER"] = path
        return bool(path)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if "browser" in report.keywords or NO_BROWSER in str(report.longrepr):
            if report.skipped:
                self.not_run.append(report.nodeid)
            elif report.when == "call":
                self.ran.add(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        required = os.environ.get("GRADUS_REQUIRE_BROWSER") and not self.config.option.collectonly
        if required and (self.not_run or not self.ran):
            session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED
            self.write("\nThe browser tests were to run, and did not all do so.")

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        if self.not_run:
            self.write(
                f"{len(self.not_run)} browser tests did not run ({files(self.not_run)}). "
                "Install Chromium, Chrome or Edge, or name one in GRADUS_BROWSER, and run the tests again."
            )

    def write(self, text: str) -> None:
        self.config.get_terminal_writer().line(text)


def files(nodes: list[str]) -> str:
    """Name the files of these tests, each once."""
    return ", ".join(dict.fromkeys(node.partition("::")[0] for node in nodes))
