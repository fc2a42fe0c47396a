"""Money: whoever pays has it less, whoever is paid has it more, phase by phase and quarter by quarter."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulation.finance.ledger import SECTORS
from simulation.institutions.state import deposits
from simulation.phases.books import balance_sheet_of

TOLERANCE = 1e-9


def nations(table, name):
    """What all whom the rows stand for have of something."""
    return math.fsum(table.weight * getattr(table, name))


def held(economy):
    """Deposits of every sector that has a till."""
    business = {"firms": nations(economy.firms, "cash"), "suppliers": nations(economy.suppliers, "cash")}
    return business | deposits(economy.institutions)


def net(flows, sector):
    """Receipts less payments of a sector."""
    return math.fsum(amount * ((payee == sector) - (payer == sector)) for payer, payee, _, amount in flows)


def gross(flows):
    return math.fsum(abs(amount) for *_, amount in flows)


@pytest.mark.parametrize("sector", ["firms", "suppliers", "zone authorities", "power companies", "treasury"])
def test_in_every_quarter_deposits_move_by_what_was_received_and_paid(quarters, sector):
    for before, after in quarters[1]:
        moved = held(after)[sector] - held(before)[sector]
        assert moved == pytest.approx(net(after.flows, sector), abs=TOLERANCE * gross(after.flows)), after.quarter


def test_firms_tills_hold_what_was_paid_after_every_phase(quarters, phases):
    opening = {before.quarter + 1: nations(before.firms, "cash") for before, _ in quarters[1]}
    for name, _, after in phases[1]:
        if name != "firms_hire_and_produce":  # buyers' money arrives when bills are paid, the phase after
            moved = nations(after.firms, "cash") - opening[after.quarter]
            allowed = TOLERANCE * max(gross(after.flows), 1.0)
            assert moved == pytest.approx(net(after.flows, "firms"), abs=allowed), (name, after.quarter)


def test_every_payment_is_between_two_sectors_and_finite(quarters):
    for _, after in quarters[1]:
        for payer, payee, what, amount in after.flows:
            assert {payer, payee} <= set(SECTORS), what
            assert payer != payee, what
            assert math.isfinite(amount), what


def test_no_large_payment_runs_backwards(quarters):
    for _, after in quarters[1]:
        for payer, payee, what, amount in after.flows:
            assert amount >= -TOLERANCE * gross(after.flows), (payer, payee, what)


def test_what_firms_owe_the_banks_moves_by_loans_and_repayments(phases):
    for name, before, after in phases[1]:
        new = after.flows[len(before.flows) :] if name != "the_world_moves" else ()
        lent = math.fsum(amount for *_, what, amount in new if what == "new loans")
        back = math.fsum(amount for payer, _, what, amount in new if (payer, what) == ("firms", "principal"))
        lost = nations(before.firms.take(~np.isin(before.firms.id, after.firms.id)), "debt")
        debt = nations(after.firms, "debt")
        assert debt - nations(before.firms, "debt") == pytest.approx(lent - back - lost, abs=1e-12 * debt), (
            name,
            after.quarter,
        )


def test_banks_recover_no_more_from_a_failed_firm_than_it_owed(phases):
    for name, before, after in phases[1]:
        if name == "firms_fail":
            flows = {what: amount for *_, what, amount in after.flows[len(before.flows) :]}
            paid = {q: a for p, q, what, a in after.flows if what == "recovered from failed firms"}
            dead = before.firms.take(~np.isin(before.firms.id, after.firms.id))
            owed = nations(dead, "debt") + flows["last overdraft"]
            assert 0.0 <= paid["domestic banks"] <= owed + 1e-9
            assert 0.0 <= paid["suppliers"] <= nations(dead, "payables") + 1e-9


def test_bills_that_wait_are_the_receivables_of_suppliers(quarters):
    for _, after in quarters[1]:
        owed = nations(after.firms.take(np.isin(after.firms.supplier, after.suppliers.id)), "payables")
        assert nations(after.suppliers, "receivables") == pytest.approx(owed, rel=1e-9)


def test_every_claim_is_somebodys_debt_and_net_worth_is_what_stands(quarters):
    for _, after in quarters[1]:
        sheet = balance_sheet_of(after)
        worth = sheet.rows.index("net worth")
        machines = nations(after.firms, "capital")
        assert sheet.at("machines", "firms") == pytest.approx(machines)
        assert sheet.values[worth].sum() == pytest.approx(
            -sum(sheet.values[sheet.rows.index(r)].sum() for r in ("machines", "stocks", "zone works")), rel=1e-9
        )
