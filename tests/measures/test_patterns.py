import numpy as np
import pandas as pd
import pytest
from small_country import country

from simulation.country.finding import country_of
from simulation.measures import patterns
from simulation.units import quarter_name

QUARTERS = [quarter_name(q) for q in range(60)]


def zone(name="rashakai", opens=10, firms_near=100.0, growth=0.01, **more):
    t = np.arange(60)
    near = firms_near * np.where(t > opens, np.exp(growth * (t - opens)), 1.0)
    own = {"quarter": QUARTERS, "zone": name, "workers": np.where(t < opens, 0.0, 50.0), "firms_within_35_km": near}
    own["value_added_within_35_km_usd_mn"] = near / 10.0
    return pd.DataFrame(own | more)


def nation(**more):
    return pd.DataFrame({"quarter": QUARTERS, "firms": 1000.0, "value_added_usd_mn": 8.0} | more)


def test_a_zones_lift_is_its_surroundings_over_those_of_the_pair_ten_years_on():
    run = {"zones": zone(), "nation": nation()}
    pair = {"zones": zone(growth=0.005), "nation": nation()}
    pair["zones"].value_added_within_35_km_usd_mn /= 2
    found = patterns.zones(run, pair)
    year = np.arange(37, 41)
    over = np.exp(0.01 * year).sum() / np.exp(0.005 * year).sum() - 1
    assert found["5 zones lift firms within 35 km (against the pair)"] == pytest.approx(over)
    assert found["5 zones lift output within 35 km (against the pair)"] == pytest.approx(2 * (1 + over) - 1)
    assert found["5 zones' surroundings over the nation, ten years"] == pytest.approx(np.exp(0.4))
    assert np.isnan(patterns.zones(run, None)["5 zones lift firms within 35 km (against the pair)"])


def test_let_land_counts_only_zones_that_open_in_the_run_and_have_land():
    land = {"serviced_ha": 100.0, "let_ha": 25.0}
    tables = {"zones": pd.concat([zone(**land), zone("old", opens=0, **land)]), "nation": nation()}
    assert patterns.zones(tables, None)["5 let share of serviced land after five years"] == pytest.approx(0.25)


def test_stress_is_the_quality_that_zones_in_arrears_have_lost():
    money = {"works_built_usd_mn": 10.0}
    tables = {
        "zones": pd.concat(
            [zone(quality=0.5, arrears_usd_mn=3.0, **money), zone("b", quality=0.8, arrears_usd_mn=0.0, **money)]
        ),
        "nation": nation(value_added_usd_mn=7.2),
    }
    found = patterns.stress(tables, {"nation": nation()})
    assert found["6 quality of zones in arrears less that of others"] == pytest.approx(-0.3)
    assert found["6 value added, run over pair, at the end less 1"] == pytest.approx(-0.1)


def test_new_clusters_are_timed_from_their_first_year_and_founding_ones_only_for_their_peaks():
    years = [quarter_name(q) for q in range(3, 83, 4)]
    old = pd.DataFrame({"quarter": ["2015Q1", *years], "cluster": "old", "makers": 21.0, "value_added_usd_mn": 1.0})
    makers = np.concatenate([10 * 1.3 ** np.arange(8), np.full(11, 60.0)])
    new = pd.DataFrame({"quarter": years[1:], "cluster": "new", "makers": makers})
    new["value_added_usd_mn"] = np.arange(len(makers), dtype=float)
    found = patterns.phases({"clusters": pd.concat([old, new])})
    assert found["2 take-off of new clusters, best 5 years a year"] == pytest.approx(0.3)
    assert found["2 new clusters, growth a year after ten years"] == pytest.approx(0.0)
    assert found["2 firms peak before value added, share of clusters"] == pytest.approx(0.5)


def test_spin_offs_near_their_parents_are_found_by_identity():
    grid = country().grid
    cells = pd.DataFrame(
        {"quarter": ["2015Q1"] * 3 + ["2015Q4"] * 3, "cell": [0, 5, 6] * 2, "specialty": ["a", "b", "b"] * 2,
         "firms": [300, 600, 600] * 2, "rows": [30, 60, 60] * 2, "workers": 1.0}
    )  # fmt: skip
    entries = pd.DataFrame(
        {"firm": np.array([1, 2, 3, 4], dtype=np.uint64), "parent": np.array([0, 1, 1, 0], dtype=np.uint64),
         "kind": ["at_start", "spin_off", "spin_off", "newcomer"], "quarter": ["2015Q1", "2015Q2", "2015Q3", "2015Q3"],
         "specialty": ["a", "a", "a", "b"], "cell": [0, 1, 9, 5]}
    )  # fmt: skip
    tables = {"entries": entries, "cells": cells, "specialties": pd.DataFrame({"specialty": ["a", "b"]})}
    found = patterns.lineage(tables, grid)
    assert found["4 spin-offs within 25 km of the parent"] == 0.5
    assert np.isnan(found["4 spin-offs among entrants in specialised places"])
    entries.loc[1, "cell"] = 0
    assert patterns.lineage(tables, grid)["4 spin-offs among entrants in specialised places"] == 1.0


def test_every_expected_range_has_its_source():
    expected = patterns.expected_of(country_of("pakistan"))
    assert len(expected) == 24
    assert all(e.low < e.high and e.source for e in expected.values())
