"""Grading: learner code is called in a process of its own, and what it returns is judged here."""

from gradus.grading.examiner import grade
from gradus.grading.loading import ChecksError

__all__ = ["ChecksError", "grade"]
