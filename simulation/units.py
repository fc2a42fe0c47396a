"""Quarters and money: the units every table shares.

A quarter is a whole number counted from one date, 2015 Q1, in every country, as other calendars count from theirs:
1978 Q1 is -148. So a name, a number and a year need no country; where a country begins is `Country.first_quarter`,
and what asks "since the start" subtracts it. Money is million USD of constant 2020 prices.
"""

from __future__ import annotations

import re
from functools import cache

EPOCH_YEAR = 2015
"""Year whose first quarter has the number 0."""
QUARTERS_PER_YEAR = 4

USD_PER_MILLION = 1_000_000.0


@cache
def quarter_index(text: str) -> int:
    """Whole number of a quarter written `2031Q2`, or of a year's first quarter written `2031`.

    Raises ValueError for any other text.
    """
    match = re.fullmatch(r"(\d{4})(?:\s?Q([1-4]))?", text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a quarter such as 2031Q2")
    return (int(match[1]) - EPOCH_YEAR) * QUARTERS_PER_YEAR + int(match[2] or 1) - 1


def first_quarter_of(year: int) -> int:
    """Whole number of the first quarter of a year."""
    return (year - EPOCH_YEAR) * QUARTERS_PER_YEAR


def quarter_name(quarter: int) -> str:
    """The quarter as people write it, `2031Q2`."""
    return f"{year_of(quarter)}Q{quarter % QUARTERS_PER_YEAR + 1}"


def year_of(quarter: int) -> int:
    """Calendar year in which a quarter lies."""
    return EPOCH_YEAR + quarter // QUARTERS_PER_YEAR
