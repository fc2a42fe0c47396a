"""Columns to Arrow tables: key first; units and meaning in the metadata."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from simulation.engine.table import Column
from simulation.measures.schema import Sheet


def to_table(name: str, sheet: Sheet, columns: Mapping[str, Any]) -> pa.Table:
    """An Arrow table of these columns: those of the sheet first, in its order; its own metadata says what they are."""
    listed = [m.name for m in sheet.measures if m.name in columns]
    order = [*listed, *(c for c in columns if c not in listed)]
    arrays, fields = [], []
    for column in order:
        measure = sheet.measure(column)
        array = _array(columns[column])
        said = {"unit": measure.unit, "meaning": measure.meaning}
        fields.append(pa.field(column, array.type, metadata=said))
        arrays.append(array)
    about = {"table": name, "key": ",".join(sheet.key), "meaning": sheet.meaning}
    return pa.table(arrays, schema=pa.schema(fields, metadata=about))


def empty(name: str, sheet: Sheet) -> pa.Table:
    """The table of a run in which there was nothing to take down."""
    nothing = {m.name: np.array([], dtype=object if m.unit in ("name", "quarter") else float) for m in sheet.measures}
    return to_table(name, sheet, nothing)


def _array(values: Any) -> pa.Array | pa.ChunkedArray:
    if isinstance(values, (pa.Array, pa.ChunkedArray)):
        return values
    column = np.asarray(values)
    if column.dtype.kind in "OU":
        return pa.array(column.tolist(), type=pa.string())
    return pa.array(column)


def rows(columns: Mapping[str, Column]) -> Iterator[dict[str, Any]]:
    """Columns to rows of plain numbers and words."""
    values = zip(*(column.tolist() for column in columns.values()), strict=True)
    return (dict(zip(columns, row, strict=True)) for row in values)


def stacked(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows to columns; what a row does not tell is nan for numbers and empty for words."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return {name: _column([row.get(name) for row in rows]) for name in names}


def _column(values: list[Any]) -> Column:
    told = next((value for value in values if value is not None), None)
    missing: Any = "" if isinstance(told, str) else float("nan")
    return np.array([missing if value is None else value for value in values])


def joined(parts: list[dict[str, Column]]) -> dict[str, Column]:
    """Columns of many quarters, one after the other; a column that a part does not have is nan there."""
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: np.concatenate([part[name] if name in part else _untold(part) for part in parts]) for name in names}


def _untold(part: dict[str, Column]) -> Column:
    """A column of nan, as long as the others of its part."""
    return np.full(next(iter(part.values())).size, np.nan)


def words(numbers: Column, names: Any) -> pa.Array:
    """Numbers as the words they stand for, kept as a dictionary so that files stay small; -1 is the empty word."""
    listed = ["", *names]
    places = np.add(numbers, 1, dtype=np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(places), pa.array(listed, type=pa.string()))
