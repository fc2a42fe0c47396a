"""How lorries and goods trains move, as the seeds of a country have it."""

from __future__ import annotations

from typing import NamedTuple

from simulation.seeding.seeds import Seeds


class Driving(NamedTuple):
    """Times and ways of lorries, and terms of a railway that is made new and says none of its own."""

    stops: float
    """Time with rest, checks and congestion over running time, on roads."""
    access_kmh: float
    """On local roads, off the network."""
    detour: float
    """Road km per straight km on local roads."""
    plain_kmh: float
    """Running speed on the plain map, which has no roads."""
    rail_terminal_hours: float
    rail_usd_per_tonne_km: float


def driving_of(seeds: Seeds) -> Driving:
    """The assumptions of the seeds."""
    return Driving(
        stops=seeds.assumption("driving_time_multiplier"),
        access_kmh=seeds.assumption("access_speed_kmh"),
        detour=seeds.number("geography_parameters", "detour_factor"),
        plain_kmh=seeds.number("geography_parameters", "plain_speed_kmh"),
        rail_terminal_hours=seeds.assumption("rail_terminal_hours"),
        rail_usd_per_tonne_km=seeds.assumption("rail_freight_cost"),
    )
