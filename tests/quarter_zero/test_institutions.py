"""Institutions at quarter zero: what a zone's loan asks of its zone, and what a scenario without feedback cuts."""

from __future__ import annotations

import numpy as np
import pytest
from institutions.invented import FACTS, scenario

from simulation.agents.authorities.plan import ZonePlan
from simulation.finance import statements
from simulation.finance.settings import CHANNELS
from simulation.quarter_zero.institutions import begun, channels_of, zone_asks
from simulation.quarter_zero.loan_book import scenario_paths, schedules
from simulation.scenario.schema import Mechanisms


def test_a_zone_is_asked_for_fewer_workers_where_taxes_or_the_treasury_help() -> None:
    asked = schedules(scenario())
    poor, helped = (
        zone_asks(scenario(zones={"all": plan}), FACTS, asked)[0]
        for plan in (ZonePlan(), ZonePlan(tax_share_pct=10.0, support_pct_of_works_per_year=3.0))
    )
    assert poor.zone == "rashakai"
    assert poor.by_rents == poor.with_taxes
    assert helped.with_taxes < helped.by_rents < poor.by_rents
    assert poor.room == pytest.approx(284.0 * 85.0)


def test_service_of_the_first_year_is_a_whole_years_whatever_the_step() -> None:
    paths = scenario_paths(scenario())
    of = schedules(scenario())["rashakai"]
    first = of.loan.first_instalment
    within = (of.quarter >= first - 1) & (of.quarter <= first + 2)
    nominal = float((of.service + of.fee)[within].sum())
    real = statements.first_years_service(of, paths)
    assert real == pytest.approx(nominal / paths.at(paths.us_price, first), rel=0.02)


def test_without_loan_feedback_every_channel_is_cut() -> None:
    channels = channels_of(scenario(mechanisms=Mechanisms(loan_feedback=False)))
    assert not any(getattr(channels, name) for name in CHANNELS)
    assert all(getattr(channels_of(scenario()), name) for name in CHANNELS)


def test_the_committed_service_is_that_of_the_book_observed_whatever_is_lent() -> None:
    lent, none = begun(scenario(), FACTS), begun(scenario(loan_book="none", loans={}), FACTS)
    assert len(none.loans) == 0 < len(lent.loans)
    assert np.array_equal(lent.setup.committed_service, none.setup.committed_service)
    assert lent.setup.committed_service.max() > 0.0
