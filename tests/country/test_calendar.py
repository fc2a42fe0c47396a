"""A country begins when its seeds say: Lakeland of 1978 is Lakeland of 2015, thirty-seven years earlier."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from simulation import load, run
from simulation.country.country import Country
from simulation.country.finding import country_of
from simulation.finance.paths import from_seeds
from simulation.phases.places import labour_efficiency
from simulation.quarter_zero.paths import demand_paths
from simulation.quarter_zero.start import quarter_zero
from simulation.scenario.faults import ScenarioFaults
from simulation.scenario.schema import Scenario
from simulation.seeding.checking import faults
from simulation.units import quarter_index, quarter_name
from tests.country.aged import aged

HERE = Path(__file__).parent
YEARS = 37
QUARTERS = 4 * YEARS


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Country:
    return country_of(aged(HERE / "lakeland", tmp_path_factory.mktemp("old") / "lakeland_1978", YEARS))


@pytest.fixture(scope="module")
def asked(old: Country, tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    file = tmp_path_factory.mktemp("asked") / "old.toml"
    text = (HERE / "lakeland.toml").read_text(encoding="utf-8").replace("./lakeland", str(old.folder))
    file.write_text(text.replace('"2016"', '"1979"'), encoding="utf-8")
    return load(file)


def test_a_quarter_has_one_number_in_every_country() -> None:
    assert (quarter_index("1978Q1"), quarter_name(-148), quarter_name(-1)) == (-148, "1978Q1", "2014Q4")


def test_its_folder_has_no_fault_and_says_when_it_begins(old: Country) -> None:
    assert faults(old.folder) == []
    assert (old.first_year, old.first_quarter) == (1978, -QUARTERS)


def test_a_scenario_begins_with_its_country(asked: Scenario) -> None:
    assert (asked.start, asked.start_index) == ("1978Q1", -QUARTERS)
    with pytest.raises(ScenarioFaults, match="start is 1978Q1"):
        asked.but(start="2015Q1")


def test_a_zone_of_its_own_must_begin_within_its_run(asked: Scenario) -> None:
    own = {"longitude_deg": 0.1, "latitude_deg": 0.1, "hectares": 100, "sectors": "all", "start": "2016Q1"}
    with pytest.raises(ScenarioFaults, match="1978Q2 to 1983Q4"):
        asked.but({"zones.mine": own})


def test_paths_are_those_of_the_later_country(old: Country, asked: Scenario) -> None:
    lakeland = country_of(HERE / "lakeland")
    now, then = (demand_paths(asked.world, country) for country in (lakeland, old))
    assert then.first == -QUARTERS
    for name in ("home_demand", "world_demand", "input_price", "rivals_gain"):
        assert np.array_equal(getattr(now, name), getattr(then, name))
        assert now.at(name, 30) == then.at(name, 30 - QUARTERS)
    money, earlier = from_seeds(lakeland.seeds), from_seeds(old.seeds)
    for field in dataclasses.fields(money):
        if isinstance(value := getattr(money, field.name), np.ndarray):
            assert np.array_equal(value, getattr(earlier, field.name)), field.name


def test_quarter_zero_is_that_of_the_later_country(asked: Scenario) -> None:
    (now, given), (then, before) = (quarter_zero(each) for each in (load(HERE / "lakeland.toml"), asked))
    assert now.quarter - then.quarter == given.start - before.start == QUARTERS
    assert [zone.start_quarter - QUARTERS for zone in given.map.zones] == [z.start_quarter for z in before.map.zones]
    assert np.array_equal(now.institutions.zones.works, then.institutions.zones.works)
    assert labour_efficiency(given, 9) == labour_efficiency(before, 9 - QUARTERS)
    assert np.array_equal(now.firms.born - QUARTERS, then.firms.born)
    assert np.array_equal(now.firms.skill, then.firms.skill)
    assert np.array_equal(now.firms.site, then.firms.site)


def test_a_run_of_it_closes_its_books_and_is_dated(asked: Scenario) -> None:
    nation = run(asked).tables["nation"].to_pandas()
    later = run(load(HERE / "lakeland.toml")).tables["nation"].to_pandas()
    assert list(nation.quarter.astype(str))[:: len(nation) - 1] == ["1978Q1", "1983Q4"]
    for measure in ("firms", "workers", "value_added_usd_mn", "exports_usd_mn"):
        assert nation[measure].mean() == pytest.approx(later[measure].mean(), rel=0.1), measure
