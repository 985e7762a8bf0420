"""Which files a candidate may read: what Python and installed packages need to import late, and no more.

Landlock cannot take away what a folder above has given. So the folders of packages are not given:
each thing in them is, one by one, without the packages that a candidate must not see.
Imports nothing of the project: the zygote loads this file by its path.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator

_DEVICES = ("/dev/null", "/dev/urandom", "/dev/random", "/dev/zero")
_ZONES = ("/usr/share/zoneinfo",)
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")
_PACKAGES = ("site-packages", "dist-packages")


def readable(packages: Iterable[str], shut: Iterable[str]) -> list[str]:
    """All such paths. ``packages`` are the folders on the search path, ``shut`` the names left out in them."""
    found = [*_DEVICES, *_ZONES, *standard_library()]
    for folder in packages:
        found += [path for path in _within(folder) if not _is(os.path.basename(path), shut)]
    found += libraries()
    return list(dict.fromkeys(found))


def standard_library() -> list[str]:
    """What is in the folders of the standard library, the packages installed there excepted."""
    folders = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), os.path.dirname(os.__file__)}
    found = [path for path in sys.path if path.endswith(".zip")]
    for folder in sorted(folders):
        found += [path for path in _within(folder) if os.path.basename(path) not in _PACKAGES]
    return found


def libraries() -> list[str]:
    """The shared objects that extension modules are linked against."""
    multiarch = sysconfig.get_config_var("MULTIARCH") or ""
    own = os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)
    folders = [*_LIBRARIES, os.path.join(sys.base_prefix, "lib"), *(folder for folder in own if folder)]
    found = [path for folder in folders for path in _within(folder) if ".so" in os.path.basename(path)]
    if multiarch:
        found += [path for folder in _LIBRARIES if os.path.isdir(path := os.path.join(folder, multiarch))]
    return found


def _within(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            yield from sorted(entry.path for entry in entries)
    except OSError:
        return


def _is(name: str, shut: Iterable[str]) -> bool:
    """Whether this is one of these packages, with whatever suffix: ``descent-1.0.dist-info``, ``courses.py``."""
    plain = name.lower().lstrip("_")
    return name.endswith((".pth", ".egg-link")) or any(
        plain == one or plain.startswith((f"{one}-", f"{one}.")) for one in shut
    )
