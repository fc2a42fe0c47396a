"""The books of loans replicate the sums that their sources state."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest

from simulation.country.finding import country_of
from simulation.finance import books
from simulation.finance.loans import Loan, schedule
from simulation.finance.paths import MoneyPaths, from_seeds
from simulation.seeding.reading import seeds_folder
from simulation.seeding.seeds import Seeds, seeds_of
from simulation.units import quarter_index

PAKISTAN = country_of("pakistan").seeds


@pytest.fixture(scope="module")
def paths() -> MoneyPaths:
    """The seeds' paths, with the 4 % after 2024 that the check of the seeds used."""
    plain = from_seeds(PAKISTAN)
    after = np.arange(plain.usd_rate.size) >= quarter_index("2025Q1") - plain.first
    return dataclasses.replace(plain, usd_rate=np.where(after, 4.0, plain.usd_rate))


def in_usd(loan: Loan, paths: MoneyPaths) -> float:
    """USD for a unit of the loan's currency at its first draw."""
    return 1.0 / paths.per_usd(loan.currency, loan.draw_start)


def service(book: str, paths: MoneyPaths, borrower: str = "", year: int | None = None) -> float:
    """Service of a book [USD mn, nominal], of borrowers of a kind, in a year or in all."""
    whole = 0.0
    for loan in books.book(PAKISTAN, book, paths).values():
        if loan.borrower.startswith(borrower):
            of = schedule(loan, paths.reference(loan))
            first = quarter_index(f"{year}Q1") if year else 0
            seen = (of.quarter >= first) & (of.quarter < first + 4) if year else of.quarter >= -100
            whole += float(of.service[seen].sum()) * in_usd(loan, paths)
    return whole


def test_the_three_books_agree_on_19_billion(paths: MoneyPaths) -> None:
    sums = {
        name: sum(loan.principal * in_usd(loan, paths) for loan in books.book(PAKISTAN, name, paths).values())
        for name in ("founding", "embassy", "itemised")
    }
    assert sums["founding"] == pytest.approx(19_000.0)
    assert sums["embassy"] == pytest.approx(15_817.0)  # and 3,000 of equity
    assert sums["itemised"] == pytest.approx(19_123.2, abs=0.5)
    assert len(books.book(PAKISTAN, "itemised", paths)) == 28


def test_the_itemised_book_costs_28_billion_in_all(paths: MoneyPaths) -> None:
    assert service("itemised", paths) == pytest.approx(28_000.0, rel=0.01)


def test_energy_service_is_1_87_billion_in_2025(paths: MoneyPaths) -> None:
    assert service("itemised", paths, "power", 2025) == pytest.approx(1_870.0, rel=0.01)
    assert service("itemised", paths, "government", 2025) == pytest.approx(507.0, rel=0.01)


def test_the_founding_book_is_repaid_from_2024(paths: MoneyPaths) -> None:
    for loan in books.book(PAKISTAN, "founding", paths).values():
        of = schedule(loan, paths.reference(loan))
        assert of.principal[of.quarter < quarter_index("2024Q1")].sum() == 0.0
        assert loan.first_instalment == quarter_index("2024Q1")
        assert of.closing[-1] == 0.0


def test_a_template_for_zones_is_nobodys_loan_until_a_zone_is_named(paths: MoneyPaths) -> None:
    with pytest.raises(books.UnknownLoan, match=r"Z-T1 .* no zone's loan; name its borrower"):
        books.from_seeds(PAKISTAN, "Z-T1", paths)
    assert books.from_seeds(PAKISTAN, "Z-T1", paths, "zone:bostan").borrower == "zone:bostan"
    assert books.from_seeds(PAKISTAN, "Z-DHB", paths).borrower == "zone:dhabeji"


def test_yuan_principal_is_counted_in_yuan(paths: MoneyPaths) -> None:
    loan = books.from_seeds(PAKISTAN, "I-PKG", paths)
    assert loan.principal == pytest.approx(4_800.0, rel=0.05)  # RMB 4.8 bn as recorded


def test_constant_money_deflates_dollars_and_converts_rupees(paths: MoneyPaths) -> None:
    quarter = quarter_index("2020Q2")
    assert paths.constant_usd(1.0, "USD", quarter) == pytest.approx(1.0, abs=0.02)
    assert paths.constant_usd(160.0, "PKR", quarter) == pytest.approx(1.0, abs=0.03)
    assert paths.constant_usd(1.0, "USD", quarter_index("2050Q1")) < 0.55


def test_contracted_revenue_grows_by_compounding_and_never_turns_negative() -> None:
    shrinking = books.growing(-20.0, 60, 2)
    assert min(shrinking) > 0.0
    assert shrinking[2] == pytest.approx(0.8)
    assert shrinking[40] == pytest.approx(0.8**20)
    assert books.growing(0.0, 3, 2) == (1.0, 1.0, 1.0)


def with_project(folder: Path, project: str) -> Seeds:
    """Pakistan, whose Sahiwal loan is for another project."""
    rows = (seeds_folder() / "pakistan" / "loans.csv").read_text(encoding="utf-8")
    copied = folder / "pakistan"
    shutil.copytree(seeds_folder() / "pakistan", copied)
    (copied / "loans.csv").write_text(rows.replace("I-SAH,project_id,E01", f"I-SAH,project_id,{project}"), "utf-8")
    return seeds_of(copied)


@pytest.mark.parametrize(
    ("project", "said"), [("E99", "project 'E99' found"), ("T02", "T02 found, which has no company")]
)
def test_a_power_loan_for_a_project_of_no_known_company_is_refused(
    tmp_path: Path, paths: MoneyPaths, project: str, said: str
) -> None:
    with pytest.raises(books.UnknownLoan, match=f"I-SAH of seeds/loans.csv: .*{said}"):
        books.from_seeds(with_project(tmp_path, project), "I-SAH", paths)
