"""What firms find: land and hours in zones, power, tariffs, demand, and the anchors that policy invites."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from simulation.finance.nation import National
from simulation.institutions.serving import reliability_of, serve, tariff_of
from simulation.institutions.state import Institutions
from simulation.quarter_zero.institutions import begun
from simulation.scenario.money import PowerRules

from .invented import FACTS, scenario

QUARTER = 40


def standing(**changed: object) -> Institutions:
    """The institutions with 10 ha serviced in each zone, of which 4 are let."""
    now = begun(scenario(**changed), FACTS)
    return now.but(
        zones=now.zones.but(serviced_ha=np.full(3, 10.0), let_ha=np.full(3, 4.0), open=np.array([True, False, True]))
    )


def in_trouble(now: Institutions, **changed: float) -> Institutions:
    """The same with the nation's rates and prices moved."""
    return now.but(nation=dataclasses.replace(National(), **changed))  # type: ignore[arg-type]


def test_an_open_zone_offers_what_is_serviced_and_not_let_and_a_closed_one_nothing() -> None:
    services = serve(standing(), QUARTER)
    assert services.serviced_hectares.tolist() == [10.0, 0.0, 10.0]
    assert services.free_hectares.tolist() == [6.0, 0.0, 6.0]


def test_a_zones_own_plant_covers_its_share_of_the_hours_that_the_grid_fails() -> None:
    now = standing()
    now = now.but(zones=now.zones.but(captive=np.array([0.5, 0.0, 1.0])))
    services, hours = serve(now, QUARTER), reliability_of(now, QUARTER)
    assert services.zone_reliability.tolist() == pytest.approx([0.5 + 0.5 * hours, hours, 1.0])


def test_two_billion_of_unpaid_power_bills_cost_hours_unless_the_channel_is_cut() -> None:
    now = standing()
    loss = 2.0 * now.setup.channels.reliability_points_per_usd_bn / 100.0
    assert reliability_of(in_trouble(now, unpaid_usd_bn=2.0), QUARTER) == pytest.approx(
        reliability_of(now, QUARTER) - loss
    )
    assert loss > 0.0
    cut = standing(channels={"power_arrears": False})
    assert reliability_of(in_trouble(cut, unpaid_usd_bn=2.0), QUARTER) == reliability_of(cut, QUARTER)


def test_the_tariff_is_ones_at_the_start_and_hears_unpaid_bills_under_cost_recovery() -> None:
    plain, dear = standing(), standing(power=PowerRules(tariff_rule="cost_recovery"))
    assert tariff_of(plain, 0) == pytest.approx(1.0)
    surcharge = 1.0 + 2.0 * dear.setup.channels.tariff_pct_per_usd_bn / 100.0
    assert tariff_of(in_trouble(dear, unpaid_usd_bn=2.0), QUARTER) == pytest.approx(
        surcharge * tariff_of(dear, QUARTER)
    )
    assert tariff_of(in_trouble(plain, unpaid_usd_bn=2.0), QUARTER) == tariff_of(plain, QUARTER)


def test_a_weak_rupee_costs_home_demand_and_exporters_without_credit_lose_sales_abroad() -> None:
    calm, weak = standing(), in_trouble(standing(), depreciation_pct=10.0, export_loss_pct=8.0, policy_points=3.0)
    before, after = serve(calm, QUARTER), serve(weak, QUARTER)
    assert (before.exchange, before.home_demand_factor, before.world_demand_factor) == (1.0, 1.0, 1.0)
    assert after.exchange == pytest.approx(1.1)
    assert after.home_demand_factor < 1.0
    assert after.world_demand_factor == pytest.approx(0.92)
    assert after.real_policy_rate == pytest.approx(before.real_policy_rate + 0.03)


def test_a_zone_with_a_focus_takes_only_its_makers() -> None:
    now = standing()
    focused = now.but(zones=now.zones.but(focus=np.array([1, -1, -1])))
    assert serve(now, QUARTER).allowed.tolist() == [[1.0, 1.0]] * 3
    assert serve(focused, QUARTER).allowed.tolist() == [[0.0, 1.0], [1.0, 1.0], [1.0, 1.0]]


def test_policy_invites_so_many_anchors_a_year_to_a_zone_that_is_open_and_none_to_a_closed_one() -> None:
    invitation = {
        "instrument": "invited_anchor", "start": "2015Q1", "where": "cpec", "specialty": "sports",
        "firms_per_year": 50.0, "workers_per_firm": 900.0, "grant_usd_mn_per_firm": 0.0,
    }  # fmt: skip
    now = standing(policy={"them": invitation})
    invited = [anchor for quarter in range(40, 48) for anchor in serve(now, quarter).anchors]
    assert len(invited) == 2 * 50.0
    assert {(anchor.zone, anchor.specialty, anchor.workers) for anchor in invited} == {(0, 1, 900.0)}
    assert len({anchor.number for anchor in invited}) == len(invited)
