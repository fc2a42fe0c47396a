"""What each phase hands on to later ones, in the order of a quarter: columns and sums by the names rules ask for."""

from __future__ import annotations

import dataclasses

from simulation.engine.table import Column
from simulation.today import Handed, InAll, OfFirms, OfSuppliers


@dataclasses.dataclass(frozen=True)
class Offers(Handed):
    """What suppliers offer."""

    phase = "suppliers_offer"
    capacity_near: Column
    """Capacity of suppliers within their reach, by cell and specialty [units a quarter]."""


@dataclasses.dataclass(frozen=True)
class InputOrders(OfFirms):
    """What firms ordered, of whom, what they got of it and for how much."""

    phase = "firms_source"
    cell: Column
    """Cell in which the firm stands [int64]."""
    pair: Column
    """Its pair of cell and specialty [int64]."""
    supplier_row: Column
    """Row of its supplier in this quarter, -1 for imports [int64]."""
    creditor_row: Column
    """Row of the supplier whom it still owes last quarter's bill, -1 where there is none [int64]."""
    input_order: Column
    """Inputs ordered, and put into stock [units]."""
    got: Column
    """Part of them that its supplier delivered [units]."""
    input_price: Column
    """Mean price of a unit of inputs, delivered [USD mn]."""
    supplier_bill: Column
    """Bill of its supplier [USD mn]."""
    nearby: Column
    """1 where its supplier is within reach, else 0."""


@dataclasses.dataclass(frozen=True)
class InputsInAll(InAll):
    """All firms' bills for inputs [USD mn]."""

    phase = "firms_source"
    supplier_bill: float
    """Of suppliers."""
    bought_abroad: float
    """Of makers abroad."""


@dataclasses.dataclass(frozen=True)
class Needs(Handed):
    """What suppliers did not deliver."""

    phase = "firms_source"
    unmet: Column
    """Units ordered of suppliers and not delivered, by cell and specialty."""


@dataclasses.dataclass(frozen=True)
class Prices(OfFirms):
    """What a unit costs firms, what they ask for it, and what that weighs with buyers."""

    phase = "firms_price"
    reach_seen: Column
    """Workers of its specialty in reach of a firm, its own left out."""
    tfp: Column
    """Total factor productivity [units]."""
    unit_cost: Column
    """Cost of a unit [USD mn]."""
    power_cost: Column
    """Electricity's part of it [USD mn]."""
    quoted_price: Column
    """Price asked for a unit [USD mn]."""
    home_weight: Column
    """Weight with buyers at home."""
    world_weight: Column
    """Weight with buyers abroad."""


@dataclasses.dataclass(frozen=True)
class Demand(OfFirms):
    """What buyers want of firms [units]."""

    phase = "buyers_choose"
    wanted_at_home: Column
    """Those at home."""
    wanted_abroad: Column
    """Those abroad."""
    wanted: Column
    """Both."""


@dataclasses.dataclass(frozen=True)
class SalesInAll(InAll):
    """All firms' sales [USD mn]."""

    phase = "firms_hire_and_produce"
    home_sales: float
    """At home."""
    exports: float
    """Abroad."""


@dataclasses.dataclass(frozen=True)
class Bills(OfFirms):
    """What firms paid [USD mn]; interest is due, and paid when they repay."""

    phase = "bills_are_paid"
    wage_bill: Column
    """Wages."""
    rent_bill: Column
    """Rent, and the lease of zone land."""
    interest: Column
    """On bank loans."""
    profit_tax_paid: Column
    """Tax on profit."""
    plot_due: Column
    """Due for zone land, the treasury's part included."""
    inputs_paid: Column
    """Inputs of this quarter and, where the bill waited, of the last."""


@dataclasses.dataclass(frozen=True)
class BillsInAll(InAll):
    """All firms' bills [USD mn]."""

    phase = "bills_are_paid"
    wage_bill: float
    """Wages."""
    overhead: float
    """Overhead."""
    rent_bill: float
    """Rent and lease."""
    noise: float
    """Unexplained gains less losses."""
    interest: float
    """Interest due."""
    profit_tax_paid: float
    """Tax on profit."""
    tax_forgone: float
    """Tax that holidays forgive: no bill, but added up with them."""
    plot_paid: float
    """Paid to zone authorities for land."""
    duty_given_back: float
    """Duty on machines that the treasury gave back."""
    value_added: float
    """Sales less inputs, services and power: no bill, but added up with them."""
    services_paid: float
    """Services bought."""
    power_paid: float
    """Electricity."""
    inputs_bought: float
    """Inputs delivered, paid for or not."""
    deferred: float
    """Part of suppliers' bills that waits a quarter."""
    lease: float
    """Part of the rent that goes to zone authorities."""


@dataclasses.dataclass(frozen=True)
class TradeCredit(OfSuppliers):
    """What suppliers get of their bills, and when [USD mn]."""

    phase = "bills_are_paid"
    paid: Column
    """Paid in this quarter, for this one and the last, and from the estates of failed firms."""
    late: Column
    """Part of last quarter's bills that is settled: paid, or lost."""
    deferred: Column
    """Part of this quarter's bills that waits."""
    supplier_loss: Column
    """What failed firms never pay."""


@dataclasses.dataclass(frozen=True)
class RepaidInAll(InAll):
    """What all firms repaid."""

    phase = "firms_repay"
    amortisation: float
    """Firms' debt repaid to banks, who can lend it again [USD mn]."""


@dataclasses.dataclass(frozen=True)
class PlaceValues(Handed):
    """What places are worth, whatever room is left. Index = site * specialties + specialty, but for `attraction`."""

    phase = "firms_move"
    place_gain: Column
    """Log productivity that a site gives to a specialty."""
    place_value: Column
    """The same with wages, freight and inputs, in log productivity."""
    attraction: Column
    """Factor on the odds of a site. Index = specialty * sites + site."""
