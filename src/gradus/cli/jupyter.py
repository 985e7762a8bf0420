"""Shows a notebook in JupyterLab for as long as the command runs."""

from __future__ import annotations

import time
import webbrowser
from pathlib import Path

from gradus.cli.output import MENDABLE, Problem, complain
from gradus.web.jupyter import Jupyter, State


def show_notebook(workspace: Path, notebook: Path) -> None:
    """Start JupyterLab in the workspace, open the notebook, and wait for Ctrl-C or JupyterLab's end."""
    jupyter = Jupyter(workspace)
    try:
        jupyter.start()
        while (state := jupyter.state()) is State.STARTING:
            time.sleep(0.1)
        if state is State.READY:
            address = jupyter.url(notebook)
            complain(f"JupyterLab shows it at {address} until Ctrl-C.")
            webbrowser.open(address)
        while jupyter.state() is State.READY:
            time.sleep(0.5)
        if jupyter.failure:
            raise Problem(f"{jupyter.failure}\nOpen {notebook} in an editor of your own instead.", MENDABLE)
    except KeyboardInterrupt:
        complain("Ended.")
    finally:
        jupyter.stop()
