"""A record that opens while something else is done."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from gradus.record.errors import RecordError

if TYPE_CHECKING:
    from gradus.record.record import Record


class Opening:
    """Opens the record in a thread: SQLAlchemy loads while the candidate works, not after it.

    Whatever goes wrong is raised by ``record``, where it can be dealt with. With a ``refusal`` the
    file is not touched, and that sentence is what ``record`` raises.
    """

    def __init__(self, path: Path, *, refusal: str = "") -> None:
        self.path = path
        self._refusal = refusal
        self._record: Record | None = None
        self._error: BaseException | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to open, unless it is open or about to be. One that failed is tried again."""
        if self._refusal or self._record is not None or self._thread is not None:
            return
        self._error = None
        self._thread = threading.Thread(target=self._open, name="gradus-record", daemon=True)
        self._thread.start()

    def record(self) -> Record:
        """The open record; waits for it."""
        self.start()
        self._wait()
        if self._error is not None:
            raise self._error
        if self._record is None:
            raise RecordError(self._refusal)
        return self._record

    def close(self) -> None:
        """Let go of the file, if it was opened at all."""
        self._wait()
        if self._record is not None:
            self._record.close()

    def _wait(self) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _open(self) -> None:
        try:
            from gradus.record.record import Record  # here, since it brings SQLAlchemy

            self._record = Record(self.path)
        except BaseException as error:  # noqa: BLE001 - it is raised again in the thread that asks
            self._error = error
