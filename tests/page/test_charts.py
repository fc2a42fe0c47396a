"""Pictures as option dictionaries: what a quarter changes is small and says what the frame says."""

from __future__ import annotations

import json
import math

import pytest

from simulation.page.charts import curve_base, curve_now, curve_of, difference_base, difference_now
from simulation.page.frames import MIXED, CellMark, Frame, Named
from simulation.page.ground import ground_of, ways
from simulation.page.map_chart import NAMED_LEAST, diameter, largest_of, map_base, map_now, map_ways
from simulation.page.placing import pixels_per_km, stands
from simulation.page.theme import LIGHT, PROJECTOR, Size, looks
from simulation.report.labels import apart
from simulation.scenario.loading import load

PLAIN = ground_of(load("plain-marshall"))
PAKISTAN = ground_of(load("pakistan-baseline"))
SIZE = Size()


def named(place: str, cell: int, workers: float, group: str = "") -> Named:
    return Named(f"{place}-product_b", f"{place}, product b city", place, "product_b", cell, workers, 9.0, "new", group)


def frame(quarter: str = "2015Q1", **nation: float) -> Frame:
    cells = (CellMark(3, "product_a", 900.0, 50.0), CellMark(4, MIXED, 30.0, 9.0), CellMark(7, "product_b", 25.0, 1.0))
    return Frame(quarter, nation, cells, (named("Town 1", 7, 4000.0), named("Town 1", 9, 3000.0)), (), ())


def series(option: dict) -> dict[str, dict]:
    return {each["id"]: each for each in option["series"]}


def test_the_area_of_a_mark_is_in_proportion_to_workers():
    assert diameter(400.0, 400.0, SIZE, 1.0) == pytest.approx(2 * diameter(100.0, 400.0, SIZE, 1.0), abs=0.1)


@pytest.mark.parametrize("theme", [LIGHT, PROJECTOR])
@pytest.mark.parametrize("ground", [PLAIN, PAKISTAN])
def test_whatever_a_quarter_fills_is_there_from_the_start_and_its_size_is_read_from_the_third_number(ground, theme):
    base = map_base(ground, theme, SIZE)
    ids = [each["id"] for each in base["series"]]
    assert set(series(map_now(ground, frame()._replace(cells=(), named=()), 1.0, SIZE))) <= set(ids)
    sized = {ids[n] for n in base["visualMap"]["seriesIndex"]}
    assert sized == {each for each in ids if each.startswith(("dot:", "mark:"))}


def test_a_quarter_shows_each_cell_once_and_named_clusters_with_their_letter():
    now = series(map_now(PLAIN, frame(), 4000.0, SIZE))
    assert [item[3] for item in now["mark:product_a"]["data"]] == [3]
    assert [item[3] for item in now["dot:other"]["data"]] == [4]
    marks = now["mark:product_b"]["data"]
    assert [item["value"][3] for item in marks] == [7, 9]
    assert all(item["label"]["show"] and item["value"][2] >= NAMED_LEAST * SIZE.text for item in marks)
    assert now["dot:product_b"]["data"] == []  # the cell under a named cluster of its own product is not drawn twice


def test_a_town_with_two_clusters_is_named_once():
    names = series(map_now(PLAIN, frame(), 4000.0, SIZE))["names"]["data"]
    assert [(each["name"], each["value"]) for each in names] == [("Town 1", [PLAIN.x[7], PLAIN.y[7]])]


def test_no_mark_hides_another_and_no_name_covers_a_mark_or_a_name():
    every = [named(f"Town {n}", 7 + n % 3, 4000.0 - n) for n in range(12)]
    wide = [20.0] * len(every)
    scale, stood = pixels_per_km(PLAIN, SIZE), stands(PLAIN, every, wide, SIZE)
    spots = [(each.x * scale, each.y * scale) for each in stood]
    assert all(math.dist(a, b) > 16.0 for n, a in enumerate(spots) for b in spots[:n])
    boxes = [
        (x + each.name_at[0], y + each.name_at[1], x + each.name_at[0] + 0.56 * 13.0 * 6, y + each.name_at[1] + 15.6)
        for (x, y), each in zip(spots, stood, strict=True) if each.name_at
    ]  # fmt: skip
    assert len(boxes) >= 4
    marks = [(x - 10.0, y - 10.0, x + 10.0, y + 10.0) for x, y in spots]
    assert all(apart(box, mark) for box in boxes for mark in marks)


