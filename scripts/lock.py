"""Write the lock files from ``pyproject.toml``: ``python3 scripts/lock.py``; ``--upgrade`` takes the newest versions.

Each lock is universal (every system, every Python that we support) and holds the hash of every
file. None names the package index, so that a mirror serves as well.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements-uv.lock": ["--group=installer"],
    "requirements-peers.lock": ["--group=peers"],
    "requirements.lock": ["--extra=build", "pyproject.toml"],
    # The same versions as those that Gradus runs with, and the tests' own.
    "requirements-test.lock": ["--extra=build", "--extra=test", "--constraints=requirements.lock", "pyproject.toml"],
}
TORCH = "2.13.0"
TORCH_LOCK = "requirements-torch.lock"
TORCH_ON_THE_CPU = ["6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b"]
"""Hashes of PyTorch's builds without CUDA for Linux, which no index of packages holds beside the others."""

OPTIONS = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]


def main() -> int:
    """Write the locks, each beginning from what it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--upgrade", action="store_true", help="take the newest version of every package")
    upgrade = ["--upgrade"] if parser.parse_args().upgrade else []
    uv = next(ROOT.glob(".venv/uv-*/bin/uv"), "uv")
    for lock, sources in LOCKS.items():
        command = [str(uv), "pip", "compile", *OPTIONS, *upgrade, *sources, f"--output-file={lock}"]
        if code := subprocess.run(command, cwd=ROOT, check=False).returncode:
            return code
        print(f"{lock} is written.")
    (ROOT / TORCH_LOCK).write_text(torch_lock(str(uv)))
    print(f"{TORCH_LOCK} is written.")
    return 0


def torch_lock(uv: str) -> str:
    """Pin PyTorch and what it needs on a CPU, to be installed with --no-deps: the gigabytes of CUDA are left out."""
    command = [uv, "pip", "compile", *OPTIONS, "-"]
    asked = subprocess.run(command, input=f"torch=={TORCH}", capture_output=True, text=True, cwd=ROOT, check=True)
    entries = re.split(r"^(?=\S)", asked.stdout, flags=re.MULTILINE)
    kept = [each for each in entries if each and not re.match(r"cuda-|nvidia-|triton|jinja2|markupsafe|typing", each)]
    return "".join(_on_the_cpu(each) if each.startswith("torch==") else each for each in kept)


def _on_the_cpu(entry: str) -> str:
    """Let Linux take the build without CUDA alone; elsewhere the index holds no other."""
    here = "".join(f" \\\n    --hash=sha256:{digest}" for digest in TORCH_ON_THE_CPU)
    pinned = f"torch=={TORCH}"
    return entry.replace(pinned, f"{pinned} ; sys_platform != 'linux'") + f"{pinned} ; sys_platform == 'linux'{here}\n"


if __name__ == "__main__":
    sys.exit(main())
