"""Whether the loans, rows, borrowers and lenders that a scenario names are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulation.agents.power.state import Companies
from simulation.country.country import Country
from simulation.finance.books import grace_of, in_book, key_of, nobodys, switched
from simulation.finance.currency import USD_REFERENCE, codes
from simulation.finance.terms import NEEDED
from simulation.policy.lending import BORROWERS
from simulation.scenario.faults import did_you_mean, one_of, shown, unknown
from simulation.scenario.meaning import Finding, table_in, tables_in, word_found, zones_in

OF_POLICY = ("all", *BORROWERS)
OF_WORKOUTS = ("all", "government", "zone", "power")


def loan_keys(country: Country) -> tuple[str, ...]:
    """Keys of the loans of all books, as scenarios write them: `i_sah` for I-SAH of the seeds."""
    return tuple(key_of(each) for each in country.loan_rows)


def findings(data: Mapping[str, Any], country: Country) -> Iterator[Finding]:
    """Every loan, row of the country's loans, borrower and lender that is named and not there."""
    book = data.get("loan_book", country.loan_books[0])
    zones = zones_in(data, country)
    for name, terms in tables_in(data, "loans"):
        key = ("loans", name)
        yield from word_found(key, terms, "like", country.loan_rows, "row of seeds/loans.csv")
        if str(terms.get("borrower")).startswith(("zone:", "power:")):  # the schema refuses other kinds
            yield from word_found(key, terms, "borrower", _borrowers(zones, country))
        if (
            book in country.loan_books
            and name not in (booked := booked_keys(book, data, country))
            and "like" not in terms
        ):
            yield from _incomplete(key, terms, booked)
        yield from word_found(key, terms, "currency", codes(country.seeds), "currency")
        yield from word_found(key, terms, "reference", (USD_REFERENCE, country.currency.reference), "reference rate")
        yield from _nobodys(key, terms, country)
        yield from _never_due(key, terms, country)
    named = (*loan_keys(country), *table_in(data, "loans"), *_further(zones))
    for name, workout in tables_in(data, "workouts"):
        known = (*OF_WORKOUTS, *named, *_lenders(data, country), *_borrowers(zones, country))
        yield from words_found(("workouts", name), workout, "loans", known, "loan, borrower or lender")
    for name, instrument in tables_in(data, "policy"):
        yield from word_found(("policy", name), instrument, "loans", (*OF_POLICY, *named), "loan")
    yield from words_found(("investment",), table_in(data, "investment"), "plan_zones", zones, "zone")


def words_found(
    key: tuple[str, ...], data: Mapping[str, Any], name: str, known: tuple[str, ...], kind: str
) -> Iterator[Finding]:
    """The words of a list that are not known."""
    listed = data.get(name)
    for word in listed if isinstance(listed, list) else ():
        if isinstance(word, str) and word not in known:
            yield (*key, name), unknown(kind, word, known)


def booked_keys(book: str, data: Mapping[str, Any], country: Country) -> tuple[str, ...]:
    """Keys of the loans that a scenario has without saying more."""
    railway = switched(country.seeds, "ml1") if table_in(data, "investment").get("ml1") is True else ()
    return tuple(key_of(each) for each in (*in_book(country.seeds, book), *railway))


def _incomplete(key: tuple[str, ...], terms: Mapping[str, Any], booked: tuple[str, ...]) -> Iterator[Finding]:
    """A loan that is not in the book and does not say all that a new one needs."""
    missing = [field for field in NEEDED if field not in terms]
    if missing:
        right = (
            f"{one_of(booked)}, or `like`, or {', '.join(missing)}" if booked else f"`like`, or {', '.join(missing)}"
        )
        yield (
            key,
            f"{shown(key[-1])} found, which is no loan of the book; {right} would be right"
            f"{did_you_mean(key[-1], booked)}",
        )


def _nobodys(key: tuple[str, ...], terms: Mapping[str, Any], country: Country) -> Iterator[Finding]:
    """A loan like a template of the seeds, which is no zone's, without the zone that owes it."""
    row = str(terms.get("like"))
    if row in country.loan_rows and "borrower" not in terms and nobodys(country.seeds, row):
        yield (*key, "like"), f"{shown(row)} found, which is no zone's loan; it needs a borrower, such as zone:bostan"


def _never_due(key: tuple[str, ...], terms: Mapping[str, Any], country: Country) -> Iterator[Finding]:
    """A loan that ends before its grace does, with the grace of its row where the scenario names none."""
    row = terms.get("like") or next((each for each in country.loan_rows if key_of(each) == key[-1]), None)
    grace, end = (
        terms.get("grace_quarters", grace_of(country.seeds, str(row)) if row in country.loan_rows else 0),
        terms.get("maturity_quarters"),
    )
    if isinstance(grace, int) and isinstance(end, int) and end <= grace:
        yield (
            (*key, "maturity_quarters"),
            f"{end} found; more than the {grace} of grace would be right, since instalments follow grace",
        )


def _borrowers(zones: tuple[str, ...], country: Country) -> tuple[str, ...]:
    power = Companies.of_seeds(country.seeds).borrowers
    return ("government", *(f"zone:{zone}" for zone in zones), *power)


def _lenders(data: Mapping[str, Any], country: Country) -> tuple[str, ...]:
    own = (terms.get("lender", "lender") for _, terms in tables_in(data, "loans"))
    seeds = (row["lender"] for row in country.seeds.table("loans").values())
    return tuple(dict.fromkeys(str(lender) for lender in (*seeds, *own, country.programme.lender)))


def _further(zones: tuple[str, ...]) -> tuple[str, ...]:
    """Keys of the loans of the further programme."""
    return tuple(f"further_{each}" for each in ("energy", "transport", "other", *zones))
