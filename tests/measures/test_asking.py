"""A measure of any table is known by its name before anything runs, and a slip is told what was meant."""

from __future__ import annotations

import pytest

from simulation.comparison.naming import called, size_of
from simulation.measures.asking import Known, checked, known_in, named
from simulation.scenario.faults import ScenarioFaults
from simulation.scenario.loading import load


@pytest.fixture(scope="module")
def known() -> Known:
    """What the baseline's measures may name."""
    return known_in([load("pakistan-baseline")])


def test_zones_specialties_and_loans_are_named_like_the_nation(known: Known) -> None:
    asked = ["workers", "nation.workers", "zones.rashakai.workers", "specialties.sports_goods.firms",
             "loans.dhabeji.arrears_usd_mn"]  # fmt: skip
    assert checked(asked, known) == asked[:1] + asked[2:]


@pytest.mark.parametrize(
    ("slip", "right"),
    [
        ("workres", "did you mean workers?"),
        ("zones.rashkai.workers", "did you mean rashakai?"),
        ("zones.rashakai.workrs", "unknown measure of zones"),
        ("rashakai.workers", "did you mean zones.rashakai.workers?"),
        ("zone.rashakai.workers", "did you mean zones.rashakai.workers?"),
        ("loans.dhabeji.lender", "unknown measure of loans"),
    ],
)
def test_a_slip_is_told_what_was_meant(known: Known, slip: str, right: str) -> None:
    with pytest.raises(ScenarioFaults, match="--measure: ") as caught:
        checked(["workers", slip], known)
    assert right in str(caught.value)


def test_the_plain_map_has_products_and_no_zones() -> None:
    known = known_in([load("plain-marshall")])
    assert checked(["specialties.product_a.firms"], known)
    with pytest.raises(ScenarioFaults, match="unknown zone"):
        checked(["zones.rashakai.workers"], known)


def test_measures_are_called_by_the_words_of_what_they_are_of() -> None:
    told = ["arrears_usd_mn", "zones.ict_model.workers", "specialties.food_processing.exports_usd_mn",
            "loans.dhabeji.arrears_usd_mn"]  # fmt: skip
    assert [called(each) for each in told] == [
        "loan arrears", "workers of Ict Model", "exports of food processing", "arrears of loan dhabeji",
    ]  # fmt: skip
    assert size_of(told[3]) == 1e6
    assert named(told[3]).measure.unit == "million USD of 2020"
