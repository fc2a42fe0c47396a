"""Firms settle their bills, repay, invest and learn (E6 to E8)."""

from __future__ import annotations

import numpy as np

from one_by_one.asking import all_by, all_of, ask, ask_all
from one_by_one.goods import eyes
from simulation.agents.authorities.state import ZoneTakings, ZoneTenants
from simulation.agents.firms.living import next_skill, next_standing
from simulation.agents.firms.producing import crew_part, needed_capital, normal_crew
from simulation.agents.firms.settling import (
    amortisation,
    credit_limit,
    duty_due_back,
    gross_profit,
    interest,
    losing,
    noise,
    overdraft,
    overhead,
    profit,
    profit_tax_paid,
    rent_bill,
    spare_cash,
    tax_forgone,
    value_added,
    wage_bill,
    wanted_credit,
    wanted_investment,
)
from simulation.finance.nation import NationalActivity

EARNING = (
    wage_bill, overhead, rent_bill, noise, value_added, gross_profit, interest, profit_tax_paid, profit, losing,
    tax_forgone,
)  # fmt: skip
INVESTING = (
    normal_crew, crew_part, needed_capital, wanted_investment, spare_cash, credit_limit, wanted_credit,
)  # fmt: skip


def bills_are_paid(country, here):
    """Sales come in; wages, inputs, power, rent and tax go out; a part of the supplier's bill waits a quarter."""
    for supplier in country.suppliers:
        supplier.today |= {"at_once": 0.0, "late": 0.0, "deferred": 0.0, "supplier_loss": 0.0}
    for firm in country.firms:
        settle(country, here, firm)
    for supplier in country.suppliers:
        each = 1.0 / supplier.weight
        supplier.today |= {name: each * supplier.today[name] for name in ("at_once", "late", "deferred")}
        supplier.today["paid"] = supplier.today["at_once"] + supplier.today["late"]


def settle(country, here, firm):
    """One firm's quarter in money."""
    today, at = firm.today, country.of_kind(firm.specialty)
    today["luck_of_profit"] = country.chance.normal("profit", firm.id)
    today["losing_before"], today["age_quarters"] = firm.losing, float(country.quarter - firm.born)
    today |= ask_all(EARNING, *eyes(country, here, firm))
    waits = deferred(country, firm)
    today["inputs_paid"] = today["input_order"] * today["input_price"] - waits + firm.payables
    services, today["power_paid"] = firm.output * at["services_share"], firm.output * today["power_cost"]
    cash = firm.cash + firm.home_sales + firm.exports + today["noise"]
    cash = cash - today["inputs_paid"] - services - today["power_paid"]
    cash = cash - today["wage_bill"] - today["overhead"] - today["rent_bill"] - today["profit_tax_paid"]
    firm.cash = pay_for_land(firm, cash, *here.of(firm)) + firm.duty_back
    today["duty_given_back"], firm.duty_back = firm.duty_back, 0.0
    pay_supplier(firm, waits)
    firm.payables = waits
    firm.value_added, firm.profit, firm.losing = today["value_added"], today["profit"], today["losing"]


def pay_for_land(firm, cash, site, *_):
    """Cash once a down payment on zone land taken and an instalment of what is owed are paid, but for the subsidy."""
    due = firm.today["plot_due"] = firm.plot_bought * site["down_payment"] + firm.plot_owed * site["instalment"]
    firm.plot_bought, firm.plot_owed = 0.0, firm.plot_bought + firm.plot_owed - due
    return cash - due * (1.0 - site["plot_relief"])


def deferred(country, firm):
    """Part of the supplier's bill that waits, more where the supplier is near."""
    if not country.given.does("trade_credit"):
        return 0.0
    share = country.numbers["deferred_share"] + country.numbers["deferred_share_nearby"] * firm.today["nearby"]
    return firm.today["supplier_bill"] * share


def pay_supplier(firm, waits):
    """Its supplier gets the rest of this quarter's bill, its creditor last quarter's."""
    seller, creditor = firm.today["seller"], firm.today["creditor"]
    if creditor is not None:
        creditor.today["late"] += firm.weight * firm.payables
    if seller is not None:
        seller.today["at_once"] += firm.weight * (firm.today["supplier_bill"] - waits)
        seller.today["deferred"] += firm.weight * waits


