"""What may be done: one instrument a file, with its fields, its effect, its cost and whom it touches.

A scenario names instruments under [policy.<name>]. Importing an instrument's file is all it takes to list it:
`INSTRUMENTS` and `Policy`, and with them scenarios, messages, `sez list` and the reference, follow.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from simulation.policy import (
    captive_power,
    duty_relief,
    focus_specialty,
    infrastructure_works,
    invited_anchor,
    loan_terms,
    open_zone,
    plot_subsidy,
    specialised_market,
    supplier_park,
    tax_holiday,
    trade_promotion,
    training,
    transport_link,
    upkeep_rule,
    workout,
)
from simulation.policy.instrument import Instrument, registered

INSTRUMENTS = registered()
"""All instruments, by name."""

if TYPE_CHECKING:
    Policy = Instrument
    """Any of them: everybody asks an instrument by its kind, nobody by its name."""
else:
    Policy = Annotated[reduce(or_, INSTRUMENTS), Field(discriminator="instrument")]
