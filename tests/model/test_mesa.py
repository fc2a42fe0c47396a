"""A walk through a model by Mesa's own idioms, on whichever Mesa is installed (3.3 below Python 3.12, 3.5 above)."""

import copy
import pickle
import subprocess
import sys

import mesa
import numpy as np
import pytest
from mesa.discrete_space import CellAgent, OrthogonalMooreGrid

from simulation import load, run
from simulation.economy import places_of
from simulation.model import Firm, GoneError, Model, PowerCompany, ReadOnlyError, Supplier, ZoneAuthority, layers
from simulation.model.model import KINDS
from simulation.phases.production import priced
from simulation.policy import INSTRUMENTS
from simulation.scenario.schema import Scenario

SMALL = {
    "plain.rows": 20,
    "plain.columns": 20,
    "plain.towns": 8,
    "plain.firms_at_1_10": 800,
    "run_in_quarters": 2,
    "quarters": 6,
}


@pytest.fixture(scope="module")
def scenario(checkout):
    return load(checkout / "scenarios/plain/marshall.toml").but(SMALL)


@pytest.fixture
def model(scenario):
    made = scenario.model(seed=3)
    made.step()
    return made


@pytest.fixture(scope="module")
def country(checkout):
    made = load(checkout / "scenarios/pakistan/baseline.toml").but(scale=0.01, run_in_quarters=1).model(seed=1)
    made.step()
    return made


def test_a_model_walks_through_mesas_idioms(model):
    firms = model.agents_by_type[Firm]
    assert isinstance(model, mesa.Model)
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)
    assert len(model.agents) == sum(len(agents) for agents in model.agents_by_type.values())
    large = firms.select(lambda firm: firm.workers > 20.0)
    assert 0 < len(large) < len(firms)
    assert len(large.select(at_most=3)) == 3
    workers = firms.groupby("specialty_name").agg("workers", sum)
    assert sum(workers.values()) == pytest.approx(firms.agg("workers", sum))
    assert [firm.workers for firm in firms.sort("workers")][:2] == sorted(firms.get("workers"))[:-3:-1]
    seen = []
    firms.shuffle_do(lambda firm: seen.append(firm.unique_id))
    assert sorted(seen) == sorted(firms.get("unique_id"))
    assert seen != firms.get("unique_id")
    assert firms.map("credit_limit")[:3] == [firm.credit_limit() for firm in list(firms)[:3]]
    assert firms.do("step") is firms
    assert next(iter(firms)) in firms


def all_of(agents, name):
    """What all firms have that the rows of these agents stand for."""
    return sum(agent.weight * getattr(agent, name) for agent in agents)


def test_agents_with_what_they_stand_for_are_the_nations_table(scenario):
    made, table = scenario.model(seed=3), run(scenario, seed=3).nation
    made.run_model()
    last = table.iloc[-1]
    assert made.steps == scenario.quarters
    assert not made.running
    assert made.quarter == last["quarter"]
    assert all_of(made.agents_by_type[Firm], "workers") == pytest.approx(last["workers"], rel=1e-9)
    assert made.agents_by_type[Supplier].agg("weight", sum) == pytest.approx(last["suppliers"])
    assert made.nation["exports_usd_mn"] == pytest.approx(last["exports_usd_mn"], rel=1e-12)


def test_a_data_collector_takes_model_and_agents(model):
    model.datacollector = mesa.DataCollector(
        model_reporters={"jobs": lambda m: m.nation["workers"], "quarter": "quarter"},
        agent_reporters={"cash": "cash", "place": lambda agent: agent.pos},
        agenttype_reporters={Firm: {"price": "price", "cost": Firm.unit_cost}},
    )
    model.step()
    model.step()
    told, agents = model.datacollector.get_model_vars_dataframe(), model.datacollector.get_agent_vars_dataframe()
    assert told["quarter"].tolist() == ["2015Q2", "2015Q3"]
    assert len(agents.loc[3]) == len(model.agents)
    assert agents.loc[3].index.is_unique
    prices = model.datacollector.get_agenttype_vars_dataframe(Firm)
    assert (prices["price"] > 0.5).all()
    assert (prices["cost"] > 0.0).all()


def test_the_model_collects_its_headlines_by_itself(model):
    told = model.datacollector.get_model_vars_dataframe()
    assert len(told) == 2
    assert told["workers"].iloc[-1] == model.nation["workers"]


