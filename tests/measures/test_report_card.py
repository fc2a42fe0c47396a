"""The report card judges what a run can tell by what the seeds expect, and says what it cannot."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simulation.country.finding import country_of
from simulation.measures.patterns import Expected, expected_of
from simulation.measures.report_card import Seen, card, clusters_then_and_later, fact, numbers, record
from simulation.units import quarter_name

QUARTERS = 40
PAKISTAN = country_of("pakistan")


def nation(first: int = 0, growth_pct: float = 1.5) -> pd.DataFrame:
    """Firms that grow evenly from year to year, of which 6 % a year come and 5 % go."""
    year = np.arange(QUARTERS) // 4
    grown = 1000.0 * (1.0 + growth_pct / 100.0) ** year
    return pd.DataFrame(
        {
            "quarter": [quarter_name(first + n) for n in range(QUARTERS)], "firms": grown,
            "value_added_usd_mn": 50.0 + 1.0 * year, "export_earnings_usd_mn": 20.0,
            "entries": 0.06 / 4 * grown, "exits": 0.05 / 4 * grown,
        }
    )  # fmt: skip


@pytest.mark.parametrize("first", [0, -148])
def test_the_record_is_ratios_over_nine_years_whenever_a_country_begins(first: int) -> None:
    found = record(nation(first))
    assert found["7 firms, growth a year over nine years"] == pytest.approx(0.015)
    assert found["7 value added, tenth year over the first"] == pytest.approx(59 / 50)
    assert found["7 exports, tenth year over the first"] == pytest.approx(1.0)
    assert found["7 entries over firms, a year"] == pytest.approx(0.06)
    assert found["7 exits over firms, a year"] == pytest.approx(0.05)


def test_a_short_run_tells_nothing_of_nine_years() -> None:
    assert record(nation().iloc[:30]) == {}


def test_first_clusters_are_followed_by_their_keys() -> None:
    looks = [("2015Q4", "a"), ("2015Q4", "b"), ("2024Q4", "a"), ("2024Q4", "c")]
    found = clusters_then_and_later(pd.DataFrame(looks, columns=["quarter", "cluster"]))
    assert found == {"7 first clusters still there after nine years": 0.5}


@pytest.mark.parametrize(("value", "said"), [(0.9, "below"), (1.0, "inside"), (2.0, "inside"), (2.1, "above")])
def test_the_mean_is_judged_and_the_ends_belong_to_the_range(value: float, said: str) -> None:
    one = fact("a", [value - 0.1, value + 0.1, np.nan], Expected(1.0, 2.0, "us"))
    assert one.verdict == said
    assert (one.lowest, one.highest) == pytest.approx((value - 0.1, value + 0.1))


def test_what_no_table_tells_is_said_to_be_not_told() -> None:
    seen = Seen({"clusters": pd.DataFrame({"quarter": [], "cluster": []})}, None, PAKISTAN.map.grid)
    assert "7 exits over firms, a year" not in numbers(seen, PAKISTAN)
    found = card([seen], PAKISTAN)
    assert [one.name for one in found] == list(expected_of(PAKISTAN))
    assert {one.verdict for one in found} == {"not told"}
