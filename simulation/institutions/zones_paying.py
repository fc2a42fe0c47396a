"""Every authority's quarter of money: income, the waterfall, debt service, upkeep and what it does to quality."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, inf
from typing import NamedTuple

from simulation.agents.authorities import decisions
from simulation.agents.authorities.plan import ZonePlan
from simulation.agents.authorities.state import Zone, Zones, ZoneTakings, columns_of
from simulation.agents.authorities.waterfall import Claims, Paid, available_for_service, waterfall
from simulation.finance.balance import lender_of
from simulation.finance.ledger import HOUSEHOLDS, TREASURY, WORLD, ZONES
from simulation.institutions.dues import Due
from simulation.institutions.state import Institutions, orders_of
from simulation.institutions.till import Till
from simulation.policy.orders import Orders


class Needs(NamedTuple):
    """What a zone's works need in a quarter [mn USD]."""

    running: float
    upkeep: float


class FromFirms(NamedTuple):
    """What a zone's firms paid and made in a quarter [mn USD], as `ZoneTakings` has it."""

    rents: float
    value_added: float
    hired: float
    plot_due: float
    plot_owed: float


class Earned(NamedTuple):
    """A zone's income of a quarter, and its cash before it pays, in columns of `Zones`."""

    cash: float
    instalments: float
    rent_income: float
    plot_income: float
    tax_income: float
    support_income: float


class Settled(NamedTuple):
    """What a quarter's payments leave of a zone, in columns of `Zones`."""

    cash: float
    reserve: float
    works: float
    works_spent: float
    running_paid: float
    upkeep_needed: float
    upkeep_paid: float
    service_due: float
    service_paid: float
    arrears: float
    quality: float
    cover: float
    locked_up: bool


def zones_pay(
    now: Institutions, quarter: int, takings: ZoneTakings, dues: Sequence[Due], till: Till
) -> tuple[Zones, dict[str, float], dict[str, float]]:
    """All zones after their waterfalls, what they paid on each loan, and lease income taken by lenders."""
    setup = now.setup
    paid: dict[str, float] = {}
    leases: dict[str, float] = {}
    orders, names = orders_of(setup, quarter), tuple(setup.facts.borrowers)
    by_borrower: dict[str, list[Due]] = {}
    for due in dues:
        by_borrower.setdefault(due.account.loan.borrower, []).append(due)
    earned, settled = [], []
    of_firms = map(FromFirms._make, zip(*(column.tolist() for column in takings), strict=True))
    for zone, firms in zip(now.zones.each(), of_firms, strict=True):
        own, plan, order = by_borrower.get(names[zone.key], ()), setup.plans[zone.key], orders[zone.key]
        needs = Needs(decisions.running_cost(zone, plan), decisions.upkeep_wanted(zone, plan))
        taken = _leases_taken(firms.rents, own, till)
        support = _support(now, zone, needs, firms.rents, quarter) + _subsidy(plan, firms, order)
        income = _earned(now, zone, firms, firms.rents - fsum(taken.values()), support, order)
        till.pay(TREASURY, ZONES, "taxes passed on", income.tax_income)
        till.pay(TREASURY, ZONES, "support", support)
        after, shares = _poured(now, zone, needs, income.cash, quarter, own, order, till)
        earned.append(income)
        settled.append(after)
        leases |= taken
        paid |= shares
    changed = columns_of(Earned._fields, earned) | columns_of(Settled._fields, settled)
    return now.zones.but(**changed), paid, leases


def _leases_taken(left: float, own: Sequence[Due], till: Till) -> dict[str, float]:
    """Lease income that lenders take in a swap, in the order of the loans, at most what they are owed."""
    taken = {}
    for due in own:
        if due.account.swapped:
            amount = min(left, due.account.position.balance * due.money)
            taken[due.account.key] = amount
            left -= amount
            till.pay(ZONES, lender_of(due.account), "lease income", amount)
    return taken


def _earned(now: Institutions, zone: Zone, firms: FromFirms, rents: float, support: float, order: Orders) -> Earned:
    """The quarter's income: rents that lenders leave, land sold, taxes passed on, support."""
    plan = now.setup.plans[zone.key]
    plots = firms.plot_due * (1.0 - order.rent_relief)
    taxes = plan.tax_share_pct / 100.0 * max(0.0, firms.value_added)
    return Earned(
        cash=zone.cash + rents + plots + taxes + support, instalments=firms.plot_owed, rent_income=rents,
        plot_income=plots, tax_income=taxes, support_income=support,
    )  # fmt: skip


def _subsidy(plan: ZonePlan, firms: FromFirms, order: Orders) -> float:
    """The treasury's part of rents and of land's price [mn USD]; firms pay the authority the rest themselves."""
    return order.rent_relief * (firms.hired * decisions.rent_asked(plan) + firms.plot_due)


