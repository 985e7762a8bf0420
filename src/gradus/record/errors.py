"""What can go wrong with a learner's folder and record, each as a sentence that says what to do."""

from __future__ import annotations


class WorkspaceError(Exception):
    """The folder cannot be used as a workspace."""


class AlreadyServing(WorkspaceError):
    """Another Gradus serves this workspace."""

    def __init__(self, sentence: str, address: str) -> None:
        super().__init__(sentence)
        self.address = address
        """Where the other one answers; empty if it has not said so yet."""


class RecordError(Exception):
    """The record cannot be read or written. Nothing in it has changed."""


class DamagedRecord(RecordError):
    """The record's file is not a sound database. It is left exactly as it is."""
