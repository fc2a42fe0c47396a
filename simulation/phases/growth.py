"""Firms invest and learn (step 9)."""

from __future__ import annotations

import numpy as np

from simulation.agents.firms.living import next_skill, next_standing
from simulation.agents.firms.producing import needed_capital, normal_crew
from simulation.agents.firms.settling import credit_limit, spare_cash, wanted_credit, wanted_investment
from simulation.economy import Economy, Given
from simulation.phases.production import settings
from simulation.rules import Loop
from simulation.table import total

INVESTING = Loop(
    normal_crew, needed_capital, wanted_investment, spare_cash, credit_limit, wanted_credit,
    keep=["wanted_investment", "spare_cash", "wanted_credit"],
)  # fmt: skip
LEARNING = Loop(next_skill, next_standing)
MACHINES_FROM_ABROAD = 0.6
"""Share of machinery that is imported (assumed; it only splits a payment between two receivers)."""


def firms_invest(now: Economy, given: Given) -> Economy:
    """Firms replace what is worn and grow towards wanted output, from cash and from what the banks can lend."""
    firms = now.firms
    cost = now.extra["wage_bill"] + now.extra["inputs_paid"]
    rows = {**firms.columns(), "quarter_cost": cost}
    found = INVESTING(len(firms), rows, settings(now, given), specialty=(firms.specialty, given.specialties.columns()))
    asked = total(found["wanted_credit"])
    supply = given["supply_growth"] * max(now.nation.bank_credit, given.fit.bank_credit) + total(
        now.extra["amortisation"]
    )
    loan = found["wanted_credit"] * (min(1.0, supply / asked) if asked > 0.0 else 0.0)
    spent = np.minimum(found["wanted_investment"], found["spare_cash"] + loan)
    loan = np.minimum(loan, np.maximum(0.0, spent - found["spare_cash"]))
    beyond = np.maximum(0.0, firms.cash - 4.0 * given["cash_buffer"] * cost)
    left = found["spare_cash"] + loan - spent
    owners = np.maximum(0.0, np.minimum(left, given["payout"] * np.maximum(0.0, firms.profit) + 0.5 * beyond))
    grown = firms.but(
        capital=firms.capital * (1.0 - given["wear"]) + spent,
        cash=firms.cash + loan - spent - owners,
        debt=firms.debt + loan,
    )
    bought = total(spent)
    return now.but(firms=grown).paid(
        ("domestic banks", "firms", "new loans", total(loan)),
        ("firms", "rest of the world", "machines", bought * MACHINES_FROM_ABROAD),
        ("firms", "households", "machines", bought * (1.0 - MACHINES_FROM_ABROAD)),
        ("firms", "households", "dividends", total(owners)),
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
