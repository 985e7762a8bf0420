"""Re-create the vendored front-end files from their pinned packages.

Run ``python3 scripts/vendor_assets.py`` after changing ``scripts/vendor.toml``. It needs npm and, this
once, a network; Gradus itself never does. Each package is fetched with ``npm pack``, its archive is
compared with the pinned hash, and the files that we ship are unpacked next to their licence. A bundle is
installed with ``npm ci``, which compares the hashes of its lock file, and made into one file by esbuild.
"""

from __future__ import annotations

import base64
import fnmatch
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "gradus" / "web" / "static" / "vendor"


def main() -> int:
    """Fetch, compare and unpack every package; the exit code is 1 if one of them differs."""
    listed = tomllib.loads((HERE / "vendor.toml").read_text(encoding="utf-8"))
    packages = listed["package"]
    shutil.rmtree(TARGET, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        for package in packages:
            name = f"{package['name']}@{package['version']}"
            archive = pack(name, Path(folder))
            found = integrity(archive)
            if found != package["integrity"]:
                print(f"{name}: the archive's hash is {found}; vendor.toml expects {package['integrity']}.")
                return 1
            size = unpack(archive, TARGET / package["folder"], package["files"])
            print(f"{name}: {size / 1000:.0f} kB")
        for one in listed["bundle"]:
            size = bundle(HERE / one["folder"], one["entry"], TARGET / one["folder"] / one["file"], Path(folder))
            print(f"{one['folder']}: {size / 1000:.0f} kB")
    return 0


def pack(name: str, folder: Path) -> Path:
    """The archive of one package, as npm hands it out."""
    done = subprocess.run(
        ["npm", "pack", name, "--silent", "--pack-destination", str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    return folder / done.stdout.split()[-1]


def integrity(archive: Path) -> str:
    """The hash of an archive in the form that lock files use."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()


def unpack(archive: Path, folder: Path, patterns: list[str]) -> int:
    """Unpack the files that match one of the patterns, and say how many bytes they are."""
    size = 0
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            name = member.name.removeprefix("package/")
            source = tar.extractfile(member)
            if source is None or not any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
                continue
            data = source.read()
            if name.endswith(".css"):
                data = woff2_only(data)
            path = folder / name.removeprefix("dist/").removeprefix("files/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            size += len(data)
    return size


def bundle(source: Path, entry: str, target: Path, folder: Path) -> int:
    """Install what a folder's lock file pins, make one module of it beside the licences, and count its bytes."""
    work = folder / source.name
    shutil.copytree(source, work)
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=work, check=True)
    options = ["--bundle", "--minify", "--format=esm", "--target=es2022"]
    options += ["--legal-comments=none", "--metafile=meta.json"]
    esbuild = work / "node_modules" / ".bin" / "esbuild"
    subprocess.run([esbuild, entry, *options, f"--outfile={target}", "--log-level=warning"], cwd=work, check=True)
    inputs = json.loads((work / "meta.json").read_text(encoding="utf-8"))["inputs"]
    (target.parent / "LICENSE").write_text(licences(work, inputs), encoding="utf-8")
    return target.stat().st_size


def licences(work: Path, inputs: Iterable[str]) -> str:
    """The licence of each package that went into a bundle; packages that share one are named together."""
    used = {re.match(r"node_modules/((?:@[^/]+/)?[^/]+)/", name) for name in inputs}
    packages: dict[str, list[str]] = {}
    for name in sorted(found[1] for found in used if found):
        text = (work / "node_modules" / name / "LICENSE").read_text(encoding="utf-8").strip()
        packages.setdefault(text, []).append(name)
    return "\n\n".join(f"{', '.join(names)}\n\n{text}" for text, names in packages.items()) + "\n"


def woff2_only(css: bytes) -> bytes:
    """A style sheet without the older font formats, which we do not ship: every browser we serve reads woff2."""
    return re.sub(rb",url\([^)]*\.(?:woff|ttf)\) format\(\"[a-z]+\"\)", b"", css)


if __name__ == "__main__":
    sys.exit(main())
