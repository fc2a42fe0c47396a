"""What a firm earns and pays in a quarter: bills, credit, investment (E6 to E8)."""

from __future__ import annotations

from simulation.engine.rules import exp, log, rule


@rule
def wage_bill(
    hired_workers: float, base_wage: float, wage_index: float, labour_efficiency: float, owner_work: float
) -> float:
    """Wages [USD mn]: they rise with the place's tightness and with labour productivity.

    An owner's own work, half a worker, has no wage: it lives of what is left (Gollin 2002 on the self-employed).
    """
    return (hired_workers - owner_work * min(hired_workers, 1.0)) * base_wage * wage_index * labour_efficiency


@rule
def overhead(
    base_wage: float, labour_efficiency: float, overhead_workers: float, hired_workers: float,
    fixed_cost_elasticity: float,
) -> float:  # fmt: skip
    """Overhead [USD mn]: 0.3 wages, less for firms below five workers, whose owner does it.

    It may rise with technique, h^k (Sutton 1991: sunk costs of quality and scale drive the shake-out).
    """
    technique = exp(fixed_cost_elasticity * log(labour_efficiency))
    return overhead_workers * technique * base_wage * labour_efficiency * min(1.0, hired_workers / 5.0)


@rule
def rent_bill(hired_workers: float, rent: float) -> float:
    """Rent [USD mn]: land goes with workers (E16)."""
    return hired_workers * rent


@rule
def noise(made_units: float, price: float, luck_of_profit: float, profit_noise: float) -> float:
    """Unexplained gain or loss of the quarter [USD mn]."""
    return made_units * price * luck_of_profit * profit_noise


@rule
def interest(debt: float, capital: float, policy_rate: float, spread: float, risk_spread: float) -> float:
    """Interest of the quarter [USD mn]: (r + s + s' leverage^2)/4 on the debt (form of ABCredit)."""
    leverage = min(2.0, debt / max(capital, 1e-9))
    return debt * max(0.0, policy_rate + spread + risk_spread * leverage * leverage) / 4.0


@rule
def value_added(
    home_sales: float,
    exports: float,
    made_units: float,
    materials_share: float,
    input_price: float,
    services_share: float,
    power_cost: float,
) -> float:
    """Sales less inputs, services and power [USD mn]."""
    return home_sales + exports - made_units * (materials_share * input_price + services_share + power_cost)


@rule
def gross_profit(value_added: float, wage_bill: float, overhead: float, rent_bill: float, noise: float) -> float:
    """Value added less wages, overhead and rent, with the quarter's noise [USD mn]: before interest, wear and tax."""
    return value_added - wage_bill - overhead - rent_bill + noise


@rule
def profit_tax_paid(
    gross_profit: float,
    interest: float,
    capital: float,
    wear: float,
    profit_tax: float,
    tax_relief: float,
    holiday_quarters: float,
    age_quarters: float,
) -> float:
    """Tax on profit after interest and wear [USD mn]; a tax holiday relieves young firms of a zone."""
    relief = tax_relief if age_quarters < holiday_quarters else 0.0
    return max(0.0, gross_profit - interest - wear * capital) * profit_tax * (1.0 - relief)


@rule
def tax_forgone(
    gross_profit: float, interest: float, capital: float, wear: float, profit_tax: float, profit_tax_paid: float
) -> float:
    """What a tax holiday costs the treasury [USD mn]: the tax on the same profit without it, less the tax paid."""
    return max(0.0, gross_profit - interest - wear * capital) * profit_tax - profit_tax_paid


@rule
def profit(gross_profit: float, interest: float, capital: float, wear: float, profit_tax_paid: float) -> float:
    """Profit after interest, wear and tax [USD mn]."""
    return gross_profit - interest - wear * capital - profit_tax_paid


@rule
def cash_after_interest(cash: float, interest: float) -> float:
    """Cash once interest is paid [USD mn]."""
    return cash - interest


@rule
def amortisation(debt: float, repayment: float, cash_after_interest: float) -> float:
    """Debt repaid as agreed [USD mn], from the cash there is."""
    return min(debt * repayment, max(0.0, cash_after_interest))


@rule
def debt_after_instalment(debt: float, amortisation: float) -> float:
    """Debt once it is repaid as agreed [USD mn]."""
    return debt - amortisation