def _support(now: Institutions, zone: Zone, needs: Needs, rents: float, quarter: int) -> float:
    """Treasury support [mn USD]: agreed for CPEC's zones, the gap of running and part of upkeep for old estates.

    While works go on, running cost and upkeep are part of the cost of building.
    """
    plan, room = now.setup.plans[zone.key], now.nation.room if now.setup.channels.treasury_room else 1.0
    if zone.works <= 0.0:
        return 0.0
    agreed = plan.support_pct_of_works_per_year / 400.0 * zone.works
    agreed += plan.support_usd_mn_per_year / 4.0
    building = quarter < zone.start + plan.works_quarters and zone.works < zone.works_planned
    if building or not zone.programme:
        kept = 1.0 if building else now.setup.estates.kept_share
        agreed += max(0.0, needs.running + kept * needs.upkeep - rents)
    return agreed * room


def _poured(
    now: Institutions,
    zone: Zone,
    needs: Needs,
    cash: float,
    quarter: int,
    own: Sequence[Due],
    order: Orders,
    till: Till,
) -> tuple[Settled, dict[str, float]]:
    """One waterfall, and the zone after it."""
    plan = now.setup.plans[zone.key]
    asked, scheduled = (fsum(due.asked for due in own), fsum(due.scheduled for due in own)) if own else (0.0, 0.0)
    floor = plan.upkeep_floor_share if order.floor_share is None else order.floor_share
    held = plan.reserve_quarters * scheduled / own[0].account.terms.step if scheduled > 0.0 else zone.reserve
    running, upkeep = needs
    kept = plan.cash_quarters * (running + upkeep)
    works = max(0.0, min(decisions.own_works(zone, plan), cash - asked - kept))
    claims = Claims(running, upkeep, floor, asked, held, works)
    able = available_for_service(cash, claims)
    needed = running + floor * upkeep + asked - cash - zone.reserve
    done = waterfall(_owners_help(quarter, own, needed, till) + cash, zone.reserve, claims)
    _pay_out(now, done, till)
    paid = _share_out(own, done.service, till) if own else {}
    cover = _cover(zone, own, scheduled, able, quarter) if own else inf
    return _after(now, zone, claims, done, scheduled, cover, till), paid


def _owners_help(quarter: int, own: Sequence[Due], short: float, till: Till) -> float:
    """Owners pay fees and interest while nothing has to be repaid yet: that is part of the cost of building."""
    if not own or short <= 0.0 or any(quarter >= due.account.terms.first_instalment for due in own):
        return 0.0
    till.pay(WORLD, ZONES, "owners' money", short)
    return short


def _pay_out(now: Institutions, done: Paid, till: Till) -> None:
    till.pay(ZONES, HOUSEHOLDS, "running cost", done.running)
    till.pay(ZONES, HOUSEHOLDS, "upkeep", done.upkeep)
    till.works(ZONES, done.works, now.setup.treasury.works_import_share)


def _share_out(own: Sequence[Due], service: float, till: Till) -> dict[str, float]:
    """Debt service by seniority; loans of one rank share in proportion to what they ask."""
    paid: dict[str, float] = {}
    for rank in sorted({due.account.loan.seniority for due in own}):
        equals = [due for due in own if due.account.loan.seniority == rank]
        asked = fsum(due.asked for due in equals)
        poured = min(service, asked)
        for due in equals:
            amount = poured * due.asked / asked if asked > 0.0 else 0.0
            till.service(ZONES, due.account, amount)
            paid[due.account.key] = amount
        service -= poured
    return {} if own and own[0].spared else paid


def _after(
    now: Institutions, zone: Zone, claims: Claims, done: Paid, scheduled: float, cover: float, till: Till
) -> Settled:
    plan = now.setup.plans[zone.key]
    estates = now.setup.estates
    built = plan.built_quality if zone.programme else estates.quality / estates.kept_share
    quality = decisions.quality_next(zone.quality, done.upkeep, claims.upkeep, built, plan.decay_pct_per_year)
    kept = plan.cash_quarters * (claims.running + claims.upkeep + scheduled)
    locked = cover < plan.cover_lock_up
    surplus = 0.0 if locked or done.shortfall > 0.0 or zone.works < zone.works_planned else max(0.0, done.cash - kept)
    till.pay(ZONES, TREASURY, "surplus", surplus)
    return Settled(
        cash=done.cash - surplus, reserve=done.reserve, works=zone.works + done.works,
        works_spent=zone.works_spent + done.works, running_paid=done.running, upkeep_needed=claims.upkeep,
        upkeep_paid=done.upkeep, service_due=scheduled, service_paid=done.service, arrears=done.shortfall,
        quality=quality if zone.works > 0.0 else zone.quality, cover=cover, locked_up=locked,
    )  # fmt: skip


def _cover(zone: Zone, own: Sequence[Due], scheduled: float, able: float, quarter: int) -> float:
    """Cash before debt service over scheduled service, from the first instalment on; infinite while none is due."""
    serving = [due for due in own if not due.account.swapped and (due.account.owed > 0.0 or due.scheduled > 0.0)]
    if not any(quarter >= due.account.terms.first_instalment for due in serving):
        return inf
    return able / scheduled if scheduled > 0.0 else zone.cover
