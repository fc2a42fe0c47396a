"""Balance sheets: what each sector owns and owes at the end of a quarter, claims of one kind added up."""

from __future__ import annotations

from math import fsum

from simulation.economy import Economy
from simulation.measures.declaring import Row
from simulation.phases.books import claims_of, real_assets_of
from simulation.units import quarter_name

NOBODY = ""
"""Issuer of what is nobody's debt."""


def rows(now: Economy) -> list[Row]:
    """One row for each holder, issuer and instrument [USD mn]; what is nothing is left out."""
    amounts: dict[tuple[str, str, str], list[float]] = {}
    for holder, issuer, what, amount in claims_of(now):
        amounts.setdefault((holder, issuer, what), []).append(amount)
    for holder, what, amount in real_assets_of(now):
        amounts.setdefault((holder, NOBODY, what), []).append(amount)
    when, sums = quarter_name(now.quarter), ((key, fsum(parts)) for key, parts in amounts.items())
    return [
        {"quarter": when, "holder": holder, "issuer": issuer, "instrument": what, "amount_usd_mn": amount}
        for (holder, issuer, what), amount in sums
        if amount != 0.0
    ]
