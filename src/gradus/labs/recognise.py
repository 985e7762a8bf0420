"""Which lab does a file belong to?"""

from __future__ import annotations

from collections.abc import Iterable

from gradus.labs.source import read_lab
from gradus.labs.submission import Submission
from gradus.model import Item


def recognise(submission: Submission, labs: Iterable[Item]) -> Item | None:
    """The lab that the file names, else the one whose exercises it defines most of; None in doubt."""
    labs = list(labs)
    for item in labs:
        if item.id == submission.lab:
            return item
    defined = submission.names.union(*(broken.names for broken in submission.broken))
    best: list[tuple[tuple[int, float], Item]] = []
    for item in labs:
        exercises = read_lab(item).exercises
        hits = len(defined.intersection(exercises))
        if hits:
            best.append(((hits, hits / len(exercises)), item))
    best.sort(key=lambda one: one[0], reverse=True)
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return None
    return best[0][1]
