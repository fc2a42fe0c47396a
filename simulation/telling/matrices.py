"""The two matrices of a kept run, as economists print them: payments of a quarter, and what sectors own at its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from simulation.finance.ledger import Ledger, Matrix, balance_sheet
from simulation.units import quarter_index, quarter_name

if TYPE_CHECKING:
    import pandas

FLOWS, STOCKS = "ledger", "balance"


def lines(tables: Mapping[str, pandas.DataFrame], quarter: str | None = None) -> Iterator[str]:
    """Both matrices of a quarter (the last one unless told), checked again; ValueError where there is none."""
    flows, stocks = (of_quarter(tables, name, quarter) for name in (FLOWS, STOCKS))
    when = str(flows["quarter"].iloc[0])
    money = "million USD of 2020, the nation"
    yield f"transaction flows, {when} ({money}, in the quarter; + received, - paid)"
    yield transactions(flows, stocks, before(tables[STOCKS], when)).text()
    yield ""
    yield f"balance sheet, end of {when} ({money}; + owned, - owed; net worth with the opposite sign)"
    yield balance(stocks).text()


def of_quarter(tables: Mapping[str, pandas.DataFrame], name: str, quarter: str | None) -> pandas.DataFrame:
    """Rows of a quarter."""
    if name not in tables or tables[name].empty:
        raise ValueError(f"no table {name} in this run: it was kept by an earlier version, or lasted no quarter")
    rows = tables[name]
    named = rows["quarter"].astype(str)
    chosen = rows[named == (quarter or named.max())]
    if chosen.empty:
        raise ValueError(f"no quarter {quarter} in this run; it has {named.min()} to {named.max()}")
    return chosen


def before(stocks: pandas.DataFrame, quarter: str) -> pandas.DataFrame | None:
    """Balance sheets one quarter earlier; None in a run's first quarter."""
    earlier = stocks[stocks["quarter"].astype(str) == quarter_name(quarter_index(quarter) - 1)]
    return None if earlier.empty else earlier


def transactions(flows: pandas.DataFrame, stocks: pandas.DataFrame, earlier: pandas.DataFrame | None) -> Matrix:
    """The transaction-flow matrix: purposes by sectors, closed by what everybody's deposits moved.

    A use of money has a minus, so more deposits have one too; rows and columns sum to zero. LedgerBreak where recorded
    deposits moved otherwise.
    """
    columns = (flows[name].tolist() for name in ("payer", "payee", "what", "amount_usd_mn"))
    ledger = Ledger(zip(*columns, strict=True))
    after = deposits(stocks)
    then = after if earlier is None else dict.fromkeys(after, 0.0) | deposits(earlier)
    matrix = ledger.transactions() if earlier is None else ledger.close(then, dict.fromkeys(then, 0.0) | after)
    moved = -matrix.values.sum(axis=0, keepdims=True)
    return Matrix((*matrix.rows, "change in deposits"), matrix.columns, np.vstack((matrix.values, moved)))


def deposits(stocks: pandas.DataFrame) -> dict[str, float]:
    """What each sector has in banks."""
    held = stocks[stocks["instrument"] == "deposits"]
    return dict(zip(held["holder"].tolist(), held["amount_usd_mn"].tolist(), strict=True))


def balance(stocks: pandas.DataFrame) -> Matrix:
    """The balance-sheet matrix: instruments by sectors; rows of claims sum to zero, columns too with net worth."""
    real = stocks["issuer"] == ""
    claims, assets = stocks[~real], stocks[real]
    held = (claims[name].tolist() for name in ("holder", "issuer", "instrument", "amount_usd_mn"))
    owned = (assets[name].tolist() for name in ("holder", "instrument", "amount_usd_mn"))
    return balance_sheet(list(zip(*held, strict=True)), list(zip(*owned, strict=True)))
