"""The plan of a zone: works, income, upkeep, covenants and promotion, as a scenario writes it."""

from __future__ import annotations

from pydantic import Field

from simulation.finance.settings import Quarter, Settings, assumed


class ZonePlan(Settings):
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
