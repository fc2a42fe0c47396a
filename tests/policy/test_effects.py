"""What instruments do: sign and size, each against the same country without it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from simulation import load
from simulation.agents.suppliers.state import suppliers
from simulation.phases.bills import bills_are_paid
from simulation.phases.choice import Choice
from simulation.phases.handed_on import Bills, Demand, Needs, Offers
from simulation.phases.institutions import authorities_act, investment_is_drawn
from simulation.phases.places import infrastructure_serves
from simulation.phases.production import buyers_choose, firms_hire_and_produce, firms_price
from simulation.phases.supplier_lives import suppliers_enter
from simulation.phases.suppliers import firms_source, suppliers_offer
from simulation.phases.world import the_world_moves
from simulation.quarter_zero.start import begin
from simulation.units import quarter_index

SEEN = (
    the_world_moves, investment_is_drawn, authorities_act, infrastructure_serves, suppliers_offer, firms_source,
    firms_price, buyers_choose, firms_hire_and_produce, bills_are_paid,
)  # fmt: skip
ZONE = "allama_iqbal"
MARKET = {
    "instrument": "specialised_market", "where": ZONE, "start": "2015Q1", "stalls": 1000, "cost_usd_mn": 8.0,
    "build_quarters": 1, "paid_by": "treasury",
}  # fmt: skip


@pytest.fixture(scope="module")
def country(checkout: Path):
    return begin(load(checkout / "scenarios" / "pakistan" / "baseline.toml").but(scale=0.003))


@pytest.fixture(scope="module")
def seen(country):
    """One quarter under a policy: `seen(tool={...})`, at a quarter of choice."""
    now, given = country

    def played(quarter="2016Q1", **tools):
        scenario = given.scenario.but({f"policy.{name}": tool for name, tool in tools.items()})
        under = dataclasses.replace(given, scenario=scenario)
        setup = dataclasses.replace(now.institutions.setup, policy=scenario.policy)
        after = now.but(quarter=quarter_index(quarter) - 1, institutions=now.institutions.but(setup=setup))
        for phase in SEEN:
            after = phase(after, under)
        return after, under

    return played


def pair(given, specialty, cell):
    return cell * len(given.specialties) + given.specialties.names.index(specialty)


def seat(given, zone=ZONE):
    return int(given.map.zones.cell[given.map.zones.keys.index(zone)])


def test_a_market_lifts_makers_near_it_and_nobody_far_away(seen):
    after, given = seen(hall=MARKET | {"specialty": "home_textiles"})
    gain = after.here.pair["market_gain"].reshape(-1, len(given.specialties))
    kind, here = given.specialties.names.index("home_textiles"), seat(given)
    links = given.map.neighbours
    near = links.other[links.start[here] : links.start[here + 1]]
    far = np.setdiff1d(np.arange(len(gain)), near)
    assert 0.0 < gain[here, kind] <= given["market_lift"]
    assert gain[far, kind].max() == 0.0
    assert np.delete(gain, kind, axis=1).max() == 0.0


def test_a_market_where_nobody_makes_its_goods_is_useless(seen):
    without, given = seen()
    makers = without.firms.specialty == given.specialties.names.index("surgical_instruments")
    seats = given.map.cell_of_site[without.firms.site[makers]]
    links, zones = given.map.neighbours, given.map.zones
    empty = [
        key
        for key, cell in zip(zones.keys, zones.cell, strict=True)
        if not np.isin(links.other[links.start[cell] : links.start[cell + 1]], seats).any()
    ]
    assert empty
    after, _ = seen(hall=MARKET | {"specialty": "surgical_instruments", "where": empty[0]})
    assert after.here.pair["market_gain"].max() == 0.0
    assert after.firms.wanted.tolist() == without.firms.wanted.tolist()


def test_a_market_sells_more_of_what_is_made_around_it(seen):
    without, given = seen()
    after, _ = seen(hall=MARKET | {"specialty": "home_textiles"})
    at = given.map.cell_of_site[after.firms.site]
    lifted = after.here.pair["market_gain"][at * len(given.specialties) + after.firms.specialty] > 0.0
    assert lifted.any()
    assert after.firms.wanted[lifted].sum() > without.firms.wanted[lifted].sum()
    kind = given.specialties.names.index("home_textiles")
    rivals = (after.firms.specialty == kind) & ~lifted
    assert (after.firms.wanted[rivals] <= without.firms.wanted[rivals]).all()


def test_a_tax_holiday_halves_the_tax_of_young_tenants_only(seen):
    tool = {"instrument": "tax_holiday", "where": "all", "start": "2015Q1", "holiday_quarters": 40, "relief_pct": 50.0}
    without, given = seen()
    after, _ = seen(holiday=tool)
    tenant = given.map.zone_of_site[after.firms.site] >= 0
    young = tenant & (after.quarter - after.firms.born < 40)
    taxed, before = after.today[Bills].profit_tax_paid, without.today[Bills].profit_tax_paid
    assert before[young].sum() > 0.0
    assert taxed[young] == pytest.approx(0.5 * before[young], rel=1e-12)
    assert (taxed[~young] == before[~young]).all()


def test_training_eases_the_labour_market_around_a_zone(seen):
    tool = {
        "instrument": "training", "where": ZONE, "start": "2015Q1", "people_per_quarter": 5000,
        "cost_usd_per_person": 400.0, "paid_by": "treasury",
    }  # fmt: skip
    without, given = seen()
    after, _ = seen(courses=tool)
    here = seat(given)
    assert after.here.cell["tightness"][here] < without.here.cell["tightness"][here]
    assert after.here.cell["wage_index"][here] < without.here.cell["wage_index"][here]
    links = given.map.neighbours
    far = np.setdiff1d(np.arange(len(given.map.grid)), links.other[links.start[here] : links.start[here + 1]])
    assert after.here.cell["wage_index"][far].tolist() == without.here.cell["wage_index"][far].tolist()
    cost = sum(amount for *_, what, amount in after.flows if what == "training")
    assert cost == pytest.approx(5000 * 400e-6)


def test_a_supplier_park_lowers_the_critical_mass_of_suppliers(seen):
    tool = {
        "instrument": "supplier_park", "where": ZONE, "specialty": "home_textiles", "start": "2015Q1",
        "unit_relief_pct": 50.0,
    }  # fmt: skip
    founded = []
    for after, given in (seen(), seen(park=tool)):
        at = pair(given, "home_textiles", seat(given))
        unmet = np.zeros(given.pairs)
        unmet[at] = 0.75 * given["market_unit"]  # short of a whole unit, beyond half of one
        born = 0
        for quarter in range(40):
            entered = suppliers_enter(after.but(quarter=quarter).hands_on(Needs(unmet)), given)
            new = entered.suppliers.take(np.arange(len(after.suppliers), len(entered.suppliers)))
            assert (new.capacity == pytest.approx(0.5 * given["supplier_unit_usd_mn"])) or len(new) == 0
            born += new.weight.sum()
        founded.append(born)
    assert founded[0] == 0
    assert founded[1] > 3


def test_in_a_supplier_park_scale_begins_sooner_for_makers_of_inputs_and_for_founders_who_need_them(seen):
    tool = {
        "instrument": "supplier_park", "where": ZONE, "specialty": "home_textiles", "start": "2015Q1",
        "unit_relief_pct": 50.0,
    }  # fmt: skip
    prices, worth = [], []
    for after, given in (seen(), seen(park=tool)):
        at, kinds = pair(given, "home_textiles", seat(given)), len(given.specialties)
        one = suppliers(
            1, id=np.array([7], dtype=np.uint64), specialty=np.array([at % kinds]), site=np.array([at // kinds]),
            capacity=given["market_unit"],
        )  # fmt: skip
        prices.append(float(suppliers_offer(after.but(suppliers=one), given).suppliers.price[0]))
        near = np.full(given.pairs, 0.75 * given["market_unit"])
        choice = Choice.of(after.hands_on(Offers(near)), given)
        worth.append(choice.values.place_value[[at, at + 1]].tolist())
    assert prices[1] / prices[0] == pytest.approx((2.0 / 3.0) ** given["scale_elasticity"])
    assert worth[1][0] > worth[0][0]  # three quarters of a unit are a market where half of one is enough
    assert worth[1][1] == worth[0][1]


def test_trade_promotion_raises_world_demand_step_by_step_and_exports_with_it(seen):
    tool = {
        "instrument": "trade_promotion", "start": "2015Q1", "specialty": "all", "world_demand_lift_pct": 20.0,
        "ramp_quarters": 8, "cost_usd_mn_per_year": 40.0,
    }  # fmt: skip
    without, given = seen()
    after, _ = seen(fairs=tool)  # five of eight quarters on the way
    full, _ = seen("2020Q1", fairs=tool)
    assert after.here.kind["trade_lift"].tolist() == pytest.approx([1.0 + 0.2 * 5 / 8] * len(given.specialties))
    assert full.here.kind["trade_lift"].tolist() == pytest.approx([1.2] * len(given.specialties))
    wanted, before = (each.today[Demand].wanted_abroad.sum() for each in (after, without))
    assert 1.0 < wanted / before <= 1.125 + 1e-9
    assert after.firms.exports.sum() > without.firms.exports.sum()


def test_a_fast_railway_lowers_delivered_cost_up_country_once_it_is_built(seen):
    tool = {
        "instrument": "transport_link", "link": "ML-1", "start": "2015Q1", "build_quarters": 4, "speed_kmh": 80.0,
        "terminal_hours": 12.0, "freight_usd_per_tonne_km": 0.01, "cost_usd_mn": 100.0, "paid_by": "treasury",
    }  # fmt: skip
    without, given = seen()
    building, _ = seen("2015Q4", ml1=tool)
    built, _ = seen("2016Q1", ml1=tool)
    name = "tau_world"
    assert (building.here.pair[name] == seen("2015Q4")[0].here.pair[name]).all()
    assert (built.here.pair[name] <= without.here.pair[name]).all()
    lahore = pair(given, "stone_ceramics", next(p.cell for p in given.map.places if p.name == "Lahore"))
    karachi = pair(given, "stone_ceramics", next(p.cell for p in given.map.places if p.name == "Karachi"))
    saved = (without.here.pair[name] - built.here.pair[name]) / (without.here.pair[name] - 1.0)
    assert saved[lahore] > 0.05
    assert saved[karachi] == 0.0
    assert sum(amount for *_, what, amount in building.flows if what == "transport") == pytest.approx(25.0)


def test_what_the_treasury_pays_for_policy_it_cannot_spend_otherwise(seen):
    after, _ = seen(hall=MARKET | {"specialty": "home_textiles", "start": "2016Q1"})
    without, _ = seen()
    cost = after.institutions.treasury.support - without.institutions.treasury.support
    assert cost == pytest.approx(8.0)


def test_a_town_without_a_zone_can_have_a_market_and_courses(seen):
    without, given = seen()
    sialkot = next(place.cell for place in given.map.places if place.name == "Sialkot")
    hall = MARKET | {"specialty": "sports_goods", "where": "sialkot"}
    courses = {
        "instrument": "training", "where": "sialkot", "start": "2015Q1", "people_per_quarter": 5000,
        "cost_usd_per_person": 400.0, "paid_by": "grant",
    }  # fmt: skip
    after, _ = seen(hall=hall, courses=courses)
    gain = after.here.pair["market_gain"]
    assert gain[pair(given, "sports_goods", sialkot)] > 0.0
    assert gain[pair(given, "textiles_weaving", sialkot)] == 0.0
    assert after.here.cell["tightness"][sialkot] < without.here.cell["tightness"][sialkot]
    payers = {payer for payer, _, what, _ in after.flows if what == "training"}
    assert payers == {"rest of the world"}


@pytest.mark.parametrize("payer", ["treasury", "grant"])
def test_works_and_plants_are_paid_by_whom_the_scenario_says(seen, payer):
    works = {
        "instrument": "infrastructure_works", "where": ZONE, "start": "2016Q1", "works_usd_mn": 8.0,
        "serviced_ha": 10.0, "build_quarters": 1, "paid_by": payer,
    }  # fmt: skip
    plant = {
        "instrument": "captive_power", "where": ZONE, "start": "2016Q1", "capacity_mw": 50.0, "cost_usd_mn": 20.0,
        "build_quarters": 1, "paid_by": payer,
    }  # fmt: skip
    without, given = seen()
    after, _ = seen(works=works, plant=plant)

    def spent(now, who):
        return sum(amount for source, *_, amount in now.flows if source == who)

    def more(who):
        return spent(after, who) - spent(without, who)

    asked = {"treasury": "treasury", "grant": "rest of the world"}
    other = asked["grant" if payer == "treasury" else "treasury"]
    assert more(asked[payer]) == pytest.approx(28.0, rel=0.05)
    assert abs(more(other)) < 0.05 * 28.0
    here = given.map.zones.keys.index(ZONE)
    works_in = after.institutions.zones.works[here] - without.institutions.zones.works[here]
    assert works_in == pytest.approx(8.0)
