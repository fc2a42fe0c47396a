"""The plan of a zone: works, income, upkeep, covenants and promotion, as a scenario writes it; its place."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from simulation.finance.settings import Quarter, Settings, assumed

OWN_GROUP = "own"
"""The group of a scenario's own zones: nobody's programme builds them."""
EVERY_SECTOR = "all"
CELL_HA = 10_000
"""Land of a cell of 10 km."""


def _listed(said: Any) -> Any:
    """One word alone is a list of one."""
    return (said,) if isinstance(said, str) else tuple(said) if isinstance(said, list) else said


Sectors = Annotated[tuple[str, ...] | None, BeforeValidator(_listed)]


class OwnPlace(Settings):
    """Where a zone that the seeds do not have lies, how large it is and whom it admits; a zone of theirs says none."""

    title: str | None = Field(
        default=None, min_length=1, max_length=60, description="what a zone of one's own is called; left out: its key"
    )
    longitude_deg: float | None = Field(
        default=None, ge=-180, le=180, description="where a zone of one's own lies [degrees east]"
    )
    latitude_deg: float | None = Field(
        default=None, ge=-90, le=90, description="where a zone of one's own lies [degrees north]"
    )
    industrial_ha: float | None = Field(
        default=None, gt=0, le=CELL_HA, description="land for industry of a zone of one's own, all works done [ha]"
    )
    sectors: Sectors = Field(
        default=None, description='keys of the specialties that a zone of one\'s own admits, or "all"'
    )
    group: str | None = Field(
        default=None,
        description="the group of a zone of one's own: one of the country's, whose plans and programme it joins; "
        "left out: `own`, which no programme builds",
    )

    @property
    def is_own(self) -> bool:
        """Whether it places a zone of the scenario's own."""
        return self.longitude_deg is not None


PLACE = tuple(OwnPlace.model_fields)
"""What only a zone of one's own says."""
NEEDED_OF_OWN = ("longitude_deg", "latitude_deg", "industrial_ha", "sectors", "start", "works_usd_mn")
"""What a zone of one's own must say."""


class ZonePlan(OwnPlace):
    """How one zone is built, run and paid for; None means as in the seeds."""

    open: bool = Field(default=True, description="false: the zone is never opened")
    start: Quarter | None = Field(default=None, description="first quarter of works")
    delay_quarters: int = Field(default=0, ge=-40, le=160, description="works begin later (+) or earlier (-)")
    works_usd_mn: float | None = Field(default=None, ge=0, le=20_000, description="cost of all works, USD of 2020")
    works_quarters: float = assumed("zones.works_quarters", least=1.0)
    phases: int = Field(default=10, ge=1, le=40, description="land is serviced as each of so many parts is finished")
    lease_usd_per_worker_year: float = assumed("zones.lease_usd_per_worker_year")
    service_charge_usd_per_worker_year: float = assumed("zones.service_charge_usd_per_worker_year")
    utility_margin_usd_per_worker_year: float = assumed("zones.utility_margin_usd_per_worker_year")
    plot_price_usd_per_acre: float | None = Field(default=None, ge=0, le=2_000_000, description="USD of 2020")
    collected_share: float = assumed("zones.collected_share")
    down_payment_share: float = assumed("zones.down_payment_share")
    instalment_quarters: float = assumed("zones.instalment_quarters", least=1.0)
    opening_discount_pct: float = assumed("zones.opening_discount_pct")
    tax_share_pct: float = assumed("zones.tax_share_pct")
    support_pct_of_works_per_year: float = assumed("zones.support_pct_of_works_per_year")
    support_usd_mn_per_year: float = Field(default=0.0, ge=0, le=2_000, description="fixed support, USD of 2020")
    upkeep_pct_per_year: float = assumed("zones.upkeep_pct_per_year")
    upkeep_floor_share: float = assumed("zones.upkeep_floor_share")
    running_fixed_pct_per_year: float = assumed("zones.running_fixed_pct_per_year")
    running_let_pct_per_year: float = assumed("zones.running_let_pct_per_year")
    cash_quarters: float = assumed("zones.cash_quarters")
    decay_pct_per_year: float = assumed("zones.decay_pct_per_year")
    built_quality: float = assumed("zones.built_quality", least=0.2)
    reserve_quarters: float = assumed("zones.reserve_quarters")
    cover_lock_up: float = assumed("zones.cover_lock_up")
    cover_covenant: float = assumed("zones.cover_covenant")
    promotion: float = assumed("zones.promotion")
    promotion_pct_of_works_per_year: float = assumed("zones.promotion_pct_of_works_per_year")
    anchors_per_year: float = assumed("zones.anchors_per_year")
    anchor_workers: float = assumed("zones.anchor_workers", least=10.0)
    captive_power_reliability: float = Field(
        default=0.0, ge=0, le=1, description="share of hours served by the zone's own plant; 0: none"
    )
    workers_per_ha: float = assumed("zones.workers_per_ha")
