"""The fast engine is the model: firms and suppliers acting one by one in plain Python give the same bits."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from one_by_one.country import Country
from one_by_one.quarter import advance as advance_one_by_one

from simulation import load
from simulation.agents.firms.state import FounderKind
from simulation.phases.failure import firms_fail
from simulation.phases.handed_on import TradeCredit
from simulation.phases.supplier_lives import suppliers_live
from simulation.quarter import QUARTER, advance
from simulation.quarter_zero.start import begin
from simulation.today import OfFirms

SMALL = {
    "plain.rows": 12, "plain.columns": 12, "plain.towns": 6, "plain.firms_at_1_10": 300, "plain.specialties": 4,
    "run_in_quarters": 4,
}  # fmt: skip
HANDED_ON = 23
"""Columns that phases hand on, but for rows and places, which the twin has as objects."""
START, EVE_OF_THE_ANCHORS = "2021Q1", 38
"""One anchor a year comes to each zone in the last quarter of a year of the schedule."""
POLICIES = {
    "hall": {
        "instrument": "specialised_market", "where": "all", "start": START, "specialty": "textiles_weaving",
        "stalls": 900, "cost_usd_mn": 50.0, "build_quarters": 4, "paid_by": "treasury",
    },
    "park": {
        "instrument": "supplier_park", "where": "all", "start": START, "specialty": "garments_knitwear",
        "unit_relief_pct": 60.0,
    },
    "courses": {
        "instrument": "training", "where": "cpec", "start": START, "people_per_quarter": 500,
        "cost_usd_per_person": 300.0, "paid_by": "grant",
    },
    "holiday": {"instrument": "tax_holiday", "start": START, "relief_pct": 80.0, "holiday_quarters": 40},
    "fairs": {
        "instrument": "trade_promotion", "start": START, "world_demand_lift_pct": 5.0, "ramp_quarters": 8,
        "cost_usd_mn_per_year": 10.0,
    },
    "anchors": {
        "instrument": "invited_anchor", "where": "all", "start": START, "specialty": "home_textiles",
        "firms_per_year": 1.0, "workers_per_firm": 50.0, "grant_usd_mn_per_firm": 0.0,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def plain(checkout):
    """The plain map with some 3,000 firms of four specialties in some 400 rows: small ones stand for ten."""
    return load(checkout / "scenarios/plain/marshall.toml").but(SMALL)


@pytest.fixture(scope="module")
def pakistan(checkout):
    """Pakistan with its zones, authorities and loans: some 900 rows, of which only very large firms stand alone."""
    asked = {
        "scale": 0.001, "run_in_quarters": 1, "policy": POLICIES, "behaviour.sampling.alone_from_workers": 1000.0,
    }  # fmt: skip
    return load(checkout / "scenarios/pakistan/baseline.toml").but(asked)


def same_bits(one, other):
    """Whether two columns are equal to the last bit."""
    one, other = np.atleast_1d(np.asarray(one)), np.atleast_1d(np.asarray(other))
    if one.size != other.size or one.dtype.itemsize != other.dtype.itemsize:
        return False
    return np.array_equal(one.view(np.uint64), other.view(np.uint64))


def differences(now, country):
    """Names of everything in which the engine and the twin differ, order of rows included."""
    pairs = {}
    for kind, engine, twin in (
        ("firms", now.firms, country.table_of_firms()),
        ("suppliers", now.suppliers, country.table_of_suppliers()),
    ):
        pairs |= {f"{kind}.{name}": (column, getattr(twin, name)) for name, column in engine.columns().items()}
    pairs |= {"plots": (now.land.plots, country.plots), "pool": (now.land.pool, country.pool)}
    pairs |= {
        f"nation.{f.name}": (getattr(now.nation, f.name), country.nation[f.name])
        for f in dataclasses.fields(now.nation)
    }
    pairs["births"] = (now.births.id, np.array([firm.id for firm in country.births], dtype=np.uint64))
    pairs["deaths"] = ([now.deaths[why] for why in ("closed", "failed")], list(country.deaths.values()))
    zones, theirs = now.institutions.zones, country.institutions.zones
    pairs |= {f"zones.{n}": (c, theirs.columns()[n]) for n, c in zones.columns().items() if c.dtype == np.float64}
    return [name for name, (one, other) in pairs.items() if not same_bits(one, other)]


def played(now, given):
    """The engine's next quarter, and what its phases handed on of each firm and supplier: (identities, table)."""
    handed = []
    for phase in QUARTER:
        if phase is firms_fail:
            handed += [(now.firms.id, part) for part in now.today.parts.values() if isinstance(part, OfFirms)]
        if phase is suppliers_live:
            handed += [(now.suppliers.id, now.today[TradeCredit])]
        now = phase(now, given)
    return now, handed


