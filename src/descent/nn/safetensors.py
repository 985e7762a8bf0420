"""Arrays by name in one file, in the safetensors format: a length, a table in JSON, and the bytes one after another.

    8 bytes                 N, the length of the table, as a little-endian whole number
    N bytes                 {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}, ...}
    the rest                the numbers, little-endian, row by row; offsets count from here

Unlike a pickle, such a file can hold nothing but numbers, so that reading one from a stranger runs no code.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from descent.shapes import FloatArray

DTYPES: dict[str, np.dtype[Any]] = {
    "F32": np.dtype("<f4"),
    "F64": np.dtype("<f8"),
    "I64": np.dtype("<i8"),
    "U8": np.dtype("u1"),
}
CODES = {dtype: code for code, dtype in DTYPES.items()}
LONGEST_TABLE = 100_000_000
"""The format's own limit."""


def write_safetensors(path: str | Path, arrays: Mapping[str, FloatArray]) -> None:
    """Write arrays to a file: first beside it, then in its place, so that a full disk does not ruin the old one.

    Parameters
    ----------
    path : str or Path
        The file; one that exists is replaced.
    arrays : mapping of str to array
        float32, float64, int64 or uint8.

    Raises
    ------
    TypeError
        If an array has another dtype.
    """
    table: dict[str, Any] = {}
    parts, end = [], 0
    for name, value in arrays.items():
        array = np.asarray(value)
        code = CODES.get(array.dtype.newbyteorder("<") if array.dtype.itemsize > 1 else array.dtype)
        if code is None:
            raise TypeError(f"{name} must be float32, float64, int64 or uint8; got {array.dtype}. Convert it first.")
        part = np.ascontiguousarray(array, DTYPES[code]).tobytes()
        table[name] = {"dtype": code, "shape": list(array.shape), "data_offsets": [end, end + len(part)]}
        parts.append(part)
        end += len(part)
    header = json.dumps(table, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 8)  # so that the numbers begin at a multiple of 8 bytes
    path = Path(path)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with draft.open("wb") as file:
            file.write(len(header).to_bytes(8, "little") + header)
            file.writelines(parts)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read_safetensors(path: str | Path) -> dict[str, FloatArray]:
    """Read arrays from a file.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    dict of str to array
        In the order of the file.

    Raises
    ------
    ValueError
        If the file is not what the format asks for; the message says where it goes wrong.
    """
    content = Path(path).read_bytes()
    length = int.from_bytes(content[:8], "little")
    if len(content) < 8 or length > min(LONGEST_TABLE, len(content) - 8):
        raise ValueError(f"{path} is not a whole safetensors file: its table should end at byte {8 + length} "
                         f"of {len(content)}. Save it again.")  # fmt: skip
    try:
        table = json.loads(content[8 : 8 + length])
        entries = {name: _entry(entry) for name, entry in table.items() if name != "__metadata__"}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"the table of {path} cannot be read ({error}). Save the file again.") from None
    numbers = memoryview(content)[8 + length :]
    arrays = {}
    for name, (dtype, shape, begin, end) in entries.items():
        if not 0 <= begin <= end <= len(numbers) or end - begin != dtype.itemsize * int(np.prod(shape, dtype=object)):
            raise ValueError(f"{name} in {path} should take bytes {begin} to {end} with shape {shape}, which does not "
                             f"fit a file with {len(numbers)} bytes of numbers. Save the file again.")  # fmt: skip
        arrays[name] = np.frombuffer(numbers[begin:end], dtype).reshape(shape).astype(dtype.newbyteorder("="))
    return arrays


def _entry(entry: Any) -> tuple[np.dtype[Any], tuple[int, ...], int, int]:
    """Take one line of the table apart, or raise what is wrong with it."""
    if entry["dtype"] not in DTYPES:
        raise ValueError(f"numbers of type {entry['dtype']} are not known, only {', '.join(DTYPES)}")
    shape, (begin, end) = entry["shape"], entry["data_offsets"]
    if not all(type(size) is int and size >= 0 for size in (*shape, begin, end)):
        raise ValueError("shapes and offsets must be whole numbers, 0 or more")
    return DTYPES[entry["dtype"]], tuple(shape), begin, end
