"""The commands about money: `sez schedule | ledger | channels`.

Nothing heavy is imported at the top, as in cli.py, which registers them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.answers import WIDTH_OF_FILES, WRONG, plainly, stop

if TYPE_CHECKING:
    from rich.console import Console

    from simulation.finance.loans import Schedule
    from simulation.scenario.schema import Scenario


def schedule(
    scenario: Annotated[str, typer.Argument(help="a scenario file, or the name of a shipped one")],
    loan: Annotated[str | None, typer.Option(help="one loan's key; all of them unless told")] = None,
    out: Annotated[Path | None, typer.Option(help="file of the schedules [results/<name>/schedule.csv]")] = None,
) -> None:
    """Print and save every loan's schedule, nominal and in its own currency, without running the economy."""
    from simulation import loan_tables
    from simulation.finance import statements
    from simulation.scenario.loading import load

    with plainly():
        asked = load(scenario)
        chosen = _chosen(statements.schedules(asked), loan)
        if not chosen:
            stop(f"{asked.name} has no loans: its works are paid otherwise", 0)
        console = plain_console()
        for one in chosen.values():
            console.print(loan_tables.schedule_table(one))
        console.print(loan_tables.totals_table(chosen.values()))
        for line in loan_tables.asks(statements.zone_asks(asked, _map_of(asked), chosen)):
            typer.echo(line)
        typer.echo(_save(chosen, out or Path("results") / asked.name / f"schedule{'-' + loan if loan else ''}.csv"))


def _chosen(all_of_them: dict[str, Schedule], loan: str | None) -> dict[str, Schedule]:
    from simulation.scenario.faults import unknown

    if loan is None:
        return all_of_them
    if loan not in all_of_them:
        stop(unknown("loan", loan, all_of_them) if all_of_them else "this scenario has no loans", WRONG)
    return {loan: all_of_them[loan]}


def _map_of(scenario: Scenario) -> object:
    from simulation.quarter_zero.start import map_of

    return map_of(scenario)


def _save(chosen: dict[str, Schedule], file: Path) -> Path:
    """The file, written under another name first, so that it is whole or not there."""
    from simulation.finance import statements

    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as opened:
            statements.write(chosen, opened)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return file


def ledger(
    run: Annotated[Path, typer.Argument(help="folder of a kept run")],
    quarter: Annotated[str | None, typer.Option(help="such as 2030Q4; the last one unless told")] = None,
) -> None:
    """Print a quarter's transaction-flow matrix and the balance-sheet matrix at its end."""
    from simulation import matrices, results
    from simulation.finance.ledger import LedgerBreak

    try:
        kept = results.read(run)
        tables = {name: kept.tables[name].to_pandas() for name in ("ledger", "balance") if name in kept.tables}
        for line in matrices.lines(tables, quarter):
            typer.echo(line)
    except (results.DamagedError, LedgerBreak, ValueError) as error:
        stop(str(error))


def plain_console() -> Console:
    """A console as wide as the screen, or as files are."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else WIDTH_OF_FILES)
