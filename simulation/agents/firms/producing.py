"""Productivity, cost, price, crew and output of a firm (E2 to E4)."""

from __future__ import annotations

from simulation.engine.rules import exp, log, power, rule


@rule
def localisation_gain(reach_seen: float, marshall_elasticity: float, reach_scale_workers: float) -> float:
    """Log productivity from makers of the same near: eM ln(1+S/S0)  (E2; Marshall 1890)."""
    return marshall_elasticity * log(1.0 + reach_seen / reach_scale_workers)


@rule
def urbanisation_gain(others: float, jacobs_elasticity: float, others_scale_workers: float) -> float:
    """Log productivity from makers of other things near: eJ ln(1+O/O0)  (E2; Jacobs 1969)."""
    return jacobs_elasticity * log(1.0 + others / others_scale_workers)


@rule
def quality_gain(quality: float, quality_elasticity: float) -> float:
    """Log productivity from infrastructure: eq ln q  (E2)."""
    return quality_elasticity * log(max(quality, 0.2))


@rule
def power_gain(reliability: float, outage_output_loss: float) -> float:
    """Log productivity left by power cuts: ln(1 - l (1-rho))  (E2)."""
    return log(1.0 - outage_output_loss * (1.0 - reliability))


@rule
def crowding_loss(land_use: float, congestion_strength: float, congestion_threshold: float) -> float:
    """Log productivity lost where land is short: ln(1 + c max(0, u-u*)^2)  (E2)."""
    crowd = max(0.0, land_use - congestion_threshold)
    return log(1.0 + congestion_strength * crowd * crowd)


@rule
def place_gain(
    localisation_gain: float, urbanisation_gain: float, quality_gain: float, power_gain: float, crowding_loss: float
) -> float:
    """Log productivity that a place gives to a specialty (E2)."""
    return localisation_gain + urbanisation_gain + quality_gain + power_gain - crowding_loss


@rule
def reach_seen(reach: float, workers: float, own_weight: float) -> float:
    """Workers of its specialty in reach of a firm, its own left out (E1)."""
    return max(0.0, reach - workers * own_weight)


@rule
def tfp(
    base_tfp: float, place_gain: float, skill: float, workers: float, mean_workers: float, size_elasticity: float
) -> float:
    """Total factor productivity [units at K^alpha (hL)^(1-alpha)]: A exp(place + skill) ((1+L)/(1+Lbar))^e  (E2)."""
    return base_tfp * exp(place_gain + skill + size_elasticity * log((1.0 + workers) / (1.0 + mean_workers)))


@rule
def capital_cost(alpha: float, capital_charge: float) -> float:
    """Log of capital's part in the cost of a unit: alpha ln(kappa/alpha)."""
    return alpha * log(capital_charge / alpha)


@rule
def labour_cost(alpha: float, base_wage: float) -> float:
    """Log of labour's part in the cost of a unit at the base wage: (1-alpha) ln(w/(1-alpha))."""
    return (1.0 - alpha) * log(base_wage / (1.0 - alpha))


@rule
def factor_cost(alpha: float, capital_cost: float, labour_cost: float, dear_wage: float, tfp: float) -> float:
    """Least cost of capital and labour for one unit [USD mn], labour in efficiency units.

    (kappa/alpha)^alpha (w/(1-alpha))^(1-alpha) / TFP, `dear_wage` the log of the place's wage over the base wage
    (Cobb and Douglas 1928).
    """
    return exp(capital_cost + labour_cost + (1.0 - alpha) * dear_wage) / tfp


@rule
def power_cost(
    power_share: float, reliability: float, tariff: float, generator_cost_multiple: float, reference_power: float
) -> float:
    """Electricity for one unit [USD mn]: the grid's tariff while it serves, a generator while it does not (E19)."""
    return power_share * (reliability * tariff + (1.0 - reliability) * generator_cost_multiple) / reference_power


@rule
def unit_cost(
    factor_cost: float, materials_share: float, input_price: float, services_share: float, power_cost: float
) -> float:
    """Cost of one unit [USD mn]: capital and labour, delivered inputs, bought services, power."""
    return factor_cost + materials_share * input_price + services_share + power_cost


@rule
def glut(profit_per_firm: float, reference_profit: float, price_war: float) -> float:
    """What a price war leaves of the markup where profits have fallen: min(1, profit over the first)^war.

    (China's clusters fought so in their gluts: Ding 2012.)
    """
    ratio = profit_per_firm / reference_profit if reference_profit > 0.0 else 1.0
    return exp(price_war * log(min(1.0, max(ratio, 0.01))))


@rule
def quoted_price(unit_cost: float, markup: float, glut: float) -> float:
    """Price asked for one unit [USD mn]: the markup over unit cost, less in a glut.  p = (1 + (m-1) glut) c.

    m c outside gluts (Dixit and Stiglitz 1977).
    """
    return (1.0 + (markup - 1.0) * glut) * unit_cost


@rule
def normal_crew(alpha: float, base_wage: float, capital_charge: float, labour_efficiency: float) -> float:
    """Workers per USD mn of capital at least cost: (1-alpha) kappa / (alpha w h), at base wages."""
    return (1.0 - alpha) * capital_charge / (alpha * base_wage * labour_efficiency)


@rule
def capital_part(capital: float, alpha: float) -> float:
    """Capital's part in what can be made: K^alpha (E3; Cobb and Douglas 1928)."""
    return power(capital, alpha)


@rule
def wanted_workers(
    wanted: float,
    tfp: float,
    capital_part: float,
    capital: float,
    alpha: float,
    normal_crew: float,
    labour_efficiency: float,
    crew_limit: float,
) -> float:
    """Workers that the wanted output needs, at most the crew limit of the capital (E3)."""
    needed = power(wanted / (tfp * capital_part), 1.0 / (1.0 - alpha)) / labour_efficiency
    return min(needed, crew_limit * normal_crew * capital)


@rule
def hired_workers(workers: float, wanted_workers: float, hiring_speed: float) -> float:
    """Workers after hiring and leaving: part of the way to the wanted number, never below half an owner's time."""
    return max(0.5, workers + hiring_speed * (wanted_workers - workers))


@rule
def made_units(
    tfp: float,
    capital_part: float,
    hired_workers: float,
    alpha: float,
    labour_efficiency: float,
    wanted: float,
    stock: float,
    materials_share: float,
) -> float:
    """Units made: least of what is wanted, what capital and crew can make, what inputs allow (E3)."""
    able = tfp * capital_part * power(hired_workers * labour_efficiency, 1.0 - alpha)
    return min(min(wanted, able), stock / materials_share)


@rule
def next_stock(stock: float, made_units: float, materials_share: float) -> float:
    """Inputs left in stock after production [units]."""
    return max(0.0, stock - made_units * materials_share)


@rule
def crew_part(normal_crew: float, labour_efficiency: float, alpha: float) -> float:
    """The normal crew's part in what a unit of capital can make: (h lambda)^(1-alpha)."""
    return power(normal_crew * labour_efficiency, 1.0 - alpha)


@rule
def needed_capital(wanted: float, tfp: float, crew_part: float) -> float:
    """Capital that makes the wanted units with the normal crew [USD mn]: q / (TFP (h lambda)^(1-alpha))."""
    return wanted / (tfp * crew_part)
