"""A quarter's payments of the institutions, summed by payer, payee and what for, in the order they were first made."""

from __future__ import annotations

from simulation.finance.accounts import Account
from simulation.finance.balance import lender_of
from simulation.finance.ledger import HOUSEHOLDS, WORLD, Flow


class Till:
    """Collects payments; the same payer, payee and purpose are one line."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str, str, str], float] = {}

    def pay(self, payer: str, payee: str, what: str, amount: float) -> None:
        """One payment [mn USD of 2020]; nothing is no payment."""
        if amount != 0.0:
            line = (payer, payee, what)
            self.lines[line] = self.lines.get(line, 0.0) + amount

    def works(self, payer: str, amount: float, import_share: float) -> None:
        """Works, paid to builders at home and abroad."""
        self.pay(payer, HOUSEHOLDS, "works", amount * (1.0 - import_share))
        self.pay(payer, WORLD, "works", amount * import_share)

    def service(self, payer: str, account: Account, amount: float) -> None:
        """Debt service, split into interest, principal, fees and arrears as it was asked."""
        asked = account.quarter.asked
        if asked <= 0.0 or amount == 0.0:
            return
        seen, lender = account.quarter, lender_of(account)
        parts = (
            ("interest", seen.interest + seen.penalty), ("principal", seen.principal), ("fees", seen.fee),
            ("arrears", asked - seen.interest - seen.penalty - seen.principal - seen.fee),
        )  # fmt: skip
        for what, part in parts:
            self.pay(payer, lender, what, amount * part / asked)

    def flows(self) -> list[Flow]:
        """The lines as payments."""
        return [(*line, amount) for line, amount in self.lines.items()]
