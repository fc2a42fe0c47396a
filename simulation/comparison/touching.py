"""Which zones, specialties and loans a scenario touches, read from the settings in which it differs from its base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from simulation.country.finding import country_of
from simulation.measures.asking import Known
from simulation.scenario.loading import differences
from simulation.scenario.schema import Scenario

OF_TOUCHED = {
    "zones": ("workers", "firms", "exports_usd_mn", "arrears_usd_mn"),
    "specialties": ("workers", "firms", "exports_usd_mn"),
    "loans": ("arrears_usd_mn", "balance_usd_mn"),
}
"""What is told of each zone, specialty and loan that a scenario touches."""
MOST_TOUCHED = 10
"""Zones, specialties or loans, each; where more are touched, the clear differences say where it is felt."""
NAMED_TABLES = ("policy", "workouts")
"""Tables of the scenario whose entries say as a whole whom they are for."""
SAYS_NOTHING = ("name", "title", "summary")


def touched(base: Scenario, scenario: Scenario, settings: Mapping[str, Any], known: Known) -> list[str]:
    """Measures of what a scenario touches, with what its point of a design changes besides."""
    words = set(_words(base, scenario)) | set(_words_of_settings(settings))
    groups = country_of(scenario.country).groups if scenario.plain is None else {}
    words |= {zone for key, group in groups.items() if key in words for zone in group.zones}
    found = {table: [key for key in keys if key in words] for table, keys in known.parts.items()}
    return [
        f"{table}.{key}.{column}"
        for table, keys in found.items()
        if len(keys) <= MOST_TOUCHED
        for key in keys
        for column in OF_TOUCHED[table]
        if column in known.columns[table]
    ]


def _words(base: Scenario, scenario: Scenario) -> Iterator[str]:
    """Every word of the settings in which two scenarios differ, whole instruments and workouts included."""
    tables = base.resolved(), scenario.resolved()
    for key, left, right in differences(base, scenario):
        parts = key.split(".")
        if parts[0] in SAYS_NOTHING:
            continue
        yield from parts
        yield from _strings((left, right))
        if parts[0] in NAMED_TABLES:
            yield from _strings(table[parts[0]].get(parts[1]) for table in tables)


def _words_of_settings(settings: Mapping[str, Any]) -> Iterator[str]:
    for key, value in settings.items():
        yield from key.split(".")
        yield from _strings([value])


def _strings(values: Iterable[Any]) -> Iterator[str]:
    """The words in plain data: `zone:bostan` is bostan."""
    for value in values:
        if isinstance(value, str):
            yield value.rpartition(":")[2]
        elif isinstance(value, Mapping):
            yield from _strings(value.values())
        elif isinstance(value, list | tuple):
            yield from _strings(value)
