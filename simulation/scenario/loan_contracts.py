"""Whether the terms of each loan that a scenario writes make one contract: what has no effect is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeGuard

from simulation.country.country import Country
from simulation.finance.books import from_seeds, key_of, nobodys
from simulation.finance.currency import USD
from simulation.finance.loans import Loan
from simulation.finance.paths import MoneyPaths
from simulation.finance.paths import from_seeds as paths_of
from simulation.finance.terms import NEEDED
from simulation.scenario.faults import shown
from simulation.scenario.loan_names import booked_keys
from simulation.scenario.meaning import Finding, table_in, tables_in
from simulation.units import quarter_index, quarter_name

LARGEST_USD_MN = 200_000.0
"""Largest principal of a loan, in millions of dollars whatever its currency."""
A_FRACTION = 0.25
"""A rate below this [% a year] is one that was meant as a fraction: 0.05 for 5 %."""


class Written(NamedTuple):
    """What a scenario writes of one loan, and the loan of the seeds under it, if there is one."""

    key: tuple[str, ...]
    terms: Mapping[str, Any]
    base: Loan | None
    paths: MoneyPaths

    def holds(self, field: str, of_base: str, plain: Any) -> Any:
        """A term as it will hold: written, else the seeds', else that of a new loan."""
        found = self.terms.get(field)
        return found if found is not None else plain if self.base is None else getattr(self.base, of_base)

    @property
    def floating(self) -> bool:
        """Whether the rate will float."""
        was = self.base is not None and self.base.floating
        return self.terms["rate_kind"] == "floating" if "rate_kind" in self.terms else was

    def found(self, field: str, right: str) -> Finding:
        """A finding on a term that is written."""
        return (*self.key, field), f"{shown(self.terms[field])} found{right}"


def findings(data: Mapping[str, Any], country: Country) -> Iterator[Finding]:
    """Every term of a loan that contradicts another one, or would do nothing."""
    paths = paths_of(country.seeds)
    keys = [key_of(row) for row in country.loan_rows]
    for name, terms in tables_in(data, "loans"):
        if terms.get("switched_on") is False:
            continue
        if name not in keys and key_of(name) in keys and ("like" in terms or set(NEEDED) <= set(terms)):
            yield ("loans", name), f"{shown(name)} found; {key_of(name)} would be right: keys are in small letters"
        written = Written(("loans", name), terms, base_of(name, data, country), paths)
        for asked in CHECKS:
            yield from asked(written)


def base_of(name: str, data: Mapping[str, Any], country: Country) -> Loan | None:
    """The loan of the seeds that a key changes, or is like; None for a new one."""
    terms, book = table_in(table_in(data, "loans"), name), data.get("loan_book", country.loan_books[0])
    own = {key_of(row): row for row in country.loan_rows}
    booked = booked_keys(book, data, country) if book in country.loan_books else ()
    row = terms.get("like", own.get(name) if name in booked else None)
    if row not in country.loan_rows:
        return None
    borrower = terms.get("borrower", "zone:none" if nobodys(country.seeds, str(row)) else None)
    return from_seeds(country.seeds, str(row), paths_of(country.seeds), borrower)


def _rate(written: Written) -> Iterator[Finding]:
    """A rate on a floating loan, a spread or a reference on a fixed one."""
    terms = written.terms
    if written.floating and "rate_pct_per_year" in terms:
        yield written.found(
            "rate_pct_per_year",
            ' on a floating rate, where it does nothing; spread_pct, or rate_kind = "fixed" beside it, would be right',
        )
    for field in () if written.floating else ("spread_pct", "reference"):
        if field in terms:
            yield written.found(
                field,
                ' on a fixed rate, where it does nothing; rate_pct_per_year, or rate_kind = "floating" beside it, '
                "would be right",
            )


