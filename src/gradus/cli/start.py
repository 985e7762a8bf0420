"""``gradus start``: the pages, in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from gradus.cli.output import MENDABLE, Problem, WorkspaceOption
from gradus.record import find_folder, open_workspace, server_address
from gradus.record.errors import AlreadyServing

EXAMPLE = "Example: gradus start --workspace ~/learning"
PORT = 8750


def start(
    port: Annotated[int, typer.Option(help="Port to use; 0 takes any free one.", min=0, max=65535)] = PORT,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    workspace: WorkspaceOption = None,
) -> None:
    """Start Gradus and open it in the browser. Ctrl-C stops it; nothing is lost."""
    opened = open_workspace(find_folder(explicit=workspace))
    other = server_address(opened)
    if other is not None:
        # Before the port is tried: the same workspace twice is likelier than a stranger on the port.
        where = f" at {other}. Open that address, or stop it first." if other else ". Stop it first."
        raise AlreadyServing(f"Gradus already runs for {opened.folder}{where}", other)
    from gradus.web.serve import ServeError, serve  # here, since it brings the web server

    try:
        serve(opened, host, port, open_browser=browser)
    except ServeError as error:
        raise Problem(str(error), MENDABLE) from error
