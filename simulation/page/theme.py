"""Colours and marks of the page in its two themes: light, and dark for a projector in a dark room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from simulation.country.country import Country
from simulation.report import palette

SYMBOLS = {
    "o": "circle",
    "s": "rect",
    "D": "diamond",
    "^": "triangle",
    "v": "path://M0,0L100,0L50,90Z",
    "h": "path://M25,0L75,0L100,43L75,87L25,87L0,43Z",
    "X": "path://M25,0L50,25L75,0L100,25L75,50L100,75L75,100L50,75L25,100L0,75L25,50L0,25Z",
}
"""The marker of a family as the chart library draws it."""
ROUND = "circle"


class Theme(NamedTuple):
    """Colours by their role."""

    name: str
    paper: str
    land: str
    coast: str
    ink: str
    quiet: str
    hair: str
    a: str
    b: str
    bad: str
    way: str
    rail: str


LIGHT = Theme(
    "light", palette.PAPER, palette.LAND, palette.COAST, palette.INK, palette.QUIET, palette.HAIR, "#0067A5", "#C2510C",
    palette.ARREARS, palette.MOTORWAY, "#B9BDC3",
)  # fmt: skip
PROJECTOR = Theme(
    "projector", "#0E1620", "#1B2733", "#6B7C8E", "#F2F5F8", "#B4C0CD", "#33414F", "#6CBDFF", "#FFA15C", "#FF7A85",
    "#4A4636", "#3A4652",
)  # fmt: skip
THEMES = {theme.name: theme for theme in (LIGHT, PROJECTOR)}


class Size(NamedTuple):
    """How large things are on this screen [pixels]."""

    map: float = 560.0
    """Shorter side of the map's box."""
    beside: float = 0.0
    """Free room at its left and right, where its box is wider than high."""
    text: float = 13.0
    line: float = 2.5


class Look(NamedTuple):
    """How a product is drawn in a theme."""

    key: str
    name: str
    colour: str
    symbol: str
    letter: str
    letter_ink: str


def looks(specialties: Sequence[str], theme: Theme, country: Country) -> dict[str, Look]:
    """The look of each specialty; invented products of the plain map take the colours of the palette in turn."""
    listed, invented = palette.marks_of(country), palette.products()
    dark, found = theme.name == PROJECTOR.name, {}
    for n, key in enumerate(dict.fromkeys([*specialties, palette.OTHER])):
        mark = listed.get(key)
        shade = mark.shade if mark else invented[n % len(invented)]
        letter = mark.letter if mark else key[-1].upper()
        ink = shade.letter_ink_projector if dark else shade.letter_ink
        colour = shade.colour_projector if dark else shade.colour
        found[key] = Look(key, country.specialty(key).mark, colour, SYMBOLS[shade.marker], letter, ink)
    return found
