"""A running Gradus over the project's own courses, and a browser that reports every slip of a page."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route, expect

from gradus.content import Library, courses_root, load_courses
from gradus.record import Record

QUIET = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=OptimizationHints,MediaRouter",
)
expect.set_options(timeout=30_000)  # a machine that is busy with other tests is slow, not wrong

START = "from gradus.cli import main; main()"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start a browser that asks nothing of a network by itself. As root, Chromium cannot use its own sandbox."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    more = [*QUIET, *(["--no-sandbox"] if as_root else [])]
    return {**browser_type_launch_args, "args": [*browser_type_launch_args.get("args", []), *more]}


@dataclass
class Gradus:
    """A Gradus that runs in a process of its own."""

    address: str
    workspace: Path
    library: Library

    @property
    def record(self) -> Record:
        """The record it writes, opened beside it."""
        return Record(self.workspace / "record.sqlite")


def start_gradus(workspace: Path, courses: Path) -> tuple[subprocess.Popen[str], str]:
    """Start Gradus as the command does; returns the process and the address that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-c", START, "start", "--no-browser", "--port", "0", "--workspace", str(workspace)],
        env={**os.environ, "GRADUS_COURSES": str(courses)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip().rstrip("/")


@pytest.fixture(scope="module")
def gradus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gradus]:
    """Gradus over the real courses with an empty workspace, one for each file of tests."""
    workspace = tmp_path_factory.mktemp("workspace")
    process, address = start_gradus(workspace, courses_root())
    try:
        assert address.startswith("http://127.0.0.1:"), address
        yield Gradus(address, workspace, load_courses(courses_root()))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


@dataclass
class Slips:
    """What pages did that they must never do."""

    foreign: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Visits:
    """Opens pages, lets no request leave this machine, and keeps what went wrong."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.slips = Slips()
        self.contexts: list[BrowserContext] = []

    def __call__(self, **options: Any) -> Page:
        """Open an empty page; ``options`` are those of a browser context."""
        context = self.browser.new_context(**options)
        self.contexts.append(context)
        context.route("**/*", self._only_here)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.slips.errors.append(str(error.error)))
        context.on("request", self._asked)
        return context.new_page()

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in ("127.0.0.1", None):
            self.slips.foreign.append(request.url)

    def _only_here(self, route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            route.abort()

    def _said(self, message: ConsoleMessage) -> None:
        # A browser also notes each page that was answered with 404 or 500, as some here are meant to be.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.slips.console.append(message.text)

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page with ``visit(**context_options)``; the test fails for anything a page did wrong meanwhile."""
    visits = Visits(browser)
    yield visits
    visits.close()
    assert visits.slips == Slips()
