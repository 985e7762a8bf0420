"""What every handler needs: the courses, the record, JupyterLab, and the way to a page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from gradus.content import Library
from gradus.content.lesson import item_url
from gradus.content.markdown import highlighted, render, render_inline
from gradus.content.reference import Reference, find_reference
from gradus.model import Course, Item, Week
from gradus.record import Record, Workspace
from gradus.record.progress import CourseProgress, progress
from gradus.web import words
from gradus.web.checking import Checking
from gradus.web.crossref import doc_line
from gradus.web.jupyter import Jupyter

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
THEMES = ("light", "dark")


@dataclass
class Site:
    """One running web face."""

    load: Callable[[], Library]
    workspace: Workspace
    record: Record
    jupyter: Jupyter
    checking: Checking = field(default_factory=Checking)
    ending: Callable[[], bool] = lambda: False
    """Whether the server is to end: an open line to a page must not hold it up."""
    reference: Reference = field(default_factory=find_reference)

    @cached_property
    def templates(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals |= {
            "static": static_url,
            "url": item_url,
            "course_url": course_url,
            "week_url": week_url,
            "kinds": words.KINDS,
            "levels": words.LEVELS,
            "state_words": words.state_words,
        }
        environment.filters |= {
            "duration": words.duration,
            "percent": words.percent,
            "points": words.points,
            "when": words.when,
            "plural": words.plural,
            "markdown": lambda text: Markup(render(text).html),
            "mark": lambda text: hashlib.sha256(text.encode()).hexdigest()[:12],
            "inline": lambda text: Markup(render_inline(text)),
            "docline": lambda text: Markup(doc_line(text)),
            "python": lambda text: Markup(highlighted(text, "python")),
            "capitalize_first": lambda text: text[:1].upper() + text[1:],
        }
        return environment

    def page(self, request: Request, template: str, code: int = 200, /, **context: Any) -> HTMLResponse:
        """A page made from a template."""
        theme = request.cookies.get("gradus_theme", "")
        shared = {
            "theme": theme if theme in THEMES else "",
            "path": request.url.path,
            "findings": self.load().findings,
        }
        return HTMLResponse(self.templates.get_template(template).render(shared | context), code)

    def progress(self, course: Course) -> CourseProgress:
        """How far a course is."""
        return progress(course, self.record.attempts(brief=True))


def site_of(request: Request) -> Site:
    """The site that a request was made to."""
    site: Site = request.app.state.site
    return site


def course_url(course: Course) -> str:
    """The address of a course's page."""
    return f"/courses/{course.id}"


def week_url(week: Week) -> str:
    """The address of a week's page."""
    return f"/courses/{week.course}/{week.id}"


def find_course(request: Request) -> Course:
    """The course that the address names."""
    course = site_of(request).load().course(request.path_params["course"])
    if course is None:
        raise HTTPException(404)
    return course


def find_week(request: Request) -> tuple[Course, Week]:
    """The week that the address names."""
    course = find_course(request)
    week = next((week for week in course.weeks if week.id == request.path_params["week"]), None)
    if week is None:
        raise HTTPException(404)
    return course, week


def find_item(request: Request) -> tuple[Course, Week, Item]:
    """The item that the address names."""
    course, week = find_week(request)
    item = next((item for item in week.items if item.id == request.path_params["item"]), None)
    if item is None:
        raise HTTPException(404)
    return course, week, item


def neighbours(course: Course, item: Item) -> Mapping[str, Item | None]:
    """The items before and after, across weeks."""
    items = course.items
    place = items.index(item)
    return {
        "previous": items[place - 1] if place else None,
        "following": items[place + 1] if place + 1 < len(items) else None,
    }


_VERSIONS: dict[str, tuple[int, str]] = {}


def static_url(name: str) -> str:
    """The address of a file of ours, with a mark that changes with its content, so that it may be cached."""
    stamp = (STATIC / name).stat().st_mtime_ns
    known = _VERSIONS.get(name)
    if known is None or known[0] != stamp:
        known = (stamp, hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10])
        _VERSIONS[name] = known
    return f"/static/{name}?v={known[1]}"
