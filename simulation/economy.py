"""Everything that changes (`Economy`) and everything that does not (`Given`)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from simulation.agents.firms.state import Firms
from simulation.agents.suppliers.state import Suppliers
from simulation.country.country import Country
from simulation.engine.compiling import compiled
from simulation.engine.luck import Luck
from simulation.engine.table import Column
from simulation.engine.threads import spread
from simulation.finance.ledger import Flow
from simulation.geography.freight import Freight
from simulation.geography.maps import Map
from simulation.markets.places import Blocks, Neighbourhood
from simulation.markets.world import Paths
from simulation.surroundings import Fields, Land, Nation
from simulation.today import Handed, OfFirms, OfSuppliers, Today

if TYPE_CHECKING:
    from typing import Unpack

    from simulation.institutions.state import Institutions, Services
    from simulation.scenario.schema import Scenario


@dataclasses.dataclass(frozen=True, eq=False)
class Specialties:
    """What each specialty is like: one column a meaning, one row a specialty."""

    names: tuple[str, ...]
    titles: tuple[str, ...]
    alpha: Column
    base_wage: Column
    """[USD mn a worker and quarter, at the nation's mean tightness]"""
    materials_share: Column
    import_share: Column
    """Share of inputs bought abroad."""
    power_share: Column
    services_share: Column
    factor_share: Column
    """Capital and labour's share of sales."""
    export_share: Column
    capital_per_worker: Column
    mean_workers: Column
    firms_at_start: Column
    entry_weight: Column
    """Factor on all who found a firm of it, so that births replace those who close at constant demand."""
    ticket_at_start: Column
    externalities: Column
    """1 where neighbours matter, 0 for `other`."""
    hears: Column
    """Whether its home demand follows the output of each other one, who buys of it [specialties, specialties; bool]."""

    def __len__(self) -> int:
        return len(self.names)

    def columns(self) -> dict[str, Column]:
        """Columns by the names that rules ask for."""
        others = ("names", "titles", "hears")
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self) if f.name not in others}


@dataclasses.dataclass(frozen=True)
class Fitted:
    """What was fitted once at quarter zero, so that the economy starts near its steady state."""

    base_tfp: Column
    home_demand: Column
    world_demand: Column
    home_rivals: Column
    """W: weight of the rest of the market at home."""
    world_rivals: Column
    export_weight: Column
    """X0: weight of this country's makers abroad."""
    product_constant: Column
    """kappa: makes the expected mix of newcomers equal to the firms' shares."""
    local_births: float
    """Local founders who try, a year."""
    pass_rate: Column
    """Share of founders whose funds reach the ticket, by specialty."""
    output: Column
    """Units made at quarter zero, by specialty."""
    home_sales: Column
    """Sales at home at quarter zero by specialty [USD mn a quarter]."""
    world_sales: Column
    reference_power: float
    supplier_price: Column
    """Cost level of suppliers, so that their mean price is 1."""
    bank_credit: float
    """Firms' debt at quarter zero [USD mn]."""


@dataclasses.dataclass(frozen=True)
class Given:
    """What a run is given and does not change."""

    scenario: Scenario
    country: Country
    weight: float
    """Firms that the row of a small one stands for."""
    luck: Luck
    map: Map
    specialties: Specialties
    numbers: Mapping[str, float]
    """Behavioural parameters by name, switched-off mechanisms already set to nothing."""
    reach_weights: Column
    """exp(-d/delta) of each link of the map's kernel."""
    commuting_weights: Column
    road_weights: Column
    """Factor of each link on the weight of a supplier."""
    blocks: Blocks
    neighbourhood: Neighbourhood
    founder_odds: Column
    """Odds of a founder being born at each site, by people; none in zones."""
    paths: Paths
    freight: Freight
    fitted: Fitted | None = None

    def __getitem__(self, name: str) -> float:
        return self.numbers[name]

    @property
    def pairs(self) -> int:
        """Number of (cell, specialty) pairs; pair = cell * specialties + specialty."""
        return len(self.map.grid) * len(self.specialties)

    def does(self, mechanism: str) -> bool:
        """Whether a mechanism is on in this scenario."""
        return bool(getattr(self.scenario.mechanisms, mechanism))

    @property
    def fit(self) -> Fitted:
        """What was fitted at quarter zero."""
        if self.fitted is None:
            raise RuntimeError("the economy has not been fitted yet")
        return self.fitted


