"""An invented country of three zones, four specialties, its own money and one loan book runs beside Pakistan."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from simulation import load, run
from simulation.country.finding import country_of
from simulation.economy import Economy, Given
from simulation.quarter import advance
from simulation.quarter_zero.start import begin
from simulation.scenario.faults import ScenarioFaults
from simulation.scenario.schema import Scenario
from simulation.seeding.checking import faults

HERE = Path(__file__).parent
LAKELAND = HERE / "lakeland"


@pytest.fixture(scope="module")
def asked() -> Scenario:
    return load(HERE / "lakeland.toml")


def played(start: tuple[Economy, Given], quarters: int) -> list[Economy]:
    now, given = start
    seen = []
    for _ in range(quarters):
        now = advance(now, given)
        seen.append(now)
    return seen


def same(one: Economy, other: Economy) -> bool:
    return all(
        np.array_equal(a, b) for a, b in zip(one.firms.columns().values(), other.firms.columns().values(), strict=True)
    )


def test_its_folder_has_no_fault() -> None:
    assert faults(LAKELAND) == []


def test_it_is_what_its_folder_says() -> None:
    country = country_of(LAKELAND)
    assert (country.title, country.currency.code, country.loan_books) == ("Lakeland", "LKC", ("neighbour", "none"))
    assert country.specialty_keys == ("cloth", "boots", "tools", "other")
    assert country.zone_keys == ("quay", "hill", "mill_estate")
    assert country.map.people.sum() == pytest.approx(3e6)


def test_a_run_of_it_closes_its_books_every_quarter_and_pays_in_its_money(asked: Scenario) -> None:
    tables = run(asked).tables
    zones, loans = tables["zones"].to_pandas(), tables["loans"].to_pandas()
    assert set(zones.zone) == {"quay", "hill", "mill_estate"}
    assert set(loans.loan) == {"n_1", "n_2"}
    assert loans.paid_usd_mn.sum() > 0.0
    assert tables["nation"].to_pandas().value_added_usd_mn.min() > 0.0
    assert set(tables["specialties"].to_pandas().specialty.astype(str)) == {"cloth", "boots", "tools", "other"}


def test_two_countries_in_one_process_do_not_disturb_each_other(asked: Scenario) -> None:
    pakistan = load("pakistan-baseline").but(scale=0.003, run_in_quarters=2)
    alone = [played(begin(each), 6) for each in (asked, pakistan)]
    starts = [begin(each) for each in (pakistan, asked)]
    for quarter in range(6):  # interleaved, in the other order
        starts = [(advance(now, given), given) for now, given in starts]
        assert same(starts[1][0], alone[0][quarter])
        assert same(starts[0][0], alone[1][quarter])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zones.rashakai.phases": 2}, "unknown zone"),
        ({"zones.cpec.phases": 2}, "one of all, new, old"),
        ({"policy.market.specialty": "surgical_instruments"}, "one of cloth, boots, tools, other"),
        ({"policy.market.where": "karachi"}, "unknown place"),
        ({"policy.road.link": "M-1"}, "Hill Road"),
        ({"loans.n_1.currency": "PKR"}, "one of USD, CNY, LKC"),
        ({"loans.n_2.reference": "kibor"}, "one of usd, labor"),
        ({"loan_book": "founding"}, "one of neighbour, none"),
        ({"workouts.a.loans": ["f13"]}, "loan, borrower or lender"),
    ],
)
def test_names_of_another_country_are_refused(asked: Scenario, changes: dict[str, object], said: str) -> None:
    with pytest.raises(ScenarioFaults, match=said):
        asked.but(changes)


def test_the_same_folder_elsewhere_asks_the_same_of_a_run(asked: Scenario, tmp_path: Path) -> None:
    shutil.copytree(LAKELAND, tmp_path / "lakeland")
    (tmp_path / "a.toml").write_text((HERE / "lakeland.toml").read_text())
    assert load(tmp_path / "a.toml").digest == asked.digest
