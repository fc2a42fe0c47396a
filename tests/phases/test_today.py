"""What phases hand on: read in the same quarter, never before it is there, and never for firms that are others now."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.phases.failure import firms_fail
from simulation.phases.founding import founders_enter
from simulation.phases.growth import firms_invest
from simulation.phases.handed_on import Bills, Demand, InputOrders, Needs, Prices, SalesInAll, TradeCredit
from simulation.phases.production import firms_price
from simulation.phases.supplier_lives import suppliers_live
from simulation.quarter import QUARTER, advance
from simulation.today import OfFirms, OfSuppliers, Today


def test_each_phase_hands_on_what_bears_its_name(country):
    now, given = country
    for phase in QUARTER:
        known, now = now.today, phase(now, given)
        fresh = [kind for kind, part in now.today.parts.items() if known.parts.get(kind) is not part]
        assert {kind.phase for kind in fresh} <= {phase.__name__, "bills_are_paid" if phase is firms_fail else ""}
    assert now.today == Today()


def test_whatever_can_be_read_has_a_row_for_each_firm_or_supplier_that_is_there(country):
    now, given = country
    died = born = 0
    for phase in QUARTER * 2:
        before, now = now, phase(now, given)
        died, born = (
            died + (phase is firms_fail and len(now.firms) < len(before.firms)),
            born + (now.births is not None),
        )
        for part in now.today.parts.values():
            if isinstance(part, OfFirms):
                assert len(part) == len(now.firms)
                assert before.firms.id.tolist() == now.firms.id.tolist()
            if isinstance(part, OfSuppliers):
                assert len(part) == len(now.suppliers)
    assert died
    assert born


def test_of_firms_that_failed_nothing_is_left_to_read_and_what_lies_at_places_stays(until):
    now, given = until(firms_fail)
    after = firms_fail(now, given)
    assert len(after.firms) < len(now.firms)
    for kind in (InputOrders, Prices, Demand, Bills):
        assert len(now.today[kind]) == len(now.firms)
        with pytest.raises(RuntimeError, match=f"{kind.phase} has not run in this quarter, or firms have come or gone"):
            after.today[kind]
    assert after.today[Needs] is now.today[Needs]
    assert after.today[SalesInAll].exports == now.today[SalesInAll].exports
    assert len(after.today[TradeCredit]) == len(after.suppliers)
    later, _ = until(founders_enter)
    with pytest.raises(RuntimeError, match="or suppliers have come or gone"):
        later.today[TradeCredit]


def test_firms_in_another_order_have_no_columns_of_before_and_firms_that_only_change_keep_theirs(until):
    now, _ = until(firms_invest)
    order = np.random.default_rng(1).permutation(len(now.firms))
    assert Bills not in now.but(firms=now.firms.take(order)).today
    assert now.but(firms=now.firms.but(cash=np.zeros(len(order)))).today[Bills] is now.today[Bills]


def test_a_phase_that_comes_too_soon_says_which_must_run_first(country, until):
    now, given = country
    with pytest.raises(RuntimeError, match="firms_source has not run in this quarter"):
        firms_price(now, given)
    now, given = until(firms_price)
    with pytest.raises(RuntimeError, match=r"bills_are_paid has not run in this quarter, .*there are no TradeCredit"):
        suppliers_live(now, given)


def test_what_has_other_rows_than_the_firms_is_not_handed_on(until):
    now, _ = until(firms_invest)
    with pytest.raises(ValueError, match=rf"Bills has 3 rows for {len(now.firms)} agents"):
        now.hands_on(now.today[Bills].take(np.arange(3)))


def test_nothing_is_handed_on_to_the_next_quarter(country):
    assert advance(*country).today == Today()
