"""A scenario may place a zone of its own; one that cannot be there is refused, with every reason at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from simulation import load
from simulation.country.finding import country_of
from simulation.scenario.faults import ScenarioFaults
from simulation.scenario.meaning import zone_called

KHUZDAR = load("pakistan-own_zone_khuzdar")
PLACE = ("longitude_deg", "latitude_deg")


def refused(changes: dict[str, Any]) -> list[str]:
    with pytest.raises(ScenarioFaults) as faults:
        KHUZDAR.but({f"zones.{key}": value for key, value in changes.items()})
    return [str(fault) for fault in faults.value.faults]


def placed(longitude: float, latitude: float) -> dict[str, Any]:
    return dict(zip((f"khuzdar.{side}" for side in PLACE), (longitude, latitude), strict=True))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (placed(63.0, 24.0), r"longitude_deg: .* in the sea or abroad; .* the nearest land is 140 km off, by Pasni"),
        (placed(69.2, 34.5), r"longitude_deg: .* in the sea or abroad; .* Parachinar \(69\.93, 33\.95\)"),
        (placed(66.88, 25.07), "longitude_deg: .* in the same cell of 10 km as Hub Special Economic Zone"),
        (placed(200.0, 25.07), "longitude_deg: 200.0 found; a number, at least -180, at most 180"),
        ({"khuzdar.industrial_ha": 0}, r"industrial_ha: 0 found; a number, more than 0, .*land for industry"),
        ({"khuzdar.industrial_ha": 20_000}, "industrial_ha: 20000 found; .*at most 10000"),
        ({"khuzdar.works_usd_mn": 0}, "works_usd_mn: 0 found; more would be right"),
        ({"khuzdar.sectors": ["marbel"]}, 'sectors: unknown sector "marbel" found'),
        ({"khuzdar.sectors": "al"}, r"sectors: .* did you mean all\?"),
        ({"khuzdar.sectors": []}, "sectors: no sector found; one of all, textiles_weaving"),
        ({"khuzdar.start": "2060"}, "start: .* but the run ends in 2055Q4; works that begin from 2015Q2 to 2055Q4"),
        ({"khuzdar.delay_quarters": 160}, "start: .* with its delay that is 2067Q1, but the run ends in 2055Q4"),
        ({"khuzdar.start": "2014"}, 'start: "2014" found, which is not after the first quarter'),
        ({"khuzdar.group": "cpek"}, r"group: unknown group of zones .* did you mean cpec\?"),
        ({"rashakai.longitude_deg": 66.0}, "rashakai.longitude_deg: .* a zone of the seeds and lies where"),
        ({"cpec.sectors": "all"}, r"zones.cpec.sectors: .* a word for many zones"),
        ({"khuzder.phases": 2}, r"zones.khuzder: unknown zone .* did you mean khuzdar\?"),
    ],
)  # fmt: skip
def test_a_zone_that_cannot_be_is_refused_with_the_reason(changes: dict[str, Any], said: str) -> None:
    told = refused(changes)
    assert len(told) == 1
    assert re.search(said, told[0]), told[0]


def test_two_zones_of_ones_own_do_not_share_a_cell() -> None:
    again = {f"second.{key}": value for key, value in KHUZDAR.resolved()["zones"]["khuzdar"].items()}
    assert re.search("zones.second.longitude_deg: .* as khuzdar", "".join(refused(again)))


def test_all_that_a_new_zone_lacks_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("[zones.Chaman]\nlongitude_deg = 66.45\nindustrial_ha = 0\n")
    with pytest.raises(ScenarioFaults) as faults:
        load(path)
    told = [str(fault).removeprefix(f"{path}:") for fault in faults.value.faults]
    assert [line.split(" found")[0] for line in told] == [
        '1: zones.Chaman: "Chaman"',
        *(f"1: zones.Chaman.{key}: nothing" for key in ("latitude_deg", "sectors", "start", "works_usd_mn")),
        "3: zones.Chaman.industrial_ha: 0",
    ]


def test_the_plain_map_has_no_place_for_degrees() -> None:
    plain = load("plain-marshall")
    with pytest.raises(ScenarioFaults, match="the plain map lies nowhere on the earth") as faults:
        plain.but({"zones": KHUZDAR.resolved()["zones"]})
    assert [fault.key for fault in faults.value.faults if "khuzdar" in fault.key] == ["zones.khuzdar"]


def test_loans_instruments_and_the_further_programme_may_name_it() -> None:
    with_more = KHUZDAR.but({
        "policy.a": {"instrument": "tax_holiday", "where": "khuzdar", "start": "2030",
                     "holiday_quarters": 9, "relief_pct": 50.0},
        "investment.plan_zones": ["khuzdar"],
        "workouts.b": {"kind": "rollover", "loans": ["zone:khuzdar"], "trigger": "arrears"},
    })  # fmt: skip
    assert with_more.loans["khuzdar"].borrower == "zone:khuzdar"
    assert load("pakistan-baseline").digest != KHUZDAR.digest


def test_it_is_called_by_its_key_or_its_title() -> None:
    pakistan = country_of("pakistan")
    for name in ("khuzdar", "Khuzdar", "khuzdar industrial zone"):
        assert zone_called(name, pakistan, KHUZDAR.zones) == "khuzdar"
    with pytest.raises(ValueError, match="unknown zone"):
        zone_called("khuzdar", pakistan)
