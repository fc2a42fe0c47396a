"""The programme of works: what is built of what is committed, when, and of the further plan to 62 billion USD."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from math import fsum

from simulation.agents.power.settings import PowerRules
from simulation.agents.power.state import COMPANIES, Plant
from simulation.finance.books import FURTHER, FURTHER_LENDER, even, growing
from simulation.finance.loans import Loan
from simulation.finance.paths import MoneyPaths
from simulation.finance.settings import Investment, Sector, known
from simulation.units import QUARTERS_PER_YEAR, quarter_index

YEARS_TO_BUILD = round(known("programme.years_to_build"))
"""From the money for a plant to its first power."""
INSTALMENTS = round(known("programme.instalments"))
GRACE = round(known("programme.grace_quarters"))


def sector_of(loan: Loan) -> Sector:
    """Sector whose works a loan pays, by its borrower."""
    if loan.borrower.startswith("power:"):
        return "energy"
    return "zones" if loan.borrower.startswith("zone:") else "transport"


def staged(loan: Loan, investment: Investment) -> Loan:
    """A committed loan with its sector's share and shift; none is drawn before 2015."""
    stage = investment.stage(sector_of(loan))
    start = loan.draw_start + stage.shift_quarters
    start = max(start, min(loan.draw_start, 0))
    return dataclasses.replace(loan, principal=loan.principal * stage.committed_share, draw_start=start)


def plants_built(committed: Sequence[Plant], investment: Investment, rules: PowerRules) -> tuple[Plant, ...]:
    """Plants of a scenario: the committed ones that are paid for, and the further plan's, a part every year."""
    if investment.funding == "none":
        return ()
    stage, last = investment.energy, investment.stop_after
    ended = None if last is None else quarter_index(last) + QUARTERS_PER_YEAR
    built = [
        plant._replace(
            opens=plant.opens + stage.shift_quarters,
            capacity_mw=plant.capacity_mw * stage.committed_share,
            payment=plant.payment * stage.committed_share,
        )
        for plant in committed
    ]
    further = [] if last is not None else _further_plants(investment, rules)
    return tuple(plant for plant in built + further if ended is None or plant.opens <= ended)


def _further_plants(investment: Investment, rules: PowerRules) -> list[Plant]:
    stage = investment.energy
    first, last = quarter_index(stage.plan_start), quarter_index(stage.plan_end)
    years = max(1, (last - first + 1) // QUARTERS_PER_YEAR)
    cost = investment.energy_usd_mn * stage.planned_share / years
    if cost <= 0.0:
        return []
    company, payment = COMPANIES.index("programme"), rules.capacity_payment_share_of_cost * cost
    opens = [first + QUARTERS_PER_YEAR * (year + YEARS_TO_BUILD) for year in range(years)]
    return [
        Plant(f"further {n + 1}", company, cost / rules.cost_usd_mn_per_mw, q, payment) for n, q in enumerate(opens)
    ]


def further_loans(investment: Investment) -> dict[str, Loan]:
    """Loans of the further plan: one a sector, for zones one a zone; none once the programme is stopped."""
    if investment.stop_after is not None:
        return {}
    one, concessional = investment, investment.transport_rate_pct_per_year
    loans = [
        _further("energy", "power:programme", one.energy_usd_mn, one.energy_rate_pct_per_year, one),
        _further("transport", "government", one.transport_usd_mn, concessional, one),
        _further("other", "government", one.other_usd_mn, concessional, one),
    ]
    zones = investment.plan_zones or ("rashakai", "allama_iqbal", "dhabeji")
    each = investment.zones_usd_mn / len(zones)
    for key in zones:
        loan = _further("zones", f"zone:{key}", each, investment.zones_rate_pct_per_year, investment)
        loans.append(dataclasses.replace(loan, name=f"further_{key}"))
    return {loan.name: loan for loan in loans if loan.principal > 0.0}


def _further(sector: Sector, borrower: str, usd_mn: float, rate: float, investment: Investment) -> Loan:
    stage = investment.stage(sector)
    start, end = quarter_index(stage.plan_start), quarter_index(stage.plan_end)
    quarters = max(1, end - start + 1)
    return Loan(
        name=f"further_{sector}", borrower=borrower, lender=FURTHER_LENDER, rate=rate, draw_start=start,
        principal=usd_mn * stage.planned_share * investment.loan_share, draws=even(quarters), grace=GRACE,
        maturity=GRACE + 2 * INSTALMENTS, profile="sculpted" if sector == "energy" else "equal_principal",
        revenue=growing(0.0, INSTALMENTS, 2), commitment_fee=0.5, upfront_fee=0.5, guaranteed=True, book=FURTHER,
    )  # fmt: skip


def share_by_loans(key: str, works: float, loans: Mapping[str, Loan], paths: MoneyPaths) -> float:
    """Share of a zone's works that its loans pay, each draw at the prices of its quarter."""
    lent = fsum(
        paths.constant_usd(loan.principal * share, loan.currency, loan.draw_start + place)
        for loan in loans.values()
        if loan.borrower == f"zone:{key}" and loan.book != FURTHER
        for place, share in enumerate(loan.draws)
    )
    return min(1.0, lent / works) if works > 0.0 else 0.0
