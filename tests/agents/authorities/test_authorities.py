"""What an authority decides, and who is paid first when money is short."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.agents.authorities import decisions
from simulation.agents.authorities.plan import ZonePlan
from simulation.agents.authorities.state import Zone, Zones
from simulation.agents.authorities.waterfall import Claims, waterfall

PLAN = ZonePlan()
HALF_LET = Zone(**dict.fromkeys(Zone._fields, 0))._replace(  # type: ignore[arg-type]
    programme=True, open=True, start=10, industrial_ha=100.0, serviced_ha=60.0, let_ha=30.0, works=60.0,
    works_planned=100.0, promotion=0.3, quality=1.0,
)  # fmt: skip
MONEY = st.floats(0.0, 100.0)


@given(MONEY, MONEY, MONEY, MONEY, st.floats(0.0, 1.0), MONEY, MONEY, MONEY)
def test_the_waterfall_neither_makes_nor_loses_money(
    cash: float,
    reserve: float,
    running: float,
    upkeep: float,
    floor: float,
    service: float,
    target: float,
    works: float,
) -> None:
    paid = waterfall(cash, reserve, Claims(running, upkeep, floor, service, target, works))
    spent = paid.running + paid.upkeep + paid.service + paid.works
    assert spent + paid.cash + paid.reserve == pytest.approx(cash + reserve, abs=1e-9)
    assert min(paid) >= -1e-12
    assert paid.service + paid.shortfall == pytest.approx(service, abs=1e-9)


def test_debt_comes_after_the_floor_of_upkeep_and_before_the_rest() -> None:
    claims = Claims(running=1.0, upkeep=4.0, floor_share=0.5, service=10.0, reserve_target=0.0, works=0.0)
    assert waterfall(3.0, 0.0, claims)[:3] == (1.0, 2.0, 0.0)
    assert waterfall(8.0, 0.0, claims)[:3] == (1.0, 2.0, 5.0)
    assert waterfall(14.0, 0.0, claims)[:3] == (1.0, 3.0, 10.0)


def test_the_reserve_serves_debt_and_nothing_else() -> None:
    claims = Claims(running=1.0, upkeep=4.0, floor_share=0.5, service=10.0, reserve_target=20.0, works=5.0)
    paid = waterfall(0.0, 6.0, claims)
    assert (paid.running, paid.upkeep, paid.service, paid.reserve, paid.shortfall) == (0.0, 0.0, 6.0, 0.0, 4.0)


def test_quality_follows_upkeep_and_falls_by_a_share_without_it() -> None:
    assert decisions.quality_next(1.0, 1.0, 1.0, 1.0, 8.0) == 1.0
    assert decisions.quality_next(1.0, 0.0, 1.0, 1.0, 8.0) == pytest.approx(0.98)
    assert decisions.quality_next(0.5, 0.5, 1.0, 1.0, 8.0) == 0.5


def test_land_is_serviced_a_phase_at_a_time() -> None:
    plan = PLAN.model_copy(update={"phases": 4})
    assert decisions.land_serviced(HALF_LET._replace(serviced_ha=0.0, works=49.0), plan) == 25.0
    assert decisions.land_serviced(HALF_LET._replace(serviced_ha=0.0, works=50.0), plan) == 50.0


def test_nobody_is_promoted_or_invited_where_no_land_is_left_or_the_covenant_is_broken() -> None:
    full, broke = HALF_LET._replace(let_ha=60.0), HALF_LET._replace(locked_up=True)
    assert decisions.promotion_done(HALF_LET, PLAN) == PLAN.promotion
    assert decisions.promotion_done(full, PLAN) == 0.0
    assert 0.0 < decisions.promotion_done(broke, PLAN) < PLAN.promotion
    assert decisions.anchors_invited(full, PLAN)[0] == 0
    assert decisions.anchors_invited(broke, PLAN)[0] == 0


def test_so_many_anchors_a_year_are_invited() -> None:
    zone, invited = HALF_LET, 0
    for _ in range(400):
        count, due = decisions.anchors_invited(zone, PLAN)
        zone, invited = zone._replace(anchors_due=due), invited + count
    assert invited == pytest.approx(100.0 * PLAN.anchors_per_year, abs=1.0)


def test_the_rent_is_the_sum_of_its_parts_a_quarter() -> None:
    assert decisions.rent_asked(PLAN) == pytest.approx(72.0 / 4.0 / 1e6)


def test_plots_are_cheaper_while_a_third_is_not_let() -> None:
    plan = PLAN.model_copy(update={"opening_discount_pct": 25.0})
    empty = decisions.plot_price_asked(HALF_LET, plan, 40_000.0)
    assert empty == pytest.approx(0.75 * decisions.plot_price_asked(HALF_LET._replace(let_ha=50.0), plan, 40_000.0))


def test_own_works_wait_for_tenants_and_for_the_covenant() -> None:
    assert decisions.own_works(HALF_LET, PLAN) == 0.0
    assert decisions.own_works(HALF_LET._replace(let_ha=50.0), PLAN) > 0.0
    assert decisions.own_works(HALF_LET._replace(let_ha=50.0, locked_up=True), PLAN) == 0.0


def test_rows_and_columns_of_zones_are_the_same_thing() -> None:
    assert Zone._fields == Zones.names()
    assert Zones.of([HALF_LET, HALF_LET]).each() == [HALF_LET, HALF_LET]


def test_a_plan_for_one_zone_lies_over_the_plan_for_all() -> None:
    plan = ZonePlan(tax_share_pct=5.0).over(ZonePlan(upkeep_pct_per_year=3.0))
    assert (plan.tax_share_pct, plan.upkeep_pct_per_year) == (5.0, 3.0)
