"""What draws a founder to a place and to a product."""

from __future__ import annotations

import math

import pytest

from simulation.agents.firms import choosing as ask
from simulation.markets.land import rent_seen

PLACE = {
    "place_gain": 0.0, "wage_index": 1.0, "alpha": 0.4, "rent": 0.0, "plot_seen": 0.0, "land_charge": 0.03,
    "workers_per_ha": 100.0, "relief_gain": 0.0, "mean_wage": 0.0005, "labour_efficiency": 1.0,
    "near_input_price": 1.0, "materials_share": 0.5, "tau_home": 1.0, "tau_world": 1.0, "export_share": 0.3,
    "factor_share": 0.25,
}  # fmt: skip
NEAR = {
    "abroad_price": 1.1,
    "import_share": 0.2,
    "supplied_share": 0.6,
    "market_unit": 2.0,
    "import_premium": 0.05,
}


def value(**changed):
    known = {**PLACE, **changed}
    for rule in (rent_seen, ask.dear_freight, ask.dear_labour, ask.place_value):
        known[rule.name] = rule.plain(*(known[name] for name in rule.arguments))
    return known["place_value"]


def test_a_place_like_any_other_is_worth_nothing():
    assert value() == 0.0


def test_wages_count_by_labours_share_and_productivity_in_full():
    assert value(place_gain=0.2) == 0.2
    assert value(wage_index=1.1) == pytest.approx(-0.6 * math.log(1.1), rel=1e-12)
    assert value(rent=0.00005) == pytest.approx(-0.06)


def test_a_plot_weighs_like_the_rent_that_its_price_would_bear():
    assert value(plot_seen=0.00005 * 100.0 / 0.03) == pytest.approx(value(rent=0.00005))
    assert value(relief_gain=0.02) == 0.02


def test_reliefs_gain_by_their_length_and_share_and_nothing_without_weight_or_tax():
    known = {
        "tax_relief": 1.0, "holiday_quarters": 40.0, "holiday_weight": 0.25, "founder_discount": 0.04,
        "profit_tax": 0.15, "profit_over_factors": 0.6, "duty_relief": 0.0, "machine_duty": 0.05,
        "machines_from_abroad": 0.6, "alpha": 0.4,
    }  # fmt: skip

    def gain(**changed):
        return ask.relief_gain.plain(**{**known, **changed})

    assert gain() == pytest.approx(0.25 * (1.0 - math.exp(-1.6)) * 0.15 * 0.6)
    assert gain(holiday_quarters=20.0) < gain() < gain(holiday_quarters=400.0)
    assert gain(tax_relief=0.0) == gain(holiday_weight=0.0) == gain(profit_tax=0.0) == 0.0
    assert gain(duty_relief=1.0) - gain() == pytest.approx(0.4 * 0.05 * 0.6)


@pytest.mark.parametrize("dear", [{"near_input_price": 1.05}, {"tau_home": 1.02}, {"tau_world": 1.02}])
def test_dear_inputs_and_long_ways_lower_the_value_of_a_place(dear):
    assert -0.3 <= value(**dear) < 0.0


def test_delivery_never_outweighs_all_else():
    assert value(near_input_price=9.0) == -0.3
    assert value(near_input_price=0.01) == 0.3


def test_inputs_are_cheaper_where_a_whole_suppliers_unit_is_near():
    alone, almost, served, many = (
        ask.near_input_price.plain(
            capacity_near=near, near_supplier_price=ask.near_supplier_price.plain(near, 2.0, 0.1), **NEAR
        )
        for near in (0.0, 1.99, 2.0, 20.0)
    )
    assert alone == almost == pytest.approx(0.22 + 0.8 * (0.6 * 1.155 + 0.4))
    assert served == pytest.approx(0.22 + 0.8 * (0.6 * 2.0**-0.1 + 0.4))
    assert many < served < alone


def test_odds_of_places_are_logits_times_free_plots():
    worth = ((0.0, 10.0), (0.1, 10.0), (0.0, 30.0))
    odds = [ask.place_odds.plain(ask.attraction.plain(v, 4.0), free, 1.0, 1.0) for v, free in worth]
    assert odds[1] / odds[0] == pytest.approx(math.exp(0.4), rel=1e-13)
    assert odds[2] / odds[0] == pytest.approx(3.0, rel=1e-14)


def test_nobody_chooses_a_full_or_closed_place():
    assert ask.place_odds.plain(9.0, 0.0, 1.0, 1.0) == 0.0
    assert ask.place_odds.plain(9.0, 5.0, 0.0, 1.0) == 0.0


def test_founders_imitate_those_in_reach():
    asked = {
        "boom": 1.0,
        "product_constant": 1.0,
        "place_gain": 0.0,
        "imitation": 0.7,
        "product_sharpness": 3.0,
        "reach_scale_workers": 100.0,
    }
    assert ask.product_odds.plain(reach=0.0, **asked) == 1.0
    assert ask.product_odds.plain(reach=300.0, **asked) == pytest.approx(4.0**0.7, rel=1e-13)
    assert ask.product_odds.plain(reach=0.0, **{**asked, "boom": 2.0}) == pytest.approx(2.0, rel=1e-13)
    assert ask.product_odds.plain(reach=9e9, **{**asked, "boom": 0.0}) == 0.0
