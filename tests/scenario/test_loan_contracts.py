"""A loan that is no contract, or a word about money that would do nothing, is refused in words with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulation import load
from simulation.scenario.faults import ScenarioFaults

NEW = """[loans.mine]
borrower = "government"
principal_mn = 100.0
maturity_quarters = 40
draw_start = "2020Q1"
profile = "annuity"
"""


def told(tmp_path: Path, text: str) -> str:
    """The faults of a scenario of this text."""
    file = tmp_path / "a.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioFaults) as faults:
        load(file)
    return str(faults.value).replace(str(file), "a.toml")


FLOATING = '[loans.rashakai]\nlike = "Z-RSK"\n'
SWAP = '[workouts.a]\nkind = "equity_swap"\n'
TRADE = '[policy.a]\ninstrument = "loan_terms"\nrate_change_pct = 2\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            FLOATING + "rate_pct_per_year = 9.0",
            "a.toml:3: loans.rashakai.rate_pct_per_year: 9.0 found on a floating rate, where it does nothing; "
            'spread_pct, or rate_kind = "fixed" beside it',
        ),
        ("[loans.f13]\nspread_pct = 3.0", "a.toml:2: loans.f13.spread_pct: 3.0 found on a fixed rate"),
        ('[loans.f13]\nrate_kind = "floating"', "a.toml:1: loans.f13: a floating rate without spread_pct found"),
        ('[loans.f06]\nrate_kind = "fixed"', "a.toml:1: loans.f06: a fixed rate without rate_pct_per_year found"),
        (NEW, "a.toml:1: loans.mine: a fixed rate without rate_pct_per_year"),
        ("[loans.f13]\nrate_pct_per_year = 0.05", "rate_pct_per_year: 0.05 found, which is 0.05 %; 5 would be 5 %"),
        ('[loans.f13]\ndraw_end = "2014Q1"', "a quarter from the first draw, 2015Q1, on would be right"),
        ('[loans.f13]\ndraw_start = "1500Q1"', "a quarter from 2010Q1 to 2089Q4 would be right"),
        ('[loans.f13]\ndraw_start = "2100Q1"', "a quarter from 2010Q1 to 2089Q4 would be right"),
        ('[loans.f13]\ndraw_start = "2015Q7"', '"2015Q7" found; a quarter such as 2031Q2 would be right'),
        (
            "[loans.f13]\ndraw_path = [0.5, -0.1]",
            "draw_path: a list found; [0.5, -0.1], of which no share can be told; numbers from 0 on",
        ),
        ("[loans.f13]\ndraw_path = [0.0, 0.0]", "not all of them 0, would be right"),
        ("[loans.f06]\ncontracted_revenue = []", "an empty list, of which no share can be told"),
        ("[loans.f06]\ncontracted_revenue = [1.0, -2.0]", "numbers from 0 on"),
        ('[loans.f13]\ndraw_path = [1.0]\ndraw_end = "2020Q1"', "beside draw_path"),
        ("[loans.f13]\nprincipal_mn = 0", "principal_mn: 0 found; a number, more than 0"),
        (NEW.replace("mine", "F13"), 'a.toml:1: loans.F13: "F13" found; f13 would be right'),
        (
            NEW + 'currency = "USD"\nrate_kind = "floating"\nspread_pct = 2.0\nreference = "kibor"',
            "kibor is the rate of loans in PKR",
        ),
        ("[loans.f13]\nprincipal_mn = 300000.0", "200 bn USD, would be right"),
        (
            '[loans.f13]\nborrower = "me"',
            'borrower: "me" found; government, zone:<key>, power:<company>, or the programme\'s companies'
            " as one would be right",
        ),
        (SWAP + 'loans = ["government"]', "a government has no lease to give"),
        (SWAP + 'loans = ["f13"]', "a government has no lease to give"),
        (
            '[workouts.a]\nkind = "haircut"\nhaircut_pct = 0.3',
            "haircut_pct: 0.3 found, which is 0.3 %; 30 would be 30 %",
        ),
        ('[investment.energy]\nplan_start = "2040Q1"', "2035Q4 is before 2040Q1"),
        ('[investment.energy]\nplan_end = "2020Q1"', "2020Q1 is before 2026Q1"),
        (
            '[money_shocks.a]\nwhat = "base_rate"\nstart = "1990Q1"\nsize_pct = 3',
            "over before the run begins in 2015Q1",
        ),
        (TRADE + 'loans = "f13"\nstart = "2020Q1"', "f13 is signed at its first draw in 2015Q1"),
        ("[loans.x]\n[loans.x]\n", "a.toml:2: loans.x: [loans.x] found a second time"),
    ],
)
def test_what_is_no_contract_or_would_do_nothing_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert said in told(tmp_path, text + "\n")


def test_a_loan_of_a_trillion_rupees_is_a_loan(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    text = NEW + 'currency = "PKR"\nrate_kind = "floating"\nreference = "kibor"\nspread_pct = -0.9\n'
    file.write_text(text.replace("100.0", "1_250_000.0"), encoding="utf-8")
    assert load(file).loans["mine"].principal_mn == 1_250_000.0
