"""Prices, demand and output of a whole quarter."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from simulation.agents.firms.settling import noise, overhead
from simulation.engine.table import total_by
from simulation.phases.bills import bills_are_paid, firms_repay
from simulation.phases.growth import firms_invest
from simulation.phases.handed_on import Bills, BillsInAll, Demand, InputOrders, InputsInAll, Prices, RepaidInAll
from simulation.phases.production import buyers_choose, demand, firms_hire_and_produce, firms_price
from simulation.phases.suppliers import firms_source
from simulation.phases.world import the_world_moves
from simulation.today import Today


def test_a_new_quarter_starts_with_a_clean_slate_and_the_same_firms(country):
    now, given = country
    after = the_world_moves(now, given)
    assert after.quarter == now.quarter + 1
    assert (after.flows, after.births, after.deaths, after.today) == ((), None, {}, Today())
    assert sorted(after.firms.id.tolist()) == sorted(now.firms.id.tolist())
    assert (np.diff(after.firms.site) >= 0).all() or after.quarter % 4


def test_every_price_is_the_markup_over_cost(until):
    now, given = until(firms_price)
    after = firms_price(now, given)
    assert after.firms.price == pytest.approx(given["markup"] * after.today[Prices].unit_cost, rel=1e-14)
    assert 0.5 < np.median(after.firms.price) < 1.5


def test_dearer_inputs_raise_prices_by_materials_share(until):
    now, given = until(firms_price)
    base = firms_price(now, given).firms.price
    inputs = now.today[InputOrders]
    dear = now.hands_on(inputs.but(input_price=inputs.input_price + 0.1))
    rise = firms_price(dear, given).firms.price - base
    assert rise == pytest.approx(
        0.1 * given["markup"] * given.specialties.materials_share[now.firms.specialty], rel=1e-9
    )


def test_a_firm_that_asks_more_sells_less_and_its_rivals_sell_more(until):
    now, given = until(firms_price)
    base = buyers_choose(firms_price(now, given), given)
    price = now.today[InputOrders].input_price.copy()
    one = int(np.argmax(now.firms.workers))
    price[one] *= 1.3
    after = buyers_choose(firms_price(now.hands_on(now.today[InputOrders].but(input_price=price)), given), given)
    rivals = (now.firms.specialty == now.firms.specialty[one]) & (np.arange(len(now.firms)) != one)
    strangers = now.firms.specialty != now.firms.specialty[one]
    assert after.today[Demand].wanted[one] < base.today[Demand].wanted[one]
    assert (after.today[Demand].wanted[rivals] > base.today[Demand].wanted[rivals]).all()
    assert after.today[Demand].wanted[strangers].tolist() == base.today[Demand].wanted[strangers].tolist()


def test_home_demand_is_shared_by_firms_and_the_rest_of_the_market(until):
    now, given = until(buyers_choose)
    after = buyers_choose(now, given)
    kinds = len(given.specialties)
    home, _, (rivals, _) = demand(now, given)
    weights = total_by(now.firms.specialty, now.firms.weight * now.today[Prices].home_weight, kinds)
    assert after.nation.home_pull * (given.fit.home_rivals * rivals + weights) == pytest.approx(home, rel=1e-13)
    pair = now.here.pair["tau_home"][given.map.cell_of_site[now.firms.site] * kinds + now.firms.specialty]
    bought = now.firms.weight * after.today[Demand].wanted_at_home
    spent = total_by(now.firms.specialty, bought * now.firms.price * pair, kinds)
    assert spent == pytest.approx(home * weights / (given.fit.home_rivals * rivals + weights), rel=1e-12)


def test_nobody_makes_more_than_is_wanted_or_inputs_allow(until):
    now, given = until(firms_hire_and_produce)
    after = firms_hire_and_produce(now, given)
    assert (after.firms.output <= now.today[Demand].wanted * (1.0 + 1e-12)).all()
    use = after.firms.output * given.specialties.materials_share[now.firms.specialty]
    assert (use <= now.firms.stock * (1.0 + 1e-12)).all()
    assert after.firms.output.sum() > 0.5 * now.today[Demand].wanted.sum()


def test_without_stock_nothing_is_made(until):
    now, given = until(firms_hire_and_produce)
    bare = now.but(firms=now.firms.but(stock=np.zeros(len(now.firms))))
    after = firms_hire_and_produce(bare, given)
    assert after.firms.output.sum() == after.firms.home_sales.sum() == after.firms.exports.sum() == 0.0


def test_value_added_is_wages_rents_taxes_interest_wear_and_profit(until):
    now, given = until(bills_are_paid)
    after = bills_are_paid(now, given)
    bills, firms, kinds = after.today[Bills], after.firms, now.firms.specialty
    luck = given.luck.normal("profit", now.quarter, firms.id)
    unexplained = noise(firms.output, firms.price, luck, given["profit_noise"])
    work = {"labour_efficiency": now.here.nation["labour_efficiency"], "overhead_workers": given["overhead_workers"]}
    running = overhead(
        given.specialties.base_wage[kinds], *work.values(), firms.workers, given["fixed_cost_elasticity"]
    )
    assert firms.all_of(running) == pytest.approx(after.today[BillsInAll].overhead, rel=1e-12)
    parts = bills.wage_bill + running + bills.rent_bill - unexplained + bills.interest
    parts = parts + given["wear"] * after.firms.capital + bills.profit_tax_paid + after.firms.profit
    assert after.firms.value_added == pytest.approx(parts, rel=1e-9, abs=1e-12)


def test_trade_credit_defers_bills_only_where_there_is_a_supplier(until):
    now, given = until(bills_are_paid)
    after = bills_are_paid(now, given)
    has = now.today[InputOrders].supplier_row >= 0
    assert after.firms.payables[~has].sum() == 0.0
    assert after.firms.payables[has].sum() > 0.0
    assert (after.firms.payables <= now.today[InputOrders].supplier_bill).all()


def test_a_near_supplier_waits_for_more_of_its_bill(until):
    now, given = until(bills_are_paid)
    share = bills_are_paid(now, given).firms.payables / np.maximum(now.today[InputOrders].supplier_bill, 1e-300)
    served = now.today[InputOrders].supplier_bill > 0.0
    near = served & (now.today[InputOrders].nearby > 0.0)
    assert share[near] == pytest.approx(given["deferred_share"] + given["deferred_share_nearby"])
    assert share[served & ~near] == pytest.approx(given["deferred_share"])


def test_firms_owe_less_after_they_repay_unless_the_till_is_empty(until):
    now, given = until(firms_repay)
    after = firms_repay(now, given)
    paid_well = now.firms.cash > now.today[Bills].interest + now.firms.debt
    assert after.firms.debt[paid_well] == pytest.approx(now.firms.debt[paid_well] * (1.0 - given["repayment"]))
    poor = now.but(firms=now.firms.but(cash=np.full(len(now.firms), -1e-4)))
    drawn = firms_repay(poor, given)
    assert (drawn.firms.debt >= poor.firms.debt).all()
    assert drawn.firms.debt.sum() > poor.firms.debt.sum()


def test_investment_is_paid_by_cash_and_credit_and_credit_is_rationed(until):
    now, given = until(firms_invest)
    after = firms_invest(now, given)
    bought = after.firms.capital - now.firms.capital * (1.0 - given["wear"])
    lent = after.firms.debt - now.firms.debt
    assert bought.min() >= -1e-15
    assert lent.min() >= 0.0
    assert (lent <= bought + 1e-12).all()
    assert (after.firms.cash <= now.firms.cash + 1e-12).all()
    supply = (
        given["supply_growth"] * max(now.nation.bank_credit, given.fit.bank_credit)
        + now.today[RepaidInAll].amortisation
    )
    assert lent.sum() <= supply * (1.0 + 1e-9)


def test_banks_that_do_not_lend_leave_firms_smaller(until):
    now, given = until(firms_invest)
    poor = now.but(
        firms=now.firms.but(cash=np.zeros(len(now.firms))),
    ).hands_on(RepaidInAll(0.0))
    tight = dataclasses.replace(given, numbers={**given.numbers, "supply_growth": 0.0})
    assert firms_invest(poor, tight).firms.capital.sum() < firms_invest(poor, given).firms.capital.sum()
    assert firms_invest(poor, tight).firms.debt.sum() == now.firms.debt.sum()


def test_a_firm_without_a_supplier_buys_at_the_import_price(until):
    now, given = until(firms_source)
    alone = now.but(suppliers=now.suppliers.take(np.zeros(len(now.suppliers), dtype=bool)))
    after = firms_source(alone, given)
    at = given.specialties
    kind = now.firms.specialty
    abroad = now.here.pair["abroad_price"][given.map.cell_of_site[now.firms.site] * len(at) + kind]
    instead = given["supplied_share"] * abroad * (1.0 + given["import_premium"]) + 1.0 - given["supplied_share"]
    assert after.today[InputOrders].input_price == pytest.approx(
        at.import_share[kind] * abroad + (1 - at.import_share[kind]) * instead
    )
    assert after.today[InputOrders].supplier_bill.sum() == 0.0
    abroad_before = firms_source(now, given).today[InputsInAll].bought_abroad
    assert after.today[InputsInAll].bought_abroad > abroad_before
