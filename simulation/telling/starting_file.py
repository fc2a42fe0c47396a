"""A scenario file to start from: commented, with what its parent says now, and runnable as it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from simulation.agents.authorities.plan import ZonePlan
from simulation.country.country import Country
from simulation.country.finding import country_of
from simulation.finance.loans import Loan
from simulation.quarter_zero.loan_book import resolved, scenario_paths
from simulation.quarter_zero.zones import plan_of
from simulation.scenario.faults import Fault, ScenarioFaults, unknown
from simulation.scenario.meaning import zone_called
from simulation.scenario.schema import Scenario
from simulation.units import QUARTERS_PER_YEAR

OF_A_ZONE = (
    "works_usd_mn", "plot_price_usd_per_acre", "lease_usd_per_worker_year", "tax_share_pct", "upkeep_pct_per_year",
    "promotion", "captive_power_reliability",
)  # fmt: skip
"""Settings of a zone's plan that are asked about most."""
LATER = 4
"""Quarters by which the file delays a zone, or lengthens the grace of a loan, until its owner says otherwise."""
COMMENTS_FROM = 38
"""Letters before the meaning of a setting."""


def starting_file(
    title: str, parent: str, scenario: Scenario, zones: Sequence[str] = (), loans: Sequence[str] = ()
) -> str:
    """The text of a file that extends `parent`, which is `scenario`; ScenarioFaults where it has no such zone or loan.

    Without a zone or a loan nothing is changed yet, and every suggestion is a comment.
    """
    if scenario.plain is not None and (zones or loans):
        raise ScenarioFaults([Fault("--from", "", f"{parent} plays on the plain map, which has no zones and loans")])
    country = country_of(scenario.country)
    lines = [*_head(title, parent), *(_usual(scenario) if not (zones or loans) else ())]
    for zone in zones:
        lines += _zone(_known_zone(zone, country), scenario, country)
    booked = resolved(scenario, scenario_paths(scenario)) if loans else {}
    for loan in loans:
        if loan not in booked:
            raise ScenarioFaults([Fault("--loan", "", unknown("loan", loan, booked))])
        lines += _loan(loan, booked[loan])
    return "\n".join(lines) + "\n"


def name_for(path: Path) -> str:
    """A title from a file's name."""
    return path.stem.replace("_", " ").replace("-", " ").capitalize()


def _known_zone(zone: str, country: Country) -> str:
    try:
        return zone_called(zone, country)
    except ValueError as error:
        raise ScenarioFaults([Fault("--zone", "", str(error))]) from None


def _head(title: str, parent: str) -> Iterator[str]:
    yield f"# Says only what differs from {parent}; `sez diff {parent} THIS_FILE` shows it, `sez check` tells faults."
    yield f"extends = {quoted(parent)}"
    yield f"title = {quoted(title)}"
    yield 'summary = "What differs, and why one would ask."'
    yield ""
    yield "# scale = 0.01           # a tenth of the usual firms, to try things out; leave it out for figures"


def _usual(scenario: Scenario) -> Iterator[str]:
    """Suggestions that every country takes."""
    yield f"# quarters = {scenario.quarters}         # length of the run"
    yield f"# seed = {scenario.seed}               # all luck of the run"
    yield ""
    yield "# [zones.all]            # every zone; or a key of `sez list zones`"
    yield f"# delay_quarters = {LATER}"
    yield ""
    yield "# [mechanisms]           # switched off to see what they do"
    yield "# spin_offs = false"
    yield ""
    yield "# [world.shocks.crisis]  # a named shock: jump, hold, fade"
    yield '# what = "world_demand"'
    yield '# start = "2032Q1"'
    yield "# size_pct = -20.0"
    yield f"# quarters = {LATER}"
    yield f"# fade_quarters = {2 * LATER}"


def _zone(key: str, scenario: Scenario, country: Country) -> Iterator[str]:
    """A zone's table: a delay, and what its plan says now."""
    plan = plan_of(key, str(country.seeds.table("zones")[key]["group"]), scenario.zones)
    yield ""
    yield f"[zones.{key}]  # {country.short_name(key)}"
    later = plan.delay_quarters + LATER
    yield _line("delay_quarters", later, f"works begin {LATER} quarters later than in the parent: try your own")
    for name in OF_A_ZONE:
        yield _suggestion(name, getattr(plan, name), ZonePlan.model_fields[name].description or "")


def _loan(key: str, loan: Loan) -> Iterator[str]:
    """A loan's table: a longer grace, and its terms now."""
    yield ""
    yield f"[loans.{key}]  # {loan.lender} to {loan.borrower}, {loan.principal:,.0f} mn {loan.currency}"
    longer = f"{LATER / QUARTERS_PER_YEAR:g} year more before principal is due: try your own"
    yield _line("grace_quarters", loan.grace + LATER, longer)
    yield _suggestion("maturity_quarters", loan.maturity, "grace included; left out, it moves with grace")
    rate = ("spread_pct", "points over the reference") if loan.floating else ("rate_pct_per_year", "fixed")
    yield _suggestion(rate[0], loan.rate, rate[1])
    yield _suggestion("profile", loan.profile, "annuity, equal_principal, bullet or sculpted")


def _line(name: str, value: Any, meaning: str) -> str:
    return _commented(f"{name} = {quoted(value) if isinstance(value, str) else value}", meaning)


def _suggestion(name: str, value: Any, meaning: str) -> str:
    """A setting at its present value, as a comment; one that the seeds decide has none to show."""
    if value is None:
        return _commented(f"# {name} = ...", meaning)
    return "# " + _line(name, float(f"{value:.6g}") if isinstance(value, float) else value, meaning)


def _commented(said: str, meaning: str) -> str:
    """A line with its meaning behind it, where meanings begin."""
    return f"{said:<{COMMENTS_FROM}}# {meaning}" if meaning else said


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)
