"""Runs the web face: from taking the port to letting go of everything again."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable

import uvicorn

from gradus.content import Library, courses_root
from gradus.content.lesson import render_lesson
from gradus.model import Kind
from gradus.record import Record
from gradus.record.lock import serving
from gradus.record.workspace import Workspace
from gradus.web.app import create_app
from gradus.web.fresh import library_loader
from gradus.web.jupyter import Jupyter
from gradus.web.security import EVERYWHERE, Access, access_for, this_machine

DEFAULT_PORT = 8750
AFTER_THE_FIRST_PAGE, BETWEEN_LESSONS = 2.0, 0.02
"""Seconds that reading ahead leaves to those who are there already."""


class ServeError(Exception):
    """Gradus cannot serve; the text says why and what to do."""


def serve(
    workspace: Workspace, host: str = "127.0.0.1", port: int = DEFAULT_PORT, *, open_browser: bool = True
) -> None:
    """Serve the pages until the process is asked to end.

    Prints the address alone on a line once it answers. ServeError if the port or host cannot be had,
    WorkspaceError if another Gradus serves the workspace, RecordError if the record cannot be used.
    """
    listener = listen(host, port)
    port = listener.getsockname()[1]
    access = access_for(host, port)
    address = address_of(host, port, access)
    with listener, serving(workspace, address):
        record = Record(workspace.record_path)
        jupyter = Jupyter(workspace.folder, host)
        try:
            load = library_loader(courses_root())
            app = create_app(load, workspace, record=record, jupyter=jupyter, access=access)
            config = uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                lifespan="off",
                timeout_graceful_shutdown=3,
                server_header=False,
                proxy_headers=False,
            )
            threading.Thread(target=read_ahead, args=(load,), daemon=True).start()
            server = uvicorn.Server(config)
            app.state.site.ending = lambda: server.should_exit
            asyncio.run(_run(server, listener, address, open_browser))
        except KeyboardInterrupt:
            # Uvicorn has shut down in order and passes the signal on; the terminal needs no traceback.
            pass
        finally:
            jupyter.stop()
            record.close()


def read_ahead(load: Callable[[], Library]) -> None:
    """Render every lesson once, so that a reader waits for none of them. A broken one waits to be shown."""
    time.sleep(AFTER_THE_FIRST_PAGE)
    library = load()
    for item in (item for course in library.courses for item in course.items if item.kind is Kind.LESSON):
        with contextlib.suppress(OSError, UnicodeDecodeError):
            render_lesson(item, library)
        time.sleep(BETWEEN_LESSONS)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on ``host`` and ``port``; port 0 lets the system choose."""
    if not 0 <= port <= 65535:
        raise ServeError(f"{port} is no port; ports go from 0 (any free one) to 65535.")
    listener: socket.socket | None = None
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        if sys.platform != "win32":  # There it would let two servers share one port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(128)
    except socket.gaierror as error:
        raise ServeError(
            f"{host!r} is no host name or address of this machine. Leave --host out, or mend it."
        ) from error
    except OSError as error:
        if listener is not None:
            listener.close()
        raise ServeError(_sentence(host, port, error)) from error
    return listener


def address_of(host: str, port: int, access: Access) -> str:
    """The address to open; with the key, where one is needed."""
    name = this_machine() if host in EVERYWHERE else host
    shown = f"[{name}]" if ":" in name else name
    return f"http://{shown}:{port}/" + (f"?key={access.key}" if access.key else "")


async def _run(server: uvicorn.Server, listener: socket.socket, address: str, open_browser: bool) -> None:
    running = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not running.done():
        await asyncio.sleep(0.005)
    if server.started:
        print(address, flush=True)
        if open_browser:
            # A browser that runs in the terminal would hold the server up.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    await running


def _sentence(host: str, port: int, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return (
                f"Port {port} of {host} is taken by another program, perhaps another Gradus. "
                "Stop that one, or add --port 0 to use any free port."
            )
        case errno.EACCES:
            return f"This account may not use port {port}. Add --port 0 to use any free port."
        case errno.EADDRNOTAVAIL:
            return f"{host} is not an address of this machine. Leave --host out, or name one that is."
    return f"Gradus cannot listen on {host}, port {port}: {error.strerror}. Try --port 0."
