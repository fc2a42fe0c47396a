"""Zones and estates before the first quarter: what is known of them, what is planned, and what already stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from math import inf
from typing import NamedTuple, TypeVar

import numpy as np

from simulation.agents.authorities import decisions
from simulation.agents.authorities.plan import EVERY_SECTOR, OWN_GROUP, ZonePlan
from simulation.agents.authorities.state import Zone
from simulation.country.country import Country
from simulation.finance.loans import Loan
from simulation.finance.settings import Investment
from simulation.geography.maps import Map
from simulation.geography.zones import Zone as Place
from simulation.geography.zones import Zones, gross_of, power_of, usual_lag
from simulation.institutions.state import Setup, ZoneFacts, price_of
from simulation.quarter_zero.programme import drawn_before, share_by_loans
from simulation.seeding.seeds import Seeds
from simulation.units import quarter_index

OLD_ESTATE = -60
"""Estates opened before 2000 count as old."""
Said = TypeVar("Said")


def with_own_zones(country: Country, written: Mapping[str, ZonePlan]) -> Map:
    """A country's map, with the zones that a scenario places itself after its own; the country's map stays as it is."""
    own = [_own(key, plan, country) for key, plan in written.items() if plan.is_own]
    return dataclasses.replace(country.map, zones=Zones((*country.map.zones, *own))) if own else country.map


def _own(key: str, plan: ZonePlan, country: Country) -> Place:
    map_, seeds, group = country.map, country.seeds, plan.group or OWN_GROUP
    cell = map_.grid.at(_said(plan.longitude_deg), _said(plan.latitude_deg))
    sectors, start, hectares = _said(plan.sectors), quarter_index(_said(plan.start)), _said(plan.industrial_ha)
    return Place(
        key=key,
        name=plan.title or key.replace("_", " ").capitalize(),
        province=map_.provinces[int(map_.province[cell])],
        cell=cell,
        group=group,
        programme=group in country.groups and seeds.table("zone_groups")[group]["programme"] == "yes",
        gross_ha=gross_of(hectares, seeds),
        industrial_ha=hectares,
        start_quarter=start,
        operation_quarter=start + usual_lag(seeds),
        cost_usd_mn=_said(plan.works_usd_mn),
        power_mw=power_of(gross_of(hectares, seeds), seeds),
        enterprises=0.0,
        sectors=sectors,
        specialties=() if EVERY_SECTOR in sectors else tuple(s for s in country.specialty_keys if s in sectors),
    )


def _said(value: Said | None) -> Said:
    if value is None:
        raise ValueError("a zone of one's own does not say all it must; scenario/own_zones.py would have refused it")
    return value


def plan_of(key: str, group: str, written: Mapping[str, ZonePlan]) -> ZonePlan:
    """The plan of one zone: what a scenario says of all zones, of its group, and of itself, in that order."""
    plan = ZonePlan()
    for name in ("all", group, key):
        if name in written:
            plan = written[name].over(plan)
    return plan


def facts_of(map_: Map, seeds: Seeds) -> ZoneFacts:
    """Facts of a map's zones; cost and first works are the map's where the seeds of money record nothing else."""
    zones, specialties = map_.zones, tuple(seeds.table("quarter_zero_specialties"))
    sites = np.flatnonzero(map_.zone_of_site >= 0)
    site_of = {int(map_.zone_of_site[site]): int(site) for site in sites}
    found = [_fact(zone, seeds) for zone in zones]
    return ZoneFacts(
        keys=zones.keys,
        sites=tuple(site_of[place] for place in range(len(zones))),
        groups=tuple(zone.group for zone in zones),
        programme=tuple(zone.programme for zone in zones),
        starts=tuple(one.start for one in found),
        industrial_ha=tuple(zone.industrial_ha for zone in zones),
        works_usd_mn=tuple(one.works_usd_mn for one in found),
        plot_price_usd_per_acre=tuple(one.plot_price_usd_per_acre for one in found),
        allowed=zones.admits(specialties).astype(np.float64),
        specialties=specialties,
    )


class Fact(NamedTuple):
    """What the seeds of money say of one zone, and the map where they say nothing; at 1:1."""

    start: int
    works_usd_mn: float
    plot_price_usd_per_acre: float


def _fact(zone: Place, seeds: Seeds) -> Fact:
    recorded = seeds.table("money_parameters").get(f"zones.{zone.key}", {})
    start = recorded.get("start")
    usual = seeds.number("money_parameters", "zones.plot_price_usd_per_acre")
    return Fact(
        start=zone.start_quarter if start is None else quarter_index(str(start)),
        works_usd_mn=float(recorded.get("works_usd_mn", zone.cost_usd_mn)),
        plot_price_usd_per_acre=float(recorded.get("plot_price_usd_per_acre", usual)),
    )


def zone_at_start(place: int, setup: Setup, investment: Investment, loans: Mapping[str, Loan], seeds: Seeds) -> Zone:
    """One zone before the first quarter: the programme's unbuilt, estates that have begun are built and partly let."""
    facts, plan = setup.facts, setup.plans[place]
    programme, key = facts.programme[place], facts.keys[place]
    base = facts.works_usd_mn[place] if plan.works_usd_mn is None else plan.works_usd_mn
    built_share = investment.zones.committed_share if programme else 1.0
    works, hectares = base * built_share, facts.industrial_ha[place] * built_share
    start = facts.starts[place] if plan.start is None else quarter_index(plan.start)
    start += plan.delay_quarters + (investment.zones.shift_quarters if programme else 0)
    share = share_by_loans(key, works, loans, setup.paths)
    waiting = 0.0 if investment.funding == "none" else drawn_before(key, 0, loans, setup.paths)
    if investment.funding == "none":
        works, hectares, share = works * (1.0 - share), hectares * (1.0 - share), 0.0
    built = plan.open and not programme and start <= 0
    age = "old" if start < OLD_ESTATE else "young"
    occupied = seeds.number("money_parameters", f"zones.{age}_occupancy")
    quality = plan.built_quality if programme else setup.estates.quality
    zone = Zone.blank()._replace(
        key=place, site=facts.sites[place], programme=programme, open=built, start=start,
        industrial_ha=hectares, serviced_ha=hectares if built else 0.0,
        let_ha=occupied * hectares if built else 0.0,
        works=works if built else 0.0, works_planned=works, loan_share=share, quality=quality,
        fund=0.0 if built else waiting, rent=decisions.rent_asked(plan),
        captive=plan.captive_power_reliability, cover=inf,
    )  # fmt: skip
    return zone._replace(plot_price=decisions.plot_price_asked(zone, plan, price_of(place, setup)))
