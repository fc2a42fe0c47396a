"""From a scenario, the map and the seeds to the institutions at the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

import numpy as np

from simulation.agents.authorities import decisions
from simulation.agents.authorities.plan import ZonePlan
from simulation.agents.authorities.state import Zone, Zones
from simulation.agents.power.company import in_operation, plants_of_seeds
from simulation.agents.power.settings import PowerRules
from simulation.agents.power.state import Plant, PowerCompanies
from simulation.engine.table import total
from simulation.finance import books, programme
from simulation.finance.accounts import opened
from simulation.finance.loans import Loan, schedule
from simulation.finance.paths import BEFORE, QUARTERS, MoneyPaths, Path, from_seeds, shocked
from simulation.finance.settings import Channels, Investment, Treasury, known, known_words
from simulation.institutions.state import Institutions, Setup, ZoneFacts, price_of
from simulation.policy.lending import under_policy, workouts_of
from simulation.seeding.reading import table
from simulation.units import quarter_index

CUTS = ("treasury_room", "policy_rate", "exchange_rate", "power_arrears", "trade_credit", "zone_loans")
"""The channels that a scenario without loan feedback cuts."""
OLD_ESTATE = -60
"""Estates opened before 2000 count as old."""


def settings_of(scenario: Any) -> tuple[Channels, Treasury, PowerRules, Investment]:
    """The institutions' settings of a scenario, their defaults where it holds none."""
    channels = getattr(scenario, "channels", None) or Channels()
    if not getattr(getattr(scenario, "mechanisms", None), "loan_feedback", True):
        channels = channels.model_copy(update=dict.fromkeys(CUTS, False))
    return (
        channels,
        getattr(scenario, "treasury", None) or Treasury(),
        getattr(scenario, "power", None) or PowerRules(),
        getattr(scenario, "investment", None) or Investment(),
    )


def begun(scenario: Any, where: Any, scale: float) -> Institutions:
    """The institutions of a scenario on a map (or on `ZoneFacts`) at the start of a run."""
    channels, treasury, power, investment = settings_of(scenario)
    policy = getattr(scenario, "policy", None) or {}
    shocks = tuple((getattr(scenario, "money_shocks", None) or {}).values())
    paths = shocked(from_seeds(treasury.kibor_over_policy_rate_pct), shocks)
    loans = scenario_loans(scenario, investment, paths)
    facts = where if isinstance(where, ZoneFacts) else facts_of(where)
    plans = tuple(plan_of(key, cpec, scenario) for key, cpec in zip(facts.keys, facts.cpec, strict=True))
    committed = plants_of_seeds(PowerRules())
    setup = Setup(
        scale=scale, paths=paths, facts=facts, plans=plans,
        plants=programme.plants_built(plants_of_seeds(power), investment, power), committed_plants=committed,
        grants=tuple(loans.values()) if investment.funding == "grants" else (),
        channels=channels, treasury=treasury, power=power,
        workouts=workouts_of(policy) | dict(getattr(scenario, "workouts", None) or {}), shocks=shocks,
        stop_after=None if investment.stop_after is None else quarter_index(investment.stop_after),
        further_loan_share=investment.loan_share,
        committed_service=committed_service(scenario, treasury, scale),
        committed_receivables=committed_receivables(committed, paths, scale),
        policy=policy,
    )  # fmt: skip
    accounts = tuple(opened(loan) for loan in loans.values()) if investment.funding == "loans" else ()
    zones = Zones.of([zone_at_start(place, setup, investment, loans) for place in range(len(facts.keys))])
    return Institutions(setup, zones, PowerCompanies.start(), accounts)


def scenario_loans(scenario: Any, investment: Investment, paths: MoneyPaths) -> dict[str, Loan]:
    """Every loan of a scenario by key, shares, shifts and the programme included."""
    book = getattr(scenario, "loan_book", "founding")
    changes = getattr(scenario, "loans", None) or {}
    committed = books.resolved(book, changes, investment, paths)
    loans = {key: programme.staged(loan, investment) for key, loan in committed.items()}
    loans |= programme.further_loans(investment)
    loans = {key: under_policy(loan, getattr(scenario, "policy", None) or {}) for key, loan in loans.items()}
    return {key: loan for key, loan in loans.items() if loan.principal > 0.0}


def committed_service(scenario: Any, treasury: Treasury, scale: float) -> Path:
    """External service of the reference book as committed, no shock and no change in it."""
    name = treasury.reference_book
    book = getattr(scenario, "loan_book", "founding") if name == "same" else name
    book = "founding" if name == "same" and book == "none" else book  # what is committed stays so if it is not lent
    paths, service = from_seeds(treasury.kibor_over_policy_rate_pct), np.zeros(QUARTERS)
    for loan in books.book(book, paths).values():
        of = schedule(loan, paths.reference(loan))
        for quarter, amount in zip(of.quarter.tolist(), (of.service + of.fee).tolist(), strict=True):
            if loan.currency != "PKR":
                service[quarter + BEFORE] += paths.constant_usd(amount, loan.currency, quarter) * scale
    return service