def _no_rate(written: Written) -> Iterator[Finding]:
    """A new loan, or one whose kind of rate is changed, without its rate."""
    if written.base is None and not set(NEEDED) <= set(written.terms):
        return  # its other terms are missing too, or its row is misspelt, and that is told elsewhere
    was = None if written.base is None else written.base.floating
    needed = "spread_pct" if written.floating else "rate_pct_per_year"
    other = {"spread_pct", "rate_pct_per_year"}.intersection(written.terms)
    if was != written.floating and needed not in written.terms and not other:
        kind = "floating" if written.floating else "fixed"
        also = "" if written.floating else ' (or rate_kind = "floating" with spread_pct)'
        yield written.key, f"a {kind} rate without {needed} found; {needed}{also} would be right"


def _fraction(written: Written) -> Iterator[Finding]:
    rate = written.terms.get("rate_pct_per_year")
    if is_number(rate) and 0.0 < rate < A_FRACTION:
        yield written.found("rate_pct_per_year", f", which is {rate:g} %; {100.0 * rate:g} would be {100.0 * rate:g} %")


def _reference(written: Written) -> Iterator[Finding]:
    """The country's own reference rate on a loan in another money."""
    home = written.paths.home
    of, currency = written.holds("reference", "reference", "usd"), written.holds("currency", "currency", USD)
    if written.floating and of == home.reference and currency != home.code:
        field = "reference" if "reference" in written.terms else "currency"
        if field in written.terms:
            yield written.found(
                field,
                f", but {home.reference} is the rate of loans in {home.code}, and this one is in {currency}; "
                f'reference = "usd" or currency = "{home.code}" would be right',
            )


def _draws(written: Written) -> Iterator[Finding]:
    """Draws that end before they begin, or lie where no prices are known, or are said twice."""
    terms, paths = written.terms, written.paths
    for field in ("draw_start", "draw_end"):
        at = quarter_or_none(terms.get(field))
        if at is not None and not paths.first <= at <= paths.last:
            yield written.found(
                field,
                f"; a quarter from {quarter_name(paths.first)} to {quarter_name(paths.last)} would be right: "
                "prices and exchange rates are known for no other",
            )
    start, end = quarter_or_none(written.terms.get("draw_start")), quarter_or_none(terms.get("draw_end"))
    start = written.base.draw_start if start is None and written.base is not None else start
    if start is not None and end is not None and end < start:
        yield written.found("draw_end", f"; a quarter from the first draw, {quarter_name(start)}, on would be right")
    if terms.get("draw_path") and end is not None:
        yield written.found("draw_end", " beside draw_path, which says when draws end; one of the two would be right")


def _principal(written: Written) -> Iterator[Finding]:
    """A principal beyond all loans that there are, in whatever money."""
    principal, currency = written.terms.get("principal_mn"), written.holds("currency", "currency", USD)
    start = quarter_or_none(written.terms.get("draw_start"))
    start = start if start is not None else written.paths.start if written.base is None else written.base.draw_start
    if is_number(principal) and (currency == USD or currency in written.paths.prices):
        most = LARGEST_USD_MN * written.paths.per_usd(currency, start)
        if principal > most:
            yield written.found("principal_mn", f"; at most {most:,.0f} million {currency}, 200 bn USD, would be right")


Check = Callable[[Written], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (_rate, _no_rate, _fraction, _reference, _draws, _principal)


def first_draw(name: str, data: Mapping[str, Any], country: Country) -> int | None:
    """Quarter of the first draw of a loan by its key; None where it cannot be told."""
    terms = table_in(table_in(data, "loans"), name)
    if "draw_start" in terms:
        return quarter_or_none(terms["draw_start"])
    base = base_of(name, data, country)
    return None if base is None else base.draw_start


def is_number(value: Any) -> TypeGuard[float]:
    """Whether a value is a number; truth is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def quarter_or_none(value: Any) -> int | None:
    """A quarter's number; None for what is none, which the schema refuses."""
    try:
        return quarter_index(value) if isinstance(value, str) else None
    except ValueError:
        return None
