"""Settings of the institutions: closed, frozen tables whose defaults stand in seeds/money_parameters.csv."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from simulation.seeding.settings import Settings as Settings
from simulation.seeding.settings import assumed as assumed_in
from simulation.units import quarter_index


def assumed(subject: str, least: float | None = None) -> Any:
    """The field of an assumption of the institutions, as in seeds/common/money_parameters.csv."""
    return assumed_in("money_parameters", subject, least, capped=True)


def _is_quarter(text: str) -> str:
    try:
        quarter_index(text)
    except ValueError:
        raise ValueError("a quarter such as 2031Q2 would be right") from None
    return text


Quarter = Annotated[str, AfterValidator(_is_quarter), Field(pattern=r"^[12]\d{3}(Q[1-4])?$", max_length=6)]
"""A quarter as people write it, `2031Q2`; a year alone means its first quarter."""
Sector = Literal["energy", "transport", "zones", "other"]


class Channels(Settings):
    """How debt service reaches firms; each channel is small, bounded, and can be cut alone."""

    treasury_room: bool = Field(default=True, description="service crowds out development spending, upkeep and works")
    policy_rate: bool = Field(default=True, description="service raises the policy rate")
    exchange_rate: bool = Field(default=True, description="service depreciates the currency")
    power_arrears: bool = Field(default=True, description="unpaid power bills cost reliability and raise the tariff")
    trade_credit: bool = Field(default=True, description="a government in default costs exporters their credit abroad")
    zone_loans: bool = Field(default=True, description="zones serve their own loans; if cut, the treasury does")
    room_pct_per_pct_of_revenue: float = assumed("channels.room_pct_per_pct_of_revenue")
    room_lowest: float = assumed("channels.room_lowest")
    policy_points_per_pct_of_exports: float = assumed("channels.policy_points_per_pct_of_exports")
    policy_points_limit: float = assumed("channels.policy_points_limit")
    depreciation_pct_per_pct_of_exports: float = assumed("channels.depreciation_pct_per_pct_of_exports")
    depreciation_limit_pct: float = assumed("channels.depreciation_limit_pct")
    reliability_points_per_usd_bn: float = assumed("channels.reliability_points_per_usd_bn")
    reliability_floor: float = assumed("channels.reliability_floor")
    tariff_pct_per_usd_bn: float = assumed("channels.tariff_pct_per_usd_bn")
    home_demand_pct_per_pct_depreciation: float = assumed("channels.home_demand_pct_per_pct_depreciation")
    default_policy_points: float = assumed("channels.default_policy_points")
    default_depreciation_pct: float = assumed("channels.default_depreciation_pct")
    default_export_loss_pct: float = assumed("channels.default_export_loss_pct")
    adjustment_quarters: float = assumed("channels.adjustment_quarters", least=1.0)


CHANNELS = tuple(name for name, field in Channels.model_fields.items() if field.annotation is bool)
"""The channels that can be cut, in the order of the table."""


class Capacity(Settings):
    """What the country can pay abroad: foreign exchange, the government's revenue, and what happens when it cannot."""

    limited: bool = Field(default=True, description="foreign exchange and revenue bound what is paid abroad")
    sudden_stops: bool = Field(default=True, description="inflows can stop, by luck, the likelier the fewer reserves")
    rescue: bool = Field(default=True, description="a programme lends when reserves are nearly gone")
    creditors_act: bool = Field(default=True, description="long in arrears, a loan gets new terms from its creditor")
    import_elasticity: float = assumed("external.import_elasticity")
    compression_per_month: float = assumed("external.compression_per_month")
    alarm_months: float = assumed("external.alarm_months")
    compression_floor: float = assumed("external.compression_floor")
    depreciation_pct_per_month: float = assumed("external.depreciation_pct_per_month")
    appreciation_share: float = assumed("external.appreciation_share")
    policy_points_per_month: float = assumed("external.policy_points_per_month")
    adjustment_quarters: float = assumed("external.adjustment_quarters", least=1.0)
    floor_months: float = assumed("external.floor_months")
    revenue_share_for_service: float = assumed("external.revenue_share_for_service")
    government_share_of_other_service: float = assumed("external.government_share_of_other_service")
    growth_pct_per_year: float = assumed("external.growth_pct_per_year")
    stop_hazard: float = assumed("external.stop_hazard")
    stop_quarters: float = assumed("external.stop_quarters")
    default_inflow_loss: float = assumed("external.default_inflow_loss")
    fading_quarters: float = assumed("external.fading_quarters", least=1.0)
    rescue_months: float = assumed("external.rescue_months")
    rescue_usd_mn_per_quarter: float = assumed("external.rescue_usd_mn_per_quarter")
    rescue_quarters: float = assumed("external.rescue_quarters")
    rescue_limit_usd_mn: float = assumed("external.rescue_limit_usd_mn")
    rescue_repaid_per_quarter: float = assumed("external.rescue_repaid_per_quarter")
    rescue_room_share: float = assumed("external.rescue_room_share")
    creditors_wait_quarters: float = assumed("external.creditors_wait_quarters")


