"""Levers write what they say into the scenario, and the schema's own words tell what is wrong."""

from __future__ import annotations

import pytest

from simulation.country.finding import country_of
from simulation.page.charts import CURVES_OF_COUNTRY, CURVES_OF_PLAIN, curve_of
from simulation.page.live.levers import faults_by_lever, levers, moved, offered, standing
from simulation.page.live.wording import ENGLISH, languages, wording
from simulation.quarter_zero.loan_book import scenario_loans, scenario_paths
from simulation.scenario.faults import ScenarioFaults
from simulation.scenario.loading import differences, load

PAKISTAN = country_of("pakistan")
BASE = load("pakistan-baseline")
PLAIN = load("plain-marshall")


def changed(values: dict[str, str]) -> dict[str, object]:
    return {key: value for key, _, value in differences(BASE, moved(BASE, values))}


def wrong(values: dict[str, str]) -> dict[str, str]:
    with pytest.raises(ScenarioFaults) as faults:
        moved(BASE, values)
    return faults_by_lever(faults.value.faults, BASE)


def test_untouched_levers_leave_the_scenario_as_it_is():
    assert moved(BASE, {}) is BASE
    assert moved(BASE, {lever.key: " " for lever in levers(PAKISTAN)}) is BASE


@pytest.mark.parametrize("lever", [each for each in levers(PAKISTAN) if not each.choices], ids=lambda lever: lever.key)
def test_both_ends_of_every_slider_are_right(lever):
    for value in (lever.low, lever.high):
        asked = {lever.key: f"{value:g}"} | ({"grace": "2"} if lever.key == "maturity" else {})
        assert moved(BASE, asked).digest != BASE.digest


@pytest.mark.parametrize("lever", [each for each in levers(PAKISTAN) if each.choices], ids=lambda lever: lever.key)
def test_every_choice_is_right(lever):
    together = {"focus_where": {"focus": "sports_goods"}, "market_where": {"market": "sports_goods"}}
    for choice in lever.choices:
        moved(BASE, {lever.key: choice, **together.get(lever.key, {})})


def test_interest_is_fixed_and_reaches_every_loan_of_a_zone():
    asked = moved(BASE, {"interest": "2,5", "grace": "20"})
    loans = scenario_loans(asked, scenario_paths(asked))
    own = [loan for loan in loans.values() if loan.borrower.startswith("zone:")]
    assert len(own) == 3
    assert {(loan.rate, loan.floating, loan.grace) for loan in own} == {(2.5, False, 20)}


def test_size_and_timing_of_works_are_those_of_all_three_sectors():
    assert changed({"size": "0.5", "timing": "-8"}) == {
        f"investment.{sector}.{key}": value
        for sector in ("energy", "transport", "zones")
        for key, value in (("committed_share", 0.5), ("shift_quarters", -8))
    }


def test_a_market_comes_where_it_is_asked_for():
    told = changed({"market": "sports_goods", "market_where": "sialkot"})
    assert told["policy.class_market.where"] == "sialkot"
    assert told["policy.class_market.specialty"] == "sports_goods"
    assert changed({"market_where": "sialkot"}) == {}, "a place without a product is no market"


def test_what_is_wrong_is_told_at_its_own_lever():
    assert "at most 40" in wrong({"interest": "90"})["interest"]
    assert "a number" in wrong({"localisation": "much"})["localisation"]
    assert set(wrong({"interest": "90", "size": "9"})) == {"interest", "size"}
    assert "whole number" in wrong({"timing": "1.5"})["timing"]


def test_a_loan_must_outlive_its_grace():
    assert wrong({"grace": "24", "maturity": "8"}) == {
        "maturity": "8 found; more than the 24 of grace would be right, since instalments follow grace"
    }


def test_the_plain_map_has_neither_zones_nor_loans():
    assert {lever.group for lever in offered(PLAIN)} == {"towns"}
    assert {lever.group for lever in offered(BASE)} == {"towns", "policy", "investment", "loans"}


def test_a_lever_says_how_things_stand():
    stands = {lever.key: standing(lever, BASE) for lever in offered(BASE)}
    assert (stands["localisation"], stands["funding"], stands["grace"]) == ("0.06", "loans", "11 / 7")


@pytest.mark.parametrize("language", languages())
def test_every_lever_group_choice_and_curve_has_its_words(language):
    said = wording(language)
    for lever in levers(PAKISTAN):
        assert said.levers[lever.key].says
        assert said.groups[lever.group]
        if lever.key in ("funding", "profile", "workout", "tariff"):
            assert set(lever.choices) <= set(said.choices)
    for key in {*CURVES_OF_COUNTRY, *CURVES_OF_PLAIN}:
        assert said.curve(key)
        assert said.unit(curve_of(key).unit_in_full)


def test_a_language_that_is_not_there_is_refused():
    assert ENGLISH in languages()
    with pytest.raises(KeyError):
        wording("xx")
