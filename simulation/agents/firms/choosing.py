"""What makes a place or a product attractive to a founder (E11, E13)."""

from __future__ import annotations

from simulation.engine.rules import exp, log, power, rule


@rule
def dear_freight(tau_world: float, tau_home: float, export_share: float) -> float:
    """What delivery adds to a specialty's prices at a place, in logs, over both its markets."""
    return export_share * log(tau_world) + (1.0 - export_share) * log(tau_home)


@rule
def dear_labour(wage_index: float, rent_seen: float, mean_wage: float, labour_efficiency: float) -> float:
    """What labour and its land cost at a place over the nation's wage, in logs: ln w + rent/wage."""
    return log(wage_index) + rent_seen / (mean_wage * labour_efficiency)


@rule
def profit_over_factors(markup: float, factor_share: float, capital_charge: float, wear: float, alpha: float) -> float:
    """Taxed profit that a founder expects, over the cost of capital and labour.

    (1 - 1/m)/f + (kappa - wear) K/(f sales), with K = alpha f sales / kappa: the markup, and what capital earns.
    """
    return (1.0 - 1.0 / markup) / factor_share + (capital_charge - wear) * alpha / capital_charge


@rule
def relief_gain(
    tax_relief: float, holiday_quarters: float, holiday_weight: float, founder_discount: float, profit_tax: float,
    profit_over_factors: float, duty_relief: float, machine_duty: float, machines_from_abroad: float, alpha: float,
) -> float:  # fmt: skip
    """Gain from tax holiday and duty relief, in log productivity (E13).

    w relief (1 - e^(-d T)) tau pi/f + alpha duty relief: the share of a life's discounted profit tax that is forgiven,
    of which founders reckon with a part w, and machines cheaper by their duty (Hall and Jorgenson 1967).
    """
    forgiven = tax_relief * (1.0 - exp(-founder_discount * holiday_quarters)) * profit_tax * profit_over_factors
    return holiday_weight * forgiven + alpha * duty_relief * machine_duty * machines_from_abroad


@rule
def place_value(
    place_gain: float,
    alpha: float,
    dear_labour: float,
    near_input_price: float,
    materials_share: float,
    dear_freight: float,
    factor_share: float,
    relief_gain: float,
) -> float:
    """Gain of a place for a specialty in log productivity: E2, less wages and land, less dear inputs and freight.

    U = g + reliefs - (1-alpha) (ln w + rent/wage) - (m (p_in - 1) + freight) / factor share, the last part held
    within 0.3
    """
    delivered = (materials_share * (near_input_price - 1.0) + dear_freight) / factor_share
    return place_gain + relief_gain - (1.0 - alpha) * dear_labour - min(0.3, max(-0.3, delivered))


@rule
def near_supplier_price(capacity_near: float, market_unit: float, scale_elasticity: float) -> float:
    """Price at the gate that a founder expects of the suppliers near: it falls with how many they are (E5)."""
    return power(1.0 + capacity_near / market_unit, -scale_elasticity)


@rule
def near_input_price(
    abroad_price: float,
    import_share: float,
    supplied_share: float,
    capacity_near: float,
    market_unit: float,
    near_supplier_price: float,
    import_premium: float,
) -> float:
    """Price of inputs that a founder expects: suppliers' price if a unit of them is near, else from abroad."""
    supplied = near_supplier_price if capacity_near >= market_unit else abroad_price * (1.0 + import_premium)
    return import_share * abroad_price + (1.0 - import_share) * (supplied_share * supplied + 1.0 - supplied_share)


@rule
def attraction(place_value: float, place_sharpness: float) -> float:
    """Pull of a place by what it is worth: exp(beta U)  (McFadden 1974)."""
    return exp(place_sharpness * place_value)


@rule
def place_odds(attraction: float, free: float, open_to_all: float, promotion: float) -> float:
    """Odds of a place: free plots x promotion x exp(beta U), 0 where it is full or closed (McFadden 1974)."""
    return free * promotion * open_to_all * attraction


@rule
def product_odds(
    reach: float,
    boom: float,
    product_constant: float,
    place_gain: float,
    imitation: float,
    product_sharpness: float,
    reach_scale_workers: float,
) -> float:
    """Odds of a product for a local founder: phi kappa (1+S/S0)^im exp(beta_S u) (E11)."""
    pull = imitation * log(1.0 + reach / reach_scale_workers)
    return boom * product_constant * exp(pull + product_sharpness * place_gain)
