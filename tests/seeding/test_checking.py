from __future__ import annotations

from pathlib import Path

import pytest

from simulation.seeding.checking import faults, faults_of_file
from simulation.seeding.reading import HEADER, seeds_folder

GOOD = "rashakai,gross_area_ha,404.7,ha,2026,a newspaper,estimated,300,500,"


def table_of(folder: Path, *lines: str) -> Path:
    path = folder / "zones.csv"
    path.write_text("\n".join([",".join(HEADER), *lines]) + "\n", encoding="utf-8")
    return path


def test_every_figure_of_the_seeds_has_unit_year_source_confidence_and_bounds() -> None:
    assert faults() == []


def test_a_good_row_has_no_fault(tmp_path: Path) -> None:
    table_of(tmp_path, GOOD)
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (",ha,", ",,", "unit: nothing; every row says unit"),
        (",2026,", ",soon,", "year: 'soon'; 2015, 2015Q1, 2015-06, 2015-2018 or n/a"),
        (",a newspaper,", ",,", "source: nothing; every row says source"),
        (",estimated,", ",sure,", "confidence: 'sure'; one of sourced, estimated, assumed"),
        (",300,", ",,", "low: nothing; a estimated figure carries low and high"),
        (",300,", ",450,", "low: 450; at most the value, 404.7"),
        (",500,", ",400,", "high: 400; at least the value, 404.7"),
        (",404.7,", ",many,", "value: 'many'; a number"),
        (",404.7,", ",nan,", "value: 'nan'; a number"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(tmp_path: Path, old: str, new: str, fault: str) -> None:
    path = table_of(tmp_path, GOOD, GOOD.replace(old, new, 1))
    assert f"{path}:3: {fault}" in faults(tmp_path)


def test_a_sourced_figure_needs_its_year(tmp_path: Path) -> None:
    path = table_of(tmp_path, "rashakai,gross_area_ha,404.7,ha,n/a,a newspaper,sourced,,,")
    assert [fault.split(": ")[1] for fault in faults_of_file(path)] == ["year"]


def test_dates_have_bounds_in_order(tmp_path: Path) -> None:
    path = table_of(tmp_path, "rashakai,start,2021Q2,date,2026,a newspaper,assumed,2021Q3,2022,")
    assert faults_of_file(path) == [f"{path}:2: low: 2021Q3; at most the value, 2021Q2"]


def test_a_short_row_and_another_header_are_refused(tmp_path: Path) -> None:
    assert "2 cells; 10 cells" in faults_of_file(table_of(tmp_path, "rashakai,gross_area_ha"))[0]
    other = tmp_path / "other.csv"
    other.write_text("zone,area\n", encoding="utf-8")
    assert faults_of_file(other) == [f"{other}:1: header: zone,area; {','.join(HEADER)}"]


def test_a_broken_copy_of_a_real_table_is_refused(tmp_path: Path) -> None:
    lines = (seeds_folder() / "pakistan" / "zones.csv").read_text(encoding="utf-8").splitlines()
    broken = tmp_path / "zones.csv"
    broken.write_text("\n".join([*lines[:40], lines[40].replace("sourced", "heard"), *lines[41:]]), encoding="utf-8")
    found = faults(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(f"{broken}:41: confidence: 'heard'")
