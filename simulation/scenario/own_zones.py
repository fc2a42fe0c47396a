"""Whether a zone that a scenario places itself says all it must, and whether it can be where and when it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from simulation.agents.authorities.plan import EVERY_SECTOR, NEEDED_OF_OWN, OWN_GROUP, PLACE, ZonePlan
from simulation.country.country import Country
from simulation.geography.grid import inside
from simulation.scenario.faults import one_of, shown
from simulation.scenario.loan_names import words_found
from simulation.scenario.meaning import (
    EVERYWHERE,
    USUAL_QUARTERS,
    Finding,
    is_plain,
    own_zones_in,
    tables_in,
    word_found,
)
from simulation.scenario.wording import expected
from simulation.units import quarter_index, quarter_name

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
NOWHERE = "the plain map lies nowhere on the earth, so degrees place no zone there; a country's map would be right"
Plan = Mapping[str, Any]


class Spot(NamedTuple):
    """A place on the map: degrees, its cell, and how far the cell's centre is [km]."""

    longitude: float
    latitude: float
    cell: int
    away_km: float


def findings(data: Mapping[str, Any], country: Country) -> Iterator[Finding]:
    """Every fault of the zones that a scenario places itself, and every place that it gives to a zone that has one."""
    own = own_zones_in(data, country)
    yield from _placed_already(data, country, own)
    if own and is_plain(data):
        yield from ((("zones", key), NOWHERE) for key in own)
        return
    taken: dict[int, str] = {}
    for key, plan in tables_in(data, "zones"):
        if key in own:
            yield from _of_form(key, plan, country)
            yield from _in_time(key, plan, data, country.first_quarter)
            yield from _on_land(key, plan, country, taken)


def _placed_already(data: Mapping[str, Any], country: Country, own: tuple[str, ...]) -> Iterator[Finding]:
    for key, plan in tables_in(data, "zones"):
        for field in PLACE if key not in own else ():
            if field in plan:
                what = "a zone of the seeds" if key in country.zone_keys else "a word for many zones"
                yield (
                    ("zones", key, field),
                    f"{shown(plan[field])} found, but {key} is {what} and lies where it lies; another key, such as "
                    "[zones.my_zone], would be right for a zone of one's own",
                )


def _of_form(key: str, plan: Plan, country: Country) -> Iterator[Finding]:
    at = ("zones", key)
    if not KEY.fullmatch(key) or key == OWN_GROUP:
        yield at, f"{shown(key)} found; a short key of small letters, digits and _, such as khuzdar, would be right"
    for field in NEEDED_OF_OWN:
        if field not in plan:
            yield (*at, field), f"nothing found, which a zone of one's own needs; {_right(field)} would be right"
    yield from word_found(at, plan, "group", (*country.groups, OWN_GROUP), "group of zones")
    known, sectors = (EVERY_SECTOR, *country.specialty_keys), plan.get("sectors")
    listed = [sectors] if isinstance(sectors, str) else sectors
    yield from words_found(at, {"sectors": listed}, "sectors", known, "sector")
    if listed == []:
        yield (*at, "sectors"), f"no sector found; {one_of(known)} would be right"
    if _number(plan.get("works_usd_mn")) == 0.0:
        yield (*at, "works_usd_mn"), "0 found; more would be right, since land is serviced as its works are paid"


def _right(field: str) -> str:
    said = {"start": "a quarter such as 2027Q1 (first quarter of works)", "sectors": 'keys of specialties, or "all",'}
    return said.get(field) or expected(ZonePlan.model_fields[field])


def _in_time(key: str, plan: Plan, data: Mapping[str, Any], first: int) -> Iterator[Finding]:
    """Works must begin within the run: what stands at quarter zero has firms, and a scenario's own zone has none."""
    quarters = data.get("quarters", USUAL_QUARTERS)
    try:
        start = quarter_index(str(plan["start"])) + (delay := _delay(key, plan, data))
    except (KeyError, ValueError):
        return
    if not isinstance(quarters, int) or first < start < first + quarters:
        return
    end, late = quarter_name(first + quarters - 1), f"; with its delay that is {quarter_name(start)}," if delay else ","
    why = "which is not after the first quarter" if start <= first else f"but the run ends in {end}"
    span = f"{quarter_name(first + 1)} to {end}"
    yield (
        ("zones", key, "start"),
        f"{shown(plan['start'])} found{late} {why}; works that begin from {span} would be right",
    )


def _delay(key: str, plan: Plan, data: Mapping[str, Any]) -> int:
    """Quarters by which works are late, as the scenario says of all zones, of its group, or of itself."""
    group = plan.get("group", OWN_GROUP)
    said = {name: table.get("delay_quarters") for name, table in tables_in(data, "zones")}
    delay = 0
    for name in (EVERYWHERE, group, key):
        found = said.get(name) if isinstance(name, str) else None
        delay = found if isinstance(found, int) else delay
    return delay


def _on_land(key: str, plan: Plan, country: Country, taken: dict[int, str]) -> Iterator[Finding]:
    """Whether it lies in the country and on nobody else's place; `taken` are cells of the scenario's zones so far."""
    spot = _spot(plan, country)
    if spot is None:
        return
    map_, where = country.map, ("zones", key, "longitude_deg")
    found = f"longitude {spot.longitude:g}, latitude {spot.latitude:g} found, which is"
    if not inside(map_.outline, spot.longitude, spot.latitude):
        longitude, latitude = map_.grid.longitude[spot.cell], map_.grid.latitude[spot.cell]
        yield (
            where,
            f"{found} in the sea or abroad; a place in {country.title} would be right: the nearest land is "
            f"{spot.away_km:,.0f} km off, by {map_.place_name(spot.cell)} ({longitude:.2f}, {latitude:.2f})",
        )
        return
    others = {zone.cell: zone.name for zone in map_.zones} | taken
    if spot.cell in others:
        yield (
            where,
            f"{found} in the same cell of {map_.grid.cell_km:g} km as {others[spot.cell]}; a place at least "
            f"{map_.grid.cell_km:g} km from it would be right",
        )
    taken.setdefault(spot.cell, key)


def _spot(plan: Plan, country: Country) -> Spot | None:
    longitude, latitude = _number(plan.get("longitude_deg")), _number(plan.get("latitude_deg"))
    if longitude is None or latitude is None or abs(longitude) > 180.0 or abs(latitude) > 90.0:
        return None  # the schema says so
    x, y = country.projection.project(np.array([longitude]), np.array([latitude]))
    grid = country.map.grid
    cell = grid.nearest(float(x[0]), float(y[0]))
    away = float(np.hypot(grid.x_km[cell] - x[0], grid.y_km[cell] - y[0]))
    return Spot(longitude, latitude, cell, away)


def _number(said: object) -> float | None:
    return float(said) if isinstance(said, int | float) and not isinstance(said, bool) else None
