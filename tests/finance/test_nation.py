"""Debt service reaches the nation with the right sign and size, and every channel can be cut."""

from __future__ import annotations

import pytest

from simulation.finance.nation import (
    Burden,
    National,
    Reserves,
    depreciation_wanted,
    home_demand_factor,
    next_nation,
    over,
    policy_points_wanted,
    room_wanted,
    stress,
)
from simulation.finance.settings import Capacity, Channels
from simulation.finance.treasury import revenue_earned

RULE = Channels()


def settled(service: float, committed: float, rule: Channels = RULE, broke: bool = False) -> National:
    """The nation after ten years of this service a quarter against exports of 1,000 and revenue of 1,200."""
    now = National()
    for _ in range(40):
        now = next_nation(now, burden(service, committed, broke=broke), rule, Capacity())
    return now


def burden(service: float, committed: float, revenue: float = 1200.0, broke: bool = False) -> Burden:
    """A quarter whose service the treasury pays, others' being 100, against exports of 1,000."""
    return Burden(
        service, committed, service, 100.0, 100.0, service, committed, 1000.0, revenue, 1200.0, 1.0, in_default=broke
    )


def test_service_as_committed_is_no_stress() -> None:
    calm = settled(70.0, 70.0)
    assert calm.stress_pct_of_exports == 0.0
    assert (calm.room, calm.policy_points, calm.depreciation_pct) == (1.0, 0.0, 0.0)


def test_a_rise_of_ten_percent_of_exports_moves_rates_and_prices_by_their_elasticities() -> None:
    hard = settled(170.0, 70.0)
    assert hard.stress_pct_of_exports == pytest.approx(10.0)
    assert hard.policy_points == pytest.approx(10.0 * RULE.policy_points_per_pct_of_exports, rel=1e-3)
    assert hard.depreciation_pct == pytest.approx(10.0 * RULE.depreciation_pct_per_pct_of_exports, rel=1e-3)
    assert hard.room == pytest.approx(1.0 - 0.02 * 100.0 / 12.0, rel=1e-3)


def test_relief_has_the_opposite_sign() -> None:
    light = settled(20.0, 70.0)
    assert light.room > 1.0
    assert light.policy_points < 0.0
    assert light.depreciation_pct < 0.0


def test_default_costs_a_premium_even_while_nothing_is_paid() -> None:
    broke = settled(0.0, 70.0, broke=True)
    assert broke.policy_points > 0.0
    assert broke.depreciation_pct > 0.0
    assert broke.export_loss_pct == pytest.approx(RULE.default_export_loss_pct, rel=1e-3)
    assert settled(170.0, 70.0).export_loss_pct == 0.0


def test_each_channel_can_be_cut_alone() -> None:
    assert settled(170.0, 70.0, Channels(treasury_room=False)).room == 1.0
    assert settled(170.0, 70.0, Channels(policy_rate=False)).policy_points == 0.0
    assert settled(170.0, 70.0, Channels(exchange_rate=False)).depreciation_pct == 0.0
    assert settled(0.0, 70.0, Channels(trade_credit=False), broke=True).export_loss_pct == 0.0


def test_channels_are_bounded() -> None:
    assert room_wanted(1000.0, RULE) == RULE.room_lowest
    assert policy_points_wanted(1000.0, True, RULE) == RULE.policy_points_limit
    assert depreciation_wanted(-1000.0, False, RULE) == -RULE.depreciation_limit_pct


def test_dearer_imports_leave_less_for_home_goods() -> None:
    assert home_demand_factor(10.0, RULE) == pytest.approx(0.99)
    assert stress(5.0, 3.0, 0.0) == 0.0


def test_revenue_of_manufacturing_follows_its_value_added_and_the_rest_the_path() -> None:
    assert revenue_earned(200.0, 2.0, 2.0, 0.25) == 200.0  # industry grew as the country did
    assert revenue_earned(200.0, 1.0, 2.0, 0.25) == 0.75 * 200.0 + 0.25 * 100.0
    assert revenue_earned(200.0, 3.0, 2.0, 0.25) > 200.0
    assert revenue_earned(200.0, 3.0, 2.0, 0.0) == 200.0
    assert revenue_earned(200.0, -1.0, 2.0, 0.25) == 150.0


def test_taxes_that_fall_short_cost_room_as_service_that_rises_does() -> None:
    short = now = National()
    for _ in range(40):
        short = next_nation(short, burden(70.0, 70.0, 1164.0), RULE, Capacity())
        now = next_nation(now, burden(70.0, 70.0, 1236.0), RULE, Capacity())
    assert short.revenue_short_pct == pytest.approx(3.0)
    assert short.room == pytest.approx(1.0 - 0.03 * RULE.room_pct_per_pct_of_revenue, rel=1e-3)
    assert now.room == pytest.approx(1.0 + 0.03 * RULE.room_pct_per_pct_of_revenue, rel=1e-3)
    assert short.stress_pct_of_exports == 0.0


def test_ratios_are_of_the_last_four_quarters_book_and_other_debt_apart() -> None:
    now = settled(170.0, 70.0)
    assert over(now.service, now.exports) == pytest.approx(17.0)
    assert over(now.service + now.other, now.exports) == pytest.approx(27.0)
    assert over((), ()) == 0.0


def test_reserves_move_the_exchange_and_the_policy_rate_where_they_are_known() -> None:
    now, rule = National(), Capacity()
    for _ in range(40):
        now = next_nation(now, burden(170.0, 70.0), RULE, rule, Reserves(missing_months=1.0, memory=0.5))
    assert now.depreciation_pct == pytest.approx(rule.depreciation_pct_per_month)
    assert now.policy_points == pytest.approx(rule.policy_points_per_month)
    assert now.export_loss_pct == pytest.approx(0.5 * RULE.default_export_loss_pct)
    for _ in range(40):
        now = next_nation(now, burden(170.0, 70.0), RULE, rule, Reserves(missing_months=-1.0, memory=0.0))
    assert now.depreciation_pct == pytest.approx(-rule.appreciation_share * rule.depreciation_pct_per_month)


def test_a_guarantee_called_costs_room() -> None:
    plain, called = burden(70.0, 70.0), burden(70.0, 70.0)._replace(treasury=82.0)
    one, two = (next_nation(National(), each, RULE, Capacity()).room for each in (plain, called))
    assert one - two == pytest.approx(0.01 * RULE.room_pct_per_pct_of_revenue / RULE.adjustment_quarters)
