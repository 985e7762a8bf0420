"""What `import descent` costs over NumPy's own: time and memory, beside what the peers' imports cost.

python -m benchmarks.importing
"""

from __future__ import annotations

import importlib.util
import statistics
import subprocess
import sys
from collections.abc import Iterator

LIMIT_MS = 100.0
"""What `import descent` may take on top of NumPy's own import."""
CODE = """
import time
import numpy
from benchmarks.worker import resident
before = resident()
begin = time.process_time()
import {module}
print(1000 * (time.process_time() - begin), resident() - before)
"""
PEERS = ("sklearn", "torch")


def import_cost(module: str, times: int = 7) -> tuple[float, float]:
    """Milliseconds of the processor and megabytes of an import when NumPy is there already: medians over new processes.

    A first process is not counted, since it may have to compile files to byte code.
    """
    command = [sys.executable, "-W", "ignore", "-c", CODE.format(module=module)]
    runs = [
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _ in range(times + 1)
    ]
    return statistics.median(float(ms) for ms, _ in runs[1:]), statistics.median(float(mb) for _, mb in runs[1:])


def importing(times: int = 7) -> Iterator[tuple[str, float, str, float, str]]:
    """Give rows: what, ours, the peer, the peer's number and the unit."""
    ms, mb = import_cost("descent", times)
    yield "import descent, after NumPy", ms, "what is wanted at most", LIMIT_MS, "ms"
    for peer in PEERS:
        if importlib.util.find_spec(peer) is not None:
            peer_ms, peer_mb = import_cost(peer, times)
            yield "import descent, after NumPy", ms, f"import {peer}", peer_ms, "ms"
            yield "memory of import descent, after NumPy's", mb, f"import {peer}", peer_mb, "MB"


def main() -> None:
    for name, ours, peer, theirs, unit in importing():
        print(
            f"{name:<44} {ours:8.1f} {unit}   {peer:<24} {theirs:8.1f} {unit}   ratio {ours / theirs:5.2f}", flush=True
        )


if __name__ == "__main__":
    main()
