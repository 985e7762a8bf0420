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
        self._thread = threading.Thread(target=self._open, name="gradus-record", daemon=True)

    def start(self) -> None:
        """Begin to open. Calling it again changes nothing."""
        if self._thread.ident is None and not self._refusal:
            self._thread.start()

    def record(self) -> Record:
        """The open record; waits for it."""
        if self._refusal:
            raise RecordError(self._refusal)
        self.start()
        self._thread.join()
        if self._error is not None:
            raise self._error
        if self._record is None:
            raise RecordError(f"{self.path} could not be opened. Run `gradus doctor`.")
        return self._record

    def _open(self) -> None:
        try:
            from gradus.record.record import Record  # here, since it brings SQLAlchemy

            self._record = Record(self.path)
        except BaseException as error:  # noqa: BLE001 - it is raised again in the thread that asks
            self._error = error
