"""Every loan's schedule on paper, and what a zone's loan asks of the zone, without running the economy."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from math import fsum
from typing import NamedTuple, TextIO

from simulation.agents.authorities import decisions
from simulation.agents.authorities.plan import ZonePlan
from simulation.agents.authorities.state import Zone
from simulation.finance.loans import Schedule
from simulation.finance.paths import MoneyPaths
from simulation.finance.yardsticks import workers_needed
from simulation.seeding.seeds import Seeds
from simulation.units import QUARTERS_PER_YEAR, quarter_name

MOVES = ("opening", "draw", "capitalised", "interest", "principal", "fee", "closing")
COLUMNS = ("loan", "book", "currency", "quarter", *MOVES)
"""Columns of the file; amounts in millions of the loan's own currency, nominal."""
OF_ZONE = "zone:"


def lines(of: Schedule) -> Iterator[tuple[str | float, ...]]:
    """Rows of the file, one a quarter."""
    head = (of.loan.name, of.loan.book, of.loan.currency)
    moves = (getattr(of, name).tolist() for name in MOVES)
    for quarter, *amounts in zip(of.quarter.tolist(), *moves, strict=True):
        yield (*head, quarter_name(quarter), *amounts)


def write(of: Mapping[str, Schedule], file: TextIO) -> None:
    """All schedules as comma-separated values, every number with all its digits."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in of.values():
        writer.writerows(lines(one))


class ZoneAsk(NamedTuple):
    """What a zone's loan asks at the end of grace: service of a year [mn USD of 2020], workers let and paying."""

    loan: str
    zone: str
    quarter: int
    service: float
    by_rents: float
    """Workers when only rents, charges and margins pay; infinite where they pay less than a worker costs."""
    with_taxes: float
    """Workers when the scenario's share of taxes is passed on, at the value added of a mean worker."""
    room: float
    """Workers for whom the zone has land."""


def zone_ask(of: Schedule, zone: Zone, plan: ZonePlan, paths: MoneyPaths, seeds: Seeds) -> ZoneAsk:
    """((DSCR x service) + upkeep + running cost - support) over what a worker pays, all works being built."""
    service, rent = first_years_service(of, paths), QUARTERS_PER_YEAR * decisions.rent_asked(plan)
    taxes = plan.tax_share_pct / 100.0 * value_added_per_worker(seeds)
    room = zone.industrial_ha * plan.workers_per_ha
    by_rents, with_taxes = (
        workers_asked(service, income, zone.works_planned, room, plan) for income in (rent, rent + taxes)
    )
    key = of.loan.borrower.removeprefix(OF_ZONE)
    return ZoneAsk(of.loan.name, key, of.loan.first_instalment, service, by_rents, with_taxes, room)


def first_years_service(of: Schedule, paths: MoneyPaths) -> float:
    """Interest, principal and fees of the year that holds the first instalment [mn USD of 2020]."""
    first = of.loan.first_instalment - of.loan.step + 1
    paid = zip(of.quarter.tolist(), (of.service + of.fee).tolist(), strict=True)
    within = range(first, first + QUARTERS_PER_YEAR)
    return fsum(paths.constant_usd(amount, of.loan.currency, quarter) for quarter, amount in paid if quarter in within)


def workers_asked(service: float, income: float, works: float, room: float, plan: ZonePlan) -> float:
    """Workers let and paying that a year's service asks for; running cost rises with let land until all is let.

    `income` is a worker's in a year [mn USD]; works and service in mn USD of 2020.
    """
    share = works / 100.0
    fixed = (plan.running_fixed_pct_per_year + plan.promotion_pct_of_works_per_year) * share
    fixed -= plan.support_pct_of_works_per_year * share + plan.support_usd_mn_per_year
    upkeep, let = plan.upkeep_pct_per_year * share, plan.running_let_pct_per_year * share
    cover = plan.cover_covenant
    while_room = workers_needed(service, fixed, cover, 1.0, upkeep, income - let / room) if room > 0.0 else float("inf")
    if while_room <= room:
        return max(0.0, while_room)
    return max(0.0, workers_needed(service, fixed + let, cover, 1.0, upkeep, income))


def value_added_per_worker(seeds: Seeds) -> float:
    """Value added of a mean industrial worker of 2015 in a year [mn USD of 2020], from the specialties of the seeds."""
    facts = list(seeds.table("quarter_zero_specialties").values())
    made = fsum(float(one["sales_usd_mn"]) * float(one["value_added_share"]) for one in facts)
    return made * seeds.assumption("usd_2015_to_2020") / fsum(float(one["workers"]) for one in facts)
