"""The economy at quarter zero: as the seeds say, and near its steady state."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import strategies

from simulation import load
from simulation.country.finding import country_of
from simulation.engine.table import total_by
from simulation.phases.places import infrastructure_serves
from simulation.quarter_zero.fitting import fitted_constants, normal_quantiles, pass_rates_by_pair
from simulation.quarter_zero.groups import largest_remainder
from simulation.quarter_zero.paths import between, demand_paths
from simulation.quarter_zero.settling import sized
from simulation.quarter_zero.specialties import PLAIN, of_country, plains
from simulation.quarter_zero.start import begin, quarter_zero

PAKISTAN = country_of("pakistan")


@pytest.fixture(scope="module")
def zero(checkout: Path):
    return quarter_zero(load(checkout / "scenarios" / "pakistan" / "baseline.toml").but(scale=0.01))


def test_firms_and_workers_are_the_seeds_at_every_scale(zero):
    now, given = zero
    share, weight = 1.0 - PAKISTAN.seeds.assumption("supplier_share_of_firms"), now.firms.weight
    firms = total_by(now.firms.specialty, weight, len(given.specialties))
    workers = total_by(now.firms.specialty, weight * now.firms.workers, len(given.specialties))
    seeds = list(of_country(PAKISTAN).values())
    assert firms == pytest.approx([s["firms"] * share for s in seeds], abs=3.0, rel=0.001)
    assert workers == pytest.approx([s["workers"] * share for s in seeds], rel=0.12)


def test_suppliers_are_their_share_of_all_firms(zero):
    now, _ = zero
    share = now.suppliers.weight.sum() / (now.suppliers.weight.sum() + now.firms.weight.sum())
    assert share == pytest.approx(PAKISTAN.seeds.assumption("supplier_share_of_firms"), abs=0.002)


def test_shares_of_cost_and_markup_make_up_the_price(zero):
    _, given = zero
    at = given.specialties
    parts = at.factor_share + at.materials_share + at.services_share + at.power_share
    assert parts == pytest.approx(np.full(len(at), 1.0 / given["markup"]), rel=1e-12)
    for column in (at.factor_share, at.materials_share, at.services_share, at.power_share):
        assert (column > 0.0).all()


def test_no_parameter_hides_what_a_specialty_has_of_its_own(zero):
    """Loops look among the settings first: a column of the same name would be read by nobody."""
    _, given = zero
    assert not set(given.numbers) & set(given.specialties.columns())
    assert given.specialties.power_share.min() < 0.5 * given.scenario.behaviour.costs.power_share


def test_sialkot_makes_surgical_instruments(zero):
    now, given = zero
    kind = given.specialties.names.index("surgical_instruments")
    sialkot = next(p.cell for p in given.map.places if p.name == "Sialkot")
    cells = given.map.cell_of_site[now.firms.site[now.firms.specialty == kind]]
    near = given.map.grid.distance_km(cells, np.full(cells.size, sialkot)) <= 25.0
    assert near.mean() > 0.5


def test_a_random_start_has_no_sialkot(checkout: Path):
    now, given = quarter_zero(
        load(checkout / "scenarios" / "pakistan" / "baseline.toml").but(scale=0.01, start_from="random")
    )
    kind = given.specialties.names.index("surgical_instruments")
    sialkot = next(p.cell for p in given.map.places if p.name == "Sialkot")
    cells = given.map.cell_of_site[now.firms.site[now.firms.specialty == kind]]
    near = given.map.grid.distance_km(cells, np.full(cells.size, sialkot)) <= 25.0
    assert near.mean() < 0.2


def test_markets_clear_at_the_drawn_sizes(zero):
    now, given = zero
    kinds = len(given.specialties)
    made = total_by(now.firms.specialty, now.firms.weight * now.firms.output * now.firms.price, kinds)
    assert given.fit.home_sales + given.fit.world_sales == pytest.approx(made, rel=1e-9)
    assert given.fit.world_sales / made == pytest.approx(given.specialties.export_share, abs=1e-9)


def test_expected_newcomers_are_mixed_as_asked_whatever_draws_them():
    rng = np.random.default_rng(1)
    pull, births = rng.lognormal(size=(50, 6)), rng.dirichlet(np.ones(50))
    passes, share = rng.uniform(0.2, 1.0, (50, 6)), rng.dirichlet(np.ones(6))
    chosen = pull * fitted_constants(pull, births, passes, share)
    chosen /= chosen.sum(axis=1, keepdims=True)
    expected = (births[:, None] * chosen * passes).sum(axis=0)
    assert expected / expected.sum() == pytest.approx(share, rel=1e-6)


def test_after_the_run_in_firms_sell_what_the_seeds_say(checkout: Path):
    now, given = begin(load(checkout / "scenarios" / "pakistan" / "baseline.toml").but(scale=0.01))
    assert now.quarter == -1
    home, world = (now.firms.all_of(x) for x in (now.firms.home_sales, now.firms.exports))
    assert home == pytest.approx(given.fit.home_sales.sum(), rel=0.15)
    assert world == pytest.approx(given.fit.world_sales.sum(), rel=0.25)


def test_fewer_founders_pass_where_the_ticket_is_higher(zero):
    now, given = zero
    seen = infrastructure_serves(now, given)
    dear = dataclasses.replace(
        given,
        specialties=dataclasses.replace(given.specialties, ticket_at_start=4.0 * given.specialties.ticket_at_start),
    )
    cheap, high = pass_rates_by_pair(seen, given), pass_rates_by_pair(seen, dear)
    assert (high <= cheap).all()
    assert (high < cheap).mean() > 0.9
    assert 0.0 <= high.min() <= cheap.max() <= 1.0


@for_all(strategies.lists(strategies.floats(0.0, 50.0), min_size=1, max_size=12))
def test_whole_firms_add_up_and_none_is_off_by_one(exact):
    wanted = np.array(exact)
    seats = int(np.floor(wanted.sum()))
    found = largest_remainder(wanted, seats)
    assert found.sum() == seats
    assert (np.abs(found - wanted) < 1.0 + 1e-9).all()


def test_sizes_are_scaled_to_each_groups_workers():
    group, law = np.repeat([0, 1], 500), np.random.default_rng(1).lognormal(0.0, 1.0, 1000)
    workers = sized(group, law, np.array([5000.0, 20_000.0]))
    assert total_by(group, workers, 2) == pytest.approx([5000.0, 20_000.0], rel=1e-9)
    assert workers.min() >= 1.0


def test_quantiles_of_wealth_are_those_of_the_normal_law():
    steps = normal_quantiles(400)
    assert steps == pytest.approx(-steps[::-1], abs=1e-13)
    assert steps.std() == pytest.approx(1.0, abs=0.01)


def test_demand_paths_start_at_one_and_hold_still_when_asked(checkout: Path):
    asked = load(checkout / "scenarios" / "pakistan" / "baseline.toml")
    paths = demand_paths(asked.world, PAKISTAN)
    for name in ("home_demand", "world_demand", "input_price", "exchange", "competitiveness", "rivals_gain"):
        assert paths.at(name, -5) == paths.at(name, 0) == pytest.approx(1.0)
    still = demand_paths(asked.but({"world.constant": True}).world, PAKISTAN)
    assert set(still.home_demand.tolist()) == set(still.exchange.tolist()) == {1.0}
    dearer, cheaper = paths.at("exchange", 38), paths.at("competitiveness", 38)
    assert dearer > cheaper + 0.15 > 1.2  # by 2024 the rupee had lost far more against the dollar than against all
    assert between({2015: 1.0, 2016: 2.0, 2017: 3.0}, 6) == pytest.approx(2.0 + 0.125)


def test_a_shock_is_held_and_then_fades(checkout: Path):
    shock = {"what": "world_demand", "start": "2020Q1", "size_pct": -20.0, "quarters": 2, "fade_quarters": 3}
    asked = load(checkout / "scenarios" / "pakistan" / "baseline.toml")
    base, hit = (
        demand_paths(asked.world, PAKISTAN),
        demand_paths(asked.but({"world.shocks.slump": shock}).world, PAKISTAN),
    )
    ratio = hit.world_demand / base.world_demand
    assert ratio[19:26] == pytest.approx([1.0, 0.8, 0.8, 0.85, 0.9, 0.95, 1.0])
    assert hit.home_demand.tolist() == base.home_demand.tolist()


def test_specialties_of_the_plain_are_all_alike():
    seeds = plains(4, 100.0)
    assert len(seeds) == 4
    assert {tuple(s.values()) for s in seeds.values()} == {(*PLAIN.values(), 25.0, 500.0)}
