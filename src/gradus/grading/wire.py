"""What passes between examiner and candidate: framed msgpack and raw array buffers, never a pickle.

Both sides run this one file, so it imports nothing of the project. The receiver holds every limit,
because the examiner must expect anything of a candidate: also that it sends what is cheap to write
and dear to read. A container travels as a list that starts with a tag, so that tuples, keys that are
no strings and NumPy's scalars arrive as they left.
"""

from __future__ import annotations

import math
import re
import socket
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgpack  # type: ignore[import-untyped]
import numpy as np

_HEAD = struct.Struct("<4sII")
_MAGIC = b"GRD1"
HEADER_BYTES = 2 << 20
BUFFERS = 4096
TOTAL_BYTES = 256 << 20
DEPTH = 32
TEXT = 1 << 16
DIGITS = 1024
"""Of a whole number, in base 16: more than that Python does not even print."""
EMPTY = 1 << 20
"""The most rows and columns, multiplied, of an array without any value: such a shape costs nothing to claim."""
_LARGE = 1 << 16
_GLANCE = 1024
"""After so many values the receiver looks at the clock."""
_KINDS = "biufcUS"
_HEX = re.compile(r"^-?0x[0-9a-f]+$")
_DTYPE = re.compile(r"^[<|](?:b1|[iu][1248]|f[248]|c(?:8|16)|[US][1-9][0-9]{0,5})$")

LIST, TUPLE, DICT, SET, ARRAY, SCALAR, COMPLEX, ELLIPSIS, BIG, BYTES, OPAQUE = range(11)


class WireError(Exception):
    """The other side sent what it must not, or what is too large."""


class WireTimeout(WireError):
    """The deadline passed first."""


class WireClosed(WireError):
    """The other side is gone."""


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that does not travel: its type, and its repr cut short."""

    kind: str
    text: str


def send(sock: socket.socket, value: Any, deadline: float | None = None) -> None:
    """Send one value, wholly, before ``deadline`` (of ``time.monotonic``)."""
    parts = [memoryview(part) for part in encode(value)]
    parts = [part for part in parts if len(part)]
    try:
        while parts:
            sock.settimeout(_left(deadline))
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


def receive(sock: socket.socket, deadline: float | None = None) -> Any:
    """Receive one value before ``deadline``; ``WireError`` for anything that is not one."""
    magic, header_bytes, count = _HEAD.unpack(_exactly(sock, _HEAD.size, deadline))
    if magic != _MAGIC:
        raise WireError("not a frame")
    if header_bytes > HEADER_BYTES or count > BUFFERS:
        raise WireError("the frame is too large")
    lengths = struct.unpack(f"<{count}Q", _exactly(sock, 8 * count, deadline))
    if header_bytes + sum(lengths) > TOTAL_BYTES:
        raise WireError("the frame is too large")
    header = _exactly(sock, header_bytes, deadline)
    buffers = [_exactly(sock, length, deadline) for length in lengths]
    frame = _Frame(buffers, deadline)
    try:
        value = _decode(msgpack.unpackb(header, raw=False, strict_map_key=True), frame, 0)
        if frame.left:
            raise WireError("values that belong to no array")
        return value
    except WireError:
        raise
    except Exception as error:  # noqa: BLE001 -- the sender may have sent anything
        raise WireError(f"the frame cannot be read: {type(error).__name__}") from None


class _Frame:
    """The buffers of a frame, each to be taken once, and the time there is to read it."""

    def __init__(self, buffers: Sequence[memoryview], deadline: float | None) -> None:
        self.left = dict(enumerate(buffers))
        self.deadline = deadline
        self.seen = 0

    def glance(self) -> None:
        """Count one value, and now and then look whether there is time left."""
        self.seen += 1
        if self.seen % _GLANCE == 0:
            _left(self.deadline)


def encode(value: Any) -> list[bytes | memoryview]:
    """The frame of a value, in parts. What cannot travel goes as ``Opaque``."""
    buffers: list[bytes | memoryview] = []
    header = msgpack.packb(_encode(value, buffers, 0), use_bin_type=True)
    if len(header) > HEADER_BYTES or len(buffers) > BUFFERS or sum(len(part) for part in buffers) > TOTAL_BYTES:
        raise WireError("the value is too large to send")
    lengths = struct.pack(f"<{len(buffers)}Q", *(len(part) for part in buffers))
    return [_HEAD.pack(_MAGIC, len(header), len(buffers)), lengths, header, *buffers]


def travelled(value: Any) -> Any:
    """The value as the other side would receive it."""
    buffers: list[bytes | memoryview] = []
    return _decode(_encode(value, buffers, 0), _Frame([memoryview(bytearray(part)) for part in buffers], None), 0)


def _encode(value: Any, buffers: list[bytes | memoryview], depth: int) -> Any:
    """The tagged form. Asks for exact types, or calls the base type's methods: overrides never run."""
    kind = type(value)
    if value is None or kind is bool or kind is float:
        return value
    if kind is int:
        if -(1 << 63) <= value < 1 << 63:
            return value
        bits = value.bit_length()
        return [BIG, hex(value)] if bits <= 4 * DIGITS else [OPAQUE, "int", f"a whole number of {bits} bits"]
    if kind is str:
        return value.encode("utf-8", "replace").decode() if len(value) <= TEXT else opaque(value)
    if depth > DEPTH:
        return opaque(value)
    if isinstance(value, np.generic | np.ndarray):
        return _encode_array(value, buffers)
    if isinstance(value, dict):
        pairs = [[_encode(k, buffers, depth + 1), _encode(v, buffers, depth + 1)] for k, v in dict.items(value)]
        return [DICT, *pairs]
    if isinstance(value, list):
        return [LIST, *(_encode(part, buffers, depth + 1) for part in list.__iter__(value))]
    if isinstance(value, tuple):
        return [TUPLE, *(_encode(part, buffers, depth + 1) for part in tuple.__iter__(value))]
    if kind in (set, frozenset):
        return [SET, *(_encode(part, buffers, depth + 1) for part in value)]
    if kind is complex:
        return [COMPLEX, value.real, value.imag]
    if value is Ellipsis:
        return [ELLIPSIS]
    if kind is bytes and len(value) <= TEXT:
        return [BYTES, value]
    if kind is Opaque:
        return [OPAQUE, value.kind[:TEXT], value.text[:TEXT]]
    return opaque(value)


