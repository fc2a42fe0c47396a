"""From what a scenario writes to a country: the key of a shipped folder of seeds, or the path of one of one's own."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from simulation.country.country import Country
from simulation.seeding.reading import seeds_folder
from simulation.seeding.seeds import seeds_of

MARK_OF_A_COUNTRY = "country.csv"


class NoCountryError(ValueError):
    """A name that leads to no country; the message says what is missing."""


def shipped_countries() -> dict[str, Path]:
    """Folders of the countries that are shipped, by key."""
    return {path.parent.name: path.parent for path in sorted(seeds_folder().glob(f"*/{MARK_OF_A_COUNTRY}"))}


def country_of(name: str | Path) -> Country:
    """The country of a shipped key or of a folder, the same value each time; NoCountryError for anything else."""
    shipped = shipped_countries()
    return _read(shipped[str(name)] if str(name) in shipped else Path(name).resolve())


def first_quarter_if_known(name: str | Path) -> int | None:
    """The first quarter of a country; None for a name that leads to none, of which others tell."""
    try:
        return country_of(name).first_quarter
    except NoCountryError:
        return None


@cache
def _read(folder: Path) -> Country:
    if not os.path.isfile(folder / MARK_OF_A_COUNTRY):  # noqa: PTH113 - a name too long is no file either
        raise NoCountryError(f"{folder} holds no {MARK_OF_A_COUNTRY}; the folder of a country would be right")
    return Country(folder.name, seeds_of(folder))