def firms_repay(country):
    """Each firm pays interest, repays as agreed, and takes a last credit when its cash is gone."""
    numbers = country.numbers
    for firm in country.firms:
        firm.cash -= firm.today["interest"]
        back = firm.today["amortisation"] = ask(amortisation, numbers, firm, {"cash_after_interest": firm.cash})
        firm.debt, firm.cash = firm.debt - back, firm.cash - back
        known = {"cash_after_instalment": firm.cash, "debt_after_instalment": firm.debt}
        last = ask_all((credit_limit, overdraft), numbers, firm, known)["overdraft"]
        firm.debt, firm.cash = firm.debt + last, firm.cash + last


def firms_invest(country, here):
    """Each firm replaces what is worn and grows towards wanted output, from cash and from what banks can lend."""
    numbers = country.numbers
    for firm in country.firms:
        firm.today["quarter_cost"] = firm.today["wage_bill"] + firm.today["inputs_paid"]
        known = {"quarter_cost": firm.today["quarter_cost"]}
        firm.today |= ask_all(INVESTING, here.settings, known, firm, country.of_kind(firm.specialty))
    asked = all_of(country.firms, lambda firm: firm.today["wanted_credit"])
    repaid = all_of(country.firms, lambda firm: firm.today["amortisation"])
    supply = numbers["supply_growth"] * max(country.nation["bank_credit"], country.fit.bank_credit) + repaid
    served = min(1.0, supply / asked) if asked > 0.0 else 0.0
    for firm in country.firms:
        invest(numbers, firm, served)
        relief = here.of(firm)[0]["duty_relief"]
        firm.duty_back = ask(duty_due_back, {"investment": firm.today["spent"], "duty_relief": relief}, numbers)


def invest(numbers, firm, served):
    """One firm's loan, investment and dividend."""
    spare, loan = firm.today["spare_cash"], firm.today["wanted_credit"] * served
    spent = min(firm.today["wanted_investment"], spare + loan)
    loan = min(loan, max(0.0, spent - spare))
    firm.today["spent"] = spent
    beyond = max(0.0, firm.cash - 4.0 * numbers["cash_buffer"] * firm.today["quarter_cost"])
    left = spare + loan - spent
    owners = max(0.0, min(left, numbers["payout"] * max(0.0, firm.profit) + 0.5 * beyond))
    firm.capital = firm.capital * (1.0 - numbers["wear"]) + spent
    firm.cash, firm.debt = firm.cash + loan - spent - owners, firm.debt + loan


def firms_learn(country):
    """Skill and standing drift with luck."""
    for firm in country.firms:
        luck = {
            "luck_of_skill": country.chance.normal("skill", firm.id),
            "luck_of_standing": country.chance.laplace("standing", firm.id),
        }
        found = ask_all((next_skill, next_standing), luck, firm, country.numbers)
        firm.standing = found["next_standing"]
        if country.given.does("learning"):
            firm.skill = found["next_skill"]


def zone_tenants(country):
    """Who sits in each zone as the quarter begins, for its authority."""
    hectares = by_zone(country, lambda firm: firm.hectares)
    return ZoneTenants(by_zone(country, lambda firm: firm.workers), hectares)


def zone_takings(country):
    """What the firms of each zone paid and made this quarter, for its authority."""
    return ZoneTakings(
        rent_paid=by_zone(country, lambda firm: firm.today["rent_bill"]),
        value_added=by_zone(country, lambda firm: firm.value_added),
        hired=by_zone(country, lambda firm: firm.workers),
        plot_due=by_zone(country, lambda firm: firm.today["plot_due"]),
        plot_owed=by_zone(country, lambda firm: firm.plot_owed),
    )


def by_zone(country, amount):
    """Sums of what each tenant has, by zone."""
    tenants = [firm for firm in country.firms if firm.site >= country.cells]
    return np.array(all_by(tenants, lambda firm: firm.site - country.cells, amount, country.sites - country.cells))


def national_activity(country, here):
    """What all firms did this quarter, for the treasury and the power companies."""
    firms = country.firms
    return NationalActivity(
        exports=all_of(firms, lambda f: f.exports) / here.nation["exchange"],
        value_added=all_of(firms, lambda f: f.value_added),
        profit_tax=all_of(firms, lambda f: f.today["profit_tax_paid"]),
        wages=all_of(firms, lambda f: f.today["wage_bill"]),
        power_paid=all_of(firms, lambda f: f.today["power_paid"]),
        tax_forgone=all_of(firms, lambda f: f.today["tax_forgone"]),
        duty_given_back=all_of(firms, lambda f: f.today["duty_given_back"]),
        luck=country.chance.uniform("sudden stop", 0),
    )
