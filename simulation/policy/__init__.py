"""What may be done: one instrument a file; a scenario names them under [policy.<name>].

`Policy` is any of them, told apart by its `instrument` field. What they do is in the phases; here is what they are.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulation.policy.captive_power import CaptivePower
from simulation.policy.focus_specialty import FocusSpecialty
from simulation.policy.infrastructure_works import InfrastructureWorks
from simulation.policy.invited_anchor import InvitedAnchor
from simulation.policy.loan_terms import LoanTermsChange
from simulation.policy.open_zone import OpenZone
from simulation.policy.plot_subsidy import PlotSubsidy
from simulation.policy.specialised_market import SpecialisedMarket
from simulation.policy.supplier_park import SupplierPark
from simulation.policy.tax_holiday import TaxHoliday
from simulation.policy.trade_promotion import TradePromotion
from simulation.policy.training import Training
from simulation.policy.transport_link import TransportLink
from simulation.policy.upkeep_rule import UpkeepRule
from simulation.policy.workout import WorkoutAgreed

Policy = Annotated[
    CaptivePower
    | FocusSpecialty
    | InfrastructureWorks
    | InvitedAnchor
    | LoanTermsChange
    | OpenZone
    | PlotSubsidy
    | SpecialisedMarket
    | SupplierPark
    | TaxHoliday
    | TradePromotion
    | Training
    | TransportLink
    | UpkeepRule
    | WorkoutAgreed,
    Field(discriminator="instrument"),
]

INSTRUMENTS = (
    CaptivePower,
    FocusSpecialty,
    InfrastructureWorks,
    InvitedAnchor,
    LoanTermsChange,
    OpenZone,
    PlotSubsidy,
    SpecialisedMarket,
    SupplierPark,
    TaxHoliday,
    TradePromotion,
    Training,
    TransportLink,
    UpkeepRule,
    WorkoutAgreed,
)
"""All instruments, by name."""
