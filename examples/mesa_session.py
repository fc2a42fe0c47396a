"""A short session with the Mesa model: python examples/mesa_session.py (or cell by cell in a notebook)."""

# %% A scenario becomes a Mesa model; a step is a quarter. Scale 0.02 simulates one firm in fifty.
from pathlib import Path

from simulation import load
from simulation.model import Firm, ZoneAuthority

SCENARIO = Path(__file__).parents[1] / "scenarios/pakistan/baseline.toml"
model = load(SCENARIO).but(scale=0.02).model(seed=1)
for _ in range(8):
    model.step()
print(f"{model.quarter}: {model.nation['workers']:,.0f} workers in {model.nation['firms']:,.0f} firms")

# %% Agents are Mesa agents: choose, group and add them up as ever (simulated ones: divide by the scale for the nation).
firms = model.agents_by_type[Firm]
for specialty, workers in firms.groupby("specialty_name").agg("workers", sum).items():
    print(f"  {specialty:24} {workers / model.given.scale:12,.0f} workers")

# %% One firm, and what it would decide now. Its place, its neighbours, its supplier.
largest = next(iter(firms.sort("workers")))
print(f"{largest.specialty_name} in {largest.place}: {largest.workers:,.0f} workers, {largest.founder_kind.name}")
print(f"  would ask {largest.quoted_price():.3f} a unit, would hire up to {largest.wanted_workers():,.0f}")
around = list(largest.cell.neighborhood.agents)
print(f"  {len(largest.cell.agents)} agents in its cell, {len(around)} in the eight around")

# %% The grid's layers: where wages are highest, and how many people live there.
where = model.grid.select_cells({"workers": lambda workers: workers > 10.0}, extreme_values={"wage": "highest"})[0]
cell = model.grid[int(where[0]), int(where[1])]
print(f"{cell.name}: {cell.wage:,.0f} USD a year, {cell.people:,.0f} people")

# %% Zone authorities decide in plain Python.
for zone in model.agents_by_type[ZoneAuthority].select(lambda zone: zone.programme):
    print(f"  {zone.name:45} {zone.land_serviced():6.1f} ha serviced, {len(zone.tenants)} firms")

# %% What was collected on the way; put a mesa.DataCollector of your own in its place for other figures.
told = model.datacollector.get_model_vars_dataframe()
shown = ["firms", "suppliers", "workers", "value_added_usd_mn", "exports_usd_mn", "wage_usd_per_year"]
print(told[shown].round(0).to_string())