@rule
def cash_after_instalment(cash_after_interest: float, amortisation: float) -> float:
    """Cash once debt is repaid as agreed [USD mn]."""
    return cash_after_interest - amortisation


@rule
def losing(losing_before: float, profit: float) -> float:
    """Quarters of loss in a row."""
    return losing_before + 1.0 if profit < 0.0 else 0.0


@rule
def credit_limit(
    capital: float, workers: float, leverage_small: float, leverage_large: float, leverage_half_workers: float
) -> float:
    """Most that banks lend to a firm [USD mn]: a share of its capital that rises with its size."""
    square = workers * workers
    large = square / (square + leverage_half_workers * leverage_half_workers)
    return capital * (leverage_small + (leverage_large - leverage_small) * large)


@rule
def wanted_investment(
    needed_capital: float, capital: float, wear: float, investment_speed: float, investment_limit: float
) -> float:
    """Investment wanted [USD mn]: wear and a part of the gap to the needed capital, within a limit (E7)."""
    return min(max(0.0, investment_speed * (needed_capital - capital) + wear * capital), investment_limit * capital)


@rule
def spare_cash(cash: float, quarter_cost: float, cash_buffer: float) -> float:
    """Cash above the buffer for bills [USD mn]."""
    return max(0.0, cash - cash_buffer * quarter_cost)


@rule
def wanted_credit(wanted_investment: float, spare_cash: float, credit_limit: float, debt: float) -> float:
    """New loan asked for [USD mn]: what own cash cannot pay, within the limit."""
    return min(max(0.0, wanted_investment - spare_cash), max(0.0, credit_limit - debt))


@rule
def overdraft(
    cash_after_instalment: float, capital: float, debt_after_instalment: float, credit_limit: float, last_credit: float
) -> float:
    """Last credit when the cash is gone [USD mn]."""
    most = credit_limit + last_credit * capital - debt_after_instalment
    return min(max(0.0, -cash_after_instalment), max(0.0, most))


@rule
def debt_after_service(debt_after_instalment: float, overdraft: float) -> float:
    """Debt once a last credit is drawn [USD mn]."""
    return debt_after_instalment + overdraft


@rule
def cash_after_service(cash_after_instalment: float, overdraft: float) -> float:
    """Cash once a last credit is drawn [USD mn]."""
    return cash_after_instalment + overdraft


@rule
def investment(wanted_investment: float, spare_cash: float, wanted_credit: float, credit_served: float) -> float:
    """Machines bought [USD mn]: what is wanted, as far as spare cash and the banks' part of the credit go."""
    return min(wanted_investment, spare_cash + wanted_credit * credit_served)


@rule
def new_loan(investment: float, spare_cash: float, wanted_credit: float, credit_served: float) -> float:
    """Loan drawn [USD mn]: what spare cash did not pay."""
    return min(wanted_credit * credit_served, max(0.0, investment - spare_cash))


@rule
def dividends(
    profit: float, cash: float, quarter_cost: float, spare_cash: float, new_loan: float, investment: float,
    payout: float, cash_buffer: float,
) -> float:  # fmt: skip
    """Paid to owners [USD mn]: a share of profit, and half of the cash beyond four buffers."""
    beyond = max(0.0, cash - 4.0 * cash_buffer * quarter_cost)
    return max(0.0, min(spare_cash + new_loan - investment, payout * max(0.0, profit) + 0.5 * beyond))


@rule
def duty_due_back(investment: float, duty_relief: float, machine_duty: float, machines_from_abroad: float) -> float:
    """Duty that the treasury gives back on machines from abroad [USD mn]; their price holds it."""
    return investment * machines_from_abroad * machine_duty * duty_relief


@rule
def next_capital(capital: float, wear: float, investment: float) -> float:
    """Capital after wear and investment [USD mn]."""
    return capital * (1.0 - wear) + investment


@rule
def next_cash(cash: float, new_loan: float, investment: float, dividends: float) -> float:
    """Cash after investing and paying owners [USD mn]."""
    return cash + new_loan - investment - dividends


@rule
def next_debt(debt: float, new_loan: float) -> float:
    """Debt with the new loan [USD mn]."""
    return debt + new_loan
