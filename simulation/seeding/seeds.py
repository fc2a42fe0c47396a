"""The seeds of a country: the tables of its folder, over those that hold anywhere. A value, handed on; no global."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from simulation.seeding.reading import Ring, Row, Value, rings_of_file, rows_of_file, seeds_folder

Facts = Mapping[str, Value]
"""Quantity to value of one subject."""

OPTIONAL = frozenset(
    {
        "assumptions",
        "external_account",
        "moments",
        "money_parameters",
        "power_plants",
        "projects",
        "railways",
        "zone_plans",
    }
)
"""Tables of which a country may have none: it has no such thing, or nothing to add to seeds/common."""


class Seeds:
    """The tables of some folders, each parsed once when it is first asked for.

    A table may stand in several folders: a row of a later folder then stands over the rows of the same subject and
    quantity in the earlier ones, so that a country says only what differs from seeds/common.
    """

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self._rows: dict[str, tuple[Row, ...]] = {}
        self._tables: dict[str, Mapping[str, Facts]] = {}
        self._rings: dict[str, tuple[Ring, ...]] = {}

    def __reduce__(self) -> tuple[object, tuple[Path, ...]]:
        return opened, self.folders

    def __deepcopy__(self, _: object) -> Seeds:
        return self

    def __repr__(self) -> str:
        return f"Seeds({', '.join(map(str, self.folders))})"

    @property
    def first_year(self) -> int:
        """The year that quarter zero describes; columns of counts at the start are named after it."""
        return int(self.number("country", "country", "first_year"))

    def rows(self, name: str) -> tuple[Row, ...]:
        """Every row of the table `<name>.csv`, in the order of the folders and files.

        Raises FileNotFoundError for a table that no folder has, unless a country may do without it.
        """
        if name not in self._rows:
            found = [path for path in (folder / f"{name}.csv" for folder in self.folders) if path.is_file()]
            if not found and name not in OPTIONAL:
                raise FileNotFoundError(f"{self.folders[-1] / name}.csv is missing; a country has this table")
            rows: tuple[Row, ...] = ()
            for path in found:
                rows = _over(rows, rows_of_file(path))
            self._rows[name] = rows
        return self._rows[name]

    def table(self, name: str) -> Mapping[str, Facts]:
        """Subject, then quantity, to value; of several years the latest, of several rows of a year the last."""
        if name not in self._tables:
            self._tables[name] = _latest(self.rows(name))
        return self._tables[name]

    def series(self, name: str, subject: str, quantity: str = "level") -> Mapping[int | str, float]:
        """Year (a whole number) or period (as written, 2015Q1) to value, in order of time."""
        found = {row.year: row.value for row in self.rows(name) if (row.subject, row.quantity) == (subject, quantity)}
        if not found:
            raise self._missing(name, subject, quantity)
        return {int(year) if year.isdigit() else year: float(found[year]) for year in sorted(found)}

    def number(self, name: str, subject: str, quantity: str = "value") -> float:
        """One number of a table [its unit]; KeyError names what is missing."""
        try:
            return float(self.table(name)[subject][quantity])
        except KeyError:
            raise self._missing(name, subject, quantity) from None

    def assumption(self, parameter: str) -> float:
        """Value of one labelled assumption of `assumptions.csv` [its unit]."""
        return self.number("assumptions", parameter)

    def polygons(self, name: str) -> tuple[Ring, ...]:
        """Outer rings of `<name>.geojson` in the last folder, as (longitude, latitude) [degrees, WGS84]."""
        if name not in self._rings:
            self._rings[name] = rings_of_file(self.folders[-1] / f"{name}.geojson")
        return self._rings[name]

    def _missing(self, name: str, subject: str, quantity: str) -> KeyError:
        return KeyError(f"{self.folders[-1] / name}.csv has no {quantity!r} of {subject!r}")


def _over(under: tuple[Row, ...], over: tuple[Row, ...]) -> tuple[Row, ...]:
    said = {(row.subject, row.quantity) for row in over}
    return (*(row for row in under if (row.subject, row.quantity) not in said), *over)


def _latest(rows: tuple[Row, ...]) -> Mapping[str, Facts]:
    latest: dict[str, dict[str, Row]] = {}
    for row in rows:
        of_subject = latest.setdefault(row.subject, {})
        before = of_subject.get(row.quantity)
        if before is None or row.year >= before.year:
            of_subject[row.quantity] = row
    plain = {subject: {key: row.value for key, row in of.items()} for subject, of in latest.items()}
    return MappingProxyType({subject: MappingProxyType(of) for subject, of in plain.items()})


@cache
def opened(*folders: Path) -> Seeds:
    """The seeds of these folders, the same object each time."""
    return Seeds(*folders)


def common_seeds() -> Seeds:
    """What holds anywhere: behaviour, rules of institutions, and assumptions that are no country's."""
    return opened(seeds_folder() / "common")


def seeds_of(folder: Path) -> Seeds:
    """A country's folder over seeds/common."""
    return opened(seeds_folder() / "common", folder)
