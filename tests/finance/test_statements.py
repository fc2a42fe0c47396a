"""What a year's service asks of a zone: workers let and paying."""

from __future__ import annotations

import pytest

from simulation.agents.authorities.plan import ZonePlan
from simulation.finance import statements


def test_the_workers_asked_for_carry_the_covenant_exactly() -> None:
    plan = ZonePlan(tax_share_pct=10.0)
    income, service, works = 700e-6, 3.0, 100.0
    workers = statements.workers_asked(service, income, works, 50_000.0, plan)
    running = (plan.running_fixed_pct_per_year + plan.promotion_pct_of_works_per_year) / 100.0 * works
    running += plan.running_let_pct_per_year / 100.0 * works * workers / 50_000.0
    left = workers * income - running - plan.upkeep_pct_per_year / 100.0 * works
    assert left == pytest.approx(plan.cover_covenant * service)
    assert statements.workers_asked(service, 0.0, works, 50_000.0, plan) == float("inf")
