"""`sez query` and `sez reproduce`: what a kept run or ensemble holds, and whether it can be made again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.telling.answers import WRONG, plainly, say, stop

if TYPE_CHECKING:
    import duckdb
    from rich.table import Table

ROWS_SHOWN = 40
ROWS_DOWN = 3
"""Rows that are shown a line a column where their columns do not fit beside each other."""
PADDING = 3
"""What a column takes beside its text: a line and a space on both sides."""
COLUMNS_NAMED = 8
LARGE, TOO_LARGE = 1e6, 1e15
"""Between these a number is written out: 5414000 for 5.414e+06."""
NOT_A_QUESTION = "this is not one question; a SELECT would be right, and nothing is written"


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
        tables = _tables(result)
        connection = _connected(result, tables)
        try:
            found = connection.sql(_question(connection, sql))
        except duckdb.Error as error:
            stop(f"{error}".splitlines()[0] + f"; tables: {', '.join(tables)}", WRONG)
        if found is None:
            stop(NOT_A_QUESTION, WRONG)
        _print(found, csv)


def _tables(result: Path) -> list[str]:
    """Names of the tables that the result's own manifests list; other files of the folder are nobody's tables."""
    from simulation.keeping import manifest

    try:
        names = [name for kind in manifest.kinds_in(result) for name in manifest.whole(result, kind)["files"]]
    except manifest.DamagedError as error:
        stop(str(error))
    found = sorted({name.removesuffix(".parquet") for name in names if name.endswith(".parquet") and "/" not in name})
    if not found:
        stop(f"{result} holds no tables; the folder of a run, an ensemble or a comparison would be right", WRONG)
    return found


def _connected(result: Path, tables: list[str]) -> duckdb.DuckDBPyConnection:
    """A database in memory that is handed the tables and has no way to any file, the tables' own among them."""
    import duckdb
    import pyarrow.dataset as ds

    connection = duckdb.connect(
        ":memory:",
        config={"enable_external_access": "false", "python_enable_replacements": "false", "lock_configuration": "true"},
    )
    for name in tables:
        connection.register(name, ds.dataset(result / f"{name}.parquet", format="parquet"))
    return connection


def _question(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """The question as it was asked; what does more than ask is refused."""
    import duckdb

    asks = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
    kinds = [statement.type for statement in connection.extract_statements(sql)]
    if len(kinds) != 1 or kinds[0] not in asks:
        stop(NOT_A_QUESTION, WRONG)
    return sql


def _print(found: duckdb.DuckDBPyRelation, csv: bool) -> None:
    import sys

    from simulation.telling.consoles import console

    if csv:
        found.df().to_csv(sys.stdout, index=False)
        return
    rows = [tuple(map(_cell, row)) for row in found.limit(ROWS_SHOWN + 1).fetchall()]
    screen = console()
    fitting = _fitting(found.columns, rows[:ROWS_SHOWN], screen.width)
    if fitting < len(found.columns) and len(rows) <= ROWS_DOWN:
        for number, row in enumerate(rows, start=1):
            screen.print(_down(found.columns, row, f"row {number}" if len(rows) > 1 else None))
        return
    screen.print(_across(found.columns[:fitting], [row[:fitting] for row in rows[:ROWS_SHOWN]]))
    for line in _left_out(found.columns, fitting, len(rows)):
        say(line)


def _cell(value: object) -> str:
    if isinstance(value, float) and not LARGE <= abs(value) < TOO_LARGE:
        return f"{value:.6g}"
    return "" if value is None else f"{value:.0f}" if isinstance(value, float) else str(value)


def _fitting(names: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> int:
    """How many of the first columns stand beside each other without being cut; one at least."""
    used = 1
    for number, name in enumerate(names):
        used += max([len(name), *(len(row[number]) for row in rows)]) + PADDING
        if used > width:
            return max(1, number)
    return len(names)


def _across(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    from rich.table import Table

    table = Table(*names)
    for row in rows:
        table.add_row(*row)
    return table


def _down(names: Sequence[str], row: Sequence[str], title: str | None) -> Table:
    """A row that is too wide for the screen: a line a column."""
    from rich.table import Table

    table = Table("column", "value", title=title, title_justify="left")
    for name, cell in zip(names, row, strict=True):
        table.add_row(name, cell)
    return table


def _left_out(names: Sequence[str], fitting: int, rows: int) -> Iterator[str]:
    """What is not on the screen, and how it would be."""
    if fitting < len(names):
        first = ", ".join(names[fitting : fitting + COLUMNS_NAMED])
        more = ", ..." if len(names) > fitting + COLUMNS_NAMED else ""
        wanted = f"name those you want (SELECT {names[0]}, {names[-1]} ...) or --csv"
        yield f"{fitting} of {len(names)} columns fit; {wanted}; left out: {first}{more}"
    if rows > ROWS_SHOWN:
        yield f"the first {ROWS_SHOWN} rows; --csv prints all"


def reproduce(
    result: Annotated[Path, typer.Argument(help="folder of a run or an ensemble")],
    workers: Annotated[
        int | None, typer.Option(min=1, max=1024, help="processes, for an ensemble [one a core]")
    ] = None,
) -> None:
    """Run a result again from what it says of itself, and say whether the bytes of its tables agree."""
    import tempfile

    from simulation.ensemble import reproducing, store
    from simulation.keeping.manifest import DamagedError

    with plainly(), tempfile.TemporaryDirectory(prefix="sez-reproduce-") as place:
        try:
            if store.is_ensemble(result):
                told = reproducing.ensemble_again(result, Path(place) / "again", workers)
            else:
                told = reproducing.run_again(result, Path(place) / "again")
        except DamagedError as error:
            stop(str(error))
    for line in told.remarks:
        say(line)
    for name, same in told.files.items():
        say(f"{name}: {'the same bytes' if same else 'DIFFERENT'}")
    if not all(told.files.values()):
        stop("not reproduced")
    say("reproduced")
