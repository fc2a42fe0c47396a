"""How firms, suppliers and founders behave: every number with its bounds and source in seeds/common/parameters.csv.

The field names are the argument names of the rules, so that one search finds where a number acts.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from simulation.seeding.settings import Settings
from simulation.seeding.settings import assumed as assumed_in


def assumed(subject: str) -> Any:
    """The field of a behavioural parameter, as in seeds/common/parameters.csv."""
    return assumed_in("parameters", subject)


class Externalities(Settings):
    """What neighbours do to productivity (E1, E2)."""

    marshall_elasticity: float = assumed("externalities.marshall_elasticity")
    jacobs_elasticity: float = assumed("externalities.jacobs_elasticity")
    reach_decay_km: float = assumed("externalities.reach_decay_km")
    reach_scale_workers: float = assumed("externalities.reach_scale_workers")
    others_scale_workers: float = assumed("externalities.others_scale_workers")
    quality_elasticity: float = assumed("externalities.quality_elasticity")
    size_elasticity: float = assumed("externalities.size_elasticity")
    congestion_strength: float = assumed("externalities.congestion_strength")
    congestion_threshold: float = assumed("externalities.congestion_threshold")


class Costs(Settings):
    """Cost, price and money of a firm (E3, E4, E16, E19)."""

    capital_charge: float = assumed("costs.capital_charge")
    markup: float = assumed("costs.markup")
    overhead_workers: float = assumed("costs.overhead_workers")
    fixed_cost_elasticity: float = assumed("costs.fixed_cost_elasticity")
    price_war: float = assumed("costs.price_war")
    owner_work: float = assumed("costs.owner_work")
    supplied_share: float = assumed("costs.supplied_share")
    power_share: float = assumed("costs.power_share")
    generator_cost_multiple: float = assumed("costs.generator_cost_multiple")
    outage_output_loss: float = assumed("costs.outage_output_loss")
    profit_noise: float = assumed("costs.profit_noise")
    labour_productivity_growth: float = assumed("costs.labour_productivity_growth")


class Demand(Settings):
    """Standing with buyers and markets (E4, E4b, E18)."""

    substitution_elasticity: float = assumed("demand.substitution_elasticity")
    export_half_workers: float = assumed("demand.export_half_workers")
    standing_drift: float = assumed("demand.standing_drift")
    standing_sd: float = assumed("demand.standing_sd")
    standing_size_power: float = assumed("demand.standing_size_power")
    entrant_standing: float = assumed("demand.entrant_standing")
    entrant_standing_sd: float = assumed("demand.entrant_standing_sd")
    cloth_hears_makers: float = assumed("demand.cloth_hears_makers")
    outer_elasticity: float = assumed("demand.outer_elasticity")
    customer_speed: float = assumed("demand.customer_speed")
    entrant_buyers_abroad: float = assumed("demand.entrant_buyers_abroad")
    export_elasticity_short: float = assumed("demand.export_elasticity_short")
    export_elasticity_long: float = assumed("demand.export_elasticity_long")
    pass_through: float = assumed("demand.pass_through")
    import_switching: float = assumed("demand.import_switching")
    market_lift: float = assumed("demand.market_lift")
    market_half_firms: float = assumed("demand.market_half_firms")


class Growth(Settings):
    """Hiring, investment and learning (E3, E7)."""

    hiring_speed: float = assumed("growth.hiring_speed")
    crew_limit: float = assumed("growth.crew_limit")
    investment_speed: float = assumed("growth.investment_speed")
    investment_limit: float = assumed("growth.investment_limit")
    wear: float = assumed("growth.wear")
    payout: float = assumed("growth.payout")
    cash_buffer: float = assumed("growth.cash_buffer")
    skill_persistence: float = assumed("growth.skill_persistence")
    skill_sd: float = assumed("growth.skill_sd")
    skill_spread: float = assumed("growth.skill_spread")
    heredity: float = assumed("growth.heredity")


class Inputs(Settings):
    """Suppliers, input stocks and trade credit (E5, E6)."""

    stock_days: float = assumed("inputs.stock_days")
    reconsider: float = assumed("inputs.reconsider")
    choice_temperature: float = assumed("inputs.choice_temperature")
    scale_elasticity: float = assumed("inputs.scale_elasticity")
    supplier_reach_km: float = assumed("inputs.supplier_reach_km")
    supplier_unit_usd_mn: float = assumed("inputs.supplier_unit_usd_mn")
    market_suppliers: float = assumed("inputs.market_suppliers")
    supplier_wage_share: float = assumed("inputs.supplier_wage_share")
    supplier_import_share: float = assumed("inputs.supplier_import_share")
    supplier_margin: float = assumed("inputs.supplier_margin")
    supplier_fixed_share: float = assumed("inputs.supplier_fixed_share")
    import_premium: float = assumed("inputs.import_premium")
    road_cost_per_100km: float = assumed("inputs.road_cost_per_100km")
    deferred_share: float = assumed("inputs.deferred_share")
    deferred_share_nearby: float = assumed("inputs.deferred_share_nearby")
    supplier_exit_hazard: float = assumed("inputs.supplier_exit_hazard")


class Labour(Settings):
    """Wages and the pool of workers (E15)."""

    wage_elasticity: float = assumed("labour.wage_elasticity")
    commuting_km: float = assumed("labour.commuting_km")
    migration_speed: float = assumed("labour.migration_speed")
    migration_elasticity: float = assumed("labour.migration_elasticity")


class Land(Settings):
    """Land outside and inside zones (E16)."""

    free_share: float = assumed("land.free_share")
    free_floor: float = assumed("land.free_floor")
    growth_of_land: float = assumed("land.growth_of_land")
    rent_share: float = assumed("land.rent_share")
    rent_steepness: float = assumed("land.rent_steepness")
    workers_per_ha: float = assumed("land.workers_per_ha")
    shed_workers: float = assumed("land.shed_workers")
    land_charge: float = assumed("land.land_charge")


class Credit(Settings):
    """Bank credit, tax and recovery (E8, E9)."""

    leverage_large: float = assumed("credit.leverage_large")
    leverage_small: float = assumed("credit.leverage_small")
    leverage_half_workers: float = assumed("credit.leverage_half_workers")
    spread: float = assumed("credit.spread")
    risk_spread: float = assumed("credit.risk_spread")
    supply_growth: float = assumed("credit.supply_growth")
    repayment: float = assumed("credit.repayment")
    last_credit: float = assumed("credit.last_credit")
    profit_tax: float = assumed("credit.profit_tax")
    machine_duty: float = assumed("credit.machine_duty")
    machines_from_abroad: float = assumed("credit.machines_from_abroad")
    recovery: float = assumed("credit.recovery")


class Exit(Settings):
    """Why firms close (E9)."""

    base_hazard: float = assumed("exit.base_hazard")
    young_hazard: float = assumed("exit.young_hazard")
    young_years: float = assumed("exit.young_years")
    losing_quarters: float = assumed("exit.losing_quarters")


class Entry(Settings):
    """Who founds firms (E10 to E12)."""

    newcomer_rate: float = assumed("entry.newcomer_rate")
    newcomer_growth: float = assumed("entry.newcomer_growth")
    firm_life_years: float = assumed("entry.firm_life_years")
    spin_off_rate: float = assumed("entry.spin_off_rate")
    spin_off_size_power: float = assumed("entry.spin_off_size_power")
    profit_elasticity: float = assumed("entry.profit_elasticity")
    local_profit_weight: float = assumed("entry.local_profit_weight")
    local_profit_firms: float = assumed("entry.local_profit_firms")
    profit_cap: float = assumed("entry.profit_cap")
    profit_memory_quarters: float = assumed("entry.profit_memory_quarters")
    local_share: float = assumed("entry.local_share")
    ticket_workers: float = assumed("entry.ticket_workers")
    ticket_capital_share: float = assumed("entry.ticket_capital_share")
    ticket_elasticity: float = assumed("entry.ticket_elasticity")
    wealth_median_usd: float = assumed("entry.wealth_median_usd")
    wealth_sd: float = assumed("entry.wealth_sd")
    funds_per_wealth: float = assumed("entry.funds_per_wealth")


class Choice(Settings):
    """Which product and which place (E11, E13, E14)."""

    imitation: float = assumed("choice.imitation")
    product_sharpness: float = assumed("choice.product_sharpness")
    place_sharpness: float = assumed("choice.place_sharpness")
    stay_probability: float = assumed("choice.stay_probability")
    near_km: float = assumed("choice.near_km")
    zone_near_km: float = assumed("choice.zone_near_km")
    holiday_weight: float = assumed("choice.holiday_weight")
    founder_discount: float = assumed("choice.founder_discount")
    relocation_look: float = assumed("choice.relocation_look")
    relocation_cost: float = assumed("choice.relocation_cost")


class Sampling(Settings):
    """Which firms stand for themselves where a row of others stands for several (docs/explanation/scale.md)."""

    alone_from_workers: float = assumed("sampling.alone_from_workers")


class Behaviour(Settings):
    """All behavioural parameters, by subject."""

    externalities: Externalities = Field(default_factory=Externalities)
    costs: Costs = Field(default_factory=Costs)
    demand: Demand = Field(default_factory=Demand)
    growth: Growth = Field(default_factory=Growth)
    inputs: Inputs = Field(default_factory=Inputs)
    labour: Labour = Field(default_factory=Labour)
    land: Land = Field(default_factory=Land)
    credit: Credit = Field(default_factory=Credit)
    exit: Exit = Field(default_factory=Exit)
    entry: Entry = Field(default_factory=Entry)
    choice: Choice = Field(default_factory=Choice)
    sampling: Sampling = Field(default_factory=Sampling)

    def numbers(self) -> dict[str, float]:
        """All parameters by their own names, as rules ask for them."""
        return {name: float(value) for group in self.model_dump().values() for name, value in group.items()}
