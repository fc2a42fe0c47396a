"""The books: what every sector holds, and the check that closes a quarter."""

from __future__ import annotations

import numpy as np

from simulation.economy import Economy, Given
from simulation.engine.ordering import rows_of
from simulation.finance.balance import check_loans
from simulation.finance.ledger import Claim, Ledger, Matrix, balance_sheet
from simulation.institutions.holdings import institution_assets, institution_claims
from simulation.institutions.state import deposits
from simulation.today import Today


def deposits_of(now: Economy) -> dict[str, float]:
    """Bank deposits of every sector that has a table [USD mn]; institutions stand still in the run-in."""
    business = {"firms": now.firms.all_of(now.firms.cash), "suppliers": now.suppliers.all_of(now.suppliers.cash)}
    return business | deposits(now.institutions) if now.quarter >= 0 else business


def books_are_opened(now: Economy, given: Given) -> Economy:
    """What everybody holds before the quarter's first payment."""
    return now.but(opening=deposits_of(now), opening_institutions=now.institutions)


def books_are_closed(now: Economy, given: Given) -> Economy:
    """Every payment has a payer and a payee, and every sector's deposits moved by what it was paid: else the run stops.

    With the books the day closes: nothing is handed on to the next quarter. Raises LedgerBreak with the row that fails.
    """
    Ledger(now.flows).close(now.opening, deposits_of(now))
    if now.opening_institutions is not None:
        check_loans(now.opening_institutions.loans, now.institutions.loans)
    return now.but(today=Today())


def claims_of(now: Economy) -> list[Claim]:
    """Who holds what claim on whom at the end of a quarter [USD mn]."""
    firms, suppliers = now.firms, now.suppliers
    owed = np.where(rows_of(suppliers.id, firms.supplier) >= 0, firms.payables, 0.0)
    return [
        ("firms", "domestic banks", "deposits", firms.all_of(firms.cash)),
        ("suppliers", "domestic banks", "deposits", suppliers.all_of(suppliers.cash)),
        ("domestic banks", "firms", "firms' loans", firms.all_of(firms.debt)),
        ("suppliers", "firms", "trade credit", firms.all_of(owed)),
        ("households", "firms", "trade credit", firms.all_of(firms.payables) - firms.all_of(owed)),
        ("zone authorities", "firms", "land", firms.all_of(firms.plot_owed) + firms.all_of(firms.plot_bought)),
        ("firms", "treasury", "duty to be given back", firms.all_of(firms.duty_back)),
        *institution_claims(now.institutions, now.quarter),
    ]


def real_assets_of(now: Economy) -> list[tuple[str, str, float]]:
    """Assets that are nobody's debt: holder, kind, amount [USD mn]."""
    firms = now.firms
    own = [("firms", "machines", firms.all_of(firms.capital)), ("firms", "stocks", firms.all_of(firms.stock))]
    return [*own, *institution_assets(now.institutions)]


def balance_sheet_of(now: Economy) -> Matrix:
    """The balance-sheet matrix at the end of a quarter: sectors by instruments, financial rows sum to zero."""
    return balance_sheet(claims_of(now), real_assets_of(now))
