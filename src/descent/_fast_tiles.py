"""Tiles: small blocks of sums that stay in the processor's registers while products are added to them.

A processor multiplies and adds a whole vector of numbers at once, and has two such units. Both are kept busy only if
the sums lie in registers, and if there are so many of them that none has to wait for the one before. A compiler does
not find that by itself in loops over arrays. So a tile is a type of its own here, of ``PIXELS`` rows with one or two
vectors of ``LANES`` numbers each, and four functions for compiled code work on it.
They write LLVM's instructions, the ones that Numba itself compiles to: llvmlite comes with it.

None of them looks whether a place lies within its array: who calls them does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from llvmlite import binding, ir
from numba import types
from numba.extending import intrinsic, models, register_model

WIDE = bool(binding.get_host_cpu_features().get("avx512f", False))
"""Whether the processor has 32 registers of 16 numbers; others have 16 of 8, or what amounts to as much."""

LANES = 16 if WIDE else 8
"""Numbers in a vector."""

PIXELS = 8 if WIDE else 4
"""Rows of a tile: with two vectors a row there are registers left for what is multiplied."""

VECTOR = ir.VectorType(ir.FloatType(), LANES)
PLACE = ir.IntType(64)
EXACT_ENOUGH = ("contract",)
"""Allows to multiply and add in one instruction, which rounds once instead of twice, and nothing else."""


def instruction(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let compiled code call what the function writes; numbers that are known beforehand come as such."""
    return cast(Callable[..., Any], intrinsic(prefer_literal=True)(function))


class Tile(types.Type):
    """The type of a tile with so many vectors a row."""

    def __init__(self, vectors: int) -> None:
        self.vectors = vectors
        super().__init__(f"Tile({vectors})")


@register_model(Tile)
class TileModel(models.PrimitiveModel):
    """A tile is held as an array of vectors, which the compiler takes apart into registers."""

    def __init__(self, manager: Any, tile: Tile) -> None:
        array = ir.ArrayType(VECTOR, PIXELS * tile.vectors)
        super().__init__(manager, tile, array)  # type: ignore[no-untyped-call]  # Numba does not say what it takes


@instruction
def load(context: Any, array: Any, at: Any, step: Any, vectors: Any) -> Any:
    """Make a tile of what lies in a flat array from ``at`` on; its rows lie ``step`` apart."""
    tile = Tile(vectors.literal_value)

    def write(where: Any, builder: Any, signature: Any, values: Any) -> Any:
        numbers = _numbers(where, builder, signature, values, 0)
        result = ir.Constant(ir.ArrayType(VECTOR, PIXELS * tile.vectors), ir.Undefined)
        for i, place in enumerate(_places(builder, values[1], values[2], tile)):
            result = builder.insert_value(result, builder.load(_vector(builder, numbers, place), align=4), i)
        return result

    return tile(array, types.int64, types.int64, vectors), write


@instruction
def save(context: Any, tile: Any, array: Any, at: Any, step: Any) -> Any:
    """Write a tile into a flat array from ``at`` on, its rows ``step`` apart."""

    def write(where: Any, builder: Any, signature: Any, values: Any) -> Any:
        numbers = _numbers(where, builder, signature, values, 1)
        for i, place in enumerate(_places(builder, values[2], values[3], tile)):
            builder.store(builder.extract_value(values[0], i), _vector(builder, numbers, place), align=4)
        return where.get_dummy_value()

    return types.none(tile, array, types.int64, types.int64), write


@instruction
def add(context: Any, tile: Any, other: Any) -> Any:
    """Add two tiles."""

    def write(where: Any, builder: Any, signature: Any, values: Any) -> Any:
        result = values[0]
        for i in range(PIXELS * tile.vectors):
            total = builder.fadd(builder.extract_value(result, i), builder.extract_value(values[1], i))
            result = builder.insert_value(result, total, i)
        return result

    return tile(tile, tile), write


@instruction
def add_products(context: Any, tile: Any, x: Any, at: Any, step: Any, W: Any, start: Any) -> Any:
    """Add to every row of a tile one number of x times one row of W, of which there is one for all.

    The numbers lie in the flat array x from ``at`` on, ``step`` apart; the row begins in the flat array W at ``start``.
    """

    def write(where: Any, builder: Any, signature: Any, values: Any) -> Any:
        result, _, at, step, _, start = values
        numbers = _numbers(where, builder, signature, values, 1)
        weights = _numbers(where, builder, signature, values, 4)
        none = ir.Constant(VECTOR, ir.Undefined)
        first = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        row = [
            builder.load(_vector(builder, weights, builder.add(start, PLACE(v * LANES))), align=4)
            for v in range(tile.vectors)
        ]
        for i in range(PIXELS):
            number = builder.load(builder.gep(numbers, [builder.add(at, builder.mul(step, PLACE(i)))]), align=4)
            spread = builder.shuffle_vector(builder.insert_element(none, number, ir.IntType(32)(0)), none, first)
            for v, factor in enumerate(row):
                entry = i * tile.vectors + v
                product = builder.fmul(spread, factor, flags=EXACT_ENOUGH)
                total = builder.fadd(builder.extract_value(result, entry), product, flags=EXACT_ENOUGH)
                result = builder.insert_value(result, total, entry)
        return result

    return tile(tile, x, types.int64, types.int64, W, types.int64), write


def _numbers(where: Any, builder: Any, signature: Any, values: Any, argument: int) -> Any:
    """Find where the numbers of an argument, which is an array, lie in memory."""
    array = signature.args[argument]
    if array.dtype != types.float32 or array.ndim != 1 or array.layout != "C":
        raise TypeError(f"tiles are of float32 and lie in flat arrays; got {array}. Use array.reshape(-1).")
    return where.make_array(array)(where, builder, values[argument]).data


def _places(builder: Any, at: Any, step: Any, tile: Tile) -> Any:
    """Yield where in a flat array the vectors of a tile lie."""
    for i in range(PIXELS):
        row = builder.add(at, builder.mul(step, PLACE(i)))
        for v in range(tile.vectors):
            yield builder.add(row, PLACE(v * LANES))


def _vector(builder: Any, numbers: Any, place: Any) -> Any:
    """Look at the numbers from a place on as a vector."""
    return builder.bitcast(builder.gep(numbers, [place]), VECTOR.as_pointer())