def opaque(value: Any) -> list[Any]:
    """The tagged form of what does not travel."""
    try:
        text = repr(value)[:200]
    except Exception as error:  # noqa: BLE001 -- a learner's repr may raise anything
        text = f"<its repr raises {type(error).__name__}>"
    return [OPAQUE, type(value).__name__[:100], str(text).encode("utf-8", "replace").decode()]


def _encode_array(value: np.generic | np.ndarray, buffers: list[bytes | memoryview]) -> Any:
    array = np.asarray(value)
    if array.nbytes > TOTAL_BYTES:
        return [OPAQUE, f"array of shape {array.shape}", "too large to look at"]
    if array.dtype == np.longdouble and array.dtype.itemsize > 8:
        array = array.astype(np.float64)
    if array.dtype == np.clongdouble and array.dtype.itemsize > 16:
        array = array.astype(np.complex128)
    array = np.ascontiguousarray(array).reshape(array.shape).astype(array.dtype.newbyteorder("<"), copy=False)
    if array.dtype.kind not in _KINDS or not _DTYPE.match(array.dtype.str):
        return [OPAQUE, f"{type(value).__name__} of {array.dtype}, shape {array.shape}", str(value)[:200]]
    if isinstance(value, np.generic):
        return [SCALAR, array.dtype.str, array.tobytes()]
    if not array.size and _filled(array.shape) > EMPTY:
        return [OPAQUE, f"array of shape {array.shape}", "empty, and of a shape that nothing could fill"]
    buffers.append(memoryview(array.reshape(-1).view(np.uint8).data) if array.size else b"")
    return [ARRAY, array.dtype.str, list(array.shape), len(buffers) - 1]