def test_cells_and_neighbourhoods_know_who_is_there(model):
    grid, firms = model.grid, model.agents_by_type[Firm]
    assert isinstance(grid, OrthogonalMooreGrid)
    cell = next(iter(firms.sort("workers"))).cell
    assert all(firm in cell.agents for firm in firms if firm.cell is cell)
    assert not cell.is_empty
    assert not cell.empty
    assert len(cell.neighborhood) == 8
    around = list(cell.get_neighborhood(radius=2, include_center=True).agents)
    assert set(cell.agents) <= set(around)
    assert set(cell.neighborhood.select(lambda c: c.workers > 0.0).agents) <= set(around)
    assert grid.torus
    assert len(grid[0, 0].neighborhood) == 8
    assert len(grid.agents) == len(firms) + len(model.agents_by_type[Supplier])
    assert all(not cell.agents for cell in grid.empties)
    assert grid.select_random_empty_cell().is_empty


def test_property_layers_follow_the_economy(model):
    grid = model.grid
    for _ in range(2):
        assert grid.workers.aggregate(np.sum) == pytest.approx(all_of(model.agents_by_type[Firm], "workers"))
        busiest = grid.select_cells(extreme_values={"workers": "highest"})
        cell = grid[tuple(int(n) for n in busiest[0])]
        assert cell.workers == pytest.approx(sum(a.weight * a.workers for a in cell.agents if isinstance(a, Firm)))
        assert cell.wage > 100.0
        model.step()
    assert {"land", "people", "rent", "workers_product_a"} <= set(layers.names(model.given))


def test_a_view_stays_the_same_agent_while_its_firm_lives(model):
    firms = list(model.agents_by_type[Firm])
    kept = model.agents_by_type[Firm].select(lambda firm: firm.workers < 1e9)
    before = {firm: firm.workers for firm in firms}
    while all(firm.alive for firm in firms):
        model.step()
    gone = [firm for firm in firms if not firm.alive]
    assert any(firm.workers != before[firm] for firm in firms if firm.alive)
    assert all(firm in model.agents_by_type[Firm] for firm in firms if firm.alive)
    assert not any(firm in model.agents_by_type[Firm] for firm in gone)
    with pytest.raises(GoneError, match="no longer in the economy of"):
        _ = gone[0].workers
    firms.clear()
    before.clear()
    assert len(kept) >= len([firm for firm in kept if firm.alive]) > 0


def test_every_column_is_a_property():
    for kind in KINDS:
        missing = [name for name in kind.table.names() if not hasattr(getattr(kind, name, None), "levers")]
        assert missing == []


def test_a_firm_answers_as_the_table_does(model):
    economy, given = model.economy, model.given
    firms = model.agents_by_type[Firm]
    inputs = np.array(firms.map("input_price"))
    places = places_of(given, economy.firms.site, economy.firms.specialty)
    table = priced(economy, given, economy.firms, places, inputs)
    for row, firm in list(enumerate(firms))[::97]:
        assert firm.quoted_price() == table.quoted_price[row]
        assert firm.productivity() == table.tfp[row]
    bought = [firm for firm in firms if firm.supplied_by]
    assert all(firm in firm.supplied_by.customers for firm in bought[:5])
    seller = bought[0].supplied_by
    assert seller.quoted_price() == pytest.approx(seller.price, rel=0.1)
    assert seller.next_capacity() == pytest.approx(seller.capacity, rel=0.06)


@pytest.mark.parametrize(
    ("attempt", "named"),
    [
        (lambda firm: setattr(firm, "workers", 3.0), "behaviour.growth.hiring_speed"),
        (lambda firm: setattr(firm, "colour", "red"), "invited_anchor"),
        (lambda firm: setattr(firm, "cell", None), "behaviour.choice.relocation_look"),
        (lambda firm: firm.move_to(firm.cell), "plot_subsidy"),
        (lambda firm: firm.remove(), "behaviour.exit.base_hazard"),
        (lambda firm: delattr(firm, "cash"), "tax_holiday"),
        (lambda firm: firm.model.agents.set("price", 1.0), "behaviour"),
        (lambda firm: setattr(firm.cell, "wage", 1.0), "behaviour.labour.wage_elasticity"),
        (lambda firm: firm.model.grid.rent.set_cells(1.0), "behaviour.land.rent_share"),
        (lambda firm: firm.model.grid.rent.modify_cells(np.square), "behaviour.land.rent_share"),
        (lambda firm: setattr(firm.model.grid.rent, "data", 1.0), "behaviour.land.rent_share"),
        (lambda firm: setattr(firm.model, "agents", []), "behaviour.entry.newcomer_rate"),
    ],
)
def test_nothing_is_changed_through_a_view(model, attempt, named):
    with pytest.raises(ReadOnlyError, match=named):
        attempt(next(iter(model.agents_by_type[Firm])))


