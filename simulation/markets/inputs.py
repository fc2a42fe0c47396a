"""Inputs: what suppliers and imports weigh for a buyer, what is ordered, and what it costs (E5)."""

from __future__ import annotations

from simulation.engine.rules import exp, rule, sqrt


@rule
def supplier_weight(capacity: float, price: float, market_unit: float, choice_temperature: float) -> float:
    """Weight of a supplier with buyers next door: capacity over a unit x exp(-(price - 1) / temperature)."""
    return capacity / market_unit * exp(-(price - 1.0) / choice_temperature)


@rule
def import_weight(abroad_price: float, import_premium: float, choice_temperature: float) -> float:
    """Weight of buying abroad: as one unit of capacity at the imports' delivered price."""
    return exp(-(abroad_price * (1.0 + import_premium) - 1.0) / choice_temperature)


@rule
def road_weight(distance_km: float, road_cost_per_100km: float, choice_temperature: float) -> float:
    """Factor on a supplier's weight for the road between: exp(-freight / temperature)."""
    return exp(-distance_km * road_cost_per_100km / 100.0 / choice_temperature)


@rule
def input_order(output: float, materials_share: float, stock: float, stock_days: float) -> float:
    """Units of inputs ordered: use and a quarter of the gap to the target stock (DisruptSC; 91 days a quarter)."""
    use = output * materials_share
    return max(0.0, use + 0.25 * (use * stock_days / 91.0 - stock))


@rule
def supplied_units(input_order: float, import_share: float, supplied_share: float) -> float:
    """Part of the order that suppliers make: their share of the inputs bought at home."""
    return input_order * (1.0 - import_share) * supplied_share


@rule
def abroad_price(tau_import: float, exchange: float, world_input_price: float) -> float:
    """Price of inputs bought abroad, delivered: world price, real exchange rate, freight from the port."""
    return tau_import * exchange * world_input_price


@rule
def supplier_km(
    row_here: float, column_here: float, row_there: float, column_there: float, cell_km: float, rows_round: float,
    columns_round: float,
) -> float:  # fmt: skip
    """Distance to the supplier [km], the shorter way round on a torus (elsewhere the way round is infinite)."""
    rows, columns = abs(row_here - row_there), abs(column_here - column_there)
    rows, columns = min(rows, rows_round - rows), min(columns, columns_round - columns)
    return cell_km * sqrt(rows * rows + columns * columns)


@rule
def freight(supplier_km: float, has_supplier: float, road_cost_per_100km: float) -> float:
    """Freight of a unit from the supplier's gate; none without a supplier."""
    return has_supplier * (supplier_km * road_cost_per_100km / 100.0)


@rule
def nearby(freight: float, has_supplier: float, road_cost_per_100km: float, supplier_reach_km: float) -> float:
    """1 where the supplier is within reach, who then waits longer for its money."""
    return has_supplier if freight <= road_cost_per_100km * supplier_reach_km / 100.0 else 0.0


@rule
def supplier_bill(got: float, gate_price: float) -> float:
    """Bill of the supplier for what it delivered [USD mn]."""
    return got * gate_price


@rule
def unmet(supplied_units: float, got: float) -> float:
    """Units ordered of a supplier and not delivered."""
    return supplied_units - got


@rule
def bought_abroad(
    abroad_price: float, input_order: float, import_share: float, unmet: float, import_premium: float
) -> float:
    """Paid for inputs from abroad [USD mn]: the imported part, and at a premium what no supplier delivered."""
    return abroad_price * (input_order * import_share + unmet * (1.0 + import_premium))


@rule
def supplied_price(
    got: float,
    supplied_units: float,
    gate_price: float,
    freight: float,
    abroad_price: float,
    import_premium: float,
) -> float:
    """Mean price of the supplied part: what the supplier delivers at its price and freight, the rest from abroad."""
    instead = abroad_price * (1.0 + import_premium)
    served = got / supplied_units if supplied_units > 0.0 else 0.0
    return served * (gate_price + freight) + (1.0 - served) * instead


@rule
def input_price(abroad_price: float, supplied_price: float, import_share: float, supplied_share: float) -> float:
    """Price of a unit of inputs: imported part, supplied part, the rest at 1 from farms, energy and others at home."""
    home = supplied_share * supplied_price + (1.0 - supplied_share)
    return import_share * abroad_price + (1.0 - import_share) * home
