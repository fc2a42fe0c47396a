"""What institutions own and owe, as claims for the balance sheet, and the check that every loan moved as it says."""

from __future__ import annotations

from simulation.engine.table import total
from simulation.finance.accounts import Account
from simulation.finance.ledger import TOLERANCE, Claim, LedgerBreak
from simulation.institutions.state import BANKS, HOUSEHOLDS, POWER, TREASURY, ZONES, Institutions, deposits, money_of
from simulation.institutions.till import lender_of


def institution_claims(now: Institutions, quarter: int) -> list[Claim]:
    """Claims held or issued by zones, power companies and treasury [mn USD of 2020, run's scale]."""
    claims: list[Claim] = [(sector, BANKS, "deposits", amount) for sector, amount in deposits(now).items()]
    for account in now.loans:
        worth = money_of(now, account.loan.currency, quarter)
        claims.append((lender_of(account), debtor_of(account), "corridor loans", account.position.balance * worth))
        claims.append((lender_of(account), debtor_of(account), "arrears", account.arrears * worth))
        claims.append((lender_of(account), debtor_of(account), "accrued interest", account.position.accrued * worth))
    claims.append((POWER, TREASURY, "power bills", total(now.power.receivables)))
    claims.append((ZONES, HOUSEHOLDS, "land instalments", total(now.zones.instalments)))
    return claims


def institution_assets(now: Institutions) -> list[tuple[str, str, float]]:
    """Real assets: zones' works at cost [mn USD of 2020, run's scale]."""
    return [(ZONES, "zone works", total(now.zones.works))]


def debtor_of(account: Account) -> str:
    """Sector of a loan's borrower."""
    if account.loan.borrower == "government":
        return TREASURY
    return ZONES if account.loan.borrower.startswith("zone:") else POWER


def check_loans(before: Institutions, after: Institutions) -> None:
    """Every loan's debt moved by what was drawn, added, paid and written off, in its own currency; else LedgerBreak.

    owed' = owed + draw + capitalised + interest + fee + penalty + added - paid - called - written off
    """
    for old, new in zip(before.loans, after.loans, strict=True):
        seen = new.quarter
        more = seen.draw + seen.capitalised + seen.interest + seen.fee + seen.penalty + seen.added
        less = seen.paid + seen.called + seen.written_off
        gap = new.owed - (old.owed + more - less)
        room = TOLERANCE * max(old.owed + more + less, 1e-300)
        if not abs(gap) <= room:
            raise LedgerBreak(f"loan {new.key}: owes {new.owed:.9g}, {gap:.3g} more than its movements say")
