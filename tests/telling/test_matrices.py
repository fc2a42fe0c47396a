"""The matrices of a kept run close as those of the economy did."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from simulation import load, run
from simulation.cli import app
from simulation.finance.ledger import LedgerBreak
from simulation.keeping import results
from simulation.telling import matrices

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small run, kept."""
    small = load("repayment-default").but(scale=0.002, quarters=6, run_in_quarters=1)
    return results.save(run(small), tmp_path_factory.mktemp("kept") / "run")


@pytest.fixture(scope="module")
def tables(folder: Path) -> Tables:
    """Its two tables of money."""
    kept = results.read(folder)
    return {name: kept.tables[name].to_pandas() for name in ("ledger", "balance")}


def gap(of: matrices.Matrix, axis: int) -> float:
    """Largest sum of a row or column, over all money in the matrix."""
    return float(np.abs(of.values.sum(axis=axis)).max() / np.abs(of.values).sum())


@pytest.mark.parametrize("quarter", ["2015Q1", "2015Q2", "2016Q2"])
def test_rows_and_columns_of_flows_close_with_the_change_in_deposits(tables: Tables, quarter: str) -> None:
    flows, stocks = (matrices.of_quarter(tables, name, quarter) for name in ("ledger", "balance"))
    matrix = matrices.transactions(flows, stocks, matrices.before(tables["balance"], quarter))
    assert gap(matrix, 0) < 1e-9
    assert gap(matrix, 1) < 1e-9
    assert matrix.at("wages", "firms") < 0.0 < matrix.at("wages", "households")


def test_the_balance_sheet_closes_and_holds_loans_machines_and_deposits(tables: Tables) -> None:
    sheet = matrices.balance(matrices.of_quarter(tables, "balance", None))
    assert gap(sheet, 0) < 1e-9
    assert {"deposits", "firms' loans", "corridor loans", "machines", "net worth"} <= set(sheet.rows)
    assert sheet.at("corridor loans", "foreign lenders") > 0.0 > sheet.at("corridor loans", "treasury")


def test_deposits_that_moved_without_a_payment_are_named(tables: Tables) -> None:
    stocks = tables["balance"].copy()
    own = (stocks.quarter == "2016Q2") & (stocks.holder == "firms") & (stocks.instrument == "deposits")
    stocks.loc[own, "amount_usd_mn"] += 1.0
    with pytest.raises(LedgerBreak, match="firms: deposits moved"):
        list(matrices.lines(tables | {"balance": stocks}, "2016Q2"))


def test_the_command_prints_both_and_says_which_quarters_there_are(folder: Path) -> None:
    done = CliRunner().invoke(app, ["ledger", str(folder), "--quarter", "2016Q1"], catch_exceptions=False)
    assert done.exit_code == 0
    assert done.stdout.count("2016Q1") == 2
    assert "change in deposits" in done.stdout
    assert "net worth" in done.stdout
    late = CliRunner().invoke(app, ["ledger", str(folder), "--quarter", "2030Q4"], catch_exceptions=False)
    assert late.exit_code == 1
    assert "it has 2015Q1 to 2016Q2" in late.stderr
