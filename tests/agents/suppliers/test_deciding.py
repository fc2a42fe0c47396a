"""What a supplier decides."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, strategies

from simulation.agents.suppliers import deciding as ask

sizes = strategies.floats(min_value=0.0, max_value=1e4)
SHARES = {"supplier_wage_share": 0.15, "supplier_import_share": 0.25}


def test_a_unit_costs_one_at_base_prices_and_follows_its_parts():
    assert ask.supplier_cost.plain(1.0, 1.0, **SHARES) == 1.0
    assert ask.supplier_cost.plain(1.2, 1.0, **SHARES) == pytest.approx(1.03)
    assert ask.supplier_cost.plain(1.0, 1.2, **SHARES) == pytest.approx(1.05)


def test_suppliers_are_cheaper_among_their_own_kind():
    alone, two, many = (ask.supplier_price.plain(1.0, 0.9, near, 2.0, 0.1) for near in (0.0, 2.0, 200.0))
    assert alone == pytest.approx(0.9, rel=1e-14)
    assert two == pytest.approx(0.9 * 2.0**-0.1, rel=1e-14)
    assert many < two
    assert math.log(ask.supplier_price.plain(1.0, 0.9, 1e9, 2.0, 0.0)) == pytest.approx(math.log(0.9), rel=1e-13)


def test_a_supplier_earns_its_margin_at_full_use_and_loses_its_fixed_cost_when_idle():
    asked = {"capacity": 10.0, "price": 1.0, "supplier_margin": 0.1, "supplier_fixed_share": 0.15}
    assert ask.supplier_profit.plain(sales=10.0, supplier_loss=0.0, **asked) == pytest.approx(1.0)
    assert ask.supplier_profit.plain(sales=0.0, supplier_loss=0.0, **asked) == pytest.approx(-1.5)
    assert ask.supplier_profit.plain(sales=6.0, supplier_loss=0.0, **asked) == pytest.approx(0.0)
    assert ask.supplier_profit.plain(sales=6.0, supplier_loss=0.2, **asked) == pytest.approx(-0.2)


@given(capacity=strategies.floats(min_value=1.0, max_value=1e4), orders=sizes)
def test_capacity_moves_towards_orders_by_at_most_a_twentieth(capacity, orders):
    after = ask.next_capacity.plain(capacity, orders, 1.0)
    assert max(1.0, 0.95 * capacity) * (1 - 1e-12) <= after <= 1.05 * capacity * (1 + 1e-12)
    assert (after - capacity) * (orders - capacity) >= 0.0 or after == 1.0


def test_a_supplier_never_shrinks_below_one_unit():
    assert ask.next_capacity.plain(2.0, 0.0, 2.0) == 2.0


def test_a_suppliers_crew_is_paid_by_wages_share_of_sales():
    workers = ask.supplier_workers.plain(4.0, 0.15, 0.0005, 1.2)
    assert workers * 0.0005 * 1.2 == pytest.approx(0.15 * 4.0)
