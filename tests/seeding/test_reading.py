from __future__ import annotations

import copy
from pathlib import Path

import pytest

from simulation.seeding.reading import HEADER, Row, seeds_folder
from simulation.seeding.seeds import Seeds, common_seeds, seeds_of

PAKISTAN = seeds_of(seeds_folder() / "pakistan")


def test_the_seeds_are_found_beside_the_package() -> None:
    assert (seeds_folder() / "pakistan" / "zones.csv").is_file()


def test_a_row_keeps_where_its_figure_comes_from() -> None:
    row = next(row for row in PAKISTAN.rows("loans") if (row.subject, row.quantity) == ("F13", "principal_usd_mn"))
    assert isinstance(row, Row)
    assert (row.value, row.unit, row.confidence) == (13000.0, "USD mn", "sourced")
    assert "Sherazi" in row.source


def test_dates_stay_words_and_numbers_are_numbers() -> None:
    rashakai = PAKISTAN.table("zones")["rashakai"]
    assert rashakai["development_start"] == "2021Q2"
    assert rashakai["operation_start"] == "2023"
    assert rashakai["power_allocated_mw"] == 210.0


def test_a_table_gives_the_latest_of_several_years() -> None:
    years = {
        row.year: row.value
        for row in PAKISTAN.rows("clusters")
        if row.subject == "sialkot_surgical" and row.quantity == "firms"
    }
    assert len(years) > 2
    assert PAKISTAN.table("clusters")["sialkot_surgical"]["firms"] == years[max(years)]


def test_a_series_is_in_order_of_time() -> None:
    path = PAKISTAN.series("macro_paths", "us_price_index")
    assert list(path) == list(range(2010, 2056))
    assert path[2020] == 100.0


def test_what_is_missing_is_named() -> None:
    with pytest.raises(KeyError, match=r"pakistan/assumptions\.csv has no 'value' of 'no such thing'"):
        PAKISTAN.assumption("no such thing")
    with pytest.raises(KeyError, match="no series"):
        PAKISTAN.series("macro", "no series")


def test_seeds_are_read_only() -> None:
    with pytest.raises(TypeError):
        PAKISTAN.table("zones")["rashakai"]["power_allocated_mw"] = 1.0  # type: ignore[index]


def test_one_number_by_name() -> None:
    assert PAKISTAN.number("freight_values", "electronics", "value_per_kg") == 20.0
    assert PAKISTAN.assumption("usd_2015_to_2020") == 1.092


def test_the_outlines_are_closed_rings() -> None:
    for name in ("pakistan", "zhejiang"):
        rings = seeds_of(seeds_folder() / name).polygons("outline")
        assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in rings)


def test_no_table_is_larger_than_a_mebibyte() -> None:
    sizes = {path.name: path.stat().st_size for path in seeds_folder().rglob("*.csv")}
    assert max(sizes.values()) < 2**20


def row(subject: str, value: str) -> str:
    return f"{subject},value,{value},km,n/a,a judgement,assumed,0,99,"


def folder_of(home: Path, name: str, *lines: str) -> Path:
    (home / name).mkdir()
    (home / name / "assumptions.csv").write_text("\n".join([",".join(HEADER), *lines]) + "\n", encoding="utf-8")
    return home / name


def test_a_country_says_only_what_differs_from_what_holds_anywhere(tmp_path: Path) -> None:
    common, own = folder_of(tmp_path, "common", row("near", "5"), row("far", "50")), folder_of(
        tmp_path, "own", row("near", "7")
    )  # fmt: skip
    seeds = Seeds(common, own)
    assert (seeds.assumption("near"), seeds.assumption("far")) == (7.0, 50.0)
    assert Seeds(common).assumption("near") == 5.0


def test_a_table_that_a_country_has_not_is_missed_by_name(tmp_path: Path) -> None:
    seeds = Seeds(folder_of(tmp_path, "own", row("near", "7")))
    with pytest.raises(FileNotFoundError, match=r"own/zones\.csv is missing"):
        seeds.table("zones")
    assert seeds.table("railways") == {}


def test_two_countries_seeds_stand_side_by_side_and_are_parsed_once(tmp_path: Path) -> None:
    one, other = (Seeds(folder_of(tmp_path, name, row("near", n))) for name, n in (("one", "1"), ("other", "2")))
    assert (one.assumption("near"), other.assumption("near")) == (1.0, 2.0)
    assert one.table("assumptions") is one.table("assumptions")
    assert copy.deepcopy(one) is one


def test_what_holds_anywhere_names_no_country() -> None:
    assert common_seeds().table("parameters") == PAKISTAN.table("parameters")
    assert not any("akistan" in str(row.value) for row in common_seeds().rows("assumptions"))
