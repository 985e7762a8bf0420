"""Notes in files: Standard MIDI, which names keys and times instead of storing sound.

A file is a chunk ``MThd`` and one ``MTrk`` for each track. A track is a list of (time since the last event, event):
note on, note off, tempo and others. Times are numbers in base 128, most significant first, with the high bit set on
all bytes but the last. A status byte that is the same as the last one may be left out.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

TICKS = 480  # of a quarter note: divisible by 3 and by 32
OFF, ON, PROGRAM = 0x80, 0x90, 0xC0
META, TEMPO, END = 0xFF, 0x51, 0x2F
_DATA_BYTES = {0x80: 2, 0x90: 2, 0xA0: 2, 0xB0: 2, 0xC0: 1, 0xD0: 1, 0xE0: 2}


class Note(NamedTuple):
    """A key that is pressed and let go.

    Attributes
    ----------
    start : float
        When, in quarter notes from the beginning.
    length : float
        How long, in quarter notes.
    pitch : int
        Which key, 0 to 127; 60 is the middle C, 69 the A of 440 hertz.
    velocity : int
        How hard, 1 to 127.
    """

    start: float
    length: float
    pitch: int
    velocity: int = 80


def midi_bytes(notes: Sequence[Note], *, tempo: float = 120, program: int = 0) -> bytes:
    """A tune as the bytes of a MIDI file of format 0.

    Parameters
    ----------
    notes : sequence of Note
        In any order.
    tempo : float
        Quarter notes a minute.
    program : int
        The instrument, 0 to 127; 0 is a piano.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    ValueError
        If a note does not fit into the format.

    Examples
    --------
    >>> midi_bytes([Note(0, 1, 60)]).hex(" ", 1)[:41]
    '4d 54 68 64 00 00 00 06 00 00 00 01 01 e0'
    """
    events: list[tuple[int, int, bytes]] = []  # time, off before on, what
    for note in notes:
        if note.start < 0 or note.length <= 0 or not 0 <= note.pitch < 128 or not 0 < note.velocity < 128:
            raise ValueError(
                f"a note must start at 0 or later, last longer than 0, have a pitch of 0 to 127 and a velocity of 1 "
                f"to 127; got {note}. Rests are written by writing nothing."
            )
        start, end = round(note.start * TICKS), round((note.start + note.length) * TICKS)
        events.append((start, 1, bytes((ON, note.pitch, note.velocity))))
        events.append((max(end, start + 1), 0, bytes((OFF, note.pitch, 0))))
    if not 4 <= tempo <= 60_000_000 or not 0 <= program < 128:
        raise ValueError(f"tempo must be 4 or more and program 0 to 127; got {tempo} and {program}.")
    per_quarter = round(60_000_000 / tempo)  # microseconds
    track = b"\0" + bytes((META, TEMPO, 3)) + per_quarter.to_bytes(3, "big") + bytes((0, PROGRAM, program))
    now = 0
    for time, _, event in sorted(events):
        track += _base128(time - now) + event
        now = time
    track += bytes((0, META, END, 0))
    return b"MThd" + struct.pack(">IHHH", 6, 0, 1, TICKS) + b"MTrk" + struct.pack(">I", len(track)) + track


def write_midi(path: str | Path, notes: Sequence[Note], *, tempo: float = 120, program: int = 0) -> None:
    """Write a tune to a MIDI file.

    Parameters
    ----------
    path : path
        Overwritten if it is there.
    notes : sequence of Note
        In any order.
    tempo : float
        Quarter notes a minute.
    program : int
        The instrument, 0 to 127; 0 is a piano, 66 a tenor saxophone.
    """
    Path(path).write_bytes(midi_bytes(notes, tempo=tempo, program=program))


def read_midi(path: str | Path) -> tuple[list[Note], float]:
    """Read the notes of a MIDI file of format 0 or 1.

    Parameters
    ----------
    path : path
        Of the file.

    Returns
    -------
    notes : list of Note
        Of all tracks and channels together, by start and pitch.
    tempo : float
        Quarter notes a minute: the first that the file names, 120 if it names none.

    Raises
    ------
    ValueError
        If the file is not MIDI, ends too early, or counts time in seconds.
    """
    raw = Path(path).read_bytes()
    if raw[:4] != b"MThd" or len(raw) < 14:
        raise ValueError(f"{path} begins with {raw[:4]!r}; a MIDI file begins with b'MThd'. Is it one?")
    size, kind, tracks, ticks = struct.unpack(">IHHH", raw[4:14])
    if kind > 1 or not 0 < ticks < 0x8000:
        raise ValueError(f"{path} has format {kind} and division {ticks}; read are formats 0 and 1 in quarter notes.")
    notes: list[Note] = []
    tempos: list[float] = []
    place = 8 + size
    try:
        for _ in range(tracks):
            length = int.from_bytes(raw[place + 4 : place + 8], "big")
            kind_of_chunk, begin = raw[place : place + 4], place + 8
            place = begin + length
            if not kind_of_chunk or place > len(raw):
                raise IndexError
            if kind_of_chunk == b"MTrk":
                _read_track(raw[begin:place], ticks, notes, tempos)
    except (IndexError, KeyError) as error:
        raise ValueError(f"{path} ends within an event, or has one that MIDI does not know. Fetch it again.") from error
    return sorted(notes), tempos[0] if tempos else 120.0


def _read_track(track: bytes, ticks: int, notes: list[Note], tempos: list[float]) -> None:
    """Append what a track holds to ``notes`` and ``tempos``."""
    down: dict[tuple[int, int], list[tuple[int, int]]] = {}  # channel and pitch: since when, how hard
    for time, status, data in _events(track):
        if status == META:
            if data[0] == TEMPO:
                tempos.append(60_000_000 / int.from_bytes(data[1:], "big"))
        elif status & 0xF0 == ON and data[1]:
            down.setdefault((status & 0x0F, data[0]), []).append((time, data[1]))
        elif status & 0xF0 in (ON, OFF):  # a note on with velocity 0 ends the note
            waiting = down.get((status & 0x0F, data[0]))
            if waiting:
                since, velocity = waiting.pop(0)
                notes.append(Note(since / ticks, (time - since) / ticks, data[0], velocity))


def _events(track: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Time in ticks, status and data of each event; the data of a meta event begin with its type."""
    place = time = status = 0
    while place < len(track):
        step, place = _read_base128(track, place)
        time += step
        if track[place] & 0x80:
            status = track[place]
            place += 1
        if status in (META, 0xF0, 0xF7):
            first = place
            place += status == META  # its type
            length, begin = _read_base128(track, place)
            place = begin + length
            yield time, status, track[first : first + (status == META)] + track[begin:place]
        else:
            place += _DATA_BYTES[status & 0xF0]
            yield time, status, track[place - _DATA_BYTES[status & 0xF0] : place]


def _base128(number: int) -> bytes:
    """A number of seven bits a byte, the high bit set on all bytes but the last."""
    parts = [number & 0x7F]
    while number := number >> 7:
        parts.append(number & 0x7F | 0x80)
    return bytes(reversed(parts))


def _read_base128(raw: bytes, place: int) -> tuple[int, int]:
    """The number that begins there, and the place after it."""
    number = 0
    while True:
        number = number << 7 | raw[place] & 0x7F
        place += 1
        if not raw[place - 1] & 0x80:
            return number, place
