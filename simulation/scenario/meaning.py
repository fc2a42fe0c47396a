"""What the schema cannot know: whether a scenario's country has the zones, specialties and lines that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulation.agents.authorities.plan import PLACE, ZonePlan
from simulation.country.country import Country
from simulation.policy import INSTRUMENTS
from simulation.policy.instrument import InAZoneOrTown
from simulation.scenario.faults import shown, unknown
from simulation.units import quarter_index

EVERYWHERE = "all"
"""What a scenario writes for every zone."""
IN_TOWNS = tuple(each.name() for each in INSTRUMENTS if issubclass(each, InAZoneOrTown))
"""Instruments that a town without a zone may have as well."""
OF_ALL_KINDS = tuple(
    each.name() for each in INSTRUMENTS if (field := each.model_fields.get("specialty")) and field.default == "all"
)
"""Instruments that may be for all specialties at once."""

SAME_BOOK = "same"
"""The reference book that is the scenario's own."""
MOST_KINDS = 14
"""Abstract specialties of a plain map."""
USUAL_QUARTERS = 164
"""Length of a run that says none: to 2055 Q4."""
NO_PLANS: Mapping[str, ZonePlan] = {}

Finding = tuple[tuple[str, ...], str]


def zone_called(name: str, country: Country, plans: Mapping[str, ZonePlan] = NO_PLANS) -> str:
    """The key of a zone from its key or name in any case: Rashakai is rashakai; ValueError with a suggestion.

    `plans` are those of a scenario, which may place zones of its own.
    """
    asked = name.strip().lower().replace(" ", "_").replace("-", "_")
    titles = {key: str(zone.get("name", "")) for key, zone in country.seeds.table("zones").items()}
    titles |= {key: plan.title or "" for key, plan in plans.items() if plan.is_own}
    if asked in titles:
        return asked
    names = {title.lower(): key for key, title in titles.items()}
    if found := names.get(name.strip().lower()):
        return found
    raise ValueError(unknown("zone", name, titles))


def findings(data: Mapping[str, Any], country: Country) -> Iterator[Finding]:
    """Every name that the country does not know, and every end before its start, in data that may be faulty otherwise.

    The plain map has no zones and lines, and specialties of its own.
    """
    plain, zones = is_plain(data), zones_in(data, country)
    yield from word_found((), data, "loan_book", country.loan_books, "loan book")
    yield from word_found(("treasury",), table_in(data, "treasury"), "reference_book", (SAME_BOOK, *country.loan_books),
                          "loan book")  # fmt: skip
    yield from _zones(data, country)
    for name, instrument in tables_in(data, "policy"):
        key = ("policy", name)
        yield from word_found(key, instrument, "specialty", _kinds(instrument, data, country))
        yield from _order(key, instrument)
        if not plain:
            yield from word_found(key, instrument, "where", _where(instrument, country, zones), "place")
        yield from word_found(key, instrument, "link", () if plain else country.lines, "line")


def is_plain(data: Mapping[str, Any]) -> bool:
    """Whether a scenario plays on the plain map."""
    return "plain" in data


def zones_in(data: Mapping[str, Any], country: Country) -> tuple[str, ...]:
    """Keys of the zones of a scenario's map."""
    return () if is_plain(data) else (*country.zone_keys, *own_zones_in(data, country))


def own_zones_in(data: Mapping[str, Any], country: Country) -> tuple[str, ...]:
    """Keys of the zones that a scenario places itself: those the country does not have and that say where they lie."""
    taken = (*many(country), *country.zone_keys)
    return tuple(
        key for key, plan in tables_in(data, "zones") if key not in taken and any(field in plan for field in PLACE)
    )


def plain_specialties(count: int) -> tuple[str, ...]:
    """Keys of the abstract specialties of a plain map."""
    return tuple(f"product_{chr(97 + place)}" for place in range(count))


def many(country: Country) -> tuple[str, ...]:
    """Words for many zones at once."""
    return (EVERYWHERE, *country.groups)


def _kinds(instrument: Mapping[str, Any], data: Mapping[str, Any], country: Country) -> tuple[str, ...]:
    every = (EVERYWHERE,) if instrument.get("instrument") in OF_ALL_KINDS else ()
    count = table_in(data, "plain").get("specialties")
    own = plain_specialties(count) if isinstance(count, int) and 0 < count <= MOST_KINDS else country.specialty_keys
    return (*every, *own)


def _where(instrument: Mapping[str, Any], country: Country, zones: tuple[str, ...]) -> tuple[str, ...]:
    towns = country.town_keys if instrument.get("instrument") in IN_TOWNS else ()
    return (*many(country), *zones, *towns)


def _zones(data: Mapping[str, Any], country: Country) -> Iterator[Finding]:
    """Zones that the map does not have and that do not say where they lie."""
    known, own = (() if is_plain(data) else (*many(country), *country.zone_keys)), own_zones_in(data, country)
    for name, _ in tables_in(data, "zones"):
        if name not in (*known, *own):
            yield ("zones", name), unknown("zone", name, (*known, *own))


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
