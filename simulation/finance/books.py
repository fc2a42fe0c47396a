"""The books of CPEC loans: exactly one of `founding`, `embassy`, `itemised` (seeds/loans.csv), never added together."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from math import fsum
from typing import Any

from simulation.finance.loans import Loan
from simulation.finance.paths import MoneyPaths
from simulation.finance.settings import Investment, known
from simulation.finance.terms import LoanTerms
from simulation.seeding.reading import table
from simulation.units import quarter_index

BOOKS = ("founding", "embassy", "itemised", "none")
PLANTS = {
    "E01": "imported_coal", "E02": "imported_coal", "E03": "imported_coal", "E18": "imported_coal",
    "E04": "thar_coal", "E05": "thar_coal", "E14": "thar_coal", "E15": "thar_coal", "E16": "thar_coal",
    "E17": "thar_coal", "E06": "wind_solar", "E07": "wind_solar", "E08": "wind_solar", "E09": "wind_solar",
    "E10": "wind_solar", "E11": "transmission", "E12": "hydro", "E13": "hydro", "E19": "hydro", "E20": "hydro",
}  # fmt: skip
"""Which company, by fuel, owes the loan of a project."""
ZONES = {"Z-RSK": "rashakai", "Z-AIC": "allama_iqbal", "Z-DHB": "dhabeji"}
HALF_YEARLY = 2
RAILWAY_LOANS = ("P-ML1", "P-ML2")
OWN_BOOK = "scenario"
"""Book of the loans that a scenario adds to its book."""
FURTHER, FURTHER_LENDER = "further", "China, further programme"
"""Book and lender of the loans of the further plan to 62 billion USD."""
NEEDED = ("borrower", "principal_mn", "maturity_quarters", "draw_start", "profile")


class UnknownLoan(ValueError):
    """A loan that is neither in the book nor complete; the message names what is missing."""


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


def from_seeds(loan_id: str, paths: MoneyPaths) -> Loan:
    """One row of seeds/loans.csv as a loan; principal is turned into its own currency at the first draw's rate."""
    row = table("loans")[loan_id]
    start = quarter_index(str(row.get("draw_start", "2026Q1")))
    end = quarter_index(str(row.get("draw_end", "2028Q4")))
    years = float(row["maturity_years"]) - float(row["grace_years"])
    instalments = max(1, round(years * 4 / HALF_YEARLY))
    grace = _grace(row, start)
    currency = str(row["currency"])
    return Loan(
        name=key_of(loan_id),
        borrower=_borrower(loan_id, row),
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
        revenue=growing(known("loans.contracted_revenue_growth_pct_per_year") or 0.0, instalments, HALF_YEARLY),
    )


def grace_of(loan_id: str) -> int:
    """Quarters of grace of a row of seeds/loans.csv."""
    row = table("loans")[loan_id]
    return _grace(row, quarter_index(str(row.get("draw_start", "2026Q1"))))


def _grace(row: Mapping[str, Any], start: int) -> int:
    """Quarters without principal, so that the first instalment falls where the seeds say."""
    if row["profile"] == "bullet":
        return max(0, round(4 * float(row["maturity_years"])) - HALF_YEARLY)
    if "first_repayment" in row:
        return max(0, quarter_index(str(row["first_repayment"])) - start + 1 - HALF_YEARLY)
    return max(0, round(4 * float(row["grace_years"])))


def _borrower(loan_id: str, row: Mapping[str, Any]) -> str:
    if row["borrower"] == "government":
        return "government"
    if row["borrower"] == "zone authority":
        return f"zone:{ZONES.get(loan_id, 'rashakai')}"
    companies = {PLANTS.get(part, "cpec") for part in str(row.get("project_id", "")).split("+")}
    return f"power:{companies.pop() if len(companies) == 1 else 'cpec'}"


def even(quarters: int) -> tuple[float, ...]:
    """Equal shares for each of so many quarters."""
    return (1.0 / quarters,) * quarters


