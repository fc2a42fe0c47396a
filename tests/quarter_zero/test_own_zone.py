"""A zone of a scenario's own runs like any other, is on the map, and changes nothing before its works begin."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import load, run
from simulation.country.finding import country_of
from simulation.economy import Economy, Given
from simulation.page.ground import ground_of
from simulation.page.live.levers import moved, offered
from simulation.quarter import advance
from simulation.quarter_zero.start import begin, map_of
from simulation.scenario.schema import Scenario
from simulation.telling import explain
from simulation.units import quarter_index

EARLY = {
    "scale": 0.003, "run_in_quarters": 2, "zones.khuzdar.start": "2016Q1", "zones.khuzdar.works_quarters": 4.0,
    "loans.khuzdar.draw_start": "2016Q1", "loans.khuzdar.draw_end": "2016Q4",
}  # fmt: skip
BEGINS = quarter_index("2016Q1")


@pytest.fixture(scope="module")
def asked() -> Scenario:
    return load("pakistan-own_zone_khuzdar").but(EARLY)


@pytest.fixture(scope="module")
def baseline() -> Scenario:
    return load("pakistan-baseline").but(scale=0.003, run_in_quarters=2)


def played(scenario: Scenario, quarters: int) -> tuple[list[Economy], Given]:
    now, given = begin(scenario)
    seen = []
    for _ in range(quarters):
        now = advance(now, given)
        seen.append(now)
    return seen, given


def same_firms(one: Economy, other: Economy) -> bool:
    return len(one.firms) == len(other.firms) and all(
        np.array_equal(a, b) for a, b in zip(one.firms.columns().values(), other.firms.columns().values(), strict=True)
    )


def test_it_stands_last_on_the_scenarios_map_and_the_countrys_map_stays_as_it_is(asked: Scenario) -> None:
    own, country = map_of(asked), country_of("pakistan")
    assert own.zones[:-1] == country.map.zones
    assert "khuzdar" not in country.map.zones.keys
    zone = own.zones[-1]
    assert (zone.key, zone.name, zone.province) == ("khuzdar", "Khuzdar Industrial Zone", "Balochistan")
    assert own.place_name(zone.cell) == "Khuzdar"
    assert (zone.group, zone.programme) == ("own", False)
    assert own.journeys is country.map.journeys


def test_every_firm_is_that_of_the_baseline_until_its_works_begin(asked: Scenario, baseline: Scenario) -> None:
    with_it, without = (played(each, BEGINS + 1)[0] for each in (asked, baseline))
    assert [same_firms(a, b) for a, b in zip(with_it, without, strict=True)] == [True] * (BEGINS + 1)
    assert with_it[-1].institutions.zones.works[-1] > 0.0


def test_without_feedback_from_money_every_firm_is_that_of_the_baseline_until_land_opens(
    asked: Scenario, baseline: Scenario
) -> None:
    slowly = asked.but({"zones.khuzdar.works_quarters": 16.0, "zones.khuzdar.phases": 4})
    with_it, without = (played(each.but(mechanisms__loan_feedback=False), BEGINS + 8)[0] for each in (slowly, baseline))
    shut = [not now.institutions.zones.open[-1] for now in with_it]
    assert BEGINS + 2 < sum(shut) < len(shut)
    assert all(same_firms(a, b) for a, b, closed in zip(with_it, without, shut, strict=True) if closed)


def test_it_is_built_lets_land_to_whom_it_admits_and_owes_its_loan(asked: Scenario) -> None:
    tables = run(asked.but({"scale": 0.01, "quarters": 24}), tables={"zones", "loans", "firms", "nation"}).tables
    zones, loans = (tables[name].to_pandas() for name in ("zones", "loans"))  # books that do not close stop a run
    own = zones[zones.zone == "khuzdar"]
    assert own.serviced_ha.iloc[-1] == pytest.approx(200.0)
    assert loans[loans.loan == "khuzdar"].balance_usd_mn.max() > 0.0
    said = list(explain.lines({"zones": zones, "loans": loans}, "khuzdar"))
    assert said[0].startswith("khuzdar, 2020Q4")
    assert any(line.startswith("loan khuzdar: balance") for line in said)
    firms = tables["firms"].to_pandas()
    inside = firms[firms.zone.astype(str) == "khuzdar"]
    assert set(inside.specialty.astype(str)) <= {"stone_ceramics", "food_processing"}


def test_a_zone_that_joins_the_programme_is_built_as_the_programmes_are(asked: Scenario) -> None:
    joined = asked.but({"zones.khuzdar.group": "cpec", "investment.zones.committed_share": 0.5})
    zone = begin(joined.but(run_in_quarters=0))[0].institutions
    assert zone.zones.programme[-1]
    assert zone.zones.works_planned[-1] == pytest.approx(45.0)
    assert zone.setup.plans[-1].tax_share_pct == 10.0


def test_the_page_shows_it_and_its_levers_offer_it(asked: Scenario) -> None:
    assert ground_of(asked).zones[-1].name == "Khuzdar Industrial Zone"
    where = {lever.key: lever.choices for lever in offered(asked)}
    assert "khuzdar" in where["focus_where"]
    focused = moved(asked, {"focus": "stone_ceramics", "focus_where": "khuzdar"})
    assert focused.policy["class_focus"].where == "khuzdar"
