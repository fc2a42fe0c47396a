"""What institutions own and owe at the end of a quarter, as claims and real assets for the balance sheet."""

from __future__ import annotations

from simulation.engine.table import total
from simulation.finance.balance import loan_claims
from simulation.finance.ledger import BANKS, CENTRAL_BANK, HOUSEHOLDS, LENDERS, POWER, TREASURY, WORLD, ZONES, Claim
from simulation.institutions.state import Institutions, deposits, worths


def institution_claims(now: Institutions, quarter: int) -> list[Claim]:
    """Claims held or issued by zones, power companies and treasury [mn USD of 2020]."""
    at_home = {sector: amount for sector, amount in deposits(now).items() if sector != CENTRAL_BANK}
    held: list[Claim] = [(sector, BANKS, "deposits", amount) for sector, amount in at_home.items()]
    return [
        *held,
        *loan_claims(now.loans, worths(now, quarter)),
        (POWER, TREASURY, "power bills", total(now.power.receivables)),
        (CENTRAL_BANK, WORLD, "reserves", now.external.reserves),
        (HOUSEHOLDS, CENTRAL_BANK, "central bank money", now.external.reserves - now.external.programme_owed),
        (LENDERS, CENTRAL_BANK, "programme", now.external.programme_owed),
    ]


def institution_assets(now: Institutions) -> list[tuple[str, str, float]]:
    """Real assets: zones' works at cost [mn USD of 2020]."""
    return [(ZONES, "zone works", total(now.zones.works))]
