"""What passes between examiner and candidate: framed msgpack and raw array buffers, never a pickle.

Both sides run this one file, so it imports nothing of the project. The receiver holds every limit,
because the examiner must expect anything of a candidate. A container travels as a list that starts
with a tag, so that tuples, keys that are no strings and NumPy's scalars arrive as they left.
"""

from __future__ import annotations

import math
import re
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgpack  # type: ignore[import-untyped]
import numpy as np

_HEAD = struct.Struct("<4sII")
_MAGIC = b"GRD1"
HEADER_BYTES = 8 << 20
BUFFERS = 4096
TOTAL_BYTES = 256 << 20
DEPTH = 32
TEXT = 1 << 16
_KINDS = "biufcUS"
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
    if sum(lengths) > TOTAL_BYTES:
        raise WireError("the frame is too large")
    header = _exactly(sock, header_bytes, deadline)
    buffers = [_exactly(sock, length, deadline) for length in lengths]
    try:
        return _decode(msgpack.unpackb(header, raw=False, strict_map_key=True), buffers, 0)
    except WireError:
        raise
    except Exception as error:  # noqa: BLE001 -- the sender may have sent anything
        raise WireError(f"the frame cannot be read: {type(error).__name__}") from None


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
    return _decode(_encode(value, buffers, 0), [bytearray(part) for part in buffers], 0)


def _encode(value: Any, buffers: list[bytes | memoryview], depth: int) -> Any:
    """The tagged form. Asks for exact types, or calls the base type's methods: overrides never run."""
    kind = type(value)
    if value is None or kind is bool or kind is float:
        return value
    if kind is int:
        return value if -(1 << 63) <= value < 1 << 63 else [BIG, hex(value)[:TEXT]]
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
        return [OPAQUE, value.kind, value.text]
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
    buffers.append(memoryview(array.reshape(-1).view(np.uint8).data) if array.size else b"")
    return [ARRAY, array.dtype.str, list(array.shape), len(buffers) - 1]


def _decode(node: Any, buffers: list[bytearray], depth: int) -> Any:
    if not isinstance(node, list):
        if node is None or isinstance(node, bool | int | float | str):
            return node
        raise WireError("a value of no known kind")
    if depth > DEPTH + 2 or not node or type(node[0]) is not int:
        raise WireError("a malformed value")
    decode = _DECODERS.get(node[0])
    if decode is None:
        raise WireError("a value of no known kind")
    return decode(node[1:], buffers, depth + 1)


def _parts(nodes: list[Any], buffers: list[bytearray], depth: int) -> list[Any]:
    return [_decode(node, buffers, depth) for node in nodes]


def _pairs(nodes: list[Any], buffers: list[bytearray], depth: int) -> dict[Any, Any]:
    return {_decode(key, buffers, depth): _decode(value, buffers, depth) for key, value in nodes}


def _array(nodes: list[Any], buffers: list[bytearray], depth: int) -> np.ndarray:
    text, shape, index = nodes
    dtype = _dtype(text)
    if not isinstance(shape, list) or len(shape) > 32 or any(type(n) is not int or not 0 <= n < 1 << 40 for n in shape):
        raise WireError("an array of no possible shape")
    if type(index) is not int or not 0 <= index < len(buffers):
        raise WireError("an array without its values")
    if math.prod(shape) * dtype.itemsize != len(buffers[index]):
        raise WireError("an array whose values do not fill its shape")
    if not buffers[index]:
        return np.zeros(shape, dtype)
    return np.frombuffer(buffers[index], dtype).reshape(shape)


def _scalar(nodes: list[Any], buffers: list[bytearray], depth: int) -> np.generic:
    text, raw = nodes
    dtype = _dtype(text)
    if not isinstance(raw, bytes) or len(raw) != dtype.itemsize:
        raise WireError("a scalar without its value")
    value: np.generic = np.frombuffer(raw, dtype)[0]
    return value


def _dtype(text: Any) -> np.dtype[Any]:
    if not isinstance(text, str) or not _DTYPE.match(text):
        raise WireError("an array of no numeric dtype")
    return np.dtype(text)


_DECODERS: dict[int, Callable[[list[Any], list[bytearray], int], Any]] = {
    LIST: _parts,
    TUPLE: lambda nodes, buffers, depth: tuple(_parts(nodes, buffers, depth)),
    DICT: _pairs,
    SET: lambda nodes, buffers, depth: frozenset(_parts(nodes, buffers, depth)),
    ARRAY: _array,
    SCALAR: _scalar,
    COMPLEX: lambda nodes, buffers, depth: complex(float(nodes[0]), float(nodes[1])),
    ELLIPSIS: lambda nodes, buffers, depth: Ellipsis,
    BIG: lambda nodes, buffers, depth: int(nodes[0], 16),
    BYTES: lambda nodes, buffers, depth: bytes(nodes[0]),
    OPAQUE: lambda nodes, buffers, depth: Opaque(str(nodes[0])[:200], str(nodes[1])[:400]),
}


def _left(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise WireTimeout("the deadline has passed")
    return left


def _exactly(sock: socket.socket, count: int, deadline: float | None) -> bytearray:
    data = bytearray(count)
    rest = memoryview(data)
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
