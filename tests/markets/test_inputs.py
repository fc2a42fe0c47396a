"""Inputs: orders, prices, and who is served."""

from __future__ import annotations

import pytest

from simulation.markets import inputs as ask


def test_a_firm_with_its_target_stock_orders_what_it_uses():
    use = 10.0 * 0.5
    assert ask.input_order.plain(10.0, 0.5, use * 30.0 / 91.0, 30.0) == pytest.approx(use, rel=1e-14)
    assert ask.input_order.plain(10.0, 0.5, 0.0, 30.0) > use
    assert ask.input_order.plain(10.0, 0.5, 1e6, 30.0) == 0.0


def test_stocks_settle_at_their_target():
    stock, use = 0.0, 5.0
    for _ in range(80):
        stock += ask.input_order.plain(10.0, 0.5, stock, 30.0) - use
    assert stock == pytest.approx(use * 30.0 / 91.0, rel=1e-6)


def test_suppliers_make_their_share_of_what_is_bought_at_home():
    assert ask.supplied_units.plain(10.0, 0.2, 0.6) == pytest.approx(4.8)


def test_inputs_from_abroad_follow_world_price_rupee_and_road():
    assert ask.abroad_price.plain(1.05, 1.1, 1.2) == pytest.approx(1.05 * 1.1 * 1.2)


def test_what_a_supplier_cannot_deliver_comes_dearer_from_abroad():
    asked = {
        "supplied_units": 4.0,
        "gate_price": 0.9,
        "freight": 0.09,
        "abroad_price": 1.1,
        "import_premium": 0.05,
    }
    assert ask.supplied_price.plain(got=4.0, **asked) == pytest.approx(0.99)
    assert ask.supplied_price.plain(got=0.0, **asked) == pytest.approx(1.155)
    assert ask.supplied_price.plain(got=1.0, **asked) == pytest.approx(0.25 * 0.99 + 0.75 * 1.155)
    assert ask.supplied_price.plain(got=0.0, **{**asked, "supplied_units": 0.0}) == pytest.approx(1.155)


def test_the_price_of_inputs_is_the_mean_of_its_three_parts():
    assert ask.input_price.plain(1.0, 1.0, 0.3, 0.6) == pytest.approx(1.0)
    assert ask.input_price.plain(1.2, 0.9, 0.3, 0.6) == pytest.approx(0.3 * 1.2 + 0.7 * (0.6 * 0.9 + 0.4))