class Treasury(Settings):
    """The guarantor: what it spends, what it guarantees, and against which book stress is counted."""

    exports_per_industrial_export: float = assumed("treasury.exports_per_industrial_export")
    guarantee_paid_share: float = assumed("treasury.guarantee_paid_share")
    manufacturing_revenue_share: float = assumed("treasury.manufacturing_revenue_share")
    works_import_share: float = assumed("treasury.works_import_share")
    kibor_over_policy_rate_pct: float = assumed("treasury.kibor_over_policy_rate_pct")
    reference_book: str = Field(
        default="same",
        description="the committed book whose service is already inside the baseline of external debt; or `same`",
    )


class Stage(Settings):
    """Works of one sector: how much of what is committed, how much of the further plan, and when."""

    committed_share: float = Field(default=1.0, ge=0, le=2, description="share of the committed works that is built")
    planned_share: float = Field(
        default=0.0, ge=0, le=1, description="share of the further plan to 62 bn that is built"
    )
    shift_quarters: int = Field(default=0, ge=-40, le=80, description="committed works later (+) or earlier (-)")
    plan_start: Quarter = Field(default="2026Q1", description="first quarter of the further plan")
    plan_end: Quarter = Field(default="2035Q4", description="last quarter of the further plan")


class Investment(Settings):
    """The programme of works: who pays, what is built, when it stops."""

    funding: Literal["loans", "grants", "none"] = Field(
        default="loans", description="grants: the works without the debt; none: neither loans nor the works they pay"
    )
    stop_after: Quarter | None = Field(default=None, description="no loan is drawn and no work begun after this")
    energy: Stage = Field(default_factory=Stage)
    transport: Stage = Field(default_factory=Stage)
    zones: Stage = Field(default_factory=Stage)
    other: Stage = Field(default_factory=Stage)
    plan_zones: tuple[str, ...] = Field(default=(), description="zones that get the further zone works; empty: CPEC's")
    ml1: bool = Field(default=False, description="the Karachi-Peshawar railway is built by its two loans of the seeds")
    loan_share: float = assumed("programme.loan_share")
    energy_rate_pct_per_year: float = assumed("programme.energy_rate_pct_per_year")
    transport_rate_pct_per_year: float = assumed("programme.transport_rate_pct_per_year")
    zones_rate_pct_per_year: float = assumed("programme.zones_rate_pct_per_year")
    energy_usd_mn: float = assumed("programme.energy_usd_mn")
    transport_usd_mn: float = assumed("programme.transport_usd_mn")
    zones_usd_mn: float = assumed("programme.zones_usd_mn")
    other_usd_mn: float = assumed("programme.other_usd_mn")

    def stage(self, sector: Sector) -> Stage:
        """How much of a sector's works is built, and when."""
        return {"energy": self.energy, "transport": self.transport, "zones": self.zones, "other": self.other}[sector]


class MoneyShock(Settings):
    """A named shock of the money world: it starts, lasts and fades in equal steps."""

    what: Literal["base_rate", "real_depreciation", "unpaid_power_bills", "power_reliability"]
    start: Quarter
    size_pct: float = Field(ge=-60, le=100, description="points of the base rate; % of depreciation, bills or hours")
    last_quarters: int = Field(default=8, ge=1, le=200, description="quarters at full size")
    fade_quarters: int = Field(default=0, ge=0, le=80, description="quarters in which it fades to nothing")

    def at(self, quarter: int) -> float:
        """Size in a quarter [as size_pct]."""
        since = quarter - quarter_index(self.start)
        if since < 0 or since >= self.last_quarters + self.fade_quarters:
            return 0.0
        left = self.last_quarters + self.fade_quarters - since
        return self.size_pct * min(1.0, left / (self.fade_quarters + 1))
