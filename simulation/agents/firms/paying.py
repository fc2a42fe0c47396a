"""What is left of a firm's cash once the quarter's bills are paid (E6)."""

from __future__ import annotations

from simulation.engine.rules import rule


@rule
def services_paid(output: float, services_share: float) -> float:
    """Services bought [USD mn]."""
    return output * services_share


@rule
def power_paid(output: float, power_cost: float) -> float:
    """Electricity bill [USD mn]."""
    return output * power_cost


@rule
def inputs_bought(input_order: float, input_price: float) -> float:
    """Inputs delivered this quarter [USD mn]."""
    return input_order * input_price


@rule
def deferred(supplier_bill: float, nearby: float, deferred_share: float, deferred_share_nearby: float) -> float:
    """Part of the supplier's bill that is paid a quarter later [USD mn], larger where the supplier is near."""
    return supplier_bill * (deferred_share + deferred_share_nearby * nearby)


@rule
def inputs_paid(inputs_bought: float, deferred: float, payables: float) -> float:
    """Inputs paid for [USD mn]: the part of this quarter's bill that waits is paid in the next."""
    return inputs_bought - deferred + payables


@rule
def lease(rent_bill: float, hectares: float) -> float:
    """The rent of a firm on a zone's land [USD mn]: it goes to the zone's authority."""
    return rent_bill if hectares > 0.0 else 0.0


@rule
def plot_due(plot_bought: float, plot_owed: float, down_payment: float, instalment: float) -> float:
    """Due for zone land [USD mn]: a down payment on what was taken, an instalment of what is owed (E16)."""
    return plot_bought * down_payment + plot_owed * instalment


@rule
def plot_paid(plot_due: float, plot_relief: float) -> float:
    """What the firm pays of it [USD mn]; the treasury pays the subsidised rest."""
    return plot_due * (1.0 - plot_relief)


@rule
def next_plot_owed(plot_bought: float, plot_owed: float, plot_due: float) -> float:
    """Still owed for zone land [USD mn]."""
    return plot_bought + plot_owed - plot_due


@rule
def duty_given_back(duty_back: float) -> float:
    """Duty on last quarter's machines that the treasury gives back now [USD mn]: all that was promised."""
    return duty_back


@rule
def purse(cash: float, home_sales: float, exports: float, noise: float) -> float:
    """Cash once sales have come in [USD mn]."""
    return cash + home_sales + exports + noise


@rule
def cash_after_supplies(purse: float, inputs_paid: float, services_paid: float, power_paid: float) -> float:
    """Cash once inputs, services and power are paid [USD mn]."""
    return purse - inputs_paid - services_paid - power_paid


@rule
def cash_after_bills(
    cash_after_supplies: float, wage_bill: float, overhead: float, rent_bill: float, profit_tax_paid: float,
    plot_paid: float, duty_given_back: float,
) -> float:  # fmt: skip
    """Cash once wages, overhead, rent, tax and land are paid too, and duty has been given back [USD mn]."""
    return cash_after_supplies - wage_bill - overhead - rent_bill - profit_tax_paid - plot_paid + duty_given_back