def _decode(node: Any, frame: _Frame, depth: int) -> Any:
    frame.glance()
    if not isinstance(node, list):
        if node is None or isinstance(node, bool | int | float | str):
            return node
        raise WireError("a value of no known kind")
    if depth > DEPTH + 2 or not node or type(node[0]) is not int:
        raise WireError("a malformed value")
    decode = _DECODERS.get(node[0])
    if decode is None:
        raise WireError("a value of no known kind")
    return decode(node[1:], frame, depth + 1)


def _parts(nodes: list[Any], frame: _Frame, depth: int) -> list[Any]:
    return [_decode(node, frame, depth) for node in nodes]


def _pairs(nodes: list[Any], frame: _Frame, depth: int) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key, value in nodes:
        found[_decode(key, frame, depth)] = _decode(value, frame, depth)
        if len(found) % 64 == 0:  # often, for keys can be chosen that all fall into one place of the table
            _left(frame.deadline)
    return found


def _array(nodes: list[Any], frame: _Frame, depth: int) -> np.ndarray:
    text, shape, index = nodes
    dtype = _dtype(text)
    if not isinstance(shape, list) or len(shape) > 32 or any(type(n) is not int or not 0 <= n < 1 << 40 for n in shape):
        raise WireError("an array of no possible shape")
    buffer = frame.left.pop(index, None) if type(index) is int else None
    if buffer is None:
        raise WireError("an array without its values")
    if math.prod(shape) * dtype.itemsize != len(buffer):
        raise WireError("an array whose values do not fill its shape")
    if not len(buffer):
        if _filled(shape) > EMPTY:
            raise WireError("an array of no possible shape")
        return np.zeros(shape, dtype)
    return np.frombuffer(buffer, dtype).reshape(shape)


def _scalar(nodes: list[Any], frame: _Frame, depth: int) -> np.generic:
    text, raw = _fields(nodes, str, bytes)
    dtype = _dtype(text)
    if len(raw) != dtype.itemsize:
        raise WireError("a scalar without its value")
    value: np.generic = np.frombuffer(raw, dtype)[0]
    return value


def _big(nodes: list[Any], frame: _Frame, depth: int) -> int:
    (text,) = _fields(nodes, str)
    if len(text) > DIGITS + 3 or not _HEX.match(text):
        raise WireError("a malformed value")
    return int(text, 16)


def _opaque(nodes: list[Any], frame: _Frame, depth: int) -> Opaque:
    kind, text = _fields(nodes, str, str)
    return Opaque(kind[:200], text[:400])


def _fields(nodes: list[Any], *kinds: type) -> list[Any]:
    """The nodes, if they are of just these types."""
    if [type(node) for node in nodes] != list(kinds):
        raise WireError("a malformed value")
    return nodes


def _filled(shape: Sequence[int]) -> int:
    """How large an array without values would be if its empty sides held one."""
    return math.prod(max(n, 1) for n in shape)


def _dtype(text: Any) -> np.dtype[Any]:
    if not isinstance(text, str) or not _DTYPE.match(text):
        raise WireError("an array of no numeric dtype")
    return np.dtype(text)


_DECODERS: dict[int, Callable[[list[Any], _Frame, int], Any]] = {
    LIST: _parts,
    TUPLE: lambda nodes, frame, depth: tuple(_parts(nodes, frame, depth)),
    DICT: _pairs,
    SET: lambda nodes, frame, depth: frozenset(_pairs([(node, None) for node in nodes], frame, depth)),
    ARRAY: _array,
    SCALAR: _scalar,
    COMPLEX: lambda nodes, frame, depth: complex(*_fields(nodes, float, float)),
    ELLIPSIS: lambda nodes, frame, depth: ... if not _fields(nodes) else None,
    BIG: _big,
    BYTES: lambda nodes, frame, depth: bytes(_fields(nodes, bytes)[0]),
    OPAQUE: _opaque,
}


def _left(deadline: float | None) -> float | None:
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
            sock.settimeout(_left(deadline))
            got = sock.recv_into(rest)
            if not got:
                raise WireClosed("the other side closed")
            rest = rest[got:]
    except TimeoutError:
        raise WireTimeout("receiving took too long") from None
    except OSError as error:
        raise WireClosed(str(error)) from None
    return data
