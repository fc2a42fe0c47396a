"""A country as a value: its map, specialties, groups of zones, currency and loan books, from one folder of seeds."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from functools import cached_property
from math import fsum
from pathlib import Path
from typing import NamedTuple

from simulation.finance.books import books_of
from simulation.finance.currency import Currency, currency_of
from simulation.geography.maps import Map, map_of_seeds
from simulation.geography.projection import Projection
from simulation.seeding.seeds import Seeds
from simulation.units import first_quarter_of


class Specialty(NamedTuple):
    """A specialty: its title in few words, its mark in a town's name, and whose output its home demand follows."""

    key: str
    title: str
    mark: str
    hears: tuple[str, ...] = ()
    look: str = ""
    """Key of a colour and shape of the palette; empty: one that is free."""
    letter: str = ""
    """On its mark; empty: one that is free."""
    family: str = ""
    """The heading that it stands under in a map's key."""


class ZoneGroup(NamedTuple):
    """Zones that a scenario may name at once."""

    key: str
    title: str
    zones: tuple[str, ...]


class Programme(NamedTuple):
    """The programme of works: what it is called, who lends for its further plan, and the zones that this builds."""

    title: str
    lender: str
    zones: tuple[str, ...]


def words_of(listed: object) -> tuple[str, ...]:
    """The words of a list as the seeds write it, by semicolons."""
    return tuple(word.strip() for word in str(listed).split(";") if word.strip())


@dataclasses.dataclass(frozen=True, eq=False)
class Country:
    """What a run is given of the country it plays in; parts are read when they are first asked for."""

    key: str
    """The name of its folder."""
    seeds: Seeds

    def __reduce__(self) -> tuple[type[Country], tuple[str, Seeds]]:
        return Country, (self.key, self.seeds)

    def __deepcopy__(self, _: object) -> Country:
        return self

    @property
    def folder(self) -> Path:
        """Where its own tables are."""
        return self.seeds.folders[-1]

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.seeds.table("country")["country"]["title"])

    @property
    def first_year(self) -> int:
        """The year that quarter zero describes."""
        return self.seeds.first_year

    @property
    def first_quarter(self) -> int:
        """The quarter with which its runs begin: the first of its first year (-148 for 1978)."""
        return first_quarter_of(self.first_year)

    @property
    def last_year_of_data(self) -> int:
        """The year after which a scenario's growth holds."""
        return int(self.seeds.number("country", "country", "last_year_of_data"))

    @property
    def projection(self) -> Projection:
        """The map's projection."""
        middle = (self.seeds.number("country", "country", f"centre_{side}_deg") for side in ("longitude", "latitude"))
        return Projection(*middle)

    @property
    def currency(self) -> Currency:
        """Its money."""
        return currency_of(self.seeds)

    @property
    def programme(self) -> Programme:
        """Its programme of works."""
        said = self.seeds.table("country")["programme"]
        return Programme(str(said.get("title", "programme")), str(said["lender"]), words_of(said["zones"]))

    @cached_property
    def map(self) -> Map:
        """Its land, people, places, zones and ways."""
        return map_of_seeds(self.key, self.projection, self.seeds)

    @cached_property
    def specialties(self) -> tuple[Specialty, ...]:
        """Its specialties in the order of the seeds, `other` last."""
        listed = self.seeds.table("quarter_zero_specialties")
        return tuple(
            Specialty(
                key, str(facts["title"]), str(facts["mark"]), words_of(facts.get("hears", "")),
                *(str(facts.get(more, "")) for more in ("look", "letter", "family")),
            )
            for key, facts in listed.items()
        )  # fmt: skip

    def specialty(self, key: str) -> Specialty:
        """One of its specialties; of an abstract one, which is no country's, the words of its key."""
        words = key.replace("_", " ")
        return next((each for each in self.specialties if each.key == key), Specialty(key, words, words))

    def short_name(self, key: str) -> str:
        """A zone or lender where there is little room: as the seeds have it, else the words of a key, else the name."""
        for table in ("zones", "country"):
            if (short := self.seeds.table(table).get(key, {}).get("short_name")) is not None:
                return str(short)
        return key.replace("_", " ").capitalize() if key.islower() else key

    @cached_property
    def groups(self) -> Mapping[str, ZoneGroup]:
        """Its groups of zones by key; every zone is in one."""
        zones = self.seeds.table("zones")
        return {
            key: ZoneGroup(key, str(facts["title"]), tuple(z for z, zone in zones.items() if zone["group"] == key))
            for key, facts in self.seeds.table("zone_groups").items()
        }

    @cached_property
    def programme_zones(self) -> tuple[str, ...]:
        """Keys of the zones that the programme of works builds."""
        return tuple(zone.key for zone in self.map.zones if zone.programme)

    @cached_property
    def zone_keys(self) -> tuple[str, ...]:
        """Keys of its zones and estates."""
        return tuple(self.seeds.table("zones"))

    @cached_property
    def town_keys(self) -> tuple[str, ...]:
        """Keys of its towns."""
        return tuple(self.seeds.table("places"))

    @cached_property
    def specialty_keys(self) -> tuple[str, ...]:
        """Keys of its specialties."""
        return tuple(specialty.key for specialty in self.specialties)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Names of the lines of its transport network."""
        named = (row.value for name in ("roads", "railways") for row in self.seeds.rows(name) if row.quantity == "name")
        return tuple(sorted({str(name) for name in named}))

    @cached_property
    def loan_books(self) -> tuple[str, ...]:
        """Its accounts of what is owed, of which a scenario uses exactly one; the empty one last."""
        return books_of(self.seeds)

    @cached_property
    def loan_rows(self) -> tuple[str, ...]:
        """Names of all loans of its seeds, as they stand there."""
        return tuple(self.seeds.table("loans"))

    @cached_property
    def firms(self) -> float:
        """Its manufacturing firms at quarter zero, suppliers included."""
        return fsum(float(facts["firms"]) for facts in self.seeds.table("quarter_zero_specialties").values())

    @cached_property
    def digest(self) -> str:
        """Hash of its own tables: what a run's numbers depend on where they are not shipped."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.iterdir()):
            if path.suffix in (".csv", ".geojson"):
                digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()
