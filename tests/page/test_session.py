"""A session knows the quarter that is shown, what may be seen, and the names that towns have earned."""

from __future__ import annotations

import pytest

from simulation.page.frames import Frame, Named
from simulation.page.ground import ground_of
from simulation.page.live.names import earned, toward
from simulation.page.live.session import Session
from simulation.scenario.faults import ScenarioFaults
from simulation.scenario.loading import load
from simulation.units import quarter_name

GROUND = ground_of(load("plain-marshall"))


def named(place: str, cell: int) -> Named:
    return Named(f"{place}-a", f"{place}, a city", place, "product_a", cell, 100.0, 9.0, "growing", "")


def frame(quarter: int, *clusters: Named) -> Frame:
    return Frame(quarter_name(quarter), {}, (), clusters, (), ())


class Played:
    """A reel of which so many quarters were played."""

    def __init__(self, asked, quarters: int) -> None:
        self.asked, self.fault, self.wanted = asked, "", 0
        self.frames = [frame(n) for n in range(quarters)]

    def want(self, quarters: int) -> None:
        self.wanted = quarters


class Studio:
    def __init__(self, quarters: int) -> None:
        self.quarters = quarters

    def reel(self, asked) -> Played:
        return Played(asked, min(self.quarters, asked.quarters))


def session(quarters: int) -> Session:
    return Session(Studio(quarters), "plain-marshall")


def test_time_passes_as_far_as_was_played_and_asks_for_more():
    watched = session(3)
    assert (watched.state, watched.at) == ("loading", -1)
    assert [watched.tick() for _ in range(4)] == [True, True, True, False]
    assert (watched.at, watched.quarter, watched.state) == (2, "2015Q3", "loading")
    assert watched.sides["A"].reel.wanted > 3


def test_going_back_pauses_and_nothing_is_shown_that_was_not_played():
    watched = session(10)
    watched.tick()
    watched.go(99)
    assert (watched.at, watched.state) == (9, "paused")
    watched.go(-5)
    assert (watched.at, watched.tick()) == (0, False)


def test_the_last_quarter_ends_it_and_play_begins_again():
    watched = session(999)
    watched.go(watched.last)
    assert watched.state == "finished"
    watched.toggle()
    watched.tick()
    assert (watched.at, watched.playing) == (0, True)


def test_a_lesson_shows_nothing_after_its_date_before_the_class_has_predicted():
    watched = session(50)
    one, other = load("plain-marshall"), load("plain-all_off")
    watched.watch_lesson(one, other, until=8)
    for _ in range(20):
        watched.tick()
    assert (watched.at, watched.playing) == (8, False)
    watched.go(30)
    assert watched.at == 8
    watched.predicted()
    watched.tick()
    assert watched.at == 9
    assert watched.base_of_b() == other


def test_a_run_that_stops_keeps_what_was_played():
    watched = session(2)
    watched.sides["A"].reel.fault = "LedgerBreak: off by 0.4"
    for _ in range(5):
        watched.tick()
    assert (watched.state, watched.at, watched.fault) == ("stopped", 1, ("A", "LedgerBreak: off by 0.4"))


def test_b_has_the_luck_and_size_of_a_and_both_begin_anew():
    watched = session(20)
    watched.go(10)
    watched.values["spin_offs"] = "0.2"
    watched.run_b()
    assert watched.at == -1
    a, b = (watched.sides[name].asked for name in "AB")
    assert (a.seed, a.scale) == (b.seed, b.scale)
    watched.with_luck(7)
    assert {side.asked.seed for side in watched.sides.values()} == {7}


def test_luck_and_size_that_cannot_be_are_refused():
    watched = session(1)
    for put, value in ((watched.with_luck, -1), (watched.with_scale, 0.5), (watched.with_scale, 0.0)):
        with pytest.raises(ScenarioFaults):
            put(value)
    assert (watched.seed, watched.scale) == (1, 0.01)


def test_a_name_is_earned_once_and_not_by_those_who_had_it():
    old, new, later = named("Old", 1), named("New", 2), named("Later", 3)
    frames = [frame(0, old), frame(1, old, new), frame(2, old), frame(3, later, new)]
    assert [(quarter, cluster.place) for quarter, cluster in earned(frames)] == [("2015Q4", "Later"), ("2015Q2", "New")]


def test_arrows_lead_to_the_next_named_cluster_in_their_direction():
    columns = 40
    here, east, north = (
        named("Here", 5 * columns + 5),
        named("East", 6 * columns + 12),
        named("North", 20 * columns + 6),
    )
    every = (here, east, north)
    assert toward(every, "", (0, 0), GROUND) is here
    assert toward(every, here.key, (1, 0), GROUND) is east
    assert toward(every, here.key, (0, 1), GROUND) is north
    assert toward(every, here.key, (-1, 0), GROUND) is here
