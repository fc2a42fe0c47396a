"""How one zone stands, in ten lines: people, land, money, loan, and why its quality moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

YEAR = 4
"""Quarters looked back when a change is told."""

PAID = ("running_cost_usd_mn", "upkeep_usd_mn", "debt_service_usd_mn", "reserve_usd_mn", "new_works_usd_mn")
"""The zone's waterfall in order, where a run has the columns."""


def lines(tables: Mapping[str, pd.DataFrame], zone: str, quarter: str | None = None) -> Iterator[str]:
    """Ten lines or fewer on a zone in a quarter (the last one unless told); ValueError where there is none."""
    rows = _of_zone(tables["zones"], zone)
    now = _row(rows, quarter)
    before = rows[rows["quarter"] < now["quarter"]].tail(YEAR).head(1)
    then = before.iloc[0] if len(before) else now
    yield f"{zone}, {now['quarter']} (money in million USD of 2020, this quarter)"
    yield ", ".join(f"{word} {now[word]:,.0f} ({_change(now, then, word)})" for word in ("firms", "workers"))
    yield from _land(now)
    yield from _money(now)
    yield from _loans(tables, zone, str(now["quarter"]))
    yield from _quality(now, then)


def _of_zone(zones: pd.DataFrame, zone: str) -> pd.DataFrame:
    rows = zones[zones["zone"] == zone]
    if rows.empty:
        raise ValueError(f"no zone {zone!r} in this run; its zones are {', '.join(sorted(set(zones['zone'])))}")
    return rows.sort_values("quarter")


def _row(rows: pd.DataFrame, quarter: str | None) -> pd.Series[Any]:
    chosen = rows[rows["quarter"] == quarter] if quarter else rows.tail(1)
    if chosen.empty:
        raise ValueError(f"no quarter {quarter} in this run; it has {rows['quarter'].min()} to {rows['quarter'].max()}")
    return chosen.iloc[0]


def _change(now: pd.Series[Any], then: pd.Series[Any], column: str) -> str:
    return f"{now[column] - then[column]:+,.0f} in a year"


def _told(now: pd.Series[Any], column: str) -> bool:
    return column in now.index and bool(pd.notna(now[column]))


def _land(now: pd.Series[Any]) -> Iterator[str]:
    if _told(now, "let_ha") and _told(now, "serviced_ha"):
        share = now["let_ha"] / now["serviced_ha"] if now["serviced_ha"] > 0 else 0.0
        yield f"plots: {now['let_ha']:,.1f} ha let of {now['serviced_ha']:,.1f} serviced ({share:.0%})"


def _money(now: pd.Series[Any]) -> Iterator[str]:
    parts = [f"{c.removesuffix('_usd_mn').replace('_', ' ')} {now[c]:,.2f}" for c in PAID if _told(now, c)]
    if _told(now, "income_usd_mn"):
        yield f"waterfall: income {now['income_usd_mn']:,.2f}" + (" -> " + ", ".join(parts) if parts else "")
    stocks = [
        f"{word} {now[c]:,.2f}" for word, c in (("cash", "cash_usd_mn"), ("arrears", "arrears_usd_mn")) if _told(now, c)
    ]
    if stocks:
        yield "holds " + ", owes in ".join(stocks)


def _loans(tables: Mapping[str, pd.DataFrame], zone: str, quarter: str) -> Iterator[str]:
    loans = tables.get("loans")
    if loans is None or "borrower" not in loans or loans.empty:
        return
    own = loans[(loans["borrower"] == f"zone:{zone}") & (loans["quarter"] == quarter)]
    if own.empty:
        yield "loan: none of its own"
    for _, loan in own.head(3).iterrows():
        figures = [f"{c.removesuffix('_usd_mn').replace('_', ' ')} {loan[c]:,.2f}" for c in LOAN if _told(loan, c)]
        yield f"loan {loan['loan']}: " + ", ".join(figures)


LOAN = ("balance_usd_mn", "contractual_usd_mn", "paid_usd_mn", "arrears_usd_mn", "guarantee_called_usd_mn")


def _quality(now: pd.Series[Any], then: pd.Series[Any]) -> Iterator[str]:
    if not _told(now, "quality"):
        return
    moved = now["quality"] - then["quality"]
    word = "unchanged" if abs(moved) < 0.005 else ("up" if moved > 0 else "down")
    yield f"quality {now['quality']:.2f}, {word} from {then['quality']:.2f} a year ago{_why(now, word)}"


def _why(now: pd.Series[Any], word: str) -> str:
    if not (_told(now, "upkeep_usd_mn") and _told(now, "upkeep_needed_usd_mn")) or now["upkeep_needed_usd_mn"] <= 0:
        return ""
    share = now["upkeep_usd_mn"] / now["upkeep_needed_usd_mn"]
    cause = {
        "up": "new works, or upkeep caught up",
        "down": "upkeep fell short",
        "unchanged": "it is where its upkeep holds it",
    }
    return f": {share:.0%} of needed upkeep was paid; {cause[word]}"
