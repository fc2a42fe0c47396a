"""What a place gives, what a unit costs, what a crew makes: against closed forms and brute force."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies

from simulation.agents.firms import producing as ask

PLACE = {
    "reach_seen": 0.0, "others": 0.0, "quality": 1.0, "reliability": 1.0, "land_use": 0.5,
    "marshall_elasticity": 0.06, "jacobs_elasticity": 0.02, "reach_scale_workers": 500.0,
    "others_scale_workers": 5000.0, "quality_elasticity": 0.15,
    "training_gain": 0.0, "outage_output_loss": 0.2, "congestion_strength": 0.5, "congestion_threshold": 0.8,
}  # fmt: skip
CREW = {"alpha": 0.4, "labour_efficiency": 1.2}
shares = strategies.floats(min_value=0.05, max_value=0.9)
money = strategies.floats(min_value=1e-4, max_value=100.0)


def gain(**changed):
    known = {**PLACE, **changed}
    parts = (ask.localisation_gain, ask.urbanisation_gain, ask.quality_gain, ask.power_gain, ask.crowding_loss)
    for rule in (*parts, ask.place_gain):
        known[rule.name] = rule.plain(*(known[name] for name in rule.arguments))
    return known["place_gain"]


def test_an_empty_place_with_good_power_gives_nothing_and_takes_nothing():
    assert gain() == 0.0


def test_as_many_makers_as_the_scale_give_the_elasticity_times_log_two():
    assert gain(reach_seen=500.0) == pytest.approx(0.06 * math.log(2.0), rel=1e-14)
    assert gain(others=5000.0) == pytest.approx(0.02 * math.log(2.0), rel=1e-14)


def test_the_first_hundred_neighbours_give_more_than_the_next():
    gains = [gain(reach_seen=100.0 * n) for n in range(4)]
    assert gains[1] - gains[0] > gains[2] - gains[1] > gains[3] - gains[2] > 0.0


def test_a_place_without_power_loses_the_outage_share_of_its_output():
    assert gain(reliability=0.0) == pytest.approx(math.log(0.8), rel=1e-14)
    assert gain(reliability=0.0) < gain(reliability=0.5) < gain(reliability=1.0)


def test_only_a_crowded_place_is_less_productive():
    assert gain(land_use=0.8) == gain(land_use=0.1) == 0.0
    assert gain(land_use=1.2) == pytest.approx(-math.log(1.0 + 0.5 * 0.4**2), rel=1e-14)
    assert gain(land_use=2.0) < gain(land_use=1.2)


def test_the_ruin_of_a_zone_has_a_floor():
    assert gain(quality=0.2) == gain(quality=0.0) < gain(quality=0.5) < gain(quality=1.0)


def test_a_firm_does_not_learn_from_itself():
    assert ask.reach_seen.plain(80.0, 100.0, 0.8) == 0.0
    assert ask.reach_seen.plain(79.0, 100.0, 0.8) == 0.0
    assert ask.reach_seen.plain(180.0, 100.0, 0.8) == 100.0


def test_a_mean_firm_at_an_empty_place_has_the_base_productivity():
    assert ask.tfp.plain(1.7, 0.0, 0.0, 20.0, 20.0, 0.05) == 1.7
    assert ask.tfp.plain(1.0, 0.1, 0.2, 20.0, 20.0, 0.05) == pytest.approx(math.exp(0.3), rel=1e-14)
    assert ask.tfp.plain(1.0, 0.0, 0.0, 41.0, 20.0, 0.05) == pytest.approx(2.0**0.05, rel=1e-14)


@given(alpha=shares, wage=money, charge=strategies.floats(min_value=0.01, max_value=0.2), tfp=money)
def test_no_mix_of_capital_and_labour_is_cheaper_than_the_cost_of_a_unit(alpha, wage, charge, tfp):
    parts = ask.capital_cost.plain(alpha, charge), ask.labour_cost.plain(alpha, wage)
    least = ask.factor_cost.plain(alpha, *parts, 0.0, tfp)
    best = (1.0 - alpha) * charge / (alpha * wage)  # workers per unit of capital where no mix is cheaper
    crew = best * np.exp(np.linspace(-2.0, 2.0, 2001))
    capital = 1.0 / (tfp * crew ** (1.0 - alpha))
    costs = capital * (charge + wage * crew)
    assert least == pytest.approx(costs.min(), rel=1e-9)
    assert ask.normal_crew.plain(alpha, wage, charge, 1.0) == pytest.approx(crew[costs.argmin()], rel=1e-3)


def test_wages_raise_the_cost_of_a_unit_by_labours_share():
    cheap, dear = (ask.factor_cost.plain(0.3, 0.7, -6.5, math.log(w), 1.0) for w in (1.0, 1.1))
    assert math.log(dear / cheap) == pytest.approx(0.7 * math.log(1.1), rel=1e-12)


def test_a_firm_covers_outages_at_the_cost_of_its_generator():
    asked = {"power_share": 0.04, "tariff": 1.0, "generator_cost_multiple": 2.5, "reference_power": 1.0}
    assert ask.power_cost.plain(reliability=1.0, **asked) == 0.04
    assert ask.power_cost.plain(reliability=0.0, **asked) == pytest.approx(0.10)
    assert ask.power_cost.plain(reliability=0.8, **asked) == pytest.approx(0.04 * (0.8 + 0.2 * 2.5))


def test_the_cost_of_a_unit_is_the_sum_of_its_parts():
    assert ask.unit_cost.plain(0.3, 0.5, 1.1, 0.05, 0.02) == pytest.approx(0.3 + 0.55 + 0.05 + 0.02)


def test_the_markup_of_constant_elasticity_earns_most():
    sigma, cost = 5.0, 0.8
    prices = np.linspace(0.81, 2.0, 20_001)
    best = prices[((prices - cost) * prices**-sigma).argmax()]
    assert ask.quoted_price.plain(cost, sigma / (sigma - 1.0), 1.0) == pytest.approx(best, abs=1e-4)
    assert cost < ask.quoted_price.plain(cost, sigma / (sigma - 1.0), 0.5) < best


@given(wanted=money, tfp=money, capital=money)
def test_the_wanted_crew_makes_the_wanted_units(wanted, tfp, capital):
    part = ask.capital_part.plain(capital, 0.4)
    crew = ask.wanted_workers.plain(wanted, tfp, part, capital, 0.4, 1e30, 1.2, 3.0)
    made = ask.made_units.plain(tfp, part, crew, 0.4, 1.2, 1e30, 1e30, 0.5)
    assert made == pytest.approx(wanted, rel=1e-9)


def test_a_workshop_has_no_room_for_more_than_its_crew_limit():
    assert ask.wanted_workers.plain(1e6, 1.0, 2.0**0.4, 2.0, 0.4, 10.0, 1.0, 3.0) == pytest.approx(60.0)


def test_hiring_closes_half_of_the_gap_and_an_owner_always_works():
    assert ask.hired_workers.plain(10.0, 20.0, 0.5) == 15.0
    assert ask.hired_workers.plain(10.0, 10.0, 0.5) == 10.0
    assert ask.hired_workers.plain(1.0, 0.0, 1.0) == 0.5


def test_output_is_the_least_of_demand_crew_and_inputs():
    asked = {
        "tfp": 2.0,
        "capital_part": 1.0,
        "hired_workers": 1.0,
        "alpha": 0.4,
        "labour_efficiency": 1.0,
        "materials_share": 0.5,
    }
    assert ask.made_units.plain(wanted=1.5, stock=9.0, **asked) == 1.5
    assert ask.made_units.plain(wanted=9.0, stock=9.0, **asked) == pytest.approx(2.0, rel=1e-14)
    assert ask.made_units.plain(wanted=9.0, stock=0.25, **asked) == 0.5
    assert ask.made_units.plain(wanted=9.0, stock=0.0, **asked) == 0.0


@given(wanted=money, tfp=money)
def test_the_needed_capital_with_its_normal_crew_makes_the_wanted_units(wanted, tfp):
    crew = ask.normal_crew.plain(0.4, 0.001, 0.05, 1.2)
    capital = ask.needed_capital.plain(wanted, tfp, ask.crew_part.plain(crew, 1.2, 0.4))
    made = ask.made_units.plain(tfp, ask.capital_part.plain(capital, 0.4), crew * capital, 0.4, 1.2, 1e30, 1e30, 0.5)
    assert made == pytest.approx(wanted, rel=1e-9)
