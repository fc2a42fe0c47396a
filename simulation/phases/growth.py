"""Firms invest and learn (step 9)."""

from __future__ import annotations

from simulation.agents.firms.living import next_skill, next_standing
from simulation.agents.firms.producing import needed_capital
from simulation.agents.firms.settling import (
    credit_limit,
    dividends,
    duty_due_back,
    investment,
    new_loan,
    next_capital,
    next_cash,
    next_debt,
    spare_cash,
    wanted_credit,
    wanted_investment,
)
from simulation.economy import Economy, Given
from simulation.engine.rules import Loop
from simulation.phases.handed_on import Bills, RepaidInAll
from simulation.phases.production import settings

INVESTING = Loop(
    needed_capital, wanted_investment, spare_cash, credit_limit, wanted_credit,
    keep=["wanted_investment", "spare_cash", "wanted_credit"],
    add=["wanted_credit"],
)  # fmt: skip
SPENDING = Loop(
    investment, new_loan, dividends, duty_due_back, next_capital, next_cash, next_debt,
    keep=["duty_due_back", "next_capital", "next_cash", "next_debt"],
    add=["investment", "new_loan", "dividends"],
)  # fmt: skip
LEARNING = Loop(next_skill, next_standing)


def firms_invest(now: Economy, given: Given) -> Economy:
    """Firms replace what is worn and grow towards wanted output, from cash and from what the banks can lend."""
    firms = now.firms
    bills = now.today[Bills]
    cost = bills.wage_bill + bills.inputs_paid
    rows = {**firms.columns(), "quarter_cost": cost}
    found = INVESTING(len(firms), rows, settings(now, given), specialty=(firms.specialty, now.here.kind))
    asked = found.totals["wanted_credit"]
    repaid = now.today[RepaidInAll].amortisation
    supply = given["supply_growth"] * max(now.nation.bank_credit, given.fit.bank_credit) + repaid
    served = min(1.0, supply / asked) if asked > 0.0 else 0.0
    served_to_all = {**given.numbers, "credit_served": served}
    done = SPENDING(len(firms), {**rows, **found}, served_to_all, site=(firms.site, now.here.site))
    bought, abroad = done.totals["investment"], given["machines_from_abroad"]
    grown = firms.but(
        capital=done["next_capital"], cash=done["next_cash"], debt=done["next_debt"], duty_back=done["duty_due_back"]
    )
    return now.but(firms=grown).paid(
        ("domestic banks", "firms", "new loans", done.totals["new_loan"]),
        ("firms", "rest of the world", "machines", bought * abroad),
        ("firms", "households", "machines", bought * (1.0 - abroad)),
        ("firms", "households", "dividends", done.totals["dividends"]),
    )


def firms_learn(now: Economy, given: Given) -> Economy:
    """Skill and standing with buyers drift with luck."""
    firms, luck = now.firms, given.luck
    rows = {
        "skill": firms.skill, "standing": firms.standing, "workers": firms.workers,
        "luck_of_skill": luck.normal("skill", now.quarter, firms.id),
        "luck_of_standing": luck.laplace("standing", now.quarter, firms.id),
    }  # fmt: skip
    found = LEARNING(len(firms), rows, given.numbers)
    skill = found["next_skill"] if given.does("learning") else firms.skill
    return now.but(firms=firms.but(skill=skill, standing=found["next_standing"]))
