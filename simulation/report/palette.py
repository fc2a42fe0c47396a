"""Colours: a shape for a family of specialties, a shade for the product, a letter for certainty.

The palette (palette.csv) is the house's, since its distances are what eyes can tell apart; which specialty takes which
is the country's word, and a specialty of which the seeds say nothing takes what is free.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import cycle
from pathlib import Path
from string import ascii_uppercase
from typing import NamedTuple

from simulation.country.country import Country, Specialty

PAPER, LAND, COAST = "#FFFFFF", "#F1EEE6", "#8C95A1"
INK, QUIET, HAIR = "#1B2430", "#5A6675", "#D5DAE0"
NATION, LINE = "#4A5563", "#0067A5"
ARREARS = "#B3122B"
DRAW, GRACE = "#DCE8F2", "#FBEFD2"
MOTORWAY = "#BDB6A3"
LENDERS = ("#0E74A4", "#71CFD9", "#C0854E", "#DDC099", "#9BCFDE")
"""By seniority, the most senior first (at the bottom)."""
AREA_OF_MARKER = {"D": 0.72}
"""A diamond's corners reach out: less area for the same weight to the eye."""
OTHER, GREY = "other", "grey"
"""The specialty that is everything else, and its look."""


class Shade(NamedTuple):
    """A colour and shape of the palette, with the ink of the letter on it."""

    look: str
    colour: str
    colour_projector: str
    """On the dark ground of a projector."""
    marker: str
    letter_ink: str
    letter_ink_projector: str


class Mark(NamedTuple):
    """How a specialty is drawn."""

    specialty: str
    name: str
    letter: str
    family: str
    shade: Shade


@cache
def shades() -> dict[str, Shade]:
    """The palette by the key of each look, shapes together."""
    with (Path(__file__).parent / "palette.csv").open(encoding="utf-8", newline="") as file:
        return {row[0]: Shade(*row) for row in list(csv.reader(file))[1:]}


@cache
def marks_of(country: Country) -> Mapping[str, Mark]:
    """The mark of each specialty of a country, in the order of the palette (families together)."""
    order, looks, letters = list(shades()), _looks(country.specialties), _letters(country.specialties)
    found = [
        Mark(each.key, each.mark, letters[each.key], each.family, shades()[looks[each.key]])
        for each in sorted(country.specialties, key=lambda each: order.index(looks[each.key]))
    ]
    return {mark.specialty: mark for mark in found}


def mark_of(specialty: str, country: Country) -> Mark:
    """The mark of a specialty; those of an abstract map share the mark of everything else."""
    marks = marks_of(country)
    return marks.get(specialty, marks[OTHER])


def products() -> list[Shade]:
    """The shades for products, which everything else does not take."""
    return [shade for key, shade in shades().items() if key != GREY]


def _looks(specialties: Sequence[Specialty]) -> dict[str, str]:
    """The look of each specialty: as said, grey for everything else, and of the rest those that are free, in turn."""
    said = {each.key: each.look or (GREY if each.key == OTHER else "") for each in specialties}
    free = [shade.look for shade in products() if shade.look not in said.values()]
    turn = cycle(free or [shade.look for shade in products()])
    return {key: look or next(turn) for key, look in said.items()}


def _letters(specialties: Sequence[Specialty]) -> dict[str, str]:
    """The letter of each specialty: as said, else the first of its name, or of all letters, that is free."""
    found = {each.key: each.letter for each in specialties if each.letter}
    for each in specialties:
        if each.key not in found:
            found[each.key] = _free([*each.title.upper(), *ascii_uppercase], found.values())
    return found


def _free(letters: Sequence[str], taken: Iterable[str]) -> str:
    used = set(taken)
    return next((letter for letter in letters if letter.isalpha() and letter not in used), letters[0])
