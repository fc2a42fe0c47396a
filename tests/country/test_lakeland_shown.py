"""The invented country is shown as itself: its pictures, its page and its levers, beside Pakistan's in one process."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from simulation import load, run
from simulation.country.finding import country_of
from simulation.page.charts import CURVES_OF_COUNTRY, curve_base, curve_now, curve_of
from simulation.page.frames import of_run
from simulation.page.ground import ground_of, ways
from simulation.page.live.levers import levers, moved, offered, zone_loans
from simulation.page.map_chart import largest_of, map_base, map_now, map_ways
from simulation.page.theme import LIGHT, PROJECTOR, Size, Theme, looks
from simulation.report import draw_all
from simulation.report.ground import land_of
from simulation.report.palette import marks_of
from simulation.run import Run
from simulation.scenario.schema import Scenario
from simulation.telling.summary import tables_of

HERE = Path(__file__).parent
LAKELAND, PAKISTAN = country_of(HERE / "lakeland"), country_of("pakistan")
OF_PAKISTAN = ("Pakistan", "CPEC", "Punjab", "30.4", "Natural Earth", "Rashakai", "PKR")


@pytest.fixture(scope="module")
def asked() -> Scenario:
    return load(HERE / "lakeland.toml").but(quarters=8)


@pytest.fixture(scope="module")
def played(asked: Scenario) -> Run:
    return run(asked)


@pytest.fixture(scope="module")
def of_pakistan() -> Run:
    return run(load("pakistan-baseline").but(scale=0.003, quarters=8))


def test_its_three_pictures_are_drawn_with_no_word_of_pakistan(played: Run, of_pakistan: Run, tmp_path: Path) -> None:
    for name, each in (("pakistan", of_pakistan), ("lakeland", played)):
        (tmp_path / name).mkdir()
        assert [path.name for path in draw_all(each, tmp_path / name)] == ["growth.png", "map.png", "finance.png"]
    said = "".join(Image.open(path).text["Description"] for path in (tmp_path / "lakeland").glob("*.png"))
    assert "Map of Lakeland" in said
    assert not any(word in said for word in OF_PAKISTAN)
    one, other = (
        np.asarray(Image.open(tmp_path / name / "map.png").convert("RGB")) for name in ("pakistan", "lakeland")
    )
    assert one.shape == other.shape
    assert (one != other).any()


def test_its_land_fills_the_paper_and_is_not_stretched() -> None:
    land = land_of(LAKELAND)
    west, south, east, north = land.frame(land.window)
    (ring,) = LAKELAND.seeds.polygons("outline")
    x, y = land.to_km(*np.array(ring).T)
    assert west < x.min() < x.max() < east
    assert south < y.min() < y.max() < north
    assert (east - west) / (north - south) == pytest.approx(1.083)
    assert land.inset is None
    assert len(land.zones()) == 2
    assert {kind for kind, _ in land.ways(2030)} == {"motorway"}


def test_specialties_without_a_look_take_free_ones_and_each_its_letter() -> None:
    marks = marks_of(LAKELAND)
    assert {mark.letter for mark in marks.values()} == {"C", "B", "T", "O"}
    assert len({mark.shade for mark in marks.values()}) == 4
    assert marks["other"].shade.look == "grey"
    assert marks_of(PAKISTAN)["textiles_weaving"].letter == "W"


@pytest.mark.parametrize("theme", [LIGHT, PROJECTOR])
def test_the_first_frame_of_its_page_stands_on_its_own_ground(played: Run, asked: Scenario, theme: Theme) -> None:
    ground, size = ground_of(asked), Size()
    first = of_run(played)[0]
    assert set(looks(ground.specialties, theme, ground.country)) == {"cloth", "boots", "tools", "other"}
    shown = {each["id"]: each for each in map_base(ground, theme, size)["series"]}
    assert [zone["title"] for zone in shown["zones"]["data"]] == ["Quay", "Hill"]
    drawn = map_now(ground, first, largest_of([first]), size)["series"]
    assert {each["id"] for each in drawn} <= set(shown)
    assert sum(len(each["data"]) for each in drawn if each["id"].startswith(("dot:", "mark:"))) > 0
    assert [len(map_ways(ways(ground, year))["series"][0]["data"]) for year in (2015, 2021)] == [1, 2]
    for key in CURVES_OF_COUNTRY:
        assert curve_base(curve_of(key), theme, size, 2015, 2018)
        assert curve_now(curve_of(key), {"A": [first]}, size)["series"]


def test_its_levers_offer_its_own_products_zones_towns_and_loans(asked: Scenario) -> None:
    by_key = {lever.key: lever for lever in offered(asked)}
    assert by_key["focus"].choices == ("cloth", "boots", "tools", "other")
    assert by_key["focus_where"].choices == ("new", "quay", "hill")
    assert set(by_key["market_where"].choices) == {"quay", "hill", *LAKELAND.town_keys}
    assert {lever.key for lever in levers(LAKELAND)} == {lever.key for lever in levers(PAKISTAN)}
    told = moved(asked, {"focus": "boots", "market": "tools"})
    assert (told.policy["class_focus"].where, told.policy["class_market"].where) == ("new", "quay")


def test_the_loans_of_its_zones_are_found_by_their_row_and_not_by_a_name(asked: Scenario) -> None:
    assert zone_loans(asked) == ()
    again = asked.but({"loans.n_2.grace_quarters": 4})
    assert zone_loans(again) == ("n_2",)


def test_a_kept_run_of_it_is_summed_up_in_its_own_words(played: Run) -> None:
    nation, zones = tables_of(played.tables, LAKELAND)
    assert "programme and zone debt, USD mn" in list(nation.columns[0].cells)
    assert list(zones.columns[0].cells) == ["quay", "hill"]
