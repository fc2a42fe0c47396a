"""A country's money, and what its loans are in: the code by which loans name it, its price, its reference rate."""

from __future__ import annotations

from typing import NamedTuple

from simulation.seeding.seeds import Seeds

USD = "USD"
USD_REFERENCE = "usd"
"""The reference rate that any country's loans may have: six-month dollar rates."""
FOREIGN = "paths.{}_per_usd"
"""The series in `money_parameters` of the price of a currency that is nobody's home here."""


class Currency(NamedTuple):
    """A country's money: its code, what people call it, the series of `macro_paths` of its price in dollars, and what
    scenarios and people call the reference rate of loans in it.
    """

    code: str
    title: str
    per_usd: str
    reference: str
    reference_title: str


def currency_of(seeds: Seeds) -> Currency:
    """The currency that a country's seeds name."""
    said = seeds.table("country")["currency"]
    return Currency(*(str(said[name]) for name in Currency._fields))


def foreign_codes(seeds: Seeds) -> tuple[str, ...]:
    """Codes of the currencies beside the dollar and the country's own in which loans may be."""
    before, after = FOREIGN.split("{}")
    subjects = [name for name in seeds.table("money_parameters") if name.startswith(before) and name.endswith(after)]
    return tuple(name.removeprefix(before).removesuffix(after).upper() for name in subjects)


def codes(seeds: Seeds) -> tuple[str, ...]:
    """Codes of all currencies in which a country's loans may be."""
    return (USD, *foreign_codes(seeds), currency_of(seeds).code)
