"""Zone authorities and power companies as Mesa agents: few and rich, each decision a method."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from simulation.agents.authorities import decisions
from simulation.agents.authorities.plan import ZonePlan
from simulation.agents.authorities.state import Zone, Zones
from simulation.agents.power import company
from simulation.agents.power.state import PowerCompanies
from simulation.economy import Economy
from simulation.engine.table import Column, Table
from simulation.finance.accounts import Account
from simulation.institutions.state import price_of
from simulation.model.views import Shown, View

if TYPE_CHECKING:
    from simulation.model.firms import Firm

LAND = ("zones.all.phases", "zones.all.works_quarters", "open_zone")
WORKS = ("zones.all.works_usd_mn", "zones.all.works_quarters", "infrastructure_works")
UPKEEP = ("zones.all.upkeep_pct_per_year", "zones.all.upkeep_floor_share", "upkeep_rule")
RENTS = ("zones.all.service_charge_usd_per_worker_year", "plot_subsidy")
PLOTS = ("zones.all.plot_price_usd_per_acre", "zones.all.opening_discount_pct")
FIRST_COMPANY = 1001
"""Identity of the first power company, above those of any map's zones."""
SERVICE = ("investment.funding", "loan_terms", "workout")


class ZoneAuthority(View):
    """The authority of a zone or estate; `simulation/agents/authorities/state.py` says what each property means."""

    table = Zones
    levers = ("zones.all.open", "zones.all.start", "open_zone")
    key: Shown[int] = Shown()
    site: Shown[int] = Shown()
    programme: Shown[bool] = Shown()
    open: Shown[bool] = Shown("zones.all.open", "open_zone")
    start: Shown[int] = Shown("zones.all.start", "zones.all.delay_quarters")
    industrial_ha: Shown[float] = Shown(*LAND)
    serviced_ha: Shown[float] = Shown(*LAND)
    let_ha: Shown[float] = Shown("behaviour.land.workers_per_ha", "plot_subsidy", "invited_anchor")
    works: Shown[float] = Shown(*WORKS)
    works_planned: Shown[float] = Shown(*WORKS)
    fund: Shown[float] = Shown(*WORKS)
    loan_share: Shown[float] = Shown("investment.funding")
    quality: Shown[float] = Shown("zones.all.built_quality", *UPKEEP)
    promotion: Shown[float] = Shown("zones.all.promotion")
    rent: Shown[float] = Shown(*RENTS)
    plot_price: Shown[float] = Shown(*PLOTS)
    focus: Shown[int] = Shown("focus_specialty")
    anchors_due: Shown[float] = Shown("zones.all.anchors_per_year", "invited_anchor")
    anchors: Shown[int] = Shown("zones.all.anchors_per_year", "invited_anchor")
    captive: Shown[float] = Shown("zones.all.captive_power_reliability", "captive_power")
    cash: Shown[float] = Shown("zones.all.tax_share_pct", "zones.all.support_pct_of_works_per_year")
    reserve: Shown[float] = Shown("zones.all.reserve_quarters")
    instalments: Shown[float] = Shown("zones.all.instalment_quarters")
    arrears: Shown[float] = Shown(*SERVICE)
    workers: Shown[float] = Shown("behaviour.growth.hiring_speed", "invited_anchor")
    rent_income: Shown[float] = Shown(*RENTS)
    plot_income: Shown[float] = Shown(*PLOTS)
    tax_income: Shown[float] = Shown("zones.all.tax_share_pct")
    support_income: Shown[float] = Shown("zones.all.support_pct_of_works_per_year")
    running_paid: Shown[float] = Shown("zones.all.running_fixed_pct_per_year")
    upkeep_needed: Shown[float] = Shown(*UPKEEP)
    upkeep_paid: Shown[float] = Shown(*UPKEEP)
    service_due: Shown[float] = Shown(*SERVICE)
    service_paid: Shown[float] = Shown(*SERVICE)
    works_spent: Shown[float] = Shown(*WORKS)
    cover: Shown[float] = Shown(*SERVICE)
    locked_up: Shown[bool] = Shown("zones.all.cover_lock_up")

    @classmethod
    def rows(cls, economy: Economy) -> Table:
        """The table of zones."""
        return economy.institutions.zones

    @classmethod
    def identities(cls, table: Table) -> Column:
        """1 for the map's first zone, and so on."""
        return cast(Zones, table).key + 1

    @property
    def name(self) -> str:
        """The zone's name."""
        return self.model.given.map.zones[self.key].name

    @property
    def zone(self) -> Zone:
        """Its row, as its decisions read it."""
        return Zone(*(column[self.row].item() for column in self.book.columns.values()))

    @property
    def plan(self) -> ZonePlan:
        """Its plan in the scenario."""
        return self.model.economy.institutions.setup.plans[self.key]

    @property
    def loans(self) -> tuple[Account, ...]:
        """Accounts of the loans it owes."""
        institutions = self.model.economy.institutions
        mine = f"zone:{institutions.setup.facts.keys[self.key]}"
        return tuple(account for account in institutions.loans if account.loan.borrower == mine)

    @property
    def tenants(self) -> list[Firm]:
        """Firms in the zone."""
        from simulation.model.firms import Firm  # which names authorities, and so imports this

        firms, book = self.model.economy.firms, self.model.books[Firm]
        return [cast(Firm, book.view(identity)) for identity in firms.id[firms.site == self.site].tolist()]

    def let_share(self) -> float:
        """Let land over all industrial land."""
        return decisions.let_share(self.zone)

    def rent_asked(self) -> float:
        """Lease, service charge and utility margin [USD mn a worker and quarter], before any subsidy."""
        return decisions.rent_asked(self.plan)

    def plot_price_asked(self) -> float:
        """Price of serviced land [USD mn a hectare]."""
        listed = price_of(self.key, self.model.economy.institutions.setup)
        return decisions.plot_price_asked(self.zone, self.plan, listed)

    def works_begun(self, pace: float = 1.0) -> float:
        """Works the plan wants next quarter [USD mn]; `pace` below 1 where the treasury has less room."""
        return decisions.works_begun(self.zone, self.plan, self.model.economy.quarter + 1, pace)

    def land_serviced(self) -> float:
        """Land with finished works [ha]."""
        return decisions.land_serviced(self.zone, self.plan)

    def promotion_done(self) -> float:
        """Factor on founders' odds of choosing the zone."""
        return decisions.promotion_done(self.zone, self.plan)

    def anchors_invited(self) -> int:
        """Anchor firms it would invite now."""
        return decisions.anchors_invited(self.zone, self.plan)[0]

    def upkeep_wanted(self) -> float:
        """Upkeep that keeps the quality [USD mn a quarter]."""
        return decisions.upkeep_wanted(self.zone, self.plan)

    def running_cost(self) -> float:
        """Staff, security and promotion [USD mn a quarter]."""
        return decisions.running_cost(self.zone, self.plan)

    def own_works(self) -> float:
        """Works it would pay from its own surplus [USD mn]."""
        return decisions.own_works(self.zone, self.plan)


