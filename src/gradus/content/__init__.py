"""Reads and validates what authors write under ``courses/``, and renders it."""

from __future__ import annotations

from gradus.content.library import Library, courses_root, load_courses
from gradus.content.tables import ContentError

__all__ = ["ContentError", "Library", "courses_root", "load_courses"]
