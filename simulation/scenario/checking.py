"""Plain data as a checked scenario: all faults at once, of its form, of its names, and of its size."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from simulation.country.country import Country
from simulation.country.default import DEFAULT
from simulation.country.finding import NoCountryError, country_of, shipped_countries
from simulation.scenario import loan_contracts, loan_names, meaning, money_meaning, own_zones
from simulation.scenario.faults import Fault, ScenarioFaults, shown, unknown
from simulation.scenario.meaning import Finding
from simulation.scenario.reading import Source, extended_by, merged
from simulation.scenario.wording import worded
from simulation.units import quarter_name

Asked = TypeVar("Asked", bound=BaseModel)
MEANINGS = (meaning, loan_names, loan_contracts, money_meaning, own_zones)
"""Rooms that know what a scenario means, beyond its form."""
OLD_WORD = "map"
"""What the country was called before there were several."""


def checked(kind: type[Asked], source: Source, weighed: Callable[[Asked], Iterable[Finding]]) -> Asked:
    """Plain data as a scenario of this class; raises ScenarioFaults with every fault, in the order of the file.

    `weighed` says why a scenario that has no other fault cannot be run, by anybody or by this machine.
    """
    country, faults = _country(source)
    scenario, more = _validated(kind, source.data)
    faults += more
    if country is not None:
        faults += [fault for each in MEANINGS for fault in each.findings(source.data, country)]
    if scenario is not None and not faults:
        faults += weighed(scenario)
    if faults or scenario is None:
        placed = {(source.place(key), key, text) for key, text in faults}
        ordered = (Fault(place, ".".join(key), text) for place, key, text in sorted(placed, key=_in_order))
        raise ScenarioFaults(fault if _is_own(fault, source) else extended_by(fault, source.file) for fault in ordered)
    return scenario


def _is_own(fault: Fault, source: Source) -> bool:
    """Whether a fault stands in the file that was asked for, and not in one that it extends."""
    return not fault.place or fault.place == source.file or fault.place.rpartition(":")[0] == source.file


def changed(data: dict[str, Any], dotted: Mapping[str, Any]) -> Source:
    """Plain data with these dotted settings changed."""
    for key, value in dotted.items():
        change: Any = value
        for part in reversed(key.split(".")):
            change = {part: change}
        data = merged(data, change)
    return Source("", data, {})


def _country(source: Source) -> tuple[Country | None, list[Finding]]:
    """The country that the data name, and what is wrong with its name; its books and folder are put into the data."""
    name, faults = source.data.get("country", DEFAULT), _of_old_word(source.data)
    if not isinstance(name, str):  # the schema refuses it
        return None, faults
    try:
        country = country_of(_beside(source, name))
    except NoCountryError as fault:
        known = unknown("country", name, shipped_countries())
        return None, [*faults, (("country",), str(fault) if _is_path(name) else known)]
    if _is_path(name):
        source.data["country"] = str(country.folder)
    source.data.setdefault("loan_book", country.loan_books[0])
    source.data.setdefault("start", quarter_name(country.first_quarter))
    return country, faults


def _is_path(name: str) -> bool:
    return "/" in name or "\\" in name


def _beside(source: Source, name: str) -> str | Path:
    """The folder of a path, which is relative to the file that says it."""
    file = source.place(("country",)).rpartition(":")[0]
    return Path(file).parent / name if _is_path(name) and "country" in source.data else name


def _of_old_word(data: dict[str, Any]) -> list[Finding]:
    if OLD_WORD not in data:
        return []
    wish = data.pop(OLD_WORD)
    right = (
        "the table [plain] alone makes the plain map" if wish == "plain"
        else f"country = {shown(wish)}"
    )  # fmt: skip
    return [((OLD_WORD,), f"{OLD_WORD} = {shown(wish)} found; {right} would be right")]


def _validated(kind: type[Asked], data: dict[str, Any]) -> tuple[Asked | None, list[Finding]]:
    # Through JSON text, so that the strict reading takes lists for tuples and nothing else for anything.
    try:
        return kind.model_validate_json(json.dumps(data, default=str), strict=True), []
    except ValidationError as error:
        return None, [worded(kind, data, each) for each in error.errors()]


def _in_order(fault: tuple[str, tuple[str, ...], str]) -> tuple[str, int, tuple[str, ...]]:
    file, _, line = fault[0].rpartition(":")
    return (file, int(line), fault[1]) if line.isdigit() else (fault[0], 0, fault[1])