def committed_receivables(plants: Sequence[Plant], paths: MoneyPaths, scale: float) -> Path:
    """Receivables of the committed plants when bills are collected as in the seeds."""
    rules, owed, path = PowerRules(), 0.0, np.zeros(QUARTERS)
    for place in range(QUARTERS):
        payment = total(in_operation(plants, place - BEFORE)[1])
        owed *= paths.at(paths.us_price, place - BEFORE - 1) / paths.at(paths.us_price, place - BEFORE)
        real = paths.constant_usd(payment, "USD", place - BEFORE) * scale
        owed += real * (1.0 - rules.collected_share) - owed * rules.settled_share_per_year / 4.0
        path[place] = owed
    return path


def plan_of(key: str, cpec: bool, scenario: Any) -> ZonePlan:
    """The plan of one zone: what the scenario says of all zones, of its kind, and of itself, in that order."""
    written: Mapping[str, ZonePlan] = getattr(scenario, "zones", None) or {}
    plan = ZonePlan()
    for name in ("all", "cpec" if cpec else "rivals", key):
        if name in written:
            plan = written[name].over(plan)
    return plan


def facts_of(where: Any) -> ZoneFacts:
    """Facts of a map's zones; area, cost and price come from the seeds, or from rules where they are not recorded."""
    zones = list(where.zones)
    sites = np.flatnonzero(np.asarray(where.zone_of_site) >= 0)
    site_of = {int(where.zone_of_site[site]): int(site) for site in sites}
    rows, specialties = [_fact(zone) for zone in zones], tuple(table("quarter_zero_specialties"))
    return ZoneFacts(
        keys=tuple(str(zone.key) for zone in zones),
        sites=tuple(site_of.get(place, -1) for place in range(len(zones))),
        cpec=tuple(bool(zone.cpec) for zone in zones),
        starts=tuple(row[0] for row in rows),
        industrial_ha=tuple(row[1] for row in rows),
        works_usd_mn=tuple(row[2] for row in rows),
        plot_price_usd_per_acre=tuple(row[3] for row in rows),
        allowed=where.zones.admits(specialties).astype(np.float64),
        specialties=specialties,
    )


def _fact(zone: Any) -> tuple[int, float, float, float]:
    subject = f"zones.{zone.key}"
    gross = _number(zone.gross_ha) or known(subject, "gross_ha") or known("zones.estate_gross_ha") or 0.0
    industrial = _number(zone.industrial_ha) or gross * (known("zones.industrial_share") or 0.0)
    works = known(subject, "works_usd_mn") or _number(zone.cost_usd_mn)
    works = works or gross * (known("zones.works_usd_mn_per_gross_ha") or 0.0)
    price = known(subject, "plot_price_usd_per_acre") or known("zones.plot_price_usd_per_acre") or 0.0
    start = known_words(subject, "start")
    recorded = zone.start_quarter if start is None else quarter_index(start)
    old = quarter_index(f"{int(known('zones.rival_start_year') or 1990)}Q1")
    return int(old if recorded is None else recorded), industrial, works, price


def _number(value: Any) -> float:
    """A recorded figure, 0 where there is none."""
    return float(value) if value is not None and np.isfinite(value) else 0.0


def zone_at_start(place: int, setup: Setup, investment: Investment, loans: Mapping[str, Loan]) -> Zone:
    """One zone before the first quarter: CPEC's unbuilt, estates that have begun are built and partly let."""
    facts, plan, scale = setup.facts, setup.plans[place], setup.scale
    cpec, key = facts.cpec[place], facts.keys[place]
    base = facts.works_usd_mn[place] if plan.works_usd_mn is None else plan.works_usd_mn
    built_share = investment.zones.committed_share if cpec else 1.0
    works, hectares = base * built_share, facts.industrial_ha[place] * built_share
    start = facts.starts[place] if plan.start is None else quarter_index(plan.start)
    start += plan.delay_quarters + (investment.zones.shift_quarters if cpec else 0)
    share = programme.share_by_loans(key, works, loans, setup.paths)
    if investment.funding == "none":
        works, hectares, share = works * (1.0 - share), hectares * (1.0 - share), 0.0
    built = plan.open and not cpec and start <= 0
    occupied = known("zones.old_occupancy" if start < OLD_ESTATE else "zones.young_occupancy") or 0.0
    quality = plan.built_quality if cpec else known("zones.rival_quality") or 0.0
    blank: dict[str, Any] = dict.fromkeys(Zone._fields, 0.0)
    zone = Zone(**blank)._replace(
        key=place, site=facts.sites[place], cpec=cpec, open=built, start=start, industrial_ha=hectares * scale,
        serviced_ha=hectares * scale if built else 0.0, let_ha=occupied * hectares * scale if built else 0.0,
        works=works * scale if built else 0.0, works_planned=works * scale, loan_share=share, quality=quality,
        rent=decisions.rent_asked(plan), focus=-1, anchors=0, captive=plan.captive_power_reliability, locked_up=False,
        cover=inf,
    )  # fmt: skip
    return zone._replace(plot_price=decisions.plot_price_asked(zone, plan, price_of(place, setup)))
