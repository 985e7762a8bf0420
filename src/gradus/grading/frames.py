"""The frames of the wire: a header and raw buffers, of bounded size, whole before an absolute deadline.

Both sides run this one file, so it imports nothing of the project.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Sequence

import numpy as np

_HEAD = struct.Struct("<4sII")
_MAGIC = b"GRD1"
HEADER_BYTES = 2 << 20
BUFFERS = 4096
TOTAL_BYTES = 64 << 20
_LARGE = 1 << 16


class WireError(Exception):
    """The other side sent what it must not, or what is too large."""


class WireTimeout(WireError):
    """The deadline passed first."""


class WireClosed(WireError):
    """The other side is gone."""


def framed(header: bytes, buffers: Sequence[bytes | memoryview]) -> list[bytes | memoryview]:
    """A frame, in parts; ``WireError`` if no receiver would take it."""
    if len(buffers) > BUFFERS or len(header) > HEADER_BYTES:
        raise WireError("the value is too large to send")
    if len(header) + sum(len(part) for part in buffers) > TOTAL_BYTES:
        raise WireError("the value is too large to send")
    lengths = struct.pack(f"<{len(buffers)}Q", *(len(part) for part in buffers))
    return [_HEAD.pack(_MAGIC, len(header), len(buffers)), lengths, header, *buffers]


def send_frame(sock: socket.socket, frame: Sequence[bytes | memoryview], deadline: float | None) -> None:
    """Send all parts before ``deadline`` (of ``time.monotonic``)."""
    parts = [memoryview(part) for part in frame if len(part)]
    try:
        while parts:
            sock.settimeout(time_left(deadline))
            sent = sock.sendmsg(parts[:32])
            while sent:
                if sent < len(parts[0]):
                    parts[0], sent = parts[0][sent:], 0
                else:
                    sent -= len(parts.pop(0))
    except TimeoutError:
        raise WireTimeout("sending took too long") from None
    except OSError as error:
        raise WireClosed(str(error)) from None


def receive_frame(sock: socket.socket, deadline: float | None) -> tuple[memoryview, list[memoryview]]:
    """A frame's header and buffers. Its claims are looked at before a byte of what they announce is taken."""
    magic, header_bytes, count = _HEAD.unpack(_exactly(sock, _HEAD.size, deadline))
    if magic != _MAGIC:
        raise WireError("not a frame")
    if header_bytes > HEADER_BYTES or count > BUFFERS:
        raise WireError("the frame is too large")
    lengths = struct.unpack(f"<{count}Q", _exactly(sock, 8 * count, deadline))
    if header_bytes + sum(lengths) > TOTAL_BYTES:
        raise WireError("the frame is too large")
    header = _exactly(sock, header_bytes, deadline)
    return header, [_exactly(sock, length, deadline) for length in lengths]


def time_left(deadline: float | None) -> float | None:
    """Seconds until then, or ``WireTimeout``."""
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise WireTimeout("the deadline has passed")
    return left


def _exactly(sock: socket.socket, count: int, deadline: float | None) -> memoryview:
    # A large claim costs nothing before its bytes are there: NumPy leaves the memory untouched.
    data = memoryview(bytearray(count)) if count < _LARGE else np.empty(count, np.uint8).data
    rest = data
    try:
        while rest:
            sock.settimeout(time_left(deadline))
            got = sock.recv_into(rest)
            if not got:
                raise WireClosed("the other side closed")
            rest = rest[got:]
    except TimeoutError:
        raise WireTimeout("receiving took too long") from None
    except OSError as error:
        raise WireClosed(str(error)) from None
    return data