def levers():
    """Every setting and instrument that an error may name."""
    shown = [getattr(kind, name) for kind in KINDS for name in kind.table.names()]
    named = [lever for each in shown for lever in each.levers]
    named += [lever for kind in KINDS for lever in (*kind.levers, *kind.moving)]
    return sorted({*named, *layers.OTHERWISE, *(lever for each in layers.LEVERS.values() for lever in each)})


@pytest.mark.parametrize("lever", levers())
def test_an_error_names_settings_and_instruments_that_exist(lever):
    instruments = {each.name() for each in INSTRUMENTS}
    if "." not in lever:
        assert lever in instruments
        return
    schema = Scenario.model_json_schema()
    node = schema
    for part in lever.split("."):
        node = _within(node, part, schema)


def _within(node, part, schema):
    """What the schema says of a key inside a node."""
    found = node["properties"][part] if part in node.get("properties", {}) else node["additionalProperties"]
    found = next((each for each in found.get("anyOf", ()) if "$ref" in each), found)
    return schema["$defs"][found["$ref"].rsplit("/", 1)[1]] if "$ref" in found else found


def test_agents_of_your_own_join_the_economys(model):
    class Inspector(CellAgent):
        def __init__(self, model, cell):
            super().__init__(model)
            self.cell = cell

    nobodys = next(iter(model.grid.empties))
    inspector = Inspector(model, nobodys)
    assert inspector in model.agents
    assert list(model.agents_by_type[Inspector]) == [inspector]
    assert nobodys.agents == [inspector]
    model.step()
    assert not nobodys.empty
    assert Inspector in model.agent_types


def test_a_copy_goes_its_own_way_to_the_same_future(model):
    assert len(model.grid.agents) > 0
    for twin in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):  # noqa: S301 our own bytes
        twin.step()
        assert twin.grid.model is twin
        assert (twin.steps, twin.quarter) == (2, "2015Q2")
        assert model.quarter == "2015Q1"
    model.step()
    assert twin.nation == model.nation


def test_mesas_batch_run_varies_seeds_and_settings(scenario):
    found = mesa.batch_run(
        Model,
        {"asked": [scenario, scenario.but(seed=2)], "mechanisms__spin_offs": [True, False]},
        max_steps=2,
        display_progress=False,
    )
    assert len({row["workers"] for row in found}) == 4


def test_pakistans_zones_and_power_companies_are_agents(country):
    zones = country.agents_by_type[ZoneAuthority]
    rashakai = next(zone for zone in zones if zone.name.startswith("Rashakai"))
    estates = zones.select(lambda zone: zone.tenants)
    assert len(zones) == 56
    assert rashakai in rashakai.cell.agents
    assert rashakai.cell.name == "Mardan"
    assert rashakai.plot_price_asked() > 0.0
    assert rashakai.works_begun() == 0.0
    assert all(tenant.zone is estate for estate in estates for tenant in estate.tenants)
    assert all(estate.upkeep_wanted() >= 0.0 for estate in estates)
    power = country.agents_by_type[PowerCompany]
    assert {company.cell for company in power} == {None}
    while country.quarter < "2016Q4":  # the first wind farms of the corridor run by then
        country.step()
    wind = next(company for company in power if company.name == "wind_solar")
    assert wind.bills_collected() > wind.operating_cost() > 0.0
    assert wind.dividend() >= 0.0
    sea = country.grid[0, 0]
    assert not sea.land
    assert sea.is_empty
    assert all_of(country.agents_by_type[Firm], "workers") == pytest.approx(country.nation["workers"])


def test_a_run_does_without_mesa(checkout):
    program = (
        "import sys, simulation.cli, simulation.run, simulation.quarter_zero.start; assert 'mesa' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=checkout)


def test_a_model_takes_its_scenario_by_that_name_too(scenario):
    assert Model(scenario=scenario).asked == scenario
    with pytest.raises(TypeError, match="a scenario, its path or its name would be right"):
        Model()
