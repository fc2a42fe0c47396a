"""A finished run as one file: a ZIP archive, without compression, of its tables as Parquet and their manifest.

The manifest is that of any kept folder, checked in the same way; it names the run, so two swapped files are noticed.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.keeping import manifest
from simulation.keeping.manifest import DamagedError

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.parquet

KIND = "record"
SUFFIX = ".record"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every entry, so that the same run gives the same bytes."""


def packed(run_id: str, about: Mapping[str, Any], tables: Mapping[str, pyarrow.Table]) -> bytes:
    """A run's tables as the bytes of its record."""
    files = {f"{name}.parquet": as_parquet(table) for name, table in tables.items()}
    digests = {name: hashlib.sha256(raw).hexdigest() for name, raw in files.items()}
    said = manifest.text(KIND, {"run_id": run_id, **about}, digests)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, raw in {manifest.named(KIND): said.encode(), **files}.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), raw)
    return buffer.getvalue()


def as_parquet(table: pyarrow.Table) -> bytes:
    """A table as the bytes of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", write_page_checksum=True, version="2.6")
    return bytes(sink.getvalue().to_pybytes())


def unpacked(raw: bytes, place: str = "the record") -> tuple[manifest.Told, dict[str, bytes]]:
    """What a record says of its run, and its files as they were written; DamagedError where they are not."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except Exception as error:  # a damaged archive makes zipfile raise errors of many kinds
        raise DamagedError(f"{place} has changed since it was written: {error}") from None

    def digest(name: str) -> str:
        if name not in files:
            raise FileNotFoundError(name)
        return hashlib.sha256(files[name]).hexdigest()

    told = manifest.parsed(files.get(manifest.named(KIND), b""), KIND, f"{place}/{manifest.named(KIND)}")
    if wrong := manifest.damage(told["files"], digest, Path(place)):
        raise DamagedError("; ".join(wrong))
    return told, {name: files[name] for name in told["files"]}


def files_of(folder: Path, run_id: str) -> dict[str, bytes]:
    """The files of the record of a run; DamagedError where they are not as written, or another run's."""
    path = path_of(folder, run_id)
    told, files = unpacked(path.read_bytes(), str(path))
    if told.get("run_id") != run_id:
        raise DamagedError(f"{path} is another run's, {told.get('run_id')}")
    return files


def path_of(folder: Path, run_id: str) -> Path:
    """Where the record of a run stands."""
    return folder / f"{run_id}{SUFFIX}"


def is_whole(folder: Path, run_id: str) -> bool:
    """Whether the record of a run is there and as it was written; DamagedError where it is not."""
    return path_of(folder, run_id).exists() and bool(files_of(folder, run_id))


def table_of(raw: bytes, name: str) -> pyarrow.Table:
    """One table of a record."""
    return _opened(unpacked(raw)[1], name).read(use_threads=False)


def outlines(folder: Path, run_id: str, names: Sequence[str]) -> dict[str, tuple[pyarrow.Schema, int]]:
    """Columns and number of rows of tables of a kept run, without reading what stands in them."""
    return {name: (file.schema_arrow, file.metadata.num_rows) for name, file in _files(folder, run_id, names).items()}


def tables(folder: Path, run_id: str, names: Sequence[str]) -> dict[str, pyarrow.Table]:
    """Tables of a kept run, every bit checked."""
    return {name: file.read(use_threads=False) for name, file in _files(folder, run_id, names).items()}


def _files(folder: Path, run_id: str, names: Sequence[str]) -> dict[str, pyarrow.parquet.ParquetFile]:
    """The Parquet files in a record, which is checked first."""
    files = files_of(folder, run_id)
    return {name: _opened(files, name) for name in names}


def _opened(files: Mapping[str, bytes], name: str) -> pyarrow.parquet.ParquetFile:
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.ParquetFile(pa.BufferReader(files[f"{name}.parquet"]))
