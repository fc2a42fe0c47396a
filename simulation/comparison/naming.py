"""What people call a measure of any table, and what one of it is worth."""

from __future__ import annotations

from collections.abc import Callable

from simulation.measures.asking import NATION, named

SHOWN = {
    "workers": "workers",
    "firms": "firms",
    "value_added_usd_mn": "value added",
    "exports_usd_mn": "exports",
    "wage_usd_per_year": "wage",
    "clusters": "clusters",
    "debt_outstanding_usd_mn": "debt outstanding",
    "arrears_usd_mn": "loan arrears",
}
"""Measures of the nation that the report speaks of, those that a run tells."""
UNITS = {
    "value_added_usd_mn": "USD of 2020 a quarter",
    "exports_usd_mn": "USD of 2020 a quarter",
    "wage_usd_per_year": "USD of 2020 a year",
    "debt_outstanding_usd_mn": "USD of 2020",
    "arrears_usd_mn": "USD of 2020",
}
OF_MONEY = ("_usd_mn", "_own_mn")


def size_of(measure: str) -> float:
    """What one in the table is to people: a million USD where the name ends so, else one."""
    return 1e6 if measure.endswith(OF_MONEY) else 1.0


def called(measure: str) -> str:
    """A measure in words: workers, workers of Rashakai, firms of sports goods, arrears of loan dhabeji."""
    name = named(measure)
    if name.table == NATION:
        return SHOWN.get(name.column, _plain(name.column))
    return f"{_plain(name.column)} of {CALLED[name.table](name.part)}"


def loan_called(key: str) -> str:
    """A loan by its key."""
    return f"loan {key}"


def specialty_called(key: str) -> str:
    """A specialty by the words of its key, which any country's seeds have."""
    return key.replace("_", " ")


def zone_in_words(key: str) -> str:
    """A zone by the words of its key."""
    return key.replace("_", " ").title()


CALLED: dict[str, Callable[[str], str]] = {
    "zones": zone_in_words,
    "specialties": specialty_called,
    "loans": loan_called,
}
"""What a zone, specialty or loan is called."""


def unit_called(measure: str) -> str:
    """The unit in which `size_of` tells it, where that is not said by its name."""
    name = named(measure)
    return UNITS.get(name.column, "") if name.table == NATION else name.measure.unit.removeprefix("million ")


def _plain(column: str) -> str:
    """The words of a column without its unit."""
    for end in OF_MONEY:
        column = column.removesuffix(end)
    return column.replace("_", " ")
