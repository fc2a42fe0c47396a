"""A measure is declared once, and table, page, replay, Mesa and comparisons all have it from the one observer."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation import load, run
from simulation.comparison.paired import MEASURES, figures
from simulation.measures.observing import observe
from simulation.measures.overview import of_nation
from simulation.measures.ratios import Ratio, at_hand, cover, pooled
from simulation.measures.schema import NATION
from simulation.page.charts import curve_of
from simulation.page.frames import Frame, of_run
from simulation.page.live.camera import Camera
from simulation.page.live.wording import languages, wording
from simulation.page.take_home.packing import Told, packed
from simulation.quarter import advance
from simulation.quarter_zero.start import begin
from simulation.run import Run
from simulation.scenario.schema import Scenario

QUARTERS = 4


@pytest.fixture(scope="module")
def asked() -> Scenario:
    """A year of a small Pakistan."""
    return load("pakistan-baseline").but(scale=0.01, quarters=QUARTERS, run_in_quarters=1)


@pytest.fixture(scope="module")
def played(asked: Scenario) -> Run:
    return run(asked)


@pytest.fixture(scope="module")
def live(asked: Scenario) -> list[Frame]:
    now, given = begin(asked)
    camera, frames = Camera(given), []
    for _ in range(QUARTERS):
        now = advance(now, given)
        frames.append(camera.take(now))
    return frames


def test_the_pages_zone_workers_share_is_the_tables_share(played: Run, live: list[Frame]) -> None:
    table = played.nation.zone_workers_share.tolist()
    assert [frame.nation["zone_workers_share"] for frame in live] == table
    assert [frame.nation["zone_workers_share"] for frame in of_run(played)] == table
    assert all(0.0 < value <= 1.0 for value in table)
    assert (curve_of("zone_workers_share").unit_in_full, curve_of("zone_workers_share").divisor) == (
        "% of workers",
        0.01,
    )


def test_every_measure_that_is_declared_is_in_the_table_on_the_page_and_in_a_replay(
    played: Run, live: list[Frame]
) -> None:
    declared = [measure.name for measure in NATION.measures[1:] if not measure.name.startswith("growth_")]
    replay = packed([Told("one", [played])], declared, {name: of_nation(name).called for name in declared})
    lines = [line["run"] for line in replay["tabs"][0]["lines"]]
    for name, curve, line in zip(declared, replay["curves"], lines, strict=True):
        table = played.nation[name].tolist()
        assert live[-1].nation[name] == table[-1], name
        assert line[-1] == pytest.approx(table[-1], rel=1e-4), name
        assert curve["name"] == curve_of(name).title


def test_mesa_and_comparisons_see_the_figures_of_the_table(asked: Scenario, played: Run) -> None:
    model = asked.model()
    for _ in range(QUARTERS):
        model.step()
    last, seen = played.nation.iloc[-1], figures(model.economy, model.given)
    collected = model.datacollector.get_model_vars_dataframe().iloc[-1]
    every_quarter = {m.name for m in NATION.measures if not m.looked_at_yearly} - {"quarter", "people_lifted"}
    assert every_quarter <= set(collected.index)
    assert {name: collected[name] for name in collected.index} == {name: last[name] for name in collected.index}
    shared = [name for name in MEASURES if name in last]
    assert [seen[name] for name in shared] == [last[name] for name in shared]


def test_every_measure_has_a_title_a_unit_on_its_curve_and_a_way_to_make_a_year_of_quarters() -> None:
    for measure in (*NATION.measures[1:], *MEASURES.values()):
        curve = curve_of(measure.name)
        assert curve.title
        assert curve.divisor > 0.0
        assert measure.in_a_year in ("sum", "mean", "state", "share")
        assert all(wording(language).curve(measure.name) for language in languages())


def test_flows_of_a_quarter_add_up_over_a_year_and_stocks_do_not() -> None:
    assert {of_nation(name).in_a_year for name in ("exports_usd_mn", "entries", "guarantees_called_usd_mn")} == {"sum"}
    assert {of_nation(name).in_a_year for name in ("capital_usd_mn", "arrears_usd_mn")} == {"state"}
    assert {of_nation(name).in_a_year for name in ("workers", "zone_workers_share")} == {"mean"}


def test_the_cover_ratio_of_all_is_cash_before_service_over_service_of_those_who_owe() -> None:
    ratio = np.array([1.0, 3.0, 9.0, math.nan, math.inf])
    due = np.array([3.0, 1.0, 0.0, 2.0, 1.0])
    assert at_hand(ratio, due).tolist() == [3.0, 3.0, 0.0, 0.0, 0.0]
    assert cover(ratio, due) == Ratio(6.0, 4.0)
    assert pooled([cover(ratio, due), Ratio(0.0, 2.0)]).value == 1.0
    assert math.isnan(cover(ratio, np.zeros(5)).value)


def test_who_did_not_see_a_run_begin_does_not_say_whom_it_lifted(asked: Scenario) -> None:
    now, given = begin(asked)
    assert "people_lifted" not in observe(now, given).nation
