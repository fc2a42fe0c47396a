from __future__ import annotations

from pathlib import Path

import pytest

from simulation.seeding.reading import Row, assumption, number, polygons, rows, seeds_folder, series, table


def test_the_seeds_are_found_beside_the_package() -> None:
    assert (seeds_folder() / "zones.csv").is_file()


def test_a_row_keeps_where_its_figure_comes_from() -> None:
    row = next(row for row in rows("loans") if (row.subject, row.quantity) == ("F13", "principal_usd_mn"))
    assert isinstance(row, Row)
    assert (row.value, row.unit, row.confidence) == (13000.0, "USD mn", "sourced")
    assert "Sherazi" in row.source


def test_dates_stay_words_and_numbers_are_numbers() -> None:
    rashakai = table("zones")["rashakai"]
    assert rashakai["development_start"] == "2021Q2"
    assert rashakai["operation_start"] == "2023"
    assert rashakai["power_allocated_mw"] == 210.0


def test_a_table_gives_the_latest_of_several_years() -> None:
    years = {
        row.year: row.value for row in rows("clusters") if row.subject == "sialkot_surgical" and row.quantity == "firms"
    }
    assert len(years) > 2
    assert table("clusters")["sialkot_surgical"]["firms"] == years[max(years)]


def test_a_series_is_in_order_of_time() -> None:
    path = series("macro_paths", "us_price_index")
    assert list(path) == list(range(2010, 2056))
    assert path[2020] == 100.0


def test_what_is_missing_is_named() -> None:
    with pytest.raises(KeyError, match=r"seeds/assumptions\.csv has no 'value' of 'no such thing'"):
        assumption("no such thing")
    with pytest.raises(KeyError, match="no series"):
        series("macro", "no series")


def test_seeds_are_read_only() -> None:
    with pytest.raises(TypeError):
        table("zones")["rashakai"]["power_allocated_mw"] = 1.0  # type: ignore[index]


def test_one_number_by_name() -> None:
    assert number("freight_values", "electronics", "value_per_kg") == 20.0
    assert assumption("usd_2015_to_2020") == 1.092


def test_the_outlines_are_closed_rings() -> None:
    for name in ("pakistan_outline", "zhejiang_land"):
        assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in polygons(name))


def test_no_table_is_larger_than_a_mebibyte() -> None:
    sizes = {path.name: path.stat().st_size for path in Path(seeds_folder()).glob("*.csv")}
    assert max(sizes.values()) < 2**20
