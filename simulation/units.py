"""Quarters and money: the units every table shares.

A quarter is a whole number, 0 for 2015 Q1. Money is million USD of constant 2020 prices.
"""

from __future__ import annotations

import re
from functools import cache

FIRST_YEAR = 2015
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
    return (int(match[1]) - FIRST_YEAR) * QUARTERS_PER_YEAR + int(match[2] or 1) - 1


def quarter_name(quarter: int) -> str:
    """The quarter as people write it, `2031Q2`."""
    return f"{year_of(quarter)}Q{quarter % QUARTERS_PER_YEAR + 1}"


def year_of(quarter: int) -> int:
    """Calendar year in which a quarter lies."""
    return FIRST_YEAR + quarter // QUARTERS_PER_YEAR