@dataclasses.dataclass(frozen=True)
class Economy:
    """All that changes from quarter to quarter."""

    quarter: int
    firms: Firms
    suppliers: Suppliers
    land: Land
    nation: Nation
    institutions: Institutions
    services: Services | None = None
    fields: Fields | None = None
    flows: tuple[Flow, ...] = ()
    """Payments of this quarter."""
    opening: Mapping[str, float] = dataclasses.field(default_factory=dict)
    """Deposits of every sector before the first payment of the quarter [USD mn]."""
    opening_institutions: Institutions | None = None
    births: Firms | None = None
    """Firms born this quarter."""
    deaths: Mapping[str, float] = dataclasses.field(default_factory=dict)
    """Firms closed this quarter by cause."""
    today: Today = dataclasses.field(default_factory=Today)
    """What phases of this quarter hand on to later ones."""

    def but(self, **changed: Unpack[Changes]) -> Economy:
        """The same economy with these parts replaced; where rows came or went, today's columns of them are gone."""
        today = changed.get("today", self.today)
        if changed.get("firms", self.firms).id is not self.firms.id:
            today = today.without(OfFirms)
        if changed.get("suppliers", self.suppliers).id is not self.suppliers.id:
            today = today.without(OfSuppliers)
        return Economy(**{**self.__dict__, **changed, "today": today})

    def hands_on(self, *parts: Handed) -> Economy:
        """The same economy in which later phases of the quarter can read these too."""
        for part in parts:
            agents = self.firms if isinstance(part, OfFirms) else self.suppliers
            if isinstance(part, OfFirms | OfSuppliers) and len(part) != len(agents):
                raise ValueError(f"{type(part).__name__} has {len(part)} rows for {len(agents)} agents")
        return self.but(today=self.today.plus(*parts))

    def paid(self, *flows: Flow) -> Economy:
        """The same economy with these payments on record."""
        return self.but(flows=self.flows + flows)

    @property
    def here(self) -> Fields:
        """What places offer this quarter."""
        if self.fields is None:
            raise RuntimeError("infrastructure_serves has not run in this quarter")
        return self.fields


class Changes(TypedDict, total=False):
    """The parts of an economy, as `but` replaces them."""

    quarter: int
    firms: Firms
    suppliers: Suppliers
    land: Land
    nation: Nation
    institutions: Institutions
    services: Services | None
    fields: Fields | None
    flows: tuple[Flow, ...]
    opening: Mapping[str, float]
    opening_institutions: Institutions | None
    births: Firms | None
    deaths: Mapping[str, float]
    today: Today


@compiled
def _places(low, high, cell_of_site, site, specialty, kinds, cell, pair):  # type: ignore[no-untyped-def]
    for i in range(low, high):
        cell[i] = cell_of_site[site[i]]
        pair[i] = cell[i] * kinds + specialty[i]


def places_of(given: Given, sites: Column, specialties: Column) -> tuple[Column, Column]:
    """Cell, and index of the (cell, specialty) pair, of each row."""
    cell, pair = np.empty(sites.size, dtype=np.int64), np.empty(sites.size, dtype=np.int64)
    fixed = given.map.cell_of_site, sites, specialties, len(given.specialties), cell, pair
    spread(lambda low, high: _places(low, high, *fixed), sites.size, ns=2)
    return cell, pair


def pairs_of(given: Given, cells: Column, specialties: Column) -> Column:
    """Index of the (cell, specialty) pair of each row."""
    return cells * len(given.specialties) + specialties


def cells_of(given: Given, sites: Column) -> Column:
    """Cell in which each site lies."""
    return np.asarray(given.map.cell_of_site)[sites]
