"""Two markets, home and abroad, shared by standing and delivered price."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, strategies

from simulation.markets import goods as ask

positive = strategies.floats(min_value=1e-3, max_value=1e3)


def at_home(standing, price, tau):
    """Weight of a firm at home where the elasticity is 5."""
    return ask.home_weight.plain(ask.gate_weight.plain(standing, 0.0, price, 5.0), ask.home_access.plain(tau, 5.0))


def test_all_of_demand_is_spent_when_there_are_no_rivals():
    prices, standings, tau, demand = (0.9, 1.0, 1.3), (0.2, 0.0, -0.4), (1.0, 1.05, 1.1), 30.0
    weights = [at_home(b, p, t) for b, p, t in zip(standings, prices, tau, strict=True)]
    pull = demand / sum(weights)
    units = [ask.wanted_at_home.plain(w, pull, p, t) for w, p, t in zip(weights, prices, tau, strict=True)]
    assert sum(q * p * t for q, p, t in zip(units, prices, tau, strict=True)) == pytest.approx(demand, rel=1e-13)


def test_a_small_firm_faces_the_elasticity_of_substitution():
    def units(price):
        return ask.wanted_at_home.plain(at_home(0.0, price, 1.1), 1.0, price, 1.1)

    assert math.log(units(1.01) / units(1.0)) / math.log(1.01) == pytest.approx(-5.0, rel=1e-10)


def test_what_distance_adds_to_the_price_counts_like_the_price():
    assert at_home(0.0, 1.0, 1.2) == at_home(0.0, 1.2, 1.0) == pytest.approx(1.2**-4, rel=1e-14)


@given(made=positive, home=positive, abroad=positive, price=positive)
def test_sales_at_home_and_abroad_are_all_that_is_made(made, home, abroad, price):
    wanted = ask.wanted.plain(home, abroad)
    at_home = ask.home_sales.plain(made, wanted, home, price)
    exports = ask.exports.plain(made, wanted, abroad, price, 1.0)
    assert at_home + exports == pytest.approx(made * price, rel=1e-12)
    assert at_home / exports == pytest.approx(home / abroad, rel=1e-9)


def test_nothing_wanted_is_nothing_sold():
    assert ask.home_sales.plain(1.0, 0.0, 0.0, 1.0) == ask.exports.plain(1.0, 0.0, 0.0, 1.0, 1.0) == 0.0


def test_a_market_hall_without_makers_draws_no_buyers():
    assert ask.market_gain.plain(0.0, 1.0, 0.3, 50.0) == 0.0
    assert ask.market_gain.plain(50.0, 1.0, 0.3, 50.0) == pytest.approx(0.15)
    assert ask.market_gain.plain(1e9, 1.0, 0.3, 50.0) == pytest.approx(0.3)
    assert ask.market_gain.plain(50.0, 0.0, 0.3, 50.0) == 0.0


def test_dear_inputs_hurt_rivals_as_they_hurt_a_firm():
    assert ask.rivals_price.plain(0.5, 0.5, 1.0, 5.0) == 1.0
    assert ask.rivals_price.plain(1.0, 0.5, 1.2, 5.0) == pytest.approx(1.1**-4.0, rel=1e-12)


def test_a_weak_rupee_makes_imports_at_home_dear():
    assert ask.rivals_at_home.plain(1.0, 1.44, 0.5) == pytest.approx(1.0 / 1.2, rel=1e-12)
    assert ask.rivals_at_home.plain(0.8, 1.0, 0.5) == pytest.approx(0.8, rel=1e-12)
