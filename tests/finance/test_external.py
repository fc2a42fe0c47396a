"""The country's foreign exchange: each rule of the account alone, by hand."""

from __future__ import annotations

import pytest

from simulation.finance.external import (
    External,
    Inflow,
    closed,
    controlled,
    government_room,
    hazard,
    imports_wanted,
    paid_share,
    programme_paid,
    remembered,
    room_abroad,
)
from simulation.finance.settings import Capacity

RULE = Capacity()


def test_a_weak_currency_and_few_reserves_cut_imports() -> None:
    assert imports_wanted(100.0, 0.0, RULE) == 100.0
    assert imports_wanted(100.0, 0.1, RULE) == pytest.approx(100.0 / (1.0 + 0.1 * RULE.import_elasticity))
    assert controlled(RULE.alarm_months, RULE) == 1.0
    assert controlled(RULE.alarm_months - 0.5, RULE) == pytest.approx(1.0 - 0.5 * RULE.compression_per_month)
    assert controlled(-9.0, RULE) == RULE.compression_floor


def test_a_stop_is_likelier_the_fewer_reserves_there_are() -> None:
    assert hazard(3.0, RULE) == pytest.approx(RULE.stop_hazard)
    assert hazard(1.0, RULE) == pytest.approx(3.0 * RULE.stop_hazard)
    assert hazard(0.0, RULE) == hazard(0.25, RULE)


def test_what_is_left_of_foreign_exchange_is_paid_down_to_the_floor() -> None:
    seen = Inflow(exports=80.0, remittances=60.0, imports=120.0, capital=20.0)
    room = room_abroad(External(reserves=50.0), seen, RULE)
    assert room == pytest.approx(210.0 - 120.0 - 40.0 * RULE.floor_months)
    assert [paid_share(room, asked) for asked in (0.0, room / 2.0, 2.0 * room)] == [1.0, 1.0, 0.5]
    assert paid_share(-5.0, 10.0) == 0.0


def test_revenue_bounds_what_the_government_pays() -> None:
    spare = government_room(100.0, 20.0, 1.5, RULE)
    assert spare == pytest.approx(50.0 - 0.75 * 30.0)


def test_a_programme_lends_for_its_quarters_and_within_its_limit() -> None:
    poor = External(months=0.5)
    paid, left = programme_paid(poor, RULE)
    assert (paid, left) == (RULE.rescue_usd_mn_per_quarter, round(RULE.rescue_quarters) - 1)
    assert programme_paid(External(months=2.0), RULE) == (0.0, 0)
    assert programme_paid(External(months=2.0, programme_left=3), RULE)[1] == 2
    full = External(months=0.5, programme_owed=RULE.rescue_limit_usd_mn)
    assert programme_paid(full, RULE)[0] == 0.0
    assert programme_paid(poor, Capacity(rescue=False)) == (0.0, 0)


def test_the_price_of_default_fades() -> None:
    began = remembered(External(), True, RULE)
    later = remembered(External(memory=began, broke=True), True, RULE)
    assert (began, later) == (1.0, 1.0 - 1.0 / RULE.fading_quarters)
    assert remembered(External(), False, RULE) == 0.0


def test_reserves_are_what_came_less_what_went() -> None:
    seen = Inflow(exports=80.0, remittances=60.0, imports=120.0, capital=20.0, programme=5.0)
    after = closed(External(reserves=50.0), seen, 10.0, 20.0, 3.0, 2.0)
    assert after.reserves == pytest.approx(60.0)
    assert after.months == pytest.approx(1.5)
    assert after.programme_owed == pytest.approx(3.0)
