"""The programme of works: what is built of what is committed, when, and of the further plan."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from math import fsum
from typing import NamedTuple

from simulation.agents.power.settings import PowerRules
from simulation.agents.power.state import Companies, Plant
from simulation.country.country import Country
from simulation.finance.books import FURTHER, even, growing
from simulation.finance.loans import Loan
from simulation.finance.paths import MoneyPaths
from simulation.finance.settings import Investment, Sector
from simulation.units import QUARTERS_PER_YEAR, quarter_index


class Terms(NamedTuple):
    """What is assumed of the works and loans of the further plan."""

    years_to_build: int
    """From the money for a plant to its first power."""
    instalments: int
    grace: int
    """Quarters."""


def terms_of(country: Country) -> Terms:
    """The terms of the seeds."""
    names = ("years_to_build", "instalments", "grace_quarters")
    return Terms(*(round(country.seeds.number("money_parameters", f"programme.{name}")) for name in names))


def sector_of(loan: Loan) -> Sector:
    """Sector whose works a loan pays, by its borrower."""
    if loan.borrower.startswith("power:"):
        return "energy"
    return "zones" if loan.borrower.startswith("zone:") else "transport"


def staged(loan: Loan, investment: Investment, first: int) -> Loan:
    """A committed loan with its sector's share and shift; none is moved before the first quarter."""
    stage = investment.stage(sector_of(loan))
    start = loan.draw_start + stage.shift_quarters
    start = max(start, min(loan.draw_start, first))
    return dataclasses.replace(loan, principal=loan.principal * stage.committed_share, draw_start=start)


def plants_built(
    committed: Sequence[Plant], investment: Investment, rules: PowerRules, country: Country
) -> tuple[Plant, ...]:
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
    further = [] if last is not None else _further_plants(investment, rules, country)
    return tuple(plant for plant in built + further if ended is None or plant.opens <= ended)


def _further_plants(investment: Investment, rules: PowerRules, country: Country) -> list[Plant]:
    stage = investment.energy
    first, last = quarter_index(stage.plan_start), quarter_index(stage.plan_end)
    years = max(1, (last - first + 1) // QUARTERS_PER_YEAR)
    cost = investment.energy_usd_mn * stage.planned_share / years
    if cost <= 0.0:
        return []
    companies, years_to_build = Companies.of_seeds(country.seeds), terms_of(country).years_to_build
    company, payment = companies.names.index(companies.further), rules.capacity_payment_share_of_cost * cost
    opens = [first + QUARTERS_PER_YEAR * (year + years_to_build) for year in range(years)]
    return [
        Plant(f"further {n + 1}", company, cost / rules.cost_usd_mn_per_mw, q, payment) for n, q in enumerate(opens)
    ]


def further_loans(investment: Investment, country: Country) -> dict[str, Loan]:
    """Loans of the further plan: one a sector, for zones one a zone; none once the programme is stopped."""
    if investment.stop_after is not None:
        return {}
    one, concessional = investment, investment.transport_rate_pct_per_year
    zones = investment.plan_zones or country.programme.zones
    builder = f"power:{Companies.of_seeds(country.seeds).further}"
    parts = [
        Part("energy", "energy", builder, one.energy_usd_mn, one.energy_rate_pct_per_year),
        Part("transport", "transport", "government", one.transport_usd_mn, concessional),
        Part("other", "other", "government", one.other_usd_mn, concessional),
        *(Part("zones", z, f"zone:{z}", one.zones_usd_mn / len(zones), one.zones_rate_pct_per_year) for z in zones),
    ]
    loans = [_further(part, investment, country) for part in parts]
    return {loan.name: loan for loan in loans if loan.principal > 0.0}


class Part(NamedTuple):
    """A part of the further plan that one borrower builds: cost, and rate of its loan [% a year]."""

    sector: Sector
    name: str
    borrower: str
    usd_mn: float
    rate: float


def _further(part: Part, investment: Investment, country: Country) -> Loan:
    stage, terms = investment.stage(part.sector), terms_of(country)
    start, end = quarter_index(stage.plan_start), quarter_index(stage.plan_end)
    return Loan(
        name=f"further_{part.name}", borrower=part.borrower, lender=country.programme.lender, rate=part.rate,
        principal=part.usd_mn * stage.planned_share * investment.loan_share, draw_start=start,
        draws=even(max(1, end - start + 1)), grace=terms.grace, maturity=terms.grace + 2 * terms.instalments,
        profile="sculpted" if part.sector == "energy" else "equal_principal",
        revenue=growing(0.0, terms.instalments, 2), commitment_fee=0.5, upfront_fee=0.5, guaranteed=True, book=FURTHER,
    )  # fmt: skip


def share_by_loans(key: str, works: float, loans: Mapping[str, Loan], paths: MoneyPaths) -> float:
    """Share of a zone's works that its loans pay, each draw at the prices of its quarter."""
    lent = fsum(amount for _, amount in _lent_for_works(key, loans, paths))
    return min(1.0, lent / works) if works > 0.0 else 0.0


def drawn_before(key: str, start: int, loans: Mapping[str, Loan], paths: MoneyPaths) -> float:
    """What a zone's loans brought in before a run begins, which its works have not used [mn USD of 2020, 1:1]."""
    return fsum(amount for quarter, amount in _lent_for_works(key, loans, paths) if quarter < start)


def _lent_for_works(key: str, loans: Mapping[str, Loan], paths: MoneyPaths) -> Iterator[tuple[int, float]]:
    """Quarter and size of each draw for a zone's committed works, at the prices of its quarter [mn USD of 2020]."""
    for loan in loans.values():
        if loan.borrower == f"zone:{key}" and loan.book != FURTHER:
            for quarter, share in enumerate(loan.draws, loan.draw_start):
                yield quarter, paths.constant_usd(loan.principal * share, loan.currency, quarter)
