"""Two markets, home and abroad, shared by standing and delivered price."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, strategies

from simulation.markets import goods as ask

positive = strategies.floats(min_value=1e-3, max_value=1e3)
AT_HOME = {"standing": 0.0, "market_gain": 0.0, "quoted_price": 1.0, "tau_home": 1.0, "substitution_elasticity": 5.0}
ABROAD = {
    "standing": 0.0, "market_gain": 0.0, "workers": 50.0, "quoted_price": 1.0, "tau_world": 1.0,
    "substitution_elasticity": 5.0, "export_half_workers": 50.0, "exchange": 1.0,
}  # fmt: skip


def test_all_of_demand_is_spent_when_there_are_no_rivals():
    prices, standings, tau, demand = (0.9, 1.0, 1.3), (0.2, 0.0, -0.4), (1.0, 1.05, 1.1), 30.0
    weights = [ask.home_weight.plain(b, 0.0, p, t, 5.0) for b, p, t in zip(standings, prices, tau, strict=True)]
    pull = demand / sum(weights)
    units = [ask.wanted_at_home.plain(w, pull, p, t) for w, p, t in zip(weights, prices, tau, strict=True)]
    assert sum(q * p * t for q, p, t in zip(units, prices, tau, strict=True)) == pytest.approx(demand, rel=1e-13)


def test_a_small_firm_faces_the_elasticity_of_substitution():
    def units(price):
        return ask.wanted_at_home.plain(ask.home_weight.plain(0.0, 0.0, price, 1.1, 5.0), 1.0, price, 1.1)

    assert math.log(units(1.01) / units(1.0)) / math.log(1.01) == pytest.approx(-5.0, rel=1e-10)


def test_what_distance_adds_to_the_price_counts_like_the_price():
    far = ask.home_weight.plain(**{**AT_HOME, "tau_home": 1.2})
    assert far == ask.home_weight.plain(**{**AT_HOME, "quoted_price": 1.2}) < 1.0


def test_a_firm_of_half_size_has_half_the_reach_abroad_and_an_owner_alone_hardly_any():
    assert ask.world_weight.plain(**ABROAD) == pytest.approx(0.5, rel=1e-14)
    assert ask.world_weight.plain(**{**ABROAD, "workers": 1.0}) == pytest.approx(1.0 / 51.0, rel=1e-14)


def test_a_weak_rupee_sells_more_abroad():
    strong, weak = (ask.world_weight.plain(**{**ABROAD, "exchange": e}) for e in (1.0, 1.1))
    assert weak / strong == pytest.approx(1.1**4, rel=1e-12)
    assert ask.wanted_abroad.plain(1.0, 2.0, 1.0, 1.0, 1.1) == pytest.approx(2.2)


@given(made=positive, home=positive, abroad=positive, price=positive)
def test_sales_at_home_and_abroad_are_all_that_is_made(made, home, abroad, price):
    wanted = ask.wanted.plain(home, abroad)
    at_home, exports = ask.home_sales.plain(made, wanted, home, price), ask.exports.plain(made, wanted, abroad, price)
    assert at_home + exports == pytest.approx(made * price, rel=1e-12)
    assert at_home / exports == pytest.approx(home / abroad, rel=1e-9)


def test_nothing_wanted_is_nothing_sold():
    assert ask.home_sales.plain(1.0, 0.0, 0.0, 1.0) == ask.exports.plain(1.0, 0.0, 0.0, 1.0) == 0.0


def test_a_market_hall_without_makers_draws_no_buyers():
    assert ask.market_gain.plain(0.0, 1.0, 0.3, 50.0) == 0.0
    assert ask.market_gain.plain(50.0, 1.0, 0.3, 50.0) == pytest.approx(0.15)
    assert ask.market_gain.plain(1e9, 1.0, 0.3, 50.0) == pytest.approx(0.3)
    assert ask.market_gain.plain(50.0, 0.0, 0.3, 50.0) == 0.0


def test_dear_inputs_hurt_rivals_as_they_hurt_a_firm():
    assert ask.rivals_price.plain(0.5, 1.0, 5.0) == 1.0
    assert ask.rivals_price.plain(0.5, 1.2, 5.0) == pytest.approx(1.1**-4.0, rel=1e-12)
