"""`sez query` and `sez reproduce`: what a kept run or ensemble holds, and whether it can be made again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.answers import WIDTH_OF_FILES, WRONG, plainly, stop

if TYPE_CHECKING:
    import duckdb

ROWS_SHOWN = 40


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(query)
    app.command()(reproduce)


def query(
    result: Annotated[Path, typer.Argument(help="folder of a run, an ensemble or a comparison")],
    sql: Annotated[str, typer.Argument(help="a question in SQL; tables by their names: nation, zones, ...")],
    csv: Annotated[bool, typer.Option("--csv", help="all rows as CSV")] = False,
) -> None:
    """Ask a result a question in SQL (DuckDB); nothing outside its tables can be read or written."""
    import duckdb

    with plainly():
        connection = _connected(result)
        try:
            found = connection.sql(sql)
            if found is not None:
                _print(found, csv)
        except duckdb.Error as error:
            stop(f"{error}".splitlines()[0] + f"; tables: {', '.join(_tables(result))}", WRONG)
        if found is None:
            stop("this question has no answer; a SELECT would be right", WRONG)


def _tables(result: Path) -> list[str]:
    return sorted(path.stem for path in result.glob("*.parquet"))


def _connected(result: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory with a view a table, and no way to other files."""
    import duckdb

    names = _tables(result)
    if not names:
        stop(f"{result} holds no tables; the folder of a run, an ensemble or a comparison would be right", WRONG)
    _refuse_damaged(result)
    connection = duckdb.connect(":memory:")
    connection.execute("SET allowed_directories = [$folder]", {"folder": str(result.resolve())})
    for name in names:
        path = str((result / f"{name}.parquet").resolve()).replace("'", "''")
        connection.execute(f"CREATE VIEW \"{name}\" AS SELECT * FROM read_parquet('{path}')")  # noqa: S608 - quoted
    connection.execute("SET enable_external_access = false; SET lock_configuration = true")
    return connection


def _refuse_damaged(result: Path) -> None:
    from simulation import results
    from simulation.ensemble import store

    try:
        if results.is_kept(result):
            files = results.about(result)["files"]
            if wrong := results.damage(result, files):
                stop("; ".join(wrong))
        elif store.is_ensemble(result):
            store.about(result)
    except results.DamagedError as error:
        stop(str(error))


def _print(found: duckdb.DuckDBPyRelation, csv: bool) -> None:
    import sys

    from rich.console import Console
    from rich.table import Table

    if csv:
        found.df().to_csv(sys.stdout, index=False)
        return
    rows = found.limit(ROWS_SHOWN + 1).fetchall()
    table = Table(*found.columns)
    for row in rows[:ROWS_SHOWN]:
        table.add_row(
            *("" if cell is None else f"{cell:.6g}" if isinstance(cell, float) else str(cell) for cell in row)
        )
    Console(width=None if sys.stdout.isatty() else WIDTH_OF_FILES).print(table)
    if len(rows) > ROWS_SHOWN:
        typer.echo(f"the first {ROWS_SHOWN} rows; --csv prints all")


def reproduce(
    result: Annotated[Path, typer.Argument(help="folder of a run or an ensemble")],
    workers: Annotated[
        int | None, typer.Option(min=1, max=1024, help="processes, for an ensemble [one a core]")
    ] = None,
) -> None:
    """Run a result again from what it says of itself, and say whether the bytes of its tables agree."""
    import tempfile

    from simulation import results
    from simulation.ensemble import reproducing, store

    with plainly(), tempfile.TemporaryDirectory(prefix="sez-reproduce-") as place:
        try:
            if store.is_ensemble(result):
                told = reproducing.ensemble_again(result, Path(place) / "again", workers)
            else:
                told = reproducing.run_again(result, Path(place) / "again")
        except results.DamagedError as error:
            stop(str(error))
    for line in told.remarks:
        typer.echo(line)
    for name, same in told.files.items():
        typer.echo(f"{name}: {'the same bytes' if same else 'DIFFERENT'}")
    if not all(told.files.values()):
        stop("not reproduced")
    typer.echo("reproduced")
