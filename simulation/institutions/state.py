"""All institutions of a run: what is fixed (`Setup`) and what changes (`Institutions`)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cached_property, lru_cache
from math import fsum
from typing import Any, NamedTuple

from simulation.agents.authorities.plan import ZonePlan
from simulation.agents.authorities.state import Zones
from simulation.agents.power.settings import PowerRules
from simulation.agents.power.state import Companies, Plant, PowerCompanies
from simulation.engine.table import Column, total
from simulation.finance.accounts import Account
from simulation.finance.currency import USD
from simulation.finance.external import External, Record
from simulation.finance.ledger import CENTRAL_BANK, POWER, TREASURY, ZONES
from simulation.finance.loans import Loan
from simulation.finance.nation import National
from simulation.finance.paths import MoneyPaths, Path
from simulation.finance.settings import Capacity, Channels, MoneyShock, Treasury
from simulation.finance.terms import Workout
from simulation.finance.treasury import Purse
from simulation.policy.instrument import Instrument
from simulation.policy.orders import Orders, orders_at


@dataclasses.dataclass(frozen=True)
class ZoneFacts:
    """What is known of the zones, one entry a zone."""

    keys: tuple[str, ...]
    sites: tuple[int, ...]
    groups: tuple[str, ...]
    """The group of each, by which scenarios name many at once."""
    programme: tuple[bool, ...]
    """Whether the programme of works builds it."""
    starts: tuple[int, ...]
    industrial_ha: tuple[float, ...]
    """At 1:1."""
    works_usd_mn: tuple[float, ...]
    """At 1:1."""
    plot_price_usd_per_acre: tuple[float, ...]
    allowed: Column
    """Whether a zone lets land to a specialty [zones x specialties]."""
    specialties: tuple[str, ...] = ()
    """Names of the specialties, in order."""

    @cached_property
    def borrowers(self) -> dict[str, int]:
        """Place of each zone, by its name as a borrower."""
        return {f"zone:{key}": place for place, key in enumerate(self.keys)}


class Estates(NamedTuple):
    """What is assumed of zones and estates, whatever their plans."""

    kept_share: float
    """Of the upkeep that estates need, what their owners pay."""
    quality: float
    """Infrastructure of estates."""
    focus_favour: float
    """Factor on the odds of a zone's focus specialty."""
    focus_others: float
    """Factor on the odds of all others whom the zone admits."""
    mw_per_worker: float
    """Power a worker's machines draw, by which a zone's own plant is measured."""


@dataclasses.dataclass(frozen=True, eq=False)
class Setup:
    """What a run's institutions are given and do not change."""

    paths: MoneyPaths
    facts: ZoneFacts
    plans: tuple[ZonePlan, ...]
    companies: Companies
    plants: tuple[Plant, ...]
    committed_plants: tuple[Plant, ...]
    grants: tuple[Loan, ...]
    """Loans that a scenario turns into grants."""
    channels: Channels
    treasury: Treasury
    power: PowerRules
    workouts: Mapping[str, Workout]
    shocks: tuple[MoneyShock, ...]
    stop_after: int | None
    further_loan_share: float
    """Share of the further plan's works that its loans pay."""
    committed_service: Path
    """External service of the reference book on its committed terms [mn USD of 2020]."""
    committed_own: Path
    """Of it, service on the government's own loans."""
    account: Record | None
    """The recorded external account; None where the seeds have none."""
    capacity: Capacity
    committed_receivables: Path
    """Receivables of power companies on the baseline [mn USD of 2020]."""
    policy: Mapping[str, Instrument]
    """Instruments by name."""
    estates: Estates

    def shock(self, what: str, quarter: int) -> float:
        """Sum of the named shocks of a kind in a quarter [%]."""
        return fsum(shock.at(quarter) for shock in self.shocks if shock.what == what)

    def stopped(self, quarter: int) -> bool:
        """Whether the programme of works has been stopped."""
        return self.stop_after is not None and quarter > self.stop_after


