"""Figures a lender asks of a schedule: totals, present value, grant element, effective rate, the size of a loan."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.finance.loans import Schedule, annuity_factor, compounded

DISCOUNT = 0.05
"""Discount rate of grant elements, a year (LIC-DSF): a convention, as the ratio itself is."""


class Totals(NamedTuple):
    """Sums of a schedule [mn of its currency], grant element [share], effective rate [% a year]."""

    draw: float
    interest: float
    principal: float
    capitalised: float
    fee: float
    service: float
    grant_element: float
    effective_rate: float


def totals(of: Schedule) -> Totals:
    """The line a lender reads first."""
    return Totals(
        float(of.draw.sum()), float(of.interest.sum()), float(of.principal.sum()), float(of.capitalised.sum()),
        float(of.fee.sum()), float(of.service.sum()), grant_element(of), effective_rate(of),
    )  # fmt: skip


def present_value(amounts: np.ndarray, quarterly_rate: float, late: int) -> float:
    """Value at the first quarter's start of amounts paid `late` (0 start, 1 end) in each quarter [as amounts]."""
    places = np.arange(amounts.size) + late
    return float((amounts / (1.0 + quarterly_rate) ** places).sum())


def grant_element(of: Schedule, annual_rate: float = DISCOUNT) -> float:
    """Share of what is lent that is given: 1 - PV(service) / PV(draws) at the discount rate (fees left out)."""
    quarterly = float(np.sqrt(np.sqrt(1.0 + annual_rate))) - 1.0
    lent = present_value(of.draw, quarterly, 0)
    return 1.0 - present_value(of.service, quarterly, 1) / lent if lent > 0.0 else 0.0


def effective_rate(of: Schedule) -> float:
    """Rate at which draws equal service and fees [% a year, compounded], by bisection between -50 and 200 %."""
    if of.draw.sum() <= 0.0:
        return 0.0
    low, high = -0.16, 0.32
    for _ in range(80):
        middle = 0.5 * (low + high)
        owed = present_value(of.service + of.fee, middle, 1)
        low, high = (middle, high) if owed > present_value(of.draw, middle, 0) else (low, middle)
    return 100.0 * (compounded(0.5 * (low + high), 4) - 1.0)


def largest_loan(cash_flow: float, cover: float, rate: float, periods: int) -> float:
    """Largest level loan a cash flow a period serves at a cover ratio: P = C / (DSCR a) (FHWA P3 primer 2013)."""
    return cash_flow / (cover * annuity_factor(rate, periods))


def largest_zone_loan(income: float, running: float, cover: float, annuity: float, upkeep_share: float) -> float:
    """Largest zone loan: P = (income - running cost) / (DSCR a + m); none where running cost eats the income."""
    return max(0.0, (income - running) / (cover * annuity + upkeep_share))


def workers_needed(loan: float, running: float, cover: float, annuity: float, upkeep: float, income: float) -> float:
    """Workers let and paying that a loan asks for at the end of grace: ((DSCR a) P + upkeep + running) / income each.

    Money in any one unit, `income` a worker-year in the same unit; infinite where a worker pays nothing.
    """
    return (cover * annuity * loan + upkeep + running) / income if income > 0.0 else float("inf")
