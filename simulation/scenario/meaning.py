"""What the schema cannot know: whether zones, specialties and lines that a scenario names are in seeds/."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from simulation.policy import INSTRUMENTS
from simulation.policy.instrument import InAZoneOrTown
from simulation.scenario.faults import shown, unknown
from simulation.seeding.reading import rows, table
from simulation.units import quarter_index

PLACES = ("all", "cpec", "rivals")
IN_TOWNS = tuple(each.name() for each in INSTRUMENTS if issubclass(each, InAZoneOrTown))
"""Instruments that a town without a zone may have as well."""
OF_ALL_KINDS = tuple(
    each.name() for each in INSTRUMENTS if (field := each.model_fields.get("specialty")) and field.default == "all"
)
"""Instruments that may be for all specialties at once."""

Finding = tuple[tuple[str, ...], str]
Words = Callable[[Mapping[str, Any]], tuple[str, ...]]


@cache
def zone_keys() -> tuple[str, ...]:
    """Keys of the zones and estates of Pakistan."""
    return tuple(table("zones"))


@cache
def cpec_keys() -> tuple[str, ...]:
    """Keys of the nine CPEC zones."""
    return tuple(key for key, zone in table("zones").items() if zone.get("cpec") == "yes")


def zone_called(name: str) -> str:
    """The key of a zone from its key or name in any case: Rashakai is rashakai; ValueError with a suggestion."""
    asked = name.strip().lower().replace(" ", "_").replace("-", "_")
    names = {str(zone.get("name", "")).lower(): key for key, zone in table("zones").items()}
    if asked in zone_keys():
        return asked
    if name.strip().lower() in names:
        return names[name.strip().lower()]
    raise ValueError(unknown("zone", name, zone_keys()))


@cache
def town_keys() -> tuple[str, ...]:
    """Keys of the towns of Pakistan."""
    return tuple(table("places"))


@cache
def specialty_keys() -> tuple[str, ...]:
    """Keys of the specialties."""
    return tuple(table("quarter_zero_specialties"))


@cache
def line_names() -> tuple[str, ...]:
    """Names of the lines of the transport network."""
    found = (row.value for name in ("roads", "railways") for row in rows(name) if row.quantity == "name")
    return tuple(sorted({str(name) for name in found}))


def findings(data: Mapping[str, Any]) -> Iterator[Finding]:
    """Every name that seeds/ does not know, and every end before its start, in data that may be faulty otherwise."""
    pakistan = bool(zones_in(data))
    yield from _keys(data, "zones", (*PLACES, *zone_keys()) if pakistan else (), "zone")
    for name, instrument in tables_in(data, "policy"):
        key = ("policy", name)
        yield from word_found(key, instrument, "specialty", _kinds(instrument))
        yield from _order(key, instrument)
        if pakistan:
            yield from word_found(key, instrument, "where", _where(instrument), "place")
        yield from word_found(key, instrument, "link", line_names() if pakistan else (), "line")


def zones_in(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Keys of the zones of a scenario's map."""
    return zone_keys() if data.get("map", "pakistan") == "pakistan" else ()


def _kinds(instrument: Mapping[str, Any]) -> tuple[str, ...]:
    every = ("all",) if instrument.get("instrument") in OF_ALL_KINDS else ()
    return (*every, *specialty_keys())


def _where(instrument: Mapping[str, Any]) -> tuple[str, ...]:
    towns = town_keys() if instrument.get("instrument") in IN_TOWNS else ()
    return (*PLACES, *zone_keys(), *towns)


def _keys(data: Mapping[str, Any], table_name: str, known: tuple[str, ...], kind: str) -> Iterator[Finding]:
    for name, _ in tables_in(data, table_name):
        if name not in known:
            yield (table_name, name), unknown(kind, name, known)


def word_found(
    key: tuple[str, ...], data: Mapping[str, Any], name: str, known: tuple[str, ...], kind: str = ""
) -> Iterator[Finding]:
    """A word that is not known; values of other kinds are the schema's to refuse."""
    word = data.get(name)
    if isinstance(word, str) and word not in known:
        yield (*key, name), unknown(kind or name, word, known)


def _order(key: tuple[str, ...], data: Mapping[str, Any]) -> Iterator[Finding]:
    start, until = data.get("start"), data.get("until")
    try:
        early = quarter_index(str(until)) <= quarter_index(str(start))
    except ValueError:
        return
    if early:
        yield (*key, "until"), f"{shown(until)} found; a quarter after the start, {start}, would be right"


def table_in(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A table of the data, empty where there is none."""
    found = data.get(name)
    return found if isinstance(found, Mapping) else {}


def tables_in(data: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The tables within a table, by name."""
    return ((key, each) for key, each in table_in(data, name).items() if isinstance(each, Mapping))
