"""Tells an open lab page that something changed: an attempt from anywhere, a save, a hint, a check that goes on."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from gradus.model import Item, Kind
from gradus.record import RecordError
from gradus.web.lab_view import notebooks
from gradus.web.site import Site, find_item, site_of

LOOK = 0.25
"""Seconds between two looks: what happened elsewhere shows within a second."""
BEAT = 15.0
"""Seconds after which something is sent although nothing changed, so that a line that broke is noticed."""


async def live(request: Request) -> Response:
    """A line that stays open, and on it a message for each change."""
    _, _, item = await run_in_threadpool(find_item, request)
    if item.kind is not Kind.LAB:
        raise HTTPException(404)
    return StreamingResponse(messages(site_of(request), item), media_type="text/event-stream")


async def messages(site: Site, item: Item) -> AsyncIterator[str]:
    """The pulse of a lab now and at each change, as server-sent events, until the server is to end."""
    known, told = "", 0.0
    while not site.ending():
        now = await run_in_threadpool(pulse, site, item)
        if now != known or time.monotonic() - told > BEAT:
            known, told = now, time.monotonic()
            yield f"retry: 1000\ndata: {now}\n\n"
        await asyncio.sleep(LOOK)


def pulse(site: Site, item: Item) -> str:
    """A word that changes whenever something on the lab's page would."""
    check = site.checking.of(item)
    try:
        done: object = [attempt.id for attempt in site.record.attempts(item.key, brief=True)[-1:]]
        shown: object = len(site.record.hints(item.key))
    except RecordError as error:  # a page that is there already need not go away for it
        done = shown = str(error)
    saved = [notebook.saved for notebook in notebooks(item, site.workspace.labs)]
    state = (done, shown, saved, None if check is None else check.state)
    return hashlib.sha256(repr(state).encode()).hexdigest()[:16]
