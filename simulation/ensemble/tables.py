"""The records of all runs as one table a name, in the order of what was asked: the same bytes however it was run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from simulation.engine.threads import cores
from simulation.ensemble import records
from simulation.ensemble.parts import Part, Point

KEYS = pa.schema([("scenario", pa.string()), ("point", pa.int32()), ("replicate", pa.int32()), ("seed", pa.int64())])
RECORDS_IN_HAND = 64
"""Records that may be read before their rows are written."""
ROWS_TOGETHER = 200_000
"""Rows of a row group, about: few enough to hold in memory, many enough to read fast."""


def write_all(runs: Path, parts: Sequence[Part], names: Sequence[str], into: Path) -> None:
    """Every table of the runs whose records are kept; they are read on all cores and written in order."""
    kept = [part for part in parts if records.path_of(runs, part.run_id).exists()]
    schemas = _joint_schemas(runs, kept, names)

    def rows_of(part: Part) -> dict[str, pa.Table]:
        tables = records.tables(runs, part.run_id, names)
        return {name: _fitted(_with_keys(part, _plain(table)), schemas[name]) for name, table in tables.items()}

    with ThreadPoolExecutor(cores()) as readers:
        sheets = {name: Sheet(into / f"{name}.parquet", schemas[name]) for name in names}
        for first in range(0, len(kept), RECORDS_IN_HAND):
            for rows in readers.map(rows_of, kept[first : first + RECORDS_IN_HAND]):
                for name, table in rows.items():
                    sheets[name].add(table)
        for sheet in sheets.values():
            sheet.close()


class Sheet:
    """One table of all runs, written in groups of rows."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.schema = schema
        self.file = pq.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True)
        self.together: list[pa.Table] = []

    def add(self, table: pa.Table) -> None:
        """The rows of one more run."""
        self.together.append(table)
        if sum(len(each) for each in self.together) >= ROWS_TOGETHER:
            self._write(self.together)
            self.together = []

    def close(self) -> None:
        """The rows that are left, if only none."""
        self._write([self.schema.empty_table(), *self.together])
        self.file.close()

    def _write(self, tables: Sequence[pa.Table]) -> None:
        self.file.write_table(pa.concat_tables(tables).combine_chunks())


def _joint_schemas(runs: Path, kept: Sequence[Part], names: Sequence[str]) -> dict[str, pa.Schema]:
    """All columns of any run by table, the keys first; what a run does not tell is empty in its rows.

    Runs of one point have the same columns, so one of them is asked; but an empty table of a short run does not tell.
    """
    told: dict[str, dict[int, pa.Schema]] = {name: {} for name in names}
    empty: dict[str, dict[int, pa.Schema]] = {name: {} for name in names}
    for part in kept:
        point = id(part.point)
        asked = [name for name in names if point not in told[name]]
        for name, (schema, rows) in records.outlines(runs, part.run_id, asked).items() if asked else ():
            if rows:
                told[name][point] = _in_words(schema)
            else:
                empty[name][point] = _plain(schema.empty_table()).schema
    return {name: _joint(list((empty[name] | told[name]).values())) for name in names}


def _joint(told: list[pa.Schema]) -> pa.Schema:
    told.sort(key=lambda schema: -len(schema))
    return pa.unify_schemas([KEYS, *told], promote_options="permissive").remove_metadata()


def _in_words(schema: pa.Schema) -> pa.Schema:
    """The schema with words as words, whichever way they were kept."""
    for number, field in enumerate(schema):
        if pa.types.is_dictionary(field.type):
            schema = schema.set(number, pa.field(field.name, pa.string(), metadata=field.metadata))
    return schema


def _plain(table: pa.Table) -> pa.Table:
    """Words as words, and no column of an empty table that has no kind."""
    table = table.cast(_in_words(table.schema))
    if len(table) == 0:
        return table.select([f.name for f in table.schema if pa.types.is_string(f.type)])
    return table


def _with_keys(part: Part, table: pa.Table) -> pa.Table:
    values = (part.point.scenario.name, part.point.number, part.replicate, part.seed)
    keys = [pa.repeat(pa.scalar(value, field.type), len(table)) for field, value in zip(KEYS, values, strict=True)]
    return pa.table([*keys, *table.columns], schema=pa.schema([*KEYS, *table.schema]))


def _fitted(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with the columns of the schema, in its order."""
    mine = dict(zip(table.column_names, table.columns, strict=True))
    columns = [
        mine[field.name].cast(field.type) if field.name in mine else pa.nulls(len(table), field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def write_points(points: Sequence[Point], into: Path) -> None:
    """What each point of each scenario changes; settings that a point does not change are empty."""
    settings = list(dict.fromkeys(key for point in points for key in point.settings))
    rows = [
        {"scenario": point.scenario.name, "point": point.number, "label": point.label, "title": point.scenario.title}
        | {key: _cell(point.settings.get(key)) for key in settings}
        for point in points
    ]
    _write_rows(into / "points.parquet", rows)


def _cell(value: Any) -> Any:
    return str(value) if isinstance(value, (dict, list)) else value


def write_runs(runs: Path, parts: Sequence[Part], messages: Mapping[str, str], into: Path) -> None:
    """Every run that was asked for: kept, failed with its message, or not run because there were enough."""
    _write_rows(into / "runs.parquet", list(_run_rows(runs, parts, messages)))


def _run_rows(runs: Path, parts: Sequence[Part], messages: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for part in parts:
        kept = records.path_of(runs, part.run_id).exists()
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


def _write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    table = pa.table({name: _column([row.get(name) for row in rows]) for name in names})
    pq.write_table(table, path, compression="zstd", write_page_checksum=True)


def _column(values: list[Any]) -> pa.Array:
    """A column of one kind; words where settings of several kinds meet."""
    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else str(value) for value in values])
