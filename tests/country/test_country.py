from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest

from simulation.agents.power.state import Companies
from simulation.country.finding import NoCountryError, country_of, shipped_countries

PAKISTAN = country_of("pakistan")


def test_pakistan_is_shipped_and_is_the_same_value_each_time() -> None:
    assert "pakistan" in shipped_countries()
    assert country_of("pakistan") is PAKISTAN
    assert country_of(PAKISTAN.folder) is PAKISTAN


def test_a_country_says_who_it_is() -> None:
    assert (PAKISTAN.title, PAKISTAN.first_year, PAKISTAN.currency.code) == ("Pakistan", 2015, "PKR")
    assert PAKISTAN.loan_books == ("founding", "embassy", "itemised", "none")
    assert PAKISTAN.firms == 512_000


def test_every_zone_is_in_one_group() -> None:
    assert len(PAKISTAN.groups["cpec"].zones) == 9
    grouped = [zone for group in PAKISTAN.groups.values() for zone in group.zones]
    assert sorted(grouped) == sorted(PAKISTAN.zone_keys)


def test_whoever_builds_a_plant_or_owes_for_a_project_is_a_power_company_of_the_country() -> None:
    companies = Companies.of_seeds(PAKISTAN.seeds)
    rows = [*PAKISTAN.seeds.table("power_plants").values(), *PAKISTAN.seeds.table("projects").values()]
    assert {str(row["company"]) for row in rows if "company" in row} < set(companies.names)
    assert companies.further in companies.names
    assert companies.names[-1] == "grid"
    assert companies.of_programme == (True,) * 6 + (False,)


def test_specialties_have_titles_and_marks_of_their_own() -> None:
    assert PAKISTAN.specialties[-1] == ("other", "other", "everything else", (), "grey", "O", "")
    assert len({each.title for each in PAKISTAN.specialties}) == len(PAKISTAN.specialties) == 15


def test_weaving_hears_those_who_buy_its_cloth() -> None:
    assert {each.key: each.hears for each in PAKISTAN.specialties if each.hears} == {
        "textiles_weaving": ("garments_knitwear", "home_textiles")
    }


def test_a_copy_of_a_country_is_the_country() -> None:
    assert copy.deepcopy(PAKISTAN) is PAKISTAN
    assert pickle.loads(pickle.dumps(PAKISTAN)).seeds is PAKISTAN.seeds  # noqa: S301 our own bytes


def test_a_folder_that_describes_no_country_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoCountryError, match=r"holds no country\.csv"):
        country_of(tmp_path)
