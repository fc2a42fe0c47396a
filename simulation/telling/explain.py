"""How one zone stands, in ten lines: people, land, money, loan, and why its quality moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

YEAR = 4
"""Quarters looked back when a change is told."""

WATERFALL = {
    "running_usd_mn": "running cost",
    "upkeep_usd_mn": "upkeep",
    "debt_service_paid_usd_mn": "debt service",
    "works_usd_mn": "works",
}
"""What income is spent on, in the order of the waterfall."""

INCOME = {"rent_usd_mn": "rent", "plots_usd_mn": "plots", "tax_share_usd_mn": "tax share", "support_usd_mn": "support"}
HELD = {"cash_usd_mn": "cash", "reserve_usd_mn": "reserve", "arrears_usd_mn": "arrears"}
LOAN = {
    "balance_usd_mn": "balance",
    "contractual_usd_mn": "due",
    "paid_usd_mn": "paid",
    "guarantee_called_usd_mn": "guarantee called",
    "arrears_usd_mn": "arrears",
}
FLOWS = (
    *WATERFALL, *INCOME, "income_usd_mn", "upkeep_needed_usd_mn", "contractual_usd_mn", "paid_usd_mn",
    "guarantee_called_usd_mn",
)  # fmt: skip
"""Money told as the sum of four quarters, since service falls due twice a year."""
LOANS_SHOWN = 3
STEADY = 0.005
"""A move of quality smaller than this is none."""


def lines(tables: Mapping[str, pd.DataFrame], zone: str, quarter: str | None = None) -> Iterator[str]:
    """Ten lines or fewer on a zone in a quarter (the last one unless told); ValueError where there is none."""
    rows = _of_zone(tables["zones"], zone)
    now = _row(_over_a_year(rows, FLOWS), quarter)
    before = rows[rows["quarter"] < now["quarter"]].tail(YEAR).head(1)
    then = before.iloc[0] if len(before) else now
    yield f"{zone}, {now['quarter']} (million USD of 2020; income, spending and service of the last four quarters)"
    yield ", ".join(
        f"{word} {now[word]:,.0f} ({now[word] - then[word]:+,.0f} in a year)" for word in ("firms", "workers")
    )
    yield from _land(now)
    yield from _money(now)
    yield from _loans(tables.get("loans"), zone, str(now["quarter"]))
    yield from _quality(now, then)


def _of_zone(zones: pd.DataFrame, zone: str) -> pd.DataFrame:
    rows = zones[zones["zone"] == zone]
    if rows.empty:
        raise ValueError(f"no zone {zone!r} in this run; its zones are {', '.join(sorted(set(zones['zone'])))}")
    return rows.sort_values("quarter")


def _over_a_year(rows: pd.DataFrame, flows: Sequence[str]) -> pd.DataFrame:
    """Rows with each flow as the sum of the last four quarters, or of as many as there are."""
    return rows.assign(
        **{column: rows[column].rolling(YEAR, min_periods=1).sum() for column in flows if column in rows}
    )


def _row(rows: pd.DataFrame, quarter: str | None) -> Any:
    chosen = rows[rows["quarter"] == quarter] if quarter else rows.tail(1)
    if chosen.empty:
        raise ValueError(f"no quarter {quarter} in this run; it has {rows['quarter'].min()} to {rows['quarter'].max()}")
    return chosen.iloc[0]


def _told(row: Any, column: str) -> bool:
    return column in row.index and bool(pd.notna(row[column]))


def _amounts(row: Any, columns: Mapping[str, str]) -> str:
    return ", ".join(f"{word} {row[column]:,.2f}" for column, word in columns.items() if _told(row, column))


def _land(now: Any) -> Iterator[str]:
    if _told(now, "let_ha") and _told(now, "serviced_ha"):
        share = now["let_ha"] / now["serviced_ha"] if now["serviced_ha"] > 0 else 0.0
        yield f"plots: {now['let_ha']:,.1f} ha let of {now['serviced_ha']:,.1f} serviced ({share:.0%})"


def _money(now: Any) -> Iterator[str]:
    if _told(now, "income_usd_mn"):
        yield f"income {now['income_usd_mn']:,.2f}: {_amounts(now, INCOME)}"
        yield f"waterfall: {_amounts(now, WATERFALL)}"
    if held := _amounts(now, HELD):
        yield f"holds and owes: {held}"


def _loans(loans: pd.DataFrame | None, zone: str, quarter: str) -> Iterator[str]:
    if loans is None or "borrower" not in loans:
        return
    borrowed = loans[loans["borrower"] == f"zone:{zone}"].sort_values("quarter", kind="stable")
    own = [_over_a_year(rows, FLOWS) for _, rows in borrowed.groupby("loan", sort=False, observed=True)]
    now = [rows[rows["quarter"] == quarter] for rows in own]
    if all(rows.empty for rows in now):
        yield "loan: none of its own that still moves"
    for loan in [rows.iloc[0] for rows in now if len(rows)][:LOANS_SHOWN]:
        yield f"loan {loan['loan']}: {_amounts(loan, LOAN)}"


def _quality(now: Any, then: Any) -> Iterator[str]:
    if _told(now, "quality"):
        moved = now["quality"] - then["quality"]
        word = "unchanged" if abs(moved) < STEADY else ("up" if moved > 0 else "down")
        yield f"quality {now['quality']:.2f}, {word} from {then['quality']:.2f} a year ago{_why(now, word)}"


def _why(now: Any, word: str) -> str:
    """The reason in the terms of the quality rule: upkeep paid over needed, times the quality built."""
    if not (_told(now, "upkeep_usd_mn") and _told(now, "upkeep_needed_usd_mn")) or now["upkeep_needed_usd_mn"] <= 0:
        return ""
    share = now["upkeep_usd_mn"] / now["upkeep_needed_usd_mn"]
    reasons = {"up": "it rises towards it", "down": "it falls towards it", "unchanged": "it stays near it"}
    return f": {share:.0%} of needed upkeep was paid, that share of built quality is where it tends; {reasons[word]}"
