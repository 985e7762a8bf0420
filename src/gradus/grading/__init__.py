"""Grading: learner code is called in a process of its own, and what it returns is judged here."""

from gradus.grading.cache import VerdictCache
from gradus.grading.examiner import grade
from gradus.grading.loading import ChecksError
from gradus.grading.watching import Cancelled

__all__ = ["Cancelled", "ChecksError", "VerdictCache", "grade"]
