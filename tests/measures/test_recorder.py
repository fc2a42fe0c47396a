import numpy as np
import pytest
from small_country import country, economy, given

from simulation import load, run
from simulation.measures.recorder import Recorder
from simulation.measures.schema_agents import SHEETS


@pytest.fixture
def recorded():
    """Nine quarters of a country where Sialkot makes surgical instruments and everybody makes the rest."""
    the_map = country()
    rng = np.random.default_rng(3)
    everywhere = rng.choice(400, 600)
    site = np.concatenate([np.zeros(40, dtype=int), [400, 400], everywhere])
    specialty = np.concatenate([np.zeros(40, dtype=int), [1, 1], rng.choice([1, 2, 3], 600)])
    supply = [(0, 0, np.arange(30)), (210, 1, np.array([40, 41]))]
    recorder = Recorder(given(the_map))
    for quarter in range(9):
        recorder.record(economy(quarter, specialty, site, np.full(site.size, 5.0), supply, born=[600, 601]))
    return recorder.tables()


def test_every_table_has_its_key_first_and_says_its_units(recorded):
    assert list(recorded) == list(SHEETS)
    for name, table in recorded.items():
        assert tuple(table.column_names[: len(SHEETS[name].key)]) == SHEETS[name].key
        assert table.schema.metadata[b"key"].decode().split(",") == list(SHEETS[name].key)
        assert all(b"unit" in table.schema.field(c).metadata for c in table.column_names)
        keys = table.select(list(SHEETS[name].key)).to_pandas()
        assert not keys.duplicated().any() or name == "entries"


def test_figures_are_of_all_firms_that_rows_stand_for(recorded):
    nation, cells = recorded["nation"].to_pandas(), recorded["cells"].to_pandas()
    assert nation.firms.tolist() == [6420.0] * 9
    assert nation.workers.iloc[0] == pytest.approx(32_100)
    assert cells[cells.quarter == "2015Q1"][["firms", "rows"]].sum().tolist() == [6420.0, 642]
    assert recorded["entries"].to_pandas().weight.unique().tolist() == [10.0]


def test_the_yearly_look_is_at_the_first_the_fourth_and_the_last_quarter(recorded):
    nation = recorded["nation"].to_pandas()
    looked = nation.quarter[nation.specialised_share.notna()].tolist()
    assert looked == ["2015Q1", "2015Q4", "2016Q4", "2017Q1"]
    assert recorded["clusters"].to_pandas().quarter.unique().tolist() == looked


def test_sialkot_is_found_as_surgical_instruments_city(recorded):
    clusters = recorded["clusters"].to_pandas()
    assert set(clusters.cluster) == {"sialkot-surgical_instruments"}
    assert set(clusters.name) == {"Sialkot, surgical instruments city"}
    assert clusters.makers.iloc[0] == 400.0
    assert clusters.status.iloc[-1] == "mature"


def test_a_zone_has_its_own_firms_and_those_within_35_km(recorded):
    zone = recorded["zones"].to_pandas().iloc[0]
    assert (zone.zone, zone.firms, zone.workers) == ("rashakai", 20.0, 100.0)
    assert zone.firms_within_35_km > zone.firms


def test_spin_offs_exits_wages_and_links_are_taken_down(recorded):
    nation = recorded["nation"].to_pandas().iloc[-1]
    assert (nation.entries, nation.exits, nation.spin_off_share) == (20.0, 30.0, 1.0)
    assert nation.wage_usd_per_year == pytest.approx(2000.0)
    assert nation.people_lifted == 0.0
    links = recorded["links"].to_pandas()
    assert (links.quarter == "2015Q1").sum() == 32
    assert recorded["entries"].to_pandas().kind.astype(str).value_counts().to_dict() == {
        "at_start": 642,
        "spin_off": 16,
    }


def test_a_country_without_suppliers_has_an_empty_table_of_links():
    scenario = load("scenarios/pakistan/baseline.toml").but(mechanisms__suppliers=False)
    tables = run(scenario, scale=0.002, quarters=2).tables
    assert tables["links"].num_rows == 0
    assert tables["links"].column_names[0] == "quarter"
