"""Write the lock files from ``pyproject.toml``: ``python3 scripts/lock.py``; ``--upgrade`` takes the newest versions.

Each lock is universal (every system, every Python that we support) and holds the hash of every
file. None names the package index, so that a mirror serves as well.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements-uv.lock": ["--group=installer"],
    "requirements.lock": ["--extra=build", "pyproject.toml"],
    # The same versions as those that Gradus runs with, and the tests' own.
    "requirements-test.lock": ["--extra=build", "--extra=test", "--constraints=requirements.lock", "pyproject.toml"],
}
OPTIONS = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]


def main() -> int:
    """Write the three locks, each beginning from what it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--upgrade", action="store_true", help="take the newest version of every package")
    upgrade = ["--upgrade"] if parser.parse_args().upgrade else []
    uv = next(ROOT.glob(".venv/uv-*/bin/uv"), "uv")
    for lock, sources in LOCKS.items():
        command = [str(uv), "pip", "compile", *OPTIONS, *upgrade, *sources, f"--output-file={lock}"]
        if code := subprocess.run(command, cwd=ROOT, check=False).returncode:
            return code
        print(f"{lock} is written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