def growing(annual_pct: float, count: int, step: int) -> tuple[float, ...]:
    """A contracted revenue that grows by so many % a year, one figure an instalment."""
    return tuple(1.0 + annual_pct / 100.0 * step / 4.0 * place for place in range(count))


def resolved(name: str, changes: Mapping[str, LoanTerms], investment: Investment, paths: MoneyPaths) -> dict[str, Loan]:
    """Every loan of a scenario: the book's, changed where the scenario says so, its own, and the programme's."""
    loans = book(name, paths)
    if investment.ml1:
        loans |= {key_of(name): dataclasses.replace(from_seeds(name, paths), book=OWN_BOOK) for name in RAILWAY_LOANS}
    for key, terms in changes.items():
        if not terms.switched_on:
            loans.pop(key, None)
            continue
        loans[key] = changed(key, _base(key, terms, loans, paths), terms)
    return loans


def _base(key: str, terms: LoanTerms, loans: Mapping[str, Loan], paths: MoneyPaths) -> Loan:
    if terms.like is not None:
        known_ids = table("loans")
        if terms.like not in known_ids:
            raise UnknownLoan(f"loans.{key}.like: {terms.like!r} is no row of seeds/loans.csv")
        return dataclasses.replace(from_seeds(terms.like, paths), book=OWN_BOOK)
    if key in loans:
        return loans[key]
    missing = [field for field in NEEDED if getattr(terms, field) is None]
    if missing:
        raise UnknownLoan(f"loans.{key}: not in the book and without {', '.join(missing)}; give them, or `like`")
    return Loan(key, str(terms.borrower), terms.lender or "lender", 0.0, book=OWN_BOOK)


def changed(key: str, base: Loan, terms: LoanTerms) -> Loan:
    """The base with every term that is written put in its place."""
    plain: dict[str, Any] = {
        "borrower": terms.borrower, "lender": terms.lender, "principal": terms.principal_mn,
        "currency": terms.currency, "reference": terms.reference, "grace": terms.grace_quarters,
        "maturity": terms.maturity_quarters, "profile": terms.profile, "revenue": terms.contracted_revenue,
        "upfront_fee": terms.upfront_fee_pct, "commitment_fee": terms.commitment_fee_pct,
        "insurance_fee": terms.insurance_fee_pct, "seniority": terms.seniority, "guaranteed": terms.guaranteed,
    }  # fmt: skip
    put = {field: value for field, value in plain.items() if value is not None}
    put |= _rate(base, terms) | _times(base, terms) | {"name": key}
    if terms.interest_in_grace is not None:
        put["capitalises_interest"] = terms.interest_in_grace == "capitalised"
    if terms.fees_paid is not None:
        put["capitalises_fees"] = terms.fees_paid == "capitalised"
    loan = dataclasses.replace(base, **put)
    if terms.grace_quarters is not None and terms.maturity_quarters is None:
        loan = dataclasses.replace(loan, maturity=terms.grace_quarters + base.maturity - base.grace)
    growth = terms.contracted_revenue_growth_pct_per_year
    return loan if growth is None else dataclasses.replace(loan, revenue=growing(growth, loan.instalments, loan.step))


def _rate(base: Loan, terms: LoanTerms) -> dict[str, Any]:
    floating = base.floating if terms.rate_kind is None else terms.rate_kind == "floating"
    rate = terms.spread_pct if floating else terms.rate_pct_per_year
    return {"floating": floating, "rate": base.rate if rate is None else rate}


def _times(base: Loan, terms: LoanTerms) -> dict[str, Any]:
    start = base.draw_start if terms.draw_start is None else quarter_index(terms.draw_start)
    draws = base.draws
    if terms.draw_path:
        draws = tuple(share / fsum(terms.draw_path) for share in terms.draw_path)
    elif terms.draw_end is not None:
        draws = even(max(1, quarter_index(terms.draw_end) - start + 1))
    step = base.step if terms.payments_per_year is None else 4 // terms.payments_per_year
    return {"draw_start": start, "draws": draws, "step": step}
