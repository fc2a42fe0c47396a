"""What an authority decides, one function a decision: it reads its zone and its plan and says what it will do."""

from __future__ import annotations

from simulation.agents.authorities.plan import ZonePlan
from simulation.agents.authorities.state import Zone
from simulation.units import QUARTERS_PER_YEAR, USD_PER_MILLION

ACRES_PER_HA = 2.4710538
THIRD = 1.0 / 3.0


def let_share(zone: Zone) -> float:
    """Let land over all industrial land; 1 where there is none."""
    return min(1.0, zone.let_ha / zone.industrial_ha) if zone.industrial_ha > 0.0 else 1.0


def rent_asked(plan: ZonePlan) -> float:
    """Lease, service charge and utility margin [mn USD per worker and quarter] (E16)."""
    yearly = (
        plan.lease_usd_per_worker_year
        + plan.service_charge_usd_per_worker_year
        + plan.utility_margin_usd_per_worker_year
    )
    return yearly / QUARTERS_PER_YEAR / USD_PER_MILLION


def plot_price_asked(zone: Zone, plan: ZonePlan, list_price_per_acre: float) -> float:
    """Price of serviced land [mn USD per ha], with the opening discount while less than a third is let."""
    discount = plan.opening_discount_pct / 100.0 if let_share(zone) < THIRD else 0.0
    return list_price_per_acre * (1.0 - discount) * ACRES_PER_HA / USD_PER_MILLION


def works_begun(zone: Zone, plan: ZonePlan, quarter: int, pace: float) -> float:
    """Works the plan wants in a quarter [mn USD]: an even pace, slower where the treasury has less room."""
    if not plan.open or quarter < zone.start:
        return 0.0
    return min(max(0.0, zone.works_planned - zone.works), pace * zone.works_planned / plan.works_quarters)


def land_serviced(zone: Zone, plan: ZonePlan) -> float:
    """Land with finished works [ha]: a phase at a time, when all of its works are paid."""
    if zone.works_planned <= 0.0:
        return zone.industrial_ha if zone.open else 0.0
    done = zone.works / zone.works_planned + 1e-9
    return max(zone.serviced_ha, zone.industrial_ha * int(done * plan.phases) / plan.phases)


def promotion_done(zone: Zone, plan: ZonePlan) -> float:
    """Factor on founders' odds: promoted while there is land to let and no lock-up, a third of it otherwise."""
    if zone.serviced_ha - zone.let_ha <= 0.0:
        return 0.0
    return plan.promotion * THIRD if zone.locked_up else plan.promotion


def anchors_invited(zone: Zone, plan: ZonePlan) -> tuple[int, float]:
    """Anchor firms to invite now, and the fraction still due: so many a year, while there is land."""
    if zone.serviced_ha - zone.let_ha <= 0.0 or zone.locked_up:
        return 0, zone.anchors_due
    due = zone.anchors_due + plan.anchors_per_year / QUARTERS_PER_YEAR
    invited = int(due + 1e-9)
    return invited, due - invited


def upkeep_wanted(zone: Zone, plan: ZonePlan) -> float:
    """Upkeep that keeps quality [mn USD a quarter]: a share of works built."""
    return plan.upkeep_pct_per_year / 100.0 / QUARTERS_PER_YEAR * zone.works


def running_cost(zone: Zone, plan: ZonePlan) -> float:
    """Staff, security and promotion [mn USD a quarter]: fixed, and with let land; none before works begin."""
    yearly = plan.running_fixed_pct_per_year + plan.running_let_pct_per_year * let_share(zone)
    promoted = plan.promotion_pct_of_works_per_year if zone.promotion > 0.0 and not zone.locked_up else 0.0
    return (yearly + promoted) / 100.0 / QUARTERS_PER_YEAR * zone.works


def own_works(zone: Zone, plan: ZonePlan) -> float:
    """Works an authority would pay from its surplus [mn USD]: the next half year's, where land is two thirds let."""
    if zone.locked_up or zone.serviced_ha <= 0.0 or zone.let_ha < 2.0 * THIRD * zone.serviced_ha:
        return 0.0
    return min(max(0.0, zone.works_planned - zone.works), 2.0 * zone.works_planned / plan.works_quarters)


def quality_next(quality: float, paid: float, needed: float, built: float, annual_decay_pct: float) -> float:
    """Quality after a quarter: q' = q + (dq/4)(paid/needed x q_built - q); needing nothing counts as kept (E18)."""
    kept = paid / needed if needed > 0.0 else 1.0
    return quality + annual_decay_pct / 100.0 / QUARTERS_PER_YEAR * (min(1.0, kept) * built - quality)