def unlike_days(handed, agents):
    """Names of what phases handed on that the quarter did not bring the twin's agents so; and of all compared."""
    unlike, compared = [], []
    for identities, part in handed:
        days = [agents[identity].today for identity in identities.tolist()]
        for name, column in part.columns().items():
            if column.dtype == np.float64 and all(name in day for day in days):
                compared += [name]
                if not same_bits(column, [day[name] for day in days]):
                    unlike += [f"{type(part).__name__}.{name}"]
    return unlike, compared


def walk(now, given, quarters):
    """Both for some quarters; both must have the same bits after each. Returns the engine's economies."""
    country, seen = Country(now, given), []
    for _ in range(quarters):
        now, handed = played(now, given)
        agents = {agent.id: agent for agent in (*country.firms, *country.suppliers)}
        advance_one_by_one(country)
        assert differences(now, country) == [], f"after quarter {now.quarter}"
        unlike, compared = unlike_days(handed, agents)
        assert unlike == [], f"handed on in quarter {now.quarter}"
        assert len(compared) >= HANDED_ON
        seen.append(now)
    return seen


def test_three_years_of_firms_acting_one_by_one_are_the_engines_to_the_last_bit(plain):
    now, given = begin(plain)
    seen = walk(now, given, 12)
    assert all(len(now.firms) > 200 and len(now.suppliers) > 10 for now in seen)
    assert sum(len(now.births) for now in seen) > 20
    assert {int(kind) for now in seen for kind in now.births.kind} >= {1, 2, 3}

    assert set(now.firms.weight.tolist()) >= {1.0, 10.0}


def test_the_twin_follows_where_rows_part(plain):
    now, given = begin(plain.but({"behaviour.sampling.alone_from_workers": 12.0}))
    alone = now.firms.weight == 1.0
    several = now.firms.id[~alone]
    seen = walk(now, given, 3)
    after = seen[-1].firms
    assert np.isin(after.id[after.weight == 1.0], several).any()


def test_the_twin_follows_where_every_firm_has_a_row(plain):
    now, given = begin(plain.but({"scale": 1.0, "plain.firms_at_1_10": 100}))
    seen = walk(now, given, 4)
    assert all((now.firms.weight == 1.0).all() and (now.suppliers.weight == 1.0).all() for now in seen)


@pytest.mark.parametrize("mechanism", ["suppliers", "local_founders", "trade_credit", "ticket"])
def test_the_twin_follows_where_a_mechanism_is_off(plain, mechanism):
    walk(*begin(plain.but({f"mechanisms.{mechanism}": False})), 4)


def test_the_twin_follows_local_profit_price_wars_and_costs_of_technique(plain):
    heard = {"entry.local_profit_weight": 0.8, "costs.price_war": 0.4, "costs.fixed_cost_elasticity": 1.0}
    walk(*begin(plain.but({f"behaviour.{name}": value for name, value in heard.items()})), 8)


def test_the_twin_follows_zones_authorities_loans_and_policies(pakistan):
    now, given = begin(pakistan)
    while now.quarter < EVE_OF_THE_ANCHORS:
        now = advance(now, given)
    assert (now.firms.hectares > 0.0).any()
    seen = walk(now, given, 2)
    assert any(FounderKind.INVITED in now.births.kind for now in seen)
    assert seen[-1].here.pair["market_gain"].any()
