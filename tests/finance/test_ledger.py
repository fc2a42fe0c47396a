"""The ledger closes, or stops the run and names the row."""

from __future__ import annotations

import pytest

from simulation.finance.ledger import Ledger, LedgerBreak, balance_sheet

FLOWS = [("firms", "households", "wages", 10.0), ("treasury", "foreign lenders", "interest", 3.0),
         ("households", "treasury", "taxes", 4.0), ("households", "firms", "goods", 6.0)]  # fmt: skip


def test_rows_of_the_transaction_matrix_sum_to_zero_and_columns_are_deposits() -> None:
    matrix = Ledger(FLOWS).close({"treasury": 5.0, "firms": 1.0}, {"treasury": 6.0, "firms": -3.0})
    assert abs(matrix.values.sum(axis=1)).max() == 0.0
    assert matrix.at("wages", "households") == 10.0
    assert matrix.values.sum(axis=0)[matrix.columns.index("treasury")] == pytest.approx(1.0)


def test_a_leak_stops_the_run_and_names_the_sector() -> None:
    with pytest.raises(LedgerBreak, match=r"treasury: deposits moved by 1\.1 but payments sum to 1 "):
        Ledger(FLOWS).close({"treasury": 5.0}, {"treasury": 6.1})
    with pytest.raises(LedgerBreak, match="firms"):
        Ledger(FLOWS).close({"firms": 0.0}, {"firms": float("nan")})


def test_payments_to_nobody_or_of_no_number_are_refused() -> None:
    with pytest.raises(LedgerBreak, match="no sectors"):
        Ledger([("firms", "the moon", "rockets", 1.0)])
    with pytest.raises(LedgerBreak, match="wages"):
        Ledger([("firms", "households", "wages", float("inf"))])


def test_financial_rows_of_the_balance_sheet_sum_to_zero_and_real_ones_to_the_nations_wealth() -> None:
    sheet = balance_sheet(
        [("households", "domestic banks", "deposits", 50.0), ("domestic banks", "firms", "loans", 30.0)],
        [("firms", "capital", 80.0)],
    )
    assert sheet.values.sum(axis=0) == pytest.approx(0.0)
    assert sheet.values[:2].sum(axis=1) == pytest.approx(0.0)
    assert -sheet.values[-1].sum() == pytest.approx(80.0)


def test_the_matrix_prints_with_its_sums() -> None:
    text = Ledger(FLOWS).transactions().text()
    assert "foreign lenders" in text.splitlines()[0]
    assert text.splitlines()[-1].startswith("sum")
