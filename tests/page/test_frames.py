"""Frames of a running economy and of the same run kept say the same."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.measures.schema import NATION
from simulation.page.frames import COVER, MIXED, Frame, ZoneNow, cover_of, marked, of_run
from simulation.page.live.camera import Camera
from simulation.quarter import advance
from simulation.quarter_zero.start import begin
from simulation.run import run
from simulation.scenario.loading import load

QUARTERS = 8


@pytest.fixture(scope="module", params=["pakistan-baseline", "plain-marshall"])
def both(request: pytest.FixtureRequest) -> tuple[list[Frame], list[Frame]]:
    scenario = load(request.param).but(scale=0.01, quarters=QUARTERS)
    now, given = begin(scenario)
    camera, live = Camera(given), []
    for _ in range(QUARTERS):
        now = advance(now, given)
        live.append(camera.take(now))
    return live, of_run(run(scenario))


def same(one: object, other: object) -> bool:
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return one == other or (isinstance(one, float) and isinstance(other, float) and math.isnan(one + other))


def test_a_running_economy_and_its_kept_tables_give_the_same_frames_where_cells_were_looked_at(both):
    live, kept = both
    assert len(live) == len(kept) == QUARTERS
    for quarter in (0, 3, 7):
        assert same(live[quarter], kept[quarter]), live[quarter].quarter


def test_between_the_looks_nation_zones_and_loans_still_agree(both):
    for live, kept in zip(*both, strict=True):
        assert same(live[:1] + live[4:], kept[:1] + kept[4:])
        assert same(live.nation, kept.nation)


def test_a_kept_run_carries_the_cells_of_its_last_look(both):
    _, kept = both
    assert kept[4].cells == kept[3].cells
    assert kept[4].cells != kept[7].cells


def test_every_measure_of_the_nation_may_be_drawn_in_every_quarter(both):
    live, _ = both
    drawn = {measure.name for measure in NATION.measures} - {"quarter"} | {COVER}
    assert all(drawn <= set(frame.nation) for frame in live)
    assert live[0].nation["firms"] > 0
    assert live[3].nation["clusters"] == len(live[3].named)


def test_a_cell_takes_the_colour_of_a_product_only_if_it_has_two_fifths_of_the_firms():
    cell, kinds = np.array([1, 1, 2, 2, 2]), np.array(["a", "b", "a", "b", "c"], dtype=object)
    firms, workers = np.array([60.0, 40.0, 30.0, 30.0, 30.0]), np.array([500.0, 700.0, 100.0, 100.0, 5000.0])
    one, other = marked(cell, kinds, firms, workers)
    assert (one.cell, one.specialty, one.workers, one.firms) == (2, MIXED, 5200.0, 90.0)
    assert (other.cell, other.specialty) == (1, "a")


def test_a_cell_of_a_handful_of_workers_is_not_marked():
    assert marked(np.array([1]), np.array(["a"], dtype=object), np.array([10.0]), np.array([19.0])) == ()


def zone(due: float, cover: float) -> ZoneNow:
    return ZoneNow("z", 0.0, 0.0, 1.0, cover, 0.0, due, 1.0, 1.0, True)


def test_the_cover_ratio_of_all_zones_weighs_each_by_what_it_owes():
    assert cover_of([zone(3.0, 1.0), zone(1.0, 3.0), zone(0.0, 9.0), zone(2.0, math.nan)]) == 1.5
    assert math.isnan(cover_of([zone(0.0, 1.0)]))
