"""Which Gradus this is."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version


@lru_cache(maxsize=1)
def program_version() -> str:
    """The version of the installed package."""
    try:
        return version("gradus")
    except PackageNotFoundError:  # run from source that nobody installed
        return "0+source"
