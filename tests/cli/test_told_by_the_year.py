"""What a person reads at the end of a run is money of a year: service falls due twice in one."""

from __future__ import annotations

import pandas as pd
import pytest

from simulation.telling import explain, summary

QUARTERS = [f"{2015 + n // 4}Q{n % 4 + 1}" for n in range(8)]
DUE = [0.0, 10.0, 0.0, 30.0, 0.0, 50.0, 0.0, 70.0]


def test_flows_are_the_sum_of_four_quarters_and_missing_before() -> None:
    nation = pd.DataFrame({"quarter": QUARTERS, "debt_service_due_usd_mn": DUE, "arrears_usd_mn": 5.0})
    told = summary.over_a_year(nation)
    assert told.debt_service_due_usd_mn.tolist()[3:] == [40.0, 40.0, 80.0, 80.0, 120.0]
    assert told.debt_service_due_usd_mn.isna().tolist() == [True] * 3 + [False] * 5
    assert told.arrears_usd_mn.tolist() == [5.0] * 8


def test_a_zone_is_explained_by_its_year() -> None:
    money = {"income_usd_mn": 2.0, "rent_usd_mn": 2.0, "debt_service_paid_usd_mn": DUE, "arrears_usd_mn": 3.0}
    zones = pd.DataFrame({"quarter": QUARTERS, "zone": "a", "firms": 1.0, "workers": 9.0} | money)
    loans = pd.DataFrame({"quarter": QUARTERS, "loan": "x", "borrower": "zone:a", "contractual_usd_mn": DUE})
    told = "\n".join(explain.lines({"zones": zones, "loans": loans}, "a", "2016Q3"))
    assert "income 8.00: rent 8.00" in told
    assert "debt service 80.00" in told
    assert "loan x: due 80.00" in told
    assert "arrears 3.00" in told


@pytest.mark.parametrize("column", summary.FLOWS)
def test_every_flow_says_that_it_is_of_a_year(column: str) -> None:
    titles = [
        title for table in (summary.NATION, summary.ZONES) for name, (title, _) in table.items() if name == column
    ]
    assert titles
    assert all(title.endswith("a year") for title in titles)
