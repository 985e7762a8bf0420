"""The page of a lesson, and the mark that it was read."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gradus.content.lesson import item_url, render_lesson
from gradus.model import Attempt, Course, Finding, Item, Kind, Week
from gradus.record.progress import State, item_progress
from gradus.web.site import Site, find_item, neighbours, site_of


def lesson_page(request: Request, course: Course, week: Week, item: Item) -> Response:
    """A lesson to read."""
    site = site_of(request)
    library = site.load()
    try:
        lesson = render_lesson(item, library)
    except (OSError, UnicodeDecodeError) as error:
        shown = f"{item.course}/{item.week}/{item.id}/lesson.md"
        problem = Finding(shown, f"this file cannot be read: {_reason(error)}.", "Mend it, or put it back.")
        return site.page(request, "broken.html", 500, item=item, course=course, week=week, problems=(problem,))
    titles = {known.id: known for known in course.items}
    return site.page(
        request,
        "lesson.html",
        course=course,
        week=week,
        item=item,
        lesson=lesson,
        toc=[heading for heading in lesson.headings if heading.level == 2],
        needs=[titles[need] for need in item.needs if need in titles],
        progress=item_progress(item, _attempts(site, item)),
        **neighbours(course, item),
    )


async def mark_read(request: Request) -> Response:
    """Record that a lesson was read to its end; a form then goes on to the next item."""
    site = site_of(request)
    course, _, item = find_item(request)
    by_script = request.headers.get("accept", "").startswith("application/json")
    await run_in_threadpool(_add_reading, site, item)
    if by_script:
        return Response(status_code=204)
    following = neighbours(course, item)["following"]
    return RedirectResponse(item_url(following) if following else "/", 303)


def _add_reading(site: Site, item: Item) -> None:
    # Read again, it is still read: one row says so.
    if item.kind is Kind.LESSON and item_progress(item, _attempts(site, item)).state is not State.DONE:
        site.record.add(Kind.LESSON, item.key, 1, 1)


def _attempts(site: Site, item: Item) -> list[Attempt]:
    return site.record.attempts(item.key, brief=True)


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or "unknown" if isinstance(error, OSError) else f"it is not UTF-8 text ({error.reason})"
