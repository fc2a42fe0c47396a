"""From a scenario, the facts of its zones and the seeds to the institutions at the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from simulation.agents.authorities.state import Zones
from simulation.agents.power.company import in_operation, plants_of_seeds
from simulation.agents.power.settings import PowerRules
from simulation.agents.power.state import Companies, Plant, PowerCompanies
from simulation.country.finding import country_of
from simulation.engine.table import total
from simulation.finance import workouts
from simulation.finance.accounts import carried
from simulation.finance.external import External, Record
from simulation.finance.loans import Schedule
from simulation.finance.paths import BEFORE, QUARTERS, MoneyPaths, Path
from simulation.finance.paths import from_seeds as paths_of_seeds
from simulation.finance.settings import CHANNELS, Channels
from simulation.finance.statements import OF_ZONE, ZoneAsk, zone_ask
from simulation.finance.terms import Workout
from simulation.institutions.state import Estates, Institutions, Setup, ZoneFacts
from simulation.policy.lending import workouts_of
from simulation.quarter_zero.external_account import frozen, record_of
from simulation.quarter_zero.loan_book import committed_loans, committed_service, scenario_loans, scenario_paths
from simulation.quarter_zero.programme import plants_built
from simulation.quarter_zero.zones import plan_of, zone_at_start
from simulation.scenario.schema import Scenario
from simulation.seeding.seeds import Seeds
from simulation.units import quarter_index


def channels_of(scenario: Scenario) -> Channels:
    """How debt service reaches firms in a scenario: as it says, or not at all without loan feedback."""
    if scenario.mechanisms.loan_feedback:
        return scenario.channels
    return scenario.channels.model_copy(update=dict.fromkeys(CHANNELS, False))


def begun(scenario: Scenario, facts: ZoneFacts) -> Institutions:
    """The institutions of a scenario at the start of a run, with the zones of its map (`zones.facts_of`)."""
    investment, power, paths = scenario.investment, scenario.power, scenario_paths(scenario)
    loans = scenario_loans(scenario, paths)
    country = country_of(scenario.country)
    companies, committed = Companies.of_seeds(country.seeds), plants_of_seeds(PowerRules(), country.seeds)
    base = paths_of_seeds(country.seeds, scenario.treasury.kibor_over_policy_rate_pct)
    in_all, own = committed_service(scenario)
    anchor = frozen({"all": in_all, "own": own}, base, country.last_year_of_data)
    account = record_of(
        country.seeds, base, in_all, committed_loans(scenario, base), scenario.capacity.growth_pct_per_year
    )
    setup = Setup(
        paths=paths, facts=facts,
        plans=tuple(plan_of(key, group, scenario.zones) for key, group in zip(facts.keys, facts.groups, strict=True)),
        companies=companies,
        plants=plants_built(plants_of_seeds(power, country.seeds), investment, power, country),
        committed_plants=committed,
        grants=tuple(loans.values()) if investment.funding == "grants" else (),
        channels=channels_of(scenario), treasury=scenario.treasury, power=power,
        workouts=_workouts(scenario), shocks=tuple(scenario.money_shocks.values()),
        stop_after=None if investment.stop_after is None else quarter_index(investment.stop_after),
        further_loan_share=investment.loan_share,
        committed_service=anchor["all"], committed_own=anchor["own"], account=account, capacity=scenario.capacity,
        committed_receivables=committed_receivables(committed, len(companies.names), paths),
        policy=scenario.policy, estates=estates_of(country.seeds),
    )  # fmt: skip
    lent = loans.values() if investment.funding == "loans" else ()
    accounts = tuple(carried(loan, paths.reference(loan), scenario.start_index) for loan in lent)
    zones = Zones.of(
        [zone_at_start(place, setup, investment, loans, country.seeds) for place in range(len(facts.keys))]
    )
    return Institutions(
        setup, zones, PowerCompanies.start(setup.companies), accounts, external=_account_at_start(account)
    )


def _account_at_start(account: Record | None) -> External:
    """Reserves as the run begins."""
    if account is None:
        return External()
    return External(reserves=account.reserves_at_start, months=float(account.months[BEFORE - 1]))


def _workouts(scenario: Scenario) -> dict[str, Workout]:
    """Workouts that policy agrees and the scenario writes, and what creditors do of themselves."""
    acting = scenario.capacity.creditors_act
    theirs = workouts.of_creditors(scenario.capacity.creditors_wait_quarters) if acting else {}
    return workouts_of(scenario.policy) | scenario.workouts | theirs


def estates_of(seeds: Seeds) -> Estates:
    """What the seeds assume of zones and estates, whatever their plans."""
    names = ("rival_kept_share", "rival_quality", "focus_favour", "focus_others", "mw_per_worker")
    return Estates(*(seeds.number("money_parameters", f"zones.{name}") for name in names))


def committed_receivables(plants: Sequence[Plant], companies: int, paths: MoneyPaths) -> Path:
    """Receivables of the committed plants of so many companies when bills are collected as in the seeds."""
    rules, owed, path = PowerRules(), 0.0, np.zeros(QUARTERS)
    for quarter in range(paths.first, paths.last + 1):
        payment = total(in_operation(plants, quarter, companies)[1])
        owed *= paths.at(paths.us_price, quarter - 1) / paths.at(paths.us_price, quarter)
        real = paths.constant_usd(payment, "USD", quarter)
        owed += real * (1.0 - rules.collected_share) - owed * rules.settled_share_per_year / 4.0
        path[quarter - paths.first] = owed
    return path


def zone_asks(scenario: Scenario, facts: ZoneFacts, of: Mapping[str, Schedule]) -> list[ZoneAsk]:
    """What each zone loan asks of its zone, with the zones of a map as the scenario plans them."""
    own = [one for one in of.values() if one.loan.borrower.startswith(OF_ZONE) and one.principal.sum() > 0.0]
    if not own:
        return []
    at_start = begun(scenario, facts)
    setup, zones, seeds = at_start.setup, at_start.zones.each(), country_of(scenario.country).seeds
    place_of = setup.facts.borrowers
    return [
        zone_ask(one, zones[place], setup.plans[place], setup.paths, seeds)
        for one in own
        if (place := place_of.get(one.loan.borrower)) is not None
    ]
