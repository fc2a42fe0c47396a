import pytest

from simulation.measures.schema import NATION
from simulation.measures.schema_agents import SHEETS
from simulation.measures.schema_money import unit_of


@pytest.mark.parametrize(
    ("name", "unit", "national"),
    [
        ("let_ha", "hectares", True),
        ("arrears_usd_mn", "million USD of 2020", True),
        ("plot_price_usd_mn_per_hectare", "million USD of 2020 a hectare", False),
        ("cover_ratio", "ratio", False),
        ("rate_pct_per_year", "% a year", False),
        ("quality", "", False),
        ("firms", "firms", True),
    ],
)
def test_a_columns_name_says_its_unit_and_whether_it_adds_up(name, unit, national):
    found, _, adds_up = unit_of(name)
    assert (found, adds_up) == (unit, national)


def test_every_listed_measure_has_a_meaning_and_every_key_is_listed():
    for sheet in SHEETS.values():
        assert all(measure.meaning for measure in sheet.measures)
        assert tuple(m.name for m in sheet.measures[: len(sheet.key)]) == sheet.key
        assert len({m.name for m in sheet.measures}) == len(sheet.measures)


def test_shares_and_means_do_not_add_up():
    assert not any(m.national for m in NATION.measures if m.unit.startswith("share") or m.unit in ("ratio", "index"))