def test_the_ring_stands_around_the_cluster_that_is_pointed_at():
    ring = series(map_now(PLAIN, frame(), 4000.0, SIZE, "Town 1-product_b"))["ring"]["data"]
    assert ring[0]["value"] == [PLAIN.x[7], PLAIN.y[7]]


def test_super_clusters_are_closed_lines():
    two = (named("Town 1", 7, 1.0, "Town 1 super-cluster"), named("Town 2", 90, 1.0, "Town 1 super-cluster"))
    (line,) = series(map_now(PLAIN, frame()._replace(named=two), 1.0, SIZE))["super"]["data"]
    assert line["coords"][0] == line["coords"][-1]


def test_products_of_the_plain_map_have_a_colour_and_a_letter_each():
    seen = looks(PLAIN.specialties, LIGHT, PLAIN.country)
    assert len({look.colour for look in seen.values()}) == len(PLAIN.specialties) + 1
    assert seen["product_c"].letter == "C"


def test_motorways_open_with_the_years():
    early, late = (series(map_ways(ways(PAKISTAN, year)))["motorway"]["data"] for year in (2015, 2030))
    assert 0 < len(early) < len(late)


def test_the_land_of_pakistan_holds_its_nine_zones():
    zones = series(map_base(PAKISTAN, LIGHT, SIZE))["zones"]["data"]
    assert len(zones) == 9
    assert {"name": "rashakai"}.items() <= min(zones, key=lambda zone: zone["name"] != "rashakai").items()


def test_the_largest_mark_is_the_largest_cluster_or_cell_of_all_frames():
    assert largest_of([frame(), frame()._replace(named=())]) == 4000.0
    assert largest_of([]) == 1.0


def test_a_curve_ends_with_its_letter_and_last_value_and_skips_what_is_not_told():
    frames = [
        frame("2015Q1", cover_ratio=1.5),
        frame("2015Q2", cover_ratio=math.nan),
        frame("2015Q3", cover_ratio=1.25),
    ]
    (line,) = curve_now(curve_of("cover_ratio"), {"B": frames}, SIZE)["series"]
    assert line == {
        "id": "B", "data": [[15.125, 1.5], [15.625, 1.25]], "endLabel": {"formatter": "B 1.2", "offset": [0, 0.0]},
    }  # fmt: skip


def test_labels_of_lines_that_end_together_stand_above_and_below():
    ends = [curve_now(curve_of("firms"), {"A": [frame(firms=a)], "B": [frame(firms=1000.0)]}, SIZE)["series"]
            for a in (1010.0, 990.0, 500.0)]  # fmt: skip
    assert [[line["endLabel"]["offset"][1] for line in lines] for lines in ends] == [[-7.8, 7.8], [7.8, -7.8], [0, 0]]


def test_money_is_written_as_millions_and_billions():
    (line,) = curve_now(
        curve_of("debt_outstanding_usd_mn"), {"A": [frame("2015Q1", debt_outstanding_usd_mn=18_400.0)]}, SIZE
    )["series"]
    assert (line["data"], line["endLabel"]["formatter"]) == ([[15.125, 18.4]], "A 18.4 bn")


def test_the_difference_is_b_less_a_with_its_sign():
    one, other = [frame(workers=5000.0)], [frame(workers=4000.0)]
    (line,) = difference_now(curve_of("workers"), one, other)["series"]
    assert (line["data"], line["endLabel"]["formatter"]) == ([[15.125, -1.0]], "\N{MINUS SIGN}1.0 k")


def test_shares_differ_by_points_and_end_in_per_cent():
    one, other = [frame(specialised_share=0.5)], [frame(specialised_share=0.6)]
    (line,) = difference_now(curve_of("specialised_share"), one, other)["series"]
    assert line["endLabel"]["formatter"] == "+10 points"
    (line,) = curve_now(curve_of("specialised_share"), {"A": one}, SIZE)["series"]
    assert (line["data"], line["endLabel"]["formatter"]) == ([[15.125, 50.0]], "A 50\N{THIN SPACE}%")


def test_pictures_are_plain_json_in_both_themes():
    for theme in (LIGHT, PROJECTOR):
        for curve in map(curve_of, ("workers", "cover_ratio", "zone_workers_share")):
            json.dumps(curve_base(curve, theme, SIZE, 2015, 2055), allow_nan=False)
        json.dumps(difference_base(theme, SIZE, 2015, 2055), allow_nan=False)
        json.dumps(map_base(PAKISTAN, theme, SIZE), allow_nan=False)
    assert PAKISTAN.geojson()["features"][0]["geometry"]["type"] == "MultiPolygon"
