"""Who lends and who owes, what loans are worth as claims, and the check that every loan moved as it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simulation.finance.accounts import Account
from simulation.finance.ledger import BANKS, LENDERS, POWER, TOLERANCE, TREASURY, ZONES, Claim, LedgerBreak


def lender_of(account: Account) -> str:
    """Sector of a loan's lender: loans in the country's own money are its banks'."""
    return LENDERS if account.loan.abroad else BANKS


def debtor_of(account: Account) -> str:
    """Sector of a loan's borrower."""
    if account.loan.borrower == "government":
        return TREASURY
    return ZONES if account.loan.borrower.startswith("zone:") else POWER


def loan_claims(accounts: Iterable[Account], worth: Mapping[str, float]) -> list[Claim]:
    """Balance, arrears and accrued interest of every loan; `worth` is what one unit of each currency is worth."""
    claims: list[Claim] = []
    for account in accounts:
        lender, debtor, money = lender_of(account), debtor_of(account), worth[account.loan.currency]
        claims.append((lender, debtor, "corridor loans", account.position.balance * money))
        claims.append((lender, debtor, "arrears", account.arrears * money))
        claims.append((lender, debtor, "accrued interest", account.position.accrued * money))
    return claims


def check_loans(before: Iterable[Account], after: Iterable[Account]) -> None:
    """Every loan's debt moved by what was drawn, added, paid and written off, in its own currency; else LedgerBreak.

    owed' = owed + draw + capitalised + interest + fee + penalty + added - paid - called - written off
    """
    for old, new in zip(before, after, strict=True):
        seen = new.quarter
        more = seen.draw + seen.capitalised + seen.interest + seen.fee + seen.penalty + seen.added
        less = seen.paid + seen.called + seen.written_off
        gap = new.owed - (old.owed + more - less)
        room = TOLERANCE * max(old.owed + more + less, 1e-300)
        if not abs(gap) <= room:
            raise LedgerBreak(f"loan {new.key}: owes {new.owed:.9g}, {gap:.3g} more than its movements say")
