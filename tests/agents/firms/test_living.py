"""How firms learn, close and are born."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.agents.firms import living as ask
from simulation.engine.luck import Luck

ALIVE = {"cash": 1.0, "capital": 1.0, "debt": 0.5, "payables": 0.1, "losing": 0.0, "losing_quarters": 8.0}


def test_skill_settles_at_its_stationary_spread():
    who, skill = np.arange(4000, dtype=np.uint64), np.zeros(4000)
    for quarter in range(60):
        drawn = Luck(1).normal("skill", quarter, who)
        skill = 0.9 * skill + 0.1 * drawn
        assert ask.next_skill.plain(0.3, drawn[0], 0.9, 0.1) == 0.9 * 0.3 + 0.1 * drawn[0]
    assert skill.std() == pytest.approx(0.1 / math.sqrt(1.0 - 0.81), rel=0.05)


def test_standing_drifts_by_a_quarter_of_the_years_trend():
    assert ask.next_standing.plain(1.0, 10.0, 0.0, -0.08, 0.2, 0.05) == pytest.approx(0.98)
    assert ask.next_standing.plain(1.0, 10.0, 2.0, 0.0, 0.2, 0.05) == pytest.approx(1.4)


def test_young_firms_close_more_often_than_old_ones():
    hazards = [ask.closing_hazard.plain(age, 0.04, 0.12, 5.0) for age in (0.0, 20.0, 4000.0)]
    assert hazards == pytest.approx([0.04, (0.04 + 0.12 / math.e) / 4.0, 0.01])


def test_a_firm_closes_where_its_draw_lies_below_the_hazard():
    assert ask.closing.plain(0.02, 0.019) == 1.0
    assert ask.closing.plain(0.02, 0.02) == 0.0


@pytest.mark.parametrize(
    "change", [{"cash": -0.01}, {"debt": 2.0}, {"payables": 1.6}, {"losing": 8.0}, {"capital": 0.0, "cash": 0.5}]
)
def test_a_firm_ends_without_cash_or_equity_or_after_years_of_loss(change):
    assert ask.insolvent.plain(**ALIVE) == 0.0
    assert ask.insolvent.plain(**{**ALIVE, **change}) == 1.0


def test_the_division_of_labour_lowers_the_capital_to_start():
    alone, among_many = (ask.ticket.plain(0.01, reach, 500.0, 0.3, 1.0) for reach in (0.0, 500.0))
    assert alone == pytest.approx(0.01, rel=1e-14)
    assert among_many == pytest.approx(0.01 * 2.0**-0.3, rel=1e-14)
    assert ask.ticket.plain(0.01, 1e9, 500.0, 0.0, 1.0) == pytest.approx(0.01, rel=1e-14)


def test_large_and_good_firms_have_more_spin_offs():
    base = ask.spin_off_hazard.plain(20.0, 20.0, 0.0, 1.0, 0.04, 0.5)
    assert base == pytest.approx(0.01, rel=1e-14)
    assert ask.spin_off_hazard.plain(80.0, 20.0, 0.0, 1.0, 0.04, 0.5) == pytest.approx(2.0 * base, rel=1e-14)
    assert ask.spin_off_hazard.plain(20.0, 20.0, math.log(3.0), 1.0, 0.04, 0.5) == pytest.approx(3.0 * base, rel=1e-14)
    assert ask.spin_off_hazard.plain(20.0, 20.0, 0.0, 0.0, 0.04, 0.5) == 0.0
