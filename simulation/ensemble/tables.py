"""The records of all runs as one table a name, in the order of what was asked: the same bytes however it was run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from simulation.ensemble import records
from simulation.ensemble.parts import Part, Point
from simulation.ensemble.store import RUNS, written

KEYS = pa.schema([("scenario", pa.string()), ("point", pa.int32()), ("replicate", pa.int32()), ("seed", pa.int64())])
ROWS_TOGETHER = 200_000
"""Rows of a row group, about: few enough to hold in memory, many enough to read fast."""


def write_all(folder: Path, parts: Sequence[Part], names: Sequence[str]) -> list[Path]:
    """Every table of the runs that are kept."""
    kept = [part for part in parts if records.path_of(folder / RUNS, part.run_id).exists()]
    return [_write_one(folder, kept, name) for name in names]


def _write_one(folder: Path, kept: Sequence[Part], name: str) -> Path:
    path = folder / f"{name}.parquet"
    schema = _joint_schema(folder, kept, name)
    with (
        written(path) as partial,
        pq.ParquetWriter(partial, schema, compression="zstd", write_page_checksum=True) as out,
    ):
        together: list[pa.Table] = []
        for part in kept:
            together.append(_fitted(_with_keys(part, _plain(_read(folder, part, name))), schema))
            if sum(len(table) for table in together) >= ROWS_TOGETHER:
                out.write_table(pa.concat_tables(together).combine_chunks())
                together.clear()
        out.write_table(pa.concat_tables([schema.empty_table(), *together]).combine_chunks())
    return path


def _read(folder: Path, part: Part, name: str) -> pa.Table:
    return records.tables(folder / RUNS, part.run_id, (name,))[name]


def _joint_schema(folder: Path, kept: Sequence[Part], name: str) -> pa.Schema:
    """All columns of any run, the keys first; what a run does not tell is empty in its rows."""
    seen: dict[int, pa.Schema] = {}
    for part in kept:  # runs of one point have the same columns, but for an empty table of a short run
        table = _plain(_read(folder, part, name))
        if len(table) or id(part.point) not in seen:
            seen[id(part.point)] = table.schema
    told = sorted(seen.values(), key=lambda schema: -len(schema))
    return pa.unify_schemas([KEYS, *told], promote_options="permissive").remove_metadata()


def _plain(table: pa.Table) -> pa.Table:
    """Words as words, whichever way they were kept, and no column of an empty table that has no kind."""
    for number, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            words = pa.field(field.name, pa.string(), metadata=field.metadata)
            table = table.set_column(number, words, table.column(number).cast(pa.string()))
    if len(table) == 0:
        return table.select([f.name for f in table.schema if pa.types.is_string(f.type)])
    return table


def _with_keys(part: Part, table: pa.Table) -> pa.Table:
    values = (part.point.scenario.name, part.point.number, part.replicate, part.seed)
    for number, (field, value) in enumerate(zip(KEYS, values, strict=True)):
        table = table.add_column(number, field, pa.array([value] * len(table), field.type))
    return table


def _fitted(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with the columns of the schema, in its order."""
    columns = [
        table.column(field.name).cast(field.type)
        if field.name in table.column_names
        else pa.nulls(len(table), field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def write_points(folder: Path, points: Sequence[Point]) -> Path:
    """What each point of each scenario changes; settings that a point does not change are empty."""
    settings = list(dict.fromkeys(key for point in points for key in point.settings))
    rows = [
        {"scenario": point.scenario.name, "point": point.number, "label": point.label, "title": point.scenario.title}
        | {key: _cell(point.settings.get(key)) for key in settings}
        for point in points
    ]
    return _write_rows(folder / "points.parquet", rows)


def _cell(value: Any) -> Any:
    return str(value) if isinstance(value, (dict, list)) else value


def write_runs(folder: Path, parts: Sequence[Part], messages: Mapping[str, str]) -> Path:
    """Every run that was asked for: kept, failed with its message, or not run because there were enough."""
    return _write_rows(folder / "runs.parquet", list(_run_rows(folder, parts, messages)))


def _run_rows(folder: Path, parts: Sequence[Part], messages: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for part in parts:
        kept = records.path_of(folder / RUNS, part.run_id).exists()
        state = "kept" if kept else "failed" if part.run_id in messages else "not run"
        yield {
            "scenario": part.point.scenario.name,
            "point": part.point.number,
            "replicate": part.replicate,
            "seed": part.seed,
            "run_id": part.run_id,
            "state": state,
            "message": "" if kept else messages.get(part.run_id, ""),
        }


def _write_rows(path: Path, rows: list[dict[str, Any]]) -> Path:
    names = list(dict.fromkeys(name for row in rows for name in row))
    table = pa.table({name: _column([row.get(name) for row in rows]) for name in names})
    with written(path) as partial:
        pq.write_table(table, partial, compression="zstd", write_page_checksum=True)
    return path


def _column(values: list[Any]) -> pa.Array:
    """A column of one kind; words where settings of several kinds meet."""
    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else str(value) for value in values])
