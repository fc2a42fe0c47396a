"""Zones and estates before the first quarter: what is known of them, what is planned, and what already stands."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, isfinite

import numpy as np

from simulation.agents.authorities import decisions
from simulation.agents.authorities.plan import ZonePlan
from simulation.agents.authorities.state import Zone
from simulation.finance.loans import Loan
from simulation.finance.settings import Investment, known, known_words
from simulation.geography.maps import Map
from simulation.geography.zones import Zone as Place
from simulation.institutions.state import Setup, ZoneFacts, price_of
from simulation.quarter_zero.programme import share_by_loans
from simulation.seeding.reading import table
from simulation.units import quarter_index

OLD_ESTATE = -60
"""Estates opened before 2000 count as old."""


def plan_of(key: str, group: str, written: Mapping[str, ZonePlan]) -> ZonePlan:
    """The plan of one zone: what a scenario says of all zones, of its group, and of itself, in that order."""
    plan = ZonePlan()
    for name in ("all", group, key):
        if name in written:
            plan = written[name].over(plan)
    return plan


def facts_of(map_: Map) -> ZoneFacts:
    """Facts of a map's zones; area, cost and price come from the seeds, or from rules where they are not recorded."""
    zones, specialties = map_.zones, tuple(table("quarter_zero_specialties"))
    sites = np.flatnonzero(map_.zone_of_site >= 0)
    site_of = {int(map_.zone_of_site[site]): int(site) for site in sites}
    rows = [_fact(zone) for zone in zones]
    return ZoneFacts(
        keys=zones.keys,
        sites=tuple(site_of[place] for place in range(len(zones))),
        groups=tuple(zone.group for zone in zones),
        programme=tuple(zone.programme for zone in zones),
        starts=tuple(row[0] for row in rows),
        industrial_ha=tuple(row[1] for row in rows),
        works_usd_mn=tuple(row[2] for row in rows),
        plot_price_usd_per_acre=tuple(row[3] for row in rows),
        allowed=zones.admits(specialties).astype(np.float64),
        specialties=specialties,
    )


def _fact(zone: Place) -> tuple[int, float, float, float]:
    subject = f"zones.{zone.key}"
    gross = _number(zone.gross_ha) or known(subject, "gross_ha") or known("zones.estate_gross_ha") or 0.0
    industrial = _number(zone.industrial_ha) or gross * (known("zones.industrial_share") or 0.0)
    works = known(subject, "works_usd_mn") or _number(zone.cost_usd_mn)
    works = works or gross * (known("zones.works_usd_mn_per_gross_ha") or 0.0)
    price = known(subject, "plot_price_usd_per_acre") or known("zones.plot_price_usd_per_acre") or 0.0
    start = known_words(subject, "start")
    return zone.start_quarter if start is None else quarter_index(start), industrial, works, price


def _number(value: float) -> float:
    """A recorded figure, 0 where there is none."""
    return value if isfinite(value) else 0.0


def zone_at_start(place: int, setup: Setup, investment: Investment, loans: Mapping[str, Loan]) -> Zone:
    """One zone before the first quarter: the programme's unbuilt, estates that have begun are built and partly let."""
    facts, plan, scale = setup.facts, setup.plans[place], setup.scale
    programme, key = facts.programme[place], facts.keys[place]
    base = facts.works_usd_mn[place] if plan.works_usd_mn is None else plan.works_usd_mn
    built_share = investment.zones.committed_share if programme else 1.0
    works, hectares = base * built_share, facts.industrial_ha[place] * built_share
    start = facts.starts[place] if plan.start is None else quarter_index(plan.start)
    start += plan.delay_quarters + (investment.zones.shift_quarters if programme else 0)
    share = share_by_loans(key, works, loans, setup.paths)
    if investment.funding == "none":
        works, hectares, share = works * (1.0 - share), hectares * (1.0 - share), 0.0
    built = plan.open and not programme and start <= 0
    occupied = known("zones.old_occupancy" if start < OLD_ESTATE else "zones.young_occupancy") or 0.0
    quality = plan.built_quality if programme else known("zones.rival_quality") or 0.0
    zone = Zone.blank()._replace(
        key=place, site=facts.sites[place], programme=programme, open=built, start=start,
        industrial_ha=hectares * scale, serviced_ha=hectares * scale if built else 0.0,
        let_ha=occupied * hectares * scale if built else 0.0,
        works=works * scale if built else 0.0, works_planned=works * scale, loan_share=share, quality=quality,
        rent=decisions.rent_asked(plan), captive=plan.captive_power_reliability, cover=inf,
    )  # fmt: skip
    return zone._replace(plot_price=decisions.plot_price_asked(zone, plan, price_of(place, setup)))
