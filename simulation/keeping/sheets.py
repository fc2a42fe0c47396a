"""Rows that a recorder has taken down so far as one table, and back: every value, its kind, and the order of its keys.

A part is a row (every value one number or word) or the rows of one quarter (every value a column). Parts need not have
the same keys, and a key need not have the same kind in all of them: a column is a key with a kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

Part = Mapping[str, Any]
PLAIN = {"bool": bool, "float": float, "int": int, "str": str}
NOTHING = "NoneType"


class Layout(NamedTuple):
    """How the parts lie in the table."""

    columns: dict[str, tuple[str, str]]
    """Key and kind of each column of the table."""
    shapes: list[list[str]]
    """Columns of a part, in the order of its keys; each order once."""
    which: list[int]
    """Shape of each part."""
    lengths: list[int | None]
    """Rows of each part; None for one that is itself a row."""


def kind_of(value: Any) -> str:
    """Kind of a value: Python's name, `float64` for a number of NumPy, `float64[]` for a column."""
    if isinstance(value, np.ndarray):
        return f"{value.dtype.str}[]"
    return value.dtype.str if isinstance(value, np.generic) else type(value).__name__


def laid_out(parts: Sequence[Part]) -> tuple[pa.Table, Layout]:
    """The parts as a table, and how they lie in it."""
    kinds = dict.fromkeys((key, kind_of(value)) for part in parts for key, value in part.items())
    keys = [key for key, _ in kinds]
    name = {pair: pair[0] if keys.count(pair[0]) == 1 else f"{pair[0]} ({pair[1]})" for pair in kinds}
    told = [tuple(name[key, kind_of(value)] for key, value in part.items()) for part in parts]
    shapes = list(dict.fromkeys(told))
    place = {shape: number for number, shape in enumerate(shapes)}
    lengths = [_length(part) for part in parts]
    table = pa.table({column: _column(parts, told, lengths, column, *pair) for pair, column in name.items()})
    which = [place[shape] for shape in told]
    return table, Layout({column: pair for pair, column in name.items()}, [list(s) for s in shapes], which, lengths)


def _length(part: Part) -> int | None:
    sizes = {value.size if isinstance(value, np.ndarray) else None for value in part.values()}
    if len(sizes) > 1:
        raise TypeError(f"a part of a table has values of different lengths: {', '.join(part)}")
    return sizes.pop() if sizes else None


def _column(
    parts: Sequence[Part],
    told: Sequence[Sequence[str]],
    lengths: Sequence[int | None],
    name: str,
    key: str,
    kind: str,
) -> pa.Array | pa.ChunkedArray:
    """One column: the values of the parts that have it, nothing for the others."""
    has = [name in shape for shape in told]
    if not kind.endswith("[]"):
        values = [part[key] if here else None for part, here in zip(parts, has, strict=True)]
        return pa.array(values, type=arrow_kind(kind))
    stored = arrow_kind(kind.removesuffix("[]"))
    chunks = [
        pa.array(part[key], type=stored) if here else pa.nulls(n or 0, stored)
        for part, here, n in zip(parts, has, lengths, strict=True)
    ]
    return pa.chunked_array(chunks, type=stored)


def arrow_kind(kind: str) -> pa.DataType:
    """How Arrow keeps a kind of value."""
    if kind in PLAIN:
        return {"bool": pa.bool_(), "float": pa.float64(), "int": pa.int64(), "str": pa.string()}[kind]
    if kind == NOTHING:
        return pa.null()
    number = np.dtype(kind)
    return pa.string() if number.kind in "OU" else pa.from_numpy_dtype(number)


def taken_up(table: pa.Table, layout: Layout) -> list[dict[str, Any]]:
    """The parts again."""
    values = {name: _values(table[name], kind) for name, (_, kind) in layout.columns.items()}
    parts, low = [], 0
    for shape, length in zip(layout.which, layout.lengths, strict=True):
        rows: int | slice = low if length is None else slice(low, low + length)
        columns = layout.shapes[shape]
        parts.append({layout.columns[name][0]: values[name][rows] for name in columns})
        low += 1 if length is None else length
    return parts


def _values(column: pa.ChunkedArray, kind: str) -> Any:
    """The values of a column by row, each of its kind."""
    if kind.endswith("[]"):
        return as_column(column, kind.removesuffix("[]"))
    if kind in PLAIN or kind == NOTHING:
        return column.to_pylist()
    number = np.dtype(kind).type
    return [None if value is None else number(value) for value in column.to_pylist()]


def as_column(values: pa.Array | pa.ChunkedArray, dtype: str) -> Any:
    """A column of Arrow as one of NumPy of its own, without values that are missing in other parts' rows."""
    number = np.dtype(dtype)
    if number.kind in "OU":
        return np.array(values.to_pylist(), dtype=number if number.kind == "O" else None).astype(number)
    filled = values.fill_null(False if number.kind == "b" else 0) if values.null_count else values
    return np.array(
        filled.to_numpy(zero_copy_only=False) if isinstance(filled, pa.Array) else filled.to_numpy(), number
    )
