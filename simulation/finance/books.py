"""The books of CPEC loans as read: one of `founding`, `embassy`, `itemised` (seeds/loans.csv), never added together."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from simulation.finance.loans import Loan
from simulation.finance.paths import MoneyPaths
from simulation.finance.settings import known
from simulation.seeding.reading import Value, table
from simulation.units import quarter_index

BOOKS = ("founding", "embassy", "itemised", "none")
PLANTS = {
    "E01": "imported_coal", "E02": "imported_coal", "E03": "imported_coal", "E18": "imported_coal",
    "E04": "thar_coal", "E05": "thar_coal", "E14": "thar_coal", "E15": "thar_coal", "E16": "thar_coal",
    "E17": "thar_coal", "E06": "wind_solar", "E07": "wind_solar", "E08": "wind_solar", "E09": "wind_solar",
    "E10": "wind_solar", "E11": "transmission", "E12": "hydro", "E13": "hydro", "E19": "hydro", "E20": "hydro",
}  # fmt: skip
"""Which company, by fuel, owes the loan of a project."""
ZONE_OF_LOAN = {"Z-RSK": "rashakai", "Z-AIC": "allama_iqbal", "Z-DHB": "dhabeji"}
"""Which zone owes the loan of a zone authority; those of no zone are templates and need a borrower."""
HALF_YEARLY = 2
RAILWAY_LOANS = ("P-ML1", "P-ML2")
OWN_BOOK = "scenario"
"""Book of the loans that a scenario adds to its book."""
FURTHER, FURTHER_LENDER = "further", "China, further programme"
"""Book and lender of the loans of the further plan to 62 billion USD."""


class UnknownLoan(ValueError):
    """A loan that is neither in the book nor complete, or nobody's; the message names what is missing."""


def key_of(loan_id: str) -> str:
    """Key of a seeds row in a scenario: `I-SAH` is `i_sah`."""
    return loan_id.lower().replace("-", "_")


def in_book(book: str) -> tuple[str, ...]:
    """Ids of the loans of a book, as in seeds/loans.csv."""
    if book not in BOOKS:
        raise UnknownLoan(f"loan book {book!r}; one of {', '.join(BOOKS)}")
    return tuple(name for name, row in table("loans").items() if row["variant"] == book)


def book(name: str, paths: MoneyPaths) -> dict[str, Loan]:
    """All loans of a book by key, in seeds order, with the terms they were committed on."""
    return {key_of(loan_id): dataclasses.replace(from_seeds(loan_id, paths), book=name) for loan_id in in_book(name)}


def from_seeds(loan_id: str, paths: MoneyPaths, borrower: str | None = None) -> Loan:
    """One row of seeds/loans.csv as a loan; principal is turned into its own currency at the first draw's rate.

    Its borrower is the row's own unless another is named; a template of no zone raises UnknownLoan without one.
    """
    row = table("loans")[loan_id]
    start = quarter_index(str(row.get("draw_start", "2026Q1")))
    end = quarter_index(str(row.get("draw_end", "2028Q4")))
    years = float(row["maturity_years"]) - float(row["grace_years"])
    instalments = max(1, round(years * 4 / HALF_YEARLY))
    grace = _grace(row, start)
    currency = str(row["currency"])
    return Loan(
        name=key_of(loan_id),
        borrower=_borrower(loan_id, row) if borrower is None else borrower,
        lender=str(row["lender"]),
        principal=float(row["principal_usd_mn"]) * paths.per_usd(currency, start),
        currency=currency,
        floating=row["rate_kind"] == "floating",
        reference="kibor" if str(row.get("reference", "")).startswith("KIBOR") else "usd",
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
        revenue=growing(known("loans.contracted_revenue_growth_pct_per_year"), instalments, HALF_YEARLY),
    )


def grace_of(loan_id: str) -> int:
    """Quarters of grace of a row of seeds/loans.csv."""
    row = table("loans")[loan_id]
    return _grace(row, quarter_index(str(row.get("draw_start", "2026Q1"))))


def _grace(row: Mapping[str, Value], start: int) -> int:
    """Quarters without principal, so that the first instalment falls where the seeds say."""
    if row["profile"] == "bullet":
        return max(0, round(4 * float(row["maturity_years"])) - HALF_YEARLY)
    if "first_repayment" in row:
        return max(0, quarter_index(str(row["first_repayment"])) - start + 1 - HALF_YEARLY)
    return max(0, round(4 * float(row["grace_years"])))


def nobodys(loan_id: str) -> bool:
    """Whether a row is a template for zone authorities, which names no zone."""
    return table("loans")[loan_id]["borrower"] == "zone authority" and loan_id not in ZONE_OF_LOAN


def _borrower(loan_id: str, row: Mapping[str, Value]) -> str:
    if row["borrower"] == "government":
        return "government"
    if row["borrower"] == "zone authority":
        if nobodys(loan_id):
            raise UnknownLoan(f"{loan_id} of seeds/loans.csv is no zone's loan; name its borrower, such as zone:bostan")
        return f"zone:{ZONE_OF_LOAN[loan_id]}"
    companies = {PLANTS.get(part, "cpec") for part in str(row.get("project_id", "")).split("+")}
    return f"power:{companies.pop() if len(companies) == 1 else 'cpec'}"


def even(quarters: int) -> tuple[float, ...]:
    """Equal shares for each of so many quarters."""
    return (1.0 / quarters,) * quarters


def growing(annual_pct: float, count: int, step: int) -> tuple[float, ...]:
    """A contracted revenue that grows by so many % a year, one figure an instalment."""
    return tuple(1.0 + annual_pct / 100.0 * step / 4.0 * place for place in range(count))