class PowerCompany(View):
    """A power company or line; `simulation/agents/power/state.py` says what each property means. It has no cell."""

    table = PowerCompanies
    levers = ("power.collected_share", "investment.funding")
    programme: Shown[bool] = Shown()
    capacity_mw: Shown[float] = Shown("investment.funding")
    payment: Shown[float] = Shown("power.capacity_payment_share_of_cost")
    collected: Shown[float] = Shown("power.collected_share")
    receivables: Shown[float] = Shown("power.collected_share", "power.settled_share_per_year")
    cash: Shown[float] = Shown("power.cash_quarters")
    operating: Shown[float] = Shown("power.operating_share")
    service_due: Shown[float] = Shown(*SERVICE)
    service_paid: Shown[float] = Shown(*SERVICE)
    arrears: Shown[float] = Shown(*SERVICE)
    dividends: Shown[float] = Shown("power.cash_quarters")

    @classmethod
    def rows(cls, economy: Economy) -> Table:
        """The table of power companies."""
        return economy.institutions.power

    @classmethod
    def identities(cls, table: Table) -> Column:
        """Numbers above those of the zones."""
        return FIRST_COMPANY + np.arange(len(table))

    @property
    def name(self) -> str:
        """What it runs on, or what it is."""
        return self.model.economy.institutions.setup.companies.names[self.row]

    def bills_collected(self) -> float:
        """Money it would receive for a quarter's bills and for old ones, without a shock [USD mn]."""
        payment, owed = np.array([self.payment]), np.array([self.receivables])
        new, old = company.bills_collected(payment, owed, self.model.economy.institutions.setup.power, 0.0)
        return float(new[0] + old[0])

    def operating_cost(self) -> float:
        """Operation, insurance and staff [USD mn a quarter]."""
        return float(company.operating_cost(np.array([self.payment]), self.model.economy.institutions.setup.power)[0])

    def dividend(self) -> float:
        """What it would pay its owners now [USD mn]."""
        rules = self.model.economy.institutions.setup.power
        return company.dividend(self.cash, self.service_due, rules, self.arrears > 0.0)