@dataclasses.dataclass(frozen=True)
class Institutions:
    """Everything institutional that changes from quarter to quarter."""

    setup: Setup
    zones: Zones
    power: PowerCompanies
    loans: tuple[Account, ...]
    treasury: Purse = dataclasses.field(default_factory=Purse)
    nation: National = dataclasses.field(default_factory=National)
    external: External = dataclasses.field(default_factory=External)

    def but(self, **changed: Any) -> Institutions:
        """The same institutions with these parts replaced."""
        return dataclasses.replace(self, **changed)


def specialty_number(setup: Setup, name: str | None) -> int:
    """Place of a specialty in the facts' list, -1 for none and for one that the map does not have."""
    names = setup.facts.specialties
    return names.index(name) if name in names else -1


ANY_TRADE = -1
"""The trade of an anchor that the zone's places decide."""


class Anchor(NamedTuple):
    """A large firm that is invited in a quarter."""

    number: int
    """Tells apart the anchors of all zones and quarters."""
    specialty: int
    """Its trade, or `ANY_TRADE`."""
    zone: int
    workers: float


@dataclasses.dataclass(frozen=True)
class Services:
    """What institutions offer firms in a quarter; zones by place in the map's list."""

    quality: Column
    zone_reliability: Column
    """Share of hours served in each zone."""
    lease_per_worker: Column
    """Lease, service charge and utility margin [mn USD of 2020 per worker and quarter]."""
    plot_price: Column
    """Price of land as it is collected, subsidy included [mn USD of 2020 per ha]."""
    plot_relief: Column
    """Share of it that the treasury pays."""
    down_payment: Column
    """Share of it that is due at once."""
    instalment: Column
    """Share of what is owed that is due in a quarter."""
    serviced_hectares: Column
    """Land with finished works [ha]."""
    free_hectares: Column
    promotion: Column
    allowed: Column
    """Factor on the odds of a specialty: 0 where the zone does not let land to it [zones x specialties]."""
    anchors: tuple[Anchor, ...]
    reliability: float
    tariff: float
    """Industrial tariff in real terms over the first quarter's."""
    real_policy_rate: float
    """A year, a fraction."""
    exchange: float
    """Real exchange rate over the baseline's, above 1 a weak rupee."""
    home_demand_factor: float
    world_demand_factor: float
    """Foreign demand over its path, as exporters' credit abroad leaves it."""


def money_of(now: Institutions, currency: str, quarter: int) -> float:
    """What one nominal unit of a currency is worth here [USD of 2020]; a weak one makes foreign debt dear."""
    setup = now.setup
    plain = setup.paths.constant_usd(1.0, currency, quarter)
    return plain if currency == setup.paths.home.code else plain * exchange_of(now, quarter)


def worths(now: Institutions, quarter: int) -> dict[str, float]:
    """What one nominal unit of each currency is worth here [USD of 2020]."""
    return {currency: money_of(now, currency, quarter) for currency in (USD, *now.setup.paths.prices)}


def exchange_of(now: Institutions, quarter: int) -> float:
    """Real exchange rate over the baseline's, shocks included."""
    return now.nation.exchange * (1.0 + now.setup.shock("real_depreciation", quarter) / 100.0)


def dollar_at_home(now: Institutions, quarter: int) -> float:
    """Home goods that a dollar buys over 2015's: the observed real exchange rate and what has moved it since."""
    return now.setup.paths.at(now.setup.paths.exchange, quarter) * exchange_of(now, quarter)


def price_of(place: int, setup: Setup) -> float:
    """List price of a zone's land [USD of 2020 per acre]."""
    asked = setup.plans[place].plot_price_usd_per_acre
    return setup.facts.plot_price_usd_per_acre[place] if asked is None else asked


@lru_cache(maxsize=4)
def orders_of(setup: Setup, quarter: int) -> tuple[Orders, ...]:
    """Orders of each zone in a quarter; drawing, acting, serving and paying ask for the same ones."""
    return orders_at(setup.policy, zip(setup.facts.keys, setup.facts.groups, strict=True), quarter)


def deposits(now: Institutions) -> dict[str, float]:
    """Deposits of the institutions [mn USD of 2020], by sector of the ledger."""
    zones = total(now.zones.cash) + total(now.zones.reserve) + total(now.zones.fund)
    held = {ZONES: zones, POWER: total(now.power.cash), TREASURY: now.treasury.deposits}
    return held | {CENTRAL_BANK: now.external.reserves}
