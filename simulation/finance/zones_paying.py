"""Every authority's quarter of money: income, the waterfall, debt service, upkeep and what it does to quality."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, inf
from typing import TYPE_CHECKING

from simulation.agents.authorities import decisions
from simulation.agents.authorities.instruments import Orders, orders_at
from simulation.agents.authorities.plan import ZonePlan
from simulation.agents.authorities.state import Zone, ZoneActivity, Zones
from simulation.agents.authorities.waterfall import Claims, Paid, available_for_service, waterfall
from simulation.finance.settings import known
from simulation.finance.state import HOUSEHOLDS, TREASURY, WORLD, ZONES, Institutions, money_of
from simulation.finance.till import Till, lender_of

if TYPE_CHECKING:
    from simulation.finance.repaying import Due

RIVALS_KEEP = known("zones.rival_kept_share") or 1.0
RIVALS_QUALITY = known("zones.rival_quality") or 1.0


def zones_pay(
    now: Institutions, quarter: int, activity: ZoneActivity, dues: Sequence[Due], till: Till
) -> tuple[Zones, dict[str, float], dict[str, float]]:
    """All zones after their waterfalls, what they paid on each loan, and lease income taken by lenders."""
    setup = now.setup
    paid: dict[str, float] = {}
    leases: dict[str, float] = {}
    orders = orders_at(setup.policy, setup.facts.keys, setup.facts.cpec, quarter)
    after = []
    for zone in now.zones.each():
        own = [due for due in dues if due.account.loan.borrower == f"zone:{setup.facts.keys[zone.key]}"]
        taken = _leases_taken(zone, activity, own, till)
        zone = _earned(now, zone, quarter, activity, fsum(taken.values()), orders[zone.key], till)
        zone, shares = _poured(now, zone, quarter, own, orders[zone.key], till)
        leases |= taken
        paid |= shares
        after.append(zone)
    return Zones.of(after), paid, leases


def _leases_taken(zone: Zone, activity: ZoneActivity, own: Sequence[Due], till: Till) -> dict[str, float]:
    """Lease income that lenders take in a swap, in the order of the loans, at most what they are owed."""
    left, taken = float(activity.rent_paid[zone.key]), {}
    for due in own:
        if due.account.swapped:
            amount = min(left, due.account.position.balance * due.money)
            taken[due.account.key] = amount
            left -= amount
            till.pay(ZONES, lender_of(due.account), "lease income", amount)
    return taken


def _earned(
    now: Institutions, zone: Zone, quarter: int, activity: ZoneActivity, taken: float, order: Orders, till: Till
) -> Zone:
    """The quarter's income: rents, land sold, taxes passed on, support."""
    plan = now.setup.plans[zone.key]
    rents = float(activity.rent_paid[zone.key])
    relief = rents * order.rent_relief / (1.0 - order.rent_relief) if order.rent_relief < 1.0 else 0.0
    due = zone.instalments / plan.instalment_quarters
    taxes = plan.tax_share_pct / 100.0 * max(0.0, float(activity.value_added[zone.key]))
    support = _support(now, zone, plan, rents, quarter) + relief
    till.pay(HOUSEHOLDS, ZONES, "land sold", zone.sold + due)
    till.pay(TREASURY, ZONES, "taxes passed on", taxes)
    till.pay(TREASURY, ZONES, "support", support)
    return zone._replace(
        cash=zone.cash + rents - taken + zone.sold + due + taxes + support, instalments=zone.instalments - due,
        rent_income=rents - taken, plot_income=zone.sold + due, tax_income=taxes, support_income=support, sold=0.0,
    )  # fmt: skip


def _support(now: Institutions, zone: Zone, plan: ZonePlan, rents: float, quarter: int) -> float:
    """Treasury support [mn USD]: agreed for CPEC's zones, the gap of running and part of upkeep for old estates.

    While works go on, running cost and upkeep are part of the cost of building.
    """
    room = now.nation.room if now.setup.channels.treasury_room else 1.0
    if zone.works <= 0.0:
        return 0.0
    agreed = plan.support_pct_of_works_per_year / 400.0 * zone.works
    agreed += plan.support_usd_mn_per_year / 4.0 * now.setup.scale
    building = quarter < zone.start + plan.works_quarters and zone.works < zone.works_planned
    if building or not zone.cpec:
        kept = 1.0 if building else RIVALS_KEEP
        agreed += max(0.0, decisions.running_cost(zone, plan) + kept * decisions.upkeep_wanted(zone, plan) - rents)
    return agreed * room


def _poured(
    now: Institutions, zone: Zone, quarter: int, own: Sequence[Due], order: Orders, till: Till
) -> tuple[Zone, dict[str, float]]:
    """One waterfall, and the zone after it."""
    plan = now.setup.plans[zone.key]
    asked, scheduled = fsum(due.asked for due in own), fsum(due.scheduled for due in own)
    floor = plan.upkeep_floor_share if order.floor_share is None else order.floor_share
    held = plan.reserve_quarters * scheduled / own[0].account.terms.step if scheduled > 0.0 else zone.reserve
    claims = Claims(
        decisions.running_cost(zone, plan), decisions.upkeep_wanted(zone, plan), floor, asked, held,
        decisions.own_works(zone, plan),
    )  # fmt: skip
    able = available_for_service(zone.cash, claims)
    kept = plan.cash_quarters * (claims.running + claims.upkeep)
    claims = claims._replace(works=max(0.0, min(claims.works, zone.cash - asked - kept)))
    needed = claims.running + floor * claims.upkeep + asked - zone.cash - zone.reserve
    cash = _owners_help(quarter, own, needed, till) + zone.cash
    done = waterfall(cash, zone.reserve, claims)
    _pay_out(now, done, till)
    paid = _share_out(own, done.service, till)
    return _after(now, zone, claims, done, own, able, quarter, till), paid


def _owners_help(quarter: int, own: Sequence[Due], short: float, till: Till) -> float:
    """Owners pay fees and interest while nothing has to be repaid yet: that is part of the cost of building."""
    building = all(quarter < due.account.terms.first_instalment for due in own)
    if not own or not building or short <= 0.0:
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
    now: Institutions, zone: Zone, claims: Claims, done: Paid, own: Sequence[Due], able: float, quarter: int, till: Till
) -> Zone:
    plan, scheduled = now.setup.plans[zone.key], fsum(due.scheduled for due in own)
    built = plan.built_quality if zone.cpec else RIVALS_QUALITY / RIVALS_KEEP
    quality = decisions.quality_next(zone.quality, done.upkeep, claims.upkeep, built, plan.decay_pct_per_year)
    cover = _cover(zone, own, scheduled, able, quarter)
    kept = plan.cash_quarters * (claims.running + claims.upkeep + scheduled)
    locked = cover < plan.cover_lock_up
    surplus = 0.0 if locked or done.shortfall > 0.0 or zone.works < zone.works_planned else max(0.0, done.cash - kept)
    till.pay(ZONES, TREASURY, "surplus", surplus)
    return zone._replace(
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


def debt_of(now: Institutions, key: str, quarter: int) -> float:
    """What a zone owes [mn USD of 2020, run's scale], arrears included."""
    return fsum(
        account.owed * money_of(now, account.loan.currency, quarter)
        for account in now.loans
        if account.loan.borrower == f"zone:{key}"
    )
