"""What makes a place or a product attractive to a founder (E11, E13)."""

from __future__ import annotations

from simulation.rules import log, power, rule


@rule
def place_value(
    place_gain, wage_index, alpha, rent, mean_wage, labour_efficiency, near_input_price, materials_share, tau_home, tau_world,
    export_share, factor_share,
):  # type: ignore[no-untyped-def]  # fmt: skip
    """Gain of a place for a specialty in log productivity: E2, less wages and rent, less dear inputs and freight.

    U = g - (1-alpha) (ln w + rent/wage) - (m (p_in - 1) + freight) / factor share, the last part held within 0.3
    """
    freight = export_share * log(tau_world) + (1.0 - export_share) * log(tau_home)
    delivered = (materials_share * (near_input_price - 1.0) + freight) / factor_share
    labour = log(wage_index) + rent / (mean_wage * labour_efficiency)
    return place_gain - (1.0 - alpha) * labour - min(0.3, max(-0.3, delivered))


@rule
def near_input_price(abroad_price, import_share, supplied_share, capacity_near, market_unit, scale_elasticity, import_premium):  # type: ignore[no-untyped-def]
    """Price of inputs that a founder expects at a place: suppliers' price if a unit of them is near, else from abroad."""
    made = power(1.0 + capacity_near / market_unit, -scale_elasticity)
    supplied = made if capacity_near >= market_unit else abroad_price * (1.0 + import_premium)
    return import_share * abroad_price + (1.0 - import_share) * (supplied_share * supplied + 1.0 - supplied_share)


@rule
def place_log_odds(place_value, free, open_to_all, place_sharpness, promotion):  # type: ignore[no-untyped-def]
    """Log odds of a place: ln(free plots) + beta U + ln(promotion); never where nothing is free or it is closed."""
    room = free * promotion * open_to_all
    return log(room) + place_sharpness * place_value if room > 0.0 else -1e300


@rule
def product_log_odds(
    reach, boom, product_constant, place_gain, imitation, product_sharpness, reach_scale_workers
):  # type: ignore[no-untyped-def]
    """Log odds of a product for a local founder: ln(phi kappa (1+S/S0)^im) + beta_S u (E11)."""
    if boom * product_constant <= 0.0:
        return -1e300
    pull = imitation * log(1.0 + reach / reach_scale_workers)
    return log(boom * product_constant) + pull + product_sharpness * place_gain
