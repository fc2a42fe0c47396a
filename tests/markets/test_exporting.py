"""The market abroad: buyers find firms slowly, makers of a country share what the country sells."""

from __future__ import annotations

import pytest

from simulation.markets import exporting as ask
from simulation.markets.goods import gate_weight


def weight(workers=50.0, tau=1.0):
    """Weight abroad of a firm of standing 0 and price 1; half of all firms of 50 workers export."""
    access = ask.world_access.plain(tau, 5.0)
    return ask.world_weight.plain(gate_weight.plain(0.0, 0.0, 1.0, 5.0), access, workers, 50.0)


def spending(known, competitiveness=1.0, rivals=1.0):
    """What the world spends, in its own money, on a country with 1 % of a market of 100; X0 = 1, eS = 0.3, g = 0.2."""
    nation = ask.nation_abroad.plain(known, 1.0, competitiveness, 0.3, 1.6, 4.0)
    return ask.world_pull.plain(100.0, nation, 99.0 * rivals, known) * known


def test_distance_to_the_port_counts_like_the_price():
    assert weight(tau=1.2) == pytest.approx(weight() * 1.2**-4, rel=1e-14)


def test_a_firm_of_half_size_has_half_the_reach_abroad_and_an_owner_alone_hardly_any():
    assert weight() == pytest.approx(0.5, rel=1e-14)
    assert weight(workers=1.0) == pytest.approx(1.0 / 51.0, rel=1e-14)


def test_buyers_who_are_found_slowly_are_half_found_after_two_years():
    known = 0.0
    for _ in range(8):
        known = ask.next_buyers_abroad.plain(known, 1.0, 0.08)
    assert known == pytest.approx(1.0 - 0.92**8, rel=1e-12)
    assert 0.4 < known < 0.55


def test_orders_of_makers_who_close_stay_with_those_of_the_same_country():
    assert spending(1.0) == pytest.approx(1.0, rel=1e-12)
    assert spending(0.5) == pytest.approx(0.5**0.2, rel=2e-3)
    assert spending(0.5) / 0.5 == pytest.approx(2.0**0.8, rel=2e-3)  # each who remains sells that much more


def test_a_weak_rupee_sells_a_little_at_once_and_more_when_all_have_adjusted():
    at_once, rivals = spending(1.0, 1.2), ask.rivals_in_time.plain(1.0, 1.0, 1.2, 1.5, 0.3, 1.6, 4.0)
    assert at_once == pytest.approx(1.2**0.3, rel=2e-3)
    assert spending(1.0, 1.2, rivals) == pytest.approx(1.2**1.5, rel=5e-3)


def test_dear_inputs_of_rivals_and_of_our_makers_leave_shares_as_they_were():
    dearer = 0.9
    assert spending(dearer, 1.0, ask.rivals_in_time.plain(dearer, 1.0, 1.0, 1.5, 0.3, 1.6, 4.0)) == pytest.approx(1.0)


def test_exporters_keep_half_of_a_weak_rupee_and_buyers_get_the_rest():
    margin = ask.margin_abroad.plain(1.21, 0.5)
    assert margin == pytest.approx(1.1)
    assert ask.wanted_abroad.plain(1.0, 2.0, 1.0, 1.0, 1.21, margin) == pytest.approx(2.2)
