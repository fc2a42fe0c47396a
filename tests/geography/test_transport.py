from __future__ import annotations

import pytest

from simulation.country.finding import country_of
from simulation.geography.transport import NO_LINES, Upgrade, Upgrades, from_nearest, network
from simulation.geography.travel import pieces
from simulation.units import quarter_index

PAKISTAN = country_of("pakistan")
NETWORK = network(PAKISTAN.projection, PAKISTAN.seeds)
ROAD = [
    ("Lahore", 49.0, 36.4, 31.6), ("Faisalabad", 47.5, 34.3, 29.5), ("Sialkot", 55.0, 41.0, 36.2),
    ("Multan", 35.7, 27.5, 22.7), ("Peshawar", 58.6, 46.5, 41.6), ("Rawalpindi", 57.2, 44.0, 39.2),
    ("Quetta", 31.7, 31.7, 30.0),
]  # fmt: skip
RAIL = [
    ("Lahore", 36.1, 15.8), ("Faisalabad", 34.6, 18.9), ("Sialkot", 41.5, 18.9), ("Multan", 26.5, 11.6),
    ("Peshawar", 50.4, 21.6), ("Rawalpindi", 45.7, 19.4), ("Quetta", 31.3, 23.5),
]  # fmt: skip


def hours(start: str, end: str, year: int, rail: bool = False, upgrades: Upgrades = ()) -> float:
    net = NETWORK
    graph = net.graph(net.open_edges(quarter_index(str(year)), upgrades), rail, upgrades)
    return float(from_nearest(graph, [net.place(start)])[0][net.place(end)])


@pytest.mark.parametrize(("city", "in_2015", "in_2024", "in_2031"), ROAD)
def test_lorries_from_karachi_take_the_hours_of_the_reference_build(
    city: str, in_2015: float, in_2024: float, in_2031: float
) -> None:
    found = [hours("Karachi", city, year) for year in (2015, 2024, 2031)]
    assert found == pytest.approx([in_2015, in_2024, in_2031], abs=0.06)


def test_a_motorway_brings_sialkot_nearer_to_lahore() -> None:
    assert [hours("Lahore", "Sialkot", year) for year in (2015, 2024)] == pytest.approx([6.0, 4.6], abs=0.06)


@pytest.mark.parametrize(("city", "now", "upgraded"), RAIL)
def test_the_upgraded_railway_more_than_halves_running_time(city: str, now: float, upgraded: float) -> None:
    assert hours("Karachi", city, 2024, True) == pytest.approx(now, abs=0.5)
    assert hours("Karachi", city, 2024, True, (Upgrade("ML-1", 80.0),)) == pytest.approx(upgraded, abs=0.5)


def test_a_road_can_be_built_early_or_left_out() -> None:
    net = NETWORK
    in_time = net.open_edges(quarter_index("2031"))
    early = net.open_edges(quarter_index("2020"), (Upgrade("M-6"),))
    never = net.open_edges(quarter_index("2031"), (), frozenset(("M-6",)))
    m6 = {edge.key for edge in net.edges if edge.line == "M-6"}
    assert m6
    assert m6 <= in_time
    assert m6 <= early
    assert not m6 & never
    assert in_time - never == m6


@pytest.mark.parametrize("year", [2015, 2024, 2031])
def test_the_roads_are_one_network_in_every_year(year: int) -> None:
    net = NETWORK
    assert pieces(net.graph(net.open_edges(quarter_index(str(year))), False)) == 1


def test_an_unknown_place_is_named() -> None:
    with pytest.raises(KeyError, match="Atlantis"):
        NETWORK.place("Atlantis")


def test_places_are_numbered_in_order_so_that_results_do_not_hang_on_hashing() -> None:
    net = NETWORK
    assert list(net.places) == sorted(net.places)
    assert list(net.graph(NO_LINES, False).nodes) == list(range(len(net.places)))
