"""Numbers and quarters as people read them: 512 k, 5.0 mn, 1.2 bn, three figures at most."""

from __future__ import annotations

import math

UNITS = ((1e9, "bn"), (1e6, "mn"), (1e3, "k"))
SMALL = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
         "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen", "Twenty")  # fmt: skip


def figures(value: float) -> str:
    """Two or three figures, with a true minus sign: 0.84, 5.0, 11.9, 93, 512."""
    size = abs(value)
    if size == 0 or not math.isfinite(value):
        return "0" if size == 0 else "?"
    text = f"{value:.0f}" if size >= 19.95 else f"{value:.1f}" if size >= 0.995 else f"{value:.2g}"
    text = text.removesuffix(".0") if size >= 9.95 else text
    return text.replace("-", "\N{MINUS SIGN}")


def short(value: float) -> str:
    """A count or amount with its thousands, millions or billions: 93 k, 11.9 mn."""
    for size, unit in UNITS:
        if abs(value) >= 0.9995 * size:
            return f"{figures(value / size)} {unit}"
    return figures(round(value, 2))


def per_cent(share: float) -> str:
    """A share as per cent, with a thin space: 1.2 %; what is less than a tenth of one is said so."""
    if 0.0 < share < 0.001:
        return "under 0.1\N{THIN SPACE}%"
    return f"{figures(100 * share)}\N{THIN SPACE}%"


def count_word(number: int) -> str:
    """A number up to twenty as a word that begins a sentence, then in figures."""
    return SMALL[number] if number < len(SMALL) else f"{number}"


def plural(number: int, one: str, many: str) -> str:
    """The noun that goes with a number."""
    return one if number == 1 else many


def quarter(text: str) -> str:
    """A quarter as people write it: 2031 Q4."""
    return f"{text[:4]} {text[4:]}"


def year(text: str) -> float:
    """A quarter's place on the time axis [years]: its middle."""
    return int(text[:4]) + (int(text[5]) - 0.5) / 4.0
