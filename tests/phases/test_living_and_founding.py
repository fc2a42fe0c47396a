"""Who fails, who moves, who is born."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from simulation.agents.firms.state import FounderKind
from simulation.phases.choice import Choice
from simulation.phases.failure import firms_fail, firms_move, tenants_spread
from simulation.phases.founding import boom, draws_of, founders_enter, growth_of_newcomers
from simulation.phases.handed_on import InputOrders, Needs
from simulation.phases.places import labour_efficiency, places_adapt
from simulation.phases.supplier_lives import suppliers_live
from simulation.quarter import advance


def with_numbers(given, **changed):
    return dataclasses.replace(given, numbers={**given.numbers, **changed})


def test_firms_without_cash_or_equity_fail_and_the_sound_mostly_live(until):
    now, given = until(firms_fail)
    safe = now.firms.but(cash=np.full(len(now.firms), 1.0), losing=np.zeros(len(now.firms)))
    broken = safe.but(cash=np.where(np.arange(len(safe)) < 50, -1.0, 1.0))
    calm = with_numbers(given, base_hazard=0.0, young_hazard=0.0)
    after = firms_fail(now.but(firms=broken), calm)
    assert after.deaths == {"closed": 0.0, "failed": broken.weight[:50].sum()}
    assert after.firms.id.tolist() == broken.id[50:].tolist()


def test_of_a_failed_firm_banks_are_paid_first_then_suppliers_then_owners(until):
    now, given = until(firms_fail)
    size, calm = len(now.firms), with_numbers(given, base_hazard=0.0, young_hazard=0.0, recovery=0.5)
    served = now.today[InputOrders].supplier_row >= 0
    one = int(np.flatnonzero(served)[0])

    def paid(debt, payables):
        """What banks, suppliers and households get when one firm with machines worth 1 at its sale fails."""
        lost = np.where(np.arange(size) == one, calm["losing_quarters"], 0.0)
        owed = {"debt": np.full(size, debt), "payables": np.full(size, payables)}
        firms = now.firms.but(capital=np.full(size, 2.0), cash=np.zeros(size), losing=lost, **owed)
        after = firms_fail(now.but(firms=firms), calm)
        flows = after.flows[len(now.flows) :]
        each, payees = firms.weight[one], ("domestic banks", "suppliers", "households")
        return [sum(a for payer, payee, _, a in flows if (payer, payee) == ("firms", who)) / each for who in payees]

    assert paid(1.4, 0.2) == pytest.approx([1.0, 0.0, 0.0])
    assert paid(0.7, 0.5) == pytest.approx([0.7, 0.3, 0.0])
    assert paid(0.3, 0.5) == pytest.approx([0.3, 0.5, 0.2])


def test_firms_close_at_the_rate_of_their_age(until):
    now, given = until(firms_fail)
    safe = now.firms.but(
        cash=np.full(len(now.firms), 1.0), losing=np.zeros(len(now.firms)), born=np.full(len(now.firms), -4000)
    )
    old = with_numbers(given, base_hazard=0.8, young_hazard=5.0)
    closed = firms_fail(now.but(firms=safe), old)
    assert 1.0 - len(closed.firms) / len(safe) == pytest.approx(0.2, abs=4.0 * np.sqrt(0.16 / len(safe)))
    assert closed.deaths["closed"] == safe.weight.sum() - closed.firms.weight.sum()


def test_nobody_moves_to_a_worse_place_or_to_a_full_one(until):
    now, given = until(firms_move)
    restless = with_numbers(given, relocation_look=1.0, relocation_cost=0.02)
    choice = Choice.of(now, restless)
    after = firms_move(now, restless)
    moved = np.flatnonzero(after.firms.site != now.firms.site)
    assert moved.size > 5
    kind = now.firms.specialty[moved]
    gain = choice.gain(after.firms.site[moved], kind) - choice.gain(now.firms.site[moved], kind)
    assert gain.min() > 0.02
    outside = after.firms.site[moved][after.firms.site[moved] < choice.cells]
    assert (np.bincount(outside, minlength=choice.room.size) < choice.room + 1.0).all()
    assert after.firms.cash[moved] == pytest.approx(now.firms.cash[moved] - 0.05 * now.firms.capital[moved])


def test_tenants_take_the_land_their_crews_need_while_there_is_some(until):
    now, given = until(tenants_spread)
    tenant = now.firms.hectares > 0.0
    assert tenant.any()
    grown = now.firms.but(workers=now.firms.workers * np.where(tenant, 30.0, 1.0), cash=now.firms.cash + 1e6)
    after = tenants_spread(now.but(firms=grown), given)
    assert (after.firms.hectares >= now.firms.hectares).all()
    assert (after.firms.hectares[~tenant] == 0.0).all()
    let = np.bincount(after.firms.site, after.firms.hectares, now.land.plots.size)
    before = np.bincount(now.firms.site, now.firms.hectares, now.land.plots.size)
    full = before >= now.here.site["plots"]
    assert (let[full] == before[full]).all()
    bought = after.firms.plot_bought - now.firms.plot_bought
    price = now.here.site["plot_price"][now.firms.site]
    assert bought == pytest.approx(price * (after.firms.hectares - now.firms.hectares))
    assert bought.max() > 0.0


def test_founders_are_of_all_kinds_and_start_with_capital_stock_and_a_place(country):
    now, given = country
    kinds = set()
    for _ in range(8):
        now = advance(now, given)
        new = now.births
        kinds |= set(new.kind.tolist())
        assert (new.born == now.quarter).all()
        assert (new.capital >= 0.0).all()
        assert ((new.parent != 0) == (new.kind == FounderKind.SPIN_OFF)).all()
        assert now.firms.id[-len(new) :].tolist() == new.id.tolist() if len(new) else True
    assert {FounderKind.LOCAL_FOUNDER, FounderKind.NEWCOMER, FounderKind.SPIN_OFF} <= kinds


def test_spin_offs_make_what_their_parents_make_and_mostly_stay_near(country):
    now, given = country
    near = same = all_in_all = 0
    busy = with_numbers(given, spin_off_rate=0.6)
    for _ in range(4):
        now = advance(now, busy)
        children = now.births.take(now.births.kind == FounderKind.SPIN_OFF)
        row = {firm: i for i, firm in enumerate(now.firms.id.tolist())}
        for parent, kind, site in zip(children.parent.tolist(), children.specialty, children.site, strict=True):
            if parent in row:
                all_in_all += 1
                same += now.firms.specialty[row[parent]] == kind
                cells = given.map.cell_of_site[[now.firms.site[row[parent]], site]]
                near += given.map.grid.distance_km(cells[:1], cells[1:])[0] <= 60.0
    assert same == all_in_all > 20
    assert near / all_in_all > given["stay_probability"] - 0.15


def test_a_higher_ticket_keeps_the_poor_from_founding(until):
    now, given = until(founders_enter)
    rich = with_numbers(given, wealth_median_usd=1e9)
    poor = with_numbers(given, wealth_median_usd=1e-3)
    assert len(founders_enter(now, poor).births) == 0
    assert len(founders_enter(now, rich).births) > len(founders_enter(now, given).births) > 0


def test_boom_draws_founders_and_a_slump_repels_them_within_the_cap(until):
    now, given = until(founders_enter)
    even = dataclasses.replace(now.nation, profit_per_firm=now.nation.reference_profit)
    rich = dataclasses.replace(now.nation, profit_per_firm=1e6 * now.nation.reference_profit)
    loss = dataclasses.replace(now.nation, profit_per_firm=-now.nation.reference_profit)
    assert boom(now.but(nation=even), given) == pytest.approx(np.ones(len(given.specialties)))
    assert boom(now.but(nation=rich), given).tolist() == [given["profit_cap"]] * len(given.specialties)
    assert boom(now.but(nation=loss), given).max() < 0.2


def test_counts_of_founders_follow_poisson_even_where_many_come(until):
    _, given = until(founders_enter)
    counts = np.array([draws_of(given, q, "newcomers", np.array([0.5, 350.0])) for q in range(400)])
    assert counts.mean(axis=0) == pytest.approx([0.5, 350.0], abs=4.0)
    assert counts.var(axis=0) == pytest.approx([0.5, 350.0], rel=0.3)


def test_trends_start_with_the_clock_and_grow_by_the_year(country):
    _, given = country
    assert growth_of_newcomers(given, -3) == 1.0
    level = 1.0 + given["newcomer_growth"] * given["firm_life_years"]
    assert growth_of_newcomers(given, 8) == pytest.approx(level * (1.0 + given["newcomer_growth"]) ** 2)
    assert labour_efficiency(given, -3) == 1.0
    assert labour_efficiency(given, 40) == pytest.approx((1.0 + given["labour_productivity_growth"]) ** 10)


def test_suppliers_die_without_cash_and_enter_where_a_unit_is_wanted(until):
    now, given = until(suppliers_live)
    broke = now.suppliers.but(cash=np.full(len(now.suppliers), -1e6))
    assert set(suppliers_live(now.but(suppliers=broke), given).suppliers.id.tolist()).isdisjoint(broke.id.tolist())
    nothing = now.hands_on(Needs(np.zeros(given.pairs)))
    hungry = now.hands_on(Needs(np.full(given.pairs, 5.0 * given["market_unit"])))
    assert set(suppliers_live(nothing, given).suppliers.id.tolist()) <= set(now.suppliers.id.tolist())
    assert suppliers_live(hungry, given).suppliers.weight.sum() > now.suppliers.weight.sum() + 1000


def test_land_outside_zones_never_shrinks(until):
    now, given = until(places_adapt)
    cells = len(given.map.grid)
    after = places_adapt(now, given)
    assert (after.land.plots[:cells] >= now.land.plots[:cells]).all()
    assert after.land.pool.sum() == pytest.approx(1.0, rel=1e-12)
