"""What a supplier decides: price, crew, capacity, whether to go on (E5)."""

from __future__ import annotations

from simulation.engine.rules import exp, log, rule


@rule
def supplier_cost(
    wage_index: float, import_price: float, supplier_wage_share: float, supplier_import_share: float
) -> float:
    """Running cost of a unit at base prices: wages, imported part, the rest bought at home.

    c = s_w w + s_m p_m + (1 - s_w - s_m)
    """
    return (
        supplier_wage_share * wage_index
        + supplier_import_share * import_price
        + (1.0 - supplier_wage_share - supplier_import_share)
    )


@rule
def supplier_price(
    supplier_cost: float, cost_level: float, local_capacity: float, market_unit: float, scale_elasticity: float
) -> float:
    """Price at the gate: falls with the capacity of its trade near by, (1+M/M0)^(-e)   (Marshall 1890).

    `cost_level` makes the mean price 1 at quarter zero.
    """
    return cost_level * supplier_cost * exp(-scale_elasticity * log(1.0 + local_capacity / market_unit))


@rule
def supplier_profit(
    sales: float,
    capacity: float,
    price: float,
    supplier_margin: float,
    supplier_fixed_share: float,
    supplier_loss: float,
) -> float:
    """Profit of the quarter [USD mn]: margin at full use, less the fixed cost of what stands idle, less unpaid bills.

    m S - f (C p - S) - loss
    """
    return supplier_margin * sales - supplier_fixed_share * max(0.0, capacity * price - sales) - supplier_loss


@rule
def next_capacity(capacity: float, orders: float, least_capacity: float) -> float:
    """Capacity next quarter: a quarter of the way to orders, at most 5 % up or down, one unit at least."""
    gap = 0.25 * (orders - capacity)
    return max(least_capacity, capacity + min(0.05 * capacity, max(-0.05 * capacity, gap)))


@rule
def supplier_workers(sales: float, supplier_wage_share: float, mean_wage: float, labour_efficiency: float) -> float:
    """People employed: wages' share of sales over the wage."""
    return supplier_wage_share * sales / (mean_wage * labour_efficiency)
