"""What a boom needs and what ends it: land, local profit, a price war, fixed cost that rises with technique."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import load
from simulation.agents.firms.living import near_boom
from simulation.agents.firms.producing import glut, quoted_price
from simulation.agents.firms.settling import overhead
from simulation.economy import cells_of
from simulation.engine.table import total, total_by
from simulation.quarter import advance
from simulation.quarter_zero.start import begin

BOOM = {
    "plain.rows": 12, "plain.columns": 12, "plain.towns": 6, "plain.firms_at_1_10": 600, "plain.specialties": 4,
    "world.home_growth_pct_per_year": 16.0, "world.world_growth_pct_per_year": 16.0, "run_in_quarters": 4,
    "behaviour.costs.labour_productivity_growth": 0.025,
}  # fmt: skip


@pytest.fixture(scope="module")
def played(checkout):
    """The plain map after some quarters of a boom, with something changed."""
    theory = load(checkout / "scenarios/plain/marshall.toml").but(BOOM)

    def after(quarters, **changed):
        behaviour = {f"behaviour.{name.replace('__', '.')}": value for name, value in changed.items()}
        now, given = begin(theory.but(behaviour))
        for _ in range(quarters):
            now = advance(now, given)
        return now, given

    return after


@pytest.fixture(scope="module")
def plain(played):
    """The boom with all at its default, after fifteen years."""
    return played(60)


def largest(now, given):
    """Firms in the ten cells that have the most."""
    return np.sort(total_by(cells_of(given, now.firms.site), now.firms.weight, len(given.map.grid)))[-10:].sum()


def test_a_glut_takes_the_markup_and_a_boom_does_not_raise_it():
    assert glut.plain(0.5, 1.0, 0.4) == pytest.approx(0.5**0.4)
    assert glut.plain(2.0, 1.0, 0.4) == glut.plain(1.0, 0.0, 0.4) == glut.plain(0.5, 1.0, 0.0) == 1.0
    assert quoted_price.plain(2.0, 1.09, 1.0) == 1.09 * 2.0
    assert quoted_price.plain(2.0, 1.09, 0.5) == pytest.approx(1.045 * 2.0)


def test_fixed_cost_rises_with_technique_only_where_it_is_asked():
    assert overhead.plain(1.0, 2.0, 0.3, 10.0, 0.0) == pytest.approx(0.6)
    assert overhead.plain(1.0, 2.0, 0.3, 10.0, 1.5) == pytest.approx(0.6 * 2.0**1.5)


def test_founders_hear_makers_near_who_earn_more_the_more_of_them_there_are():
    def heard(profit, makers, weight=0.5):
        return near_boom.plain(profit * makers, makers, 1.0, 1.0, weight, 5.0, 2.0)

    assert heard(2.0, 1e9) == pytest.approx(2.0)
    assert 1.0 < heard(2.0, 1.0) < heard(2.0, 20.0) < 2.0
    assert heard(0.5, 20.0) < 1.0
    assert heard(2.0, 20.0, weight=0.0) == heard(7.0, 0.0) == 1.0


def test_land_that_is_converted_fast_lets_the_largest_places_follow_a_boom(played, plain):
    now, given = played(60, land__growth_of_land=0.9, land__free_share=1.0)
    assert largest(now, given) > 1.15 * largest(*plain)


def test_a_fixed_cost_that_rises_with_technique_takes_profit(played):
    fast = {"costs__labour_productivity_growth": 0.06}  # technique of 2.4 after fifteen years
    (alike, _), (dear, _) = played(60, **fast), played(60, costs__fixed_cost_elasticity=2.5, **fast)
    assert total(dear.nation.profit_per_firm) < 0.95 * total(alike.nation.profit_per_firm)


def test_a_price_war_lowers_prices_over_cost_where_profits_have_fallen(played, plain):
    now, _ = played(60, costs__price_war=0.6)
    fallen = now.nation.profit_per_firm < now.nation.reference_profit
    left = now.here.kind["glut"]
    assert (left[fallen] < 1.0).all()
    assert (left <= 1.0).all()
    assert (plain[0].here.kind["glut"] == 1.0).all()


def test_local_profit_draws_founders_to_other_places_and_nothing_else(played):
    alike, heard = played(8), played(8, entry__local_profit_weight=1.0)
    assert len(heard[0].firms) == pytest.approx(len(alike[0].firms), rel=0.05)
    assert set(heard[0].firms.id.tolist()) != set(alike[0].firms.id.tolist())
