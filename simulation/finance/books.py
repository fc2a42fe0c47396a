"""A country's books of loans as read: exactly one account of `loan_books` holds, they are never added together."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from math import sqrt

from simulation.finance.currency import USD_REFERENCE, Currency
from simulation.finance.loans import Loan, compounded
from simulation.finance.paths import MoneyPaths
from simulation.seeding.reading import Value
from simulation.seeding.seeds import Seeds
from simulation.units import quarter_index

NO_BOOK = "none"
"""The loan book without a loan, which every country has."""
HALF_YEARLY = 2
OWN_BOOK = "scenario"
"""Book of the loans that a scenario adds to its book."""
FURTHER = "further"
"""Book of the loans of the further plan."""
OF_A_ZONE = "zone authority"
"""What the seeds write for the borrower of a loan for a zone."""


class UnknownLoan(ValueError):
    """A loan that is neither in the book nor complete, or nobody's; the message names what is missing."""


def key_of(loan_id: str) -> str:
    """Key of a seeds row in a scenario: `I-SAH` is `i_sah`."""
    return loan_id.lower().replace("-", "_")


def books_of(seeds: Seeds) -> tuple[str, ...]:
    """A country's accounts of what is owed; the first is the one that holds unless told, the empty one is last."""
    return (*seeds.table("loan_books"), NO_BOOK)


def in_book(seeds: Seeds, book: str) -> tuple[str, ...]:
    """Ids of the loans of a book, as in the seeds' `loans`."""
    if book not in books_of(seeds):
        raise UnknownLoan(f"loan book {book!r}; one of {', '.join(books_of(seeds))}")
    return tuple(name for name, row in seeds.table("loans").items() if row["variant"] == book)


def switched(seeds: Seeds, switch: str) -> tuple[str, ...]:
    """Ids of the loans of no book that a scenario switches on by this word."""
    return tuple(name for name, row in seeds.table("loans").items() if row.get("switch") == switch)


def book(seeds: Seeds, name: str, paths: MoneyPaths) -> dict[str, Loan]:
    """All loans of a book by key, in seeds order, with the terms they were committed on."""
    return {
        key_of(each): dataclasses.replace(from_seeds(seeds, each, paths), book=name) for each in in_book(seeds, name)
    }


def from_seeds(seeds: Seeds, loan_id: str, paths: MoneyPaths, borrower: str | None = None) -> Loan:
    """One row of `loans` as a loan; principal is turned into its own currency at the first draw's rate.

    Its borrower is the row's own unless another is named; a template of no zone raises UnknownLoan without one.
    """
    row = seeds.table("loans")[loan_id]
    start = quarter_index(str(row.get("draw_start", "2026Q1")))
    end = quarter_index(str(row.get("draw_end", "2028Q4")))
    years = float(row["maturity_years"]) - float(row["grace_years"])
    instalments = max(1, round(years * 4 / HALF_YEARLY))
    grace = _grace(row, start)
    currency = str(row["currency"])
    return Loan(
        name=key_of(loan_id),
        borrower=_borrower(seeds, loan_id, row) if borrower is None else borrower,
        lender=str(row["lender"]),
        principal=float(row["principal_usd_mn"]) * paths.per_usd(currency, start),
        currency=currency,
        abroad=currency != paths.home.code,
        floating=row["rate_kind"] == "floating",
        reference=_reference(row, paths.home),
        rate=float(row.get("rate_pct", row.get("spread_pct", 0.0))),
        grace=grace,
        maturity=grace + instalments * HALF_YEARLY,
        profile=str(row["profile"]),
        draw_start=start,
        draws=even(end - start + 1),
        upfront_fee=float(row.get("upfront_fee_pct", 0.0)),
        commitment_fee=float(row.get("commitment_fee_pct", 0.0)),
        insurance_fee=float(row.get("insurance_fee_pct", 0.0)),
        guaranteed=row["guarantee"] == "yes",
        revenue=growing(
            seeds.number("money_parameters", "loans.contracted_revenue_growth_pct_per_year"), instalments, HALF_YEARLY
        ),
    )


def _reference(row: Mapping[str, Value], home: Currency) -> str:
    """The reference rate of a row: the country's own where the row names it (KIBOR6M), else the dollar's."""
    own = str(row.get("reference", "")).lower().startswith(home.reference)
    return home.reference if own else USD_REFERENCE


def grace_of(seeds: Seeds, loan_id: str) -> int:
    """Quarters of grace of a row of `loans`."""
    row = seeds.table("loans")[loan_id]
    return _grace(row, quarter_index(str(row.get("draw_start", "2026Q1"))))


def _grace(row: Mapping[str, Value], start: int) -> int:
    """Quarters without principal, so that the first instalment falls where the seeds say."""
    if row["profile"] == "bullet":
        return max(0, round(4 * float(row["maturity_years"])) - HALF_YEARLY)
    if "first_repayment" in row:
        return max(0, quarter_index(str(row["first_repayment"])) - start + 1 - HALF_YEARLY)
    return max(0, round(4 * float(row["grace_years"])))


def nobodys(seeds: Seeds, loan_id: str) -> bool:
    """Whether a row is a template for zone authorities, which names no zone."""
    row = seeds.table("loans")[loan_id]
    return row["borrower"] == OF_A_ZONE and "zone" not in row


def _borrower(seeds: Seeds, loan_id: str, row: Mapping[str, Value]) -> str:
    if row["borrower"] == "government":
        return "government"
    if row["borrower"] == OF_A_ZONE:
        if nobodys(seeds, loan_id):
            raise UnknownLoan(f"{loan_id} of seeds/loans.csv is no zone's loan; name its borrower, such as zone:bostan")
        return f"zone:{row['zone']}"
    programme = str(seeds.table("country")["programme"]["power_borrower"])
    parts = str(row["project_id"]).split("+") if "project_id" in row else []
    companies = {_company(seeds, loan_id, part) for part in parts}
    return f"power:{companies.pop() if len(companies) == 1 else programme}"


def _company(seeds: Seeds, loan_id: str, project: str) -> str:
    """The power company of a project; UnknownLoan where the seeds know no such project, or no company of it."""
    projects = seeds.table("projects")
    if project not in projects:
        raise UnknownLoan(f"{loan_id} of seeds/loans.csv: project {project!r} found, which seeds/projects.csv has not")
    if "company" not in projects[project]:
        raise UnknownLoan(
            f"{loan_id} of seeds/loans.csv: project {project} found, which has no company in seeds/projects.csv;"
            " the power company that owes its loan would be right there"
        )
    return str(projects[project]["company"])


def even(quarters: int) -> tuple[float, ...]:
    """Equal shares for each of so many quarters."""
    return (1.0 / quarters,) * quarters


def growing(annual_pct: float, count: int, step: int) -> tuple[float, ...]:
    """A contracted revenue that grows by so many % a year, compounded, one figure an instalment: never negative."""
    quarterly = sqrt(sqrt(1.0 + annual_pct / 100.0)) - 1.0
    return tuple(compounded(quarterly, place * step) for place in range(count))
