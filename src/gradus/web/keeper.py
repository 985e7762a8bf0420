"""Runs one command for as long as the process that started it lives: ``python -m gradus.web.keeper CMD…``.

The starter holds the other end of this process's standard input. However it ends, even by a kill
that it never notices, the pipe closes, and then the command is stopped too.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

GRACE = 3.0
"""Seconds to end by itself: JupyterLab uses them to shut its kernels down."""


def main(command: list[str]) -> int:
    """Run ``command`` until it ends, or until standard input does."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    threading.Thread(target=_stop_at_end_of_input, args=(child,), daemon=True).start()
    return child.wait()


def _stop_at_end_of_input(child: subprocess.Popen[bytes]) -> None:
    while os.read(0, 1024):
        pass
    child.terminate()
    try:
        child.wait(GRACE)
    except subprocess.TimeoutExpired:
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
