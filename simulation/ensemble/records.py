"""A finished run as one file: its tables as Parquet in an archive, under a checksum of the whole.

The first line is `sez record 1 <SHA-256 of the rest>`; the rest is a plain ZIP archive without compression, since the
tables in it are compressed. The file carries the run's id inside as well, so that two swapped files are noticed.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow

MARK = b"sez record 1 "
HEAD = len(MARK) + 64 + 1
ABOUT = "about.json"
SUFFIX = ".record"
PARTIAL = ".partial"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every entry, so that the same run gives the same bytes."""


class DamagedRecordError(ValueError):
    """A record that is not what was written."""


def packed(run_id: str, about: Mapping[str, Any], tables: Mapping[str, pyarrow.Table]) -> bytes:
    """A run's tables as the bytes of its record."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(ABOUT, EPOCH), json.dumps({"run_id": run_id, **about}))
        for name, table in tables.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.parquet", EPOCH), as_parquet(table))
    body = buffer.getvalue()
    return MARK + hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def as_parquet(table: pyarrow.Table) -> bytes:
    """A table as the bytes of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", write_page_checksum=True, version="2.6")
    return bytes(sink.getvalue().to_pybytes())


def checked(raw: bytes, run_id: str) -> zipfile.ZipFile:
    """The archive of a record; DamagedRecordError where a bit has changed or it is another run's."""
    head, body = raw[:HEAD], raw[HEAD:]
    if head != MARK + hashlib.sha256(body).hexdigest().encode() + b"\n":
        raise DamagedRecordError(f"the record of run {run_id} has changed since it was written")
    archive = zipfile.ZipFile(io.BytesIO(body))
    if json.loads(archive.read(ABOUT))["run_id"] != run_id:
        raise DamagedRecordError(f"the record of run {run_id} is another run's")
    return archive


def path_of(folder: Path, run_id: str) -> Path:
    """Where the record of a run stands."""
    return folder / f"{run_id}{SUFFIX}"


def is_whole(folder: Path, run_id: str) -> bool:
    """Whether the record of a run is there and as it was written; DamagedRecordError where it is not."""
    path = path_of(folder, run_id)
    if not path.exists():
        return False
    checked(path.read_bytes(), run_id)
    return True


def write(folder: Path, run_id: str, raw: bytes) -> None:
    """Keep a record: under another name first, made durable, then renamed."""
    path = path_of(folder, run_id)
    partial = path.with_name(f".{path.name}{PARTIAL}")
    try:
        with partial.open("wb") as opened:
            opened.write(raw)
            opened.flush()
            os.fsync(opened.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def outlines(folder: Path, run_id: str, names: Sequence[str]) -> dict[str, tuple[pyarrow.Schema, int]]:
    """Columns and number of rows of tables of a kept run, without reading what stands in them."""
    return {name: (file.schema_arrow, file.metadata.num_rows) for name, file in _files(folder, run_id, names).items()}


def tables(folder: Path, run_id: str, names: Sequence[str]) -> dict[str, pyarrow.Table]:
    """Tables of a kept run, every bit checked."""
    return {name: file.read(use_threads=False) for name, file in _files(folder, run_id, names).items()}


def _files(folder: Path, run_id: str, names: Sequence[str]) -> dict[str, Any]:
    """The Parquet files in a record, which is checked first."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    archive = checked(path_of(folder, run_id).read_bytes(), run_id)
    return {name: pq.ParquetFile(pa.BufferReader(archive.read(f"{name}.parquet"))) for name in names}
