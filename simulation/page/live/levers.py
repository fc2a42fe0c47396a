"""Levers: the settings that a class moves, each a name, a unit and what it writes into the scenario.

A lever's value is what was typed; the scenario's own schema says whether it is right, and its sentence stands beside
the lever. Empty means: as the scenario has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from simulation.country.country import Country
from simulation.country.finding import country_of
from simulation.finance.books import OF_A_ZONE, key_of
from simulation.finance.loans import Loan
from simulation.finance.terms import LoanTerms
from simulation.quarter_zero.loan_book import scenario_loans, scenario_paths
from simulation.scenario.faults import Fault
from simulation.scenario.schema import Scenario

Values = Mapping[str, str]
"""What stands in the fields, by lever; an empty text, or a lever that is missing, means untouched."""
FOCUS, MARKET, WORKOUT = "policy.class_focus", "policy.class_market", "workouts.class"
FOCUS_START, MARKET_START = "2020Q1", "2021Q1"
STALLS, MARKET_COST_USD_MN, MARKET_QUARTERS = 1000, 15.0, 8
"""A market of full reach; cost and time as in the shipped scenario chinese_specialty_policy, in proportion."""
TOWNS_OFFERED = 24
PLACED = ("focus_where", "market_where")
"""Levers whose choices are places; a scenario's own zones are among them."""


class Lever(NamedTuple):
    """One field: a number with a slider, or a choice."""

    key: str
    group: str
    settings: tuple[str, ...]
    """Dotted settings that it writes; `loans.*` stands for each loan of a zone."""
    high: float = 0.0
    """End of the slider, which begins at `low`; the field takes all that the schema takes."""
    step: float = 0.0
    low: float = 0.0
    choices: tuple[str, ...] = ()
    """What there is to choose from, "" (as the scenario has it) aside; none for a number."""
    needs: str = ""
    """What the scenario must have for it: `zones`, `loans`, or nothing."""


def levers(country: Country) -> tuple[Lever, ...]:
    """All levers in a country, in the order in which they stand."""
    return (*_of_towns(), *_of_policy(country), *_of_investment(), *_of_loans())


def _of_towns() -> tuple[Lever, ...]:
    return (
        Lever("localisation", "towns", ("behaviour.externalities.marshall_elasticity",), 0.2, 0.01),
        Lever("transport", "towns", ("behaviour.inputs.road_cost_per_100km",), 0.05, 0.002),
        Lever("spin_offs", "towns", ("behaviour.entry.spin_off_rate",), 0.3, 0.01),
    )


def groups_built(country: Country) -> tuple[str, ...]:
    """The groups of zones that the programme of works builds."""
    return tuple(key for key, group in country.groups.items() if set(group.zones) & set(country.programme_zones))


def _of_policy(country: Country) -> tuple[Lever, ...]:
    products, zones = country.specialty_keys, country.programme_zones
    towns = country.town_keys[:TOWNS_OFFERED]
    return (
        Lever("focus", "policy", (f"{FOCUS}.specialty",), choices=products, needs="zones"),
        Lever("focus_where", "policy", (f"{FOCUS}.where",), choices=(*groups_built(country), *zones), needs="zones"),
        Lever("market", "policy", (f"{MARKET}.specialty",), choices=products, needs="zones"),
        Lever("market_where", "policy", (f"{MARKET}.where",), choices=(*zones, *towns), needs="zones"),
    )  # fmt: skip


def _of_investment() -> tuple[Lever, ...]:
    def sectors(name: str) -> tuple[str, ...]:
        return tuple(f"investment.{sector}.{name}" for sector in ("energy", "transport", "zones"))

    return (
        Lever("size", "investment", sectors("committed_share"), 2.0, 0.1, needs="zones"),
        Lever("timing", "investment", sectors("shift_quarters"), 40, 4, -20, needs="zones"),
        Lever("funding", "investment", ("investment.funding",), choices=("loans", "grants", "none"), needs="zones"),
    )


def _of_loans() -> tuple[Lever, ...]:
    profiles = ("annuity", "equal_principal", "bullet", "sculpted")
    workouts = ("rollover", "reprofiling", "haircut", "equity_swap")
    return (
        Lever("interest", "loans", ("loans.*.rate_pct_per_year",), 20, 0.5, needs="loans"),
        Lever("grace", "loans", ("loans.*.grace_quarters",), 40, 1, needs="loans"),
        Lever("maturity", "loans", ("loans.*.maturity_quarters",), 120, 4, 4, needs="loans"),
        Lever("profile", "loans", ("loans.*.profile",), choices=profiles, needs="loans"),
        Lever("workout", "loans", (f"{WORKOUT}.kind",), choices=workouts, needs="loans"),
        Lever("tariff", "loans", ("power.tariff_rule",), choices=("path", "cost_recovery", "subsidy"), needs="zones"),
    )  # fmt: skip


def offered(scenario: Scenario) -> tuple[Lever, ...]:
    """The levers that say something in a scenario: the plain map has no zones and no loans."""
    country = country_of(scenario.country)
    has = {
        "",
        *(["zones"] if scenario.plain is None and country.programme_zones else []),
        *(["loans"] if zone_loans(scenario) else []),
    }
    own = tuple(key for key, plan in scenario.zones.items() if plan.is_own)
    wider = (
        lever._replace(choices=(*lever.choices, *own)) if lever.key in PLACED and own else lever
        for lever in levers(country)
    )
    return tuple(lever for lever in wider if lever.needs in has)


def zone_loans(scenario: Scenario) -> tuple[str, ...]:
    """Keys of the zones' own loans that a scenario names."""
    rows = country_of(scenario.country).seeds.table("loans").items()
    owed = {name for row, facts in rows if facts["borrower"] == OF_A_ZONE for name in (row, key_of(row))}

    def of_a_zone(key: str, terms: LoanTerms) -> bool:
        return (terms.borrower or "").startswith("zone:") or (terms.like or key) in owed

    return tuple(key for key, terms in scenario.loans.items() if of_a_zone(key, terms))


def settings_of(lever: Lever, scenario: Scenario) -> tuple[str, ...]:
    """The dotted settings that a lever writes in a scenario."""
    loans = zone_loans(scenario)
    return tuple(
        each for setting in lever.settings
        for each in ([setting.replace("*", loan) for loan in loans] if "*" in setting else [setting])
    )  # fmt: skip


def standing(lever: Lever, scenario: Scenario) -> str:
    """What a lever's settings are in a scenario as it is; of loans that differ, each; empty where nothing is said."""
    if lever.key in AS_SIGNED:
        found = [str(getattr(loan, lever.key)) for loan in signed(scenario).values()]
    else:
        data = scenario.resolved()
        found = [_at(data, setting) for setting in settings_of(lever, scenario)]
    return " / ".join(dict.fromkeys(found))


AS_SIGNED = ("grace", "maturity", "profile")
"""Levers whose settings come from the loan book where the scenario says nothing."""


def signed(scenario: Scenario) -> dict[str, Loan]:
    """The zones' own loans on the terms that hold in a scenario."""
    loans = scenario_loans(scenario, scenario_paths(scenario))
    return {key: loans[key] for key in zone_loans(scenario) if key in loans}


def _at(data: object, setting: str) -> str:
    for part in setting.split("."):
        data = data.get(part, {}) if isinstance(data, dict) else {}
    return "" if isinstance(data, dict) else f"{data:g}" if isinstance(data, float) else str(data)


def moved(scenario: Scenario, values: Values) -> Scenario:
    """The scenario with levers moved; ScenarioFaults holds every fault, in the schema's words."""
    changes: dict[str, Any] = {}
    for lever in offered(scenario):
        if text := values.get(lever.key, "").strip():
            changes |= dict.fromkeys(settings_of(lever, scenario), text if lever.choices else _number(text))
    loans = zone_loans(scenario)
    if values.get("interest", "").strip():
        changes |= {f"loans.{loan}.rate_kind": "fixed" for loan in loans}
    return scenario.but(_with_the_rest(changes, country_of(scenario.country))) if changes else scenario


def _number(text: str) -> float | str:
    """A number as TOML would have it, or the text itself, which the schema then refuses in its own words."""
    for kind in (int, float):
        try:
            return kind(text.replace(",", ".").replace("\N{MINUS SIGN}", "-"))
        except ValueError:
            continue
    return text


def _with_the_rest(changes: Mapping[str, Any], country: Country) -> dict[str, Any]:
    """Instruments need more than what a class chooses."""
    rest: dict[str, Any] = {}
    if f"{FOCUS}.specialty" in changes:
        where = next(iter(groups_built(country)))
        rest |= {f"{FOCUS}.instrument": "focus_specialty", f"{FOCUS}.start": FOCUS_START, f"{FOCUS}.where": where}
    if f"{MARKET}.specialty" in changes:
        market = {
            "instrument": "specialised_market", "start": MARKET_START, "where": country.programme_zones[0],
            "stalls": STALLS, "cost_usd_mn": MARKET_COST_USD_MN, "build_quarters": MARKET_QUARTERS,
            "paid_by": "treasury",
        }  # fmt: skip
        rest |= {f"{MARKET}.{key}": value for key, value in market.items()}
    if f"{WORKOUT}.kind" in changes:
        rest |= {f"{WORKOUT}.loans": ["zone"], f"{WORKOUT}.trigger": "arrears"}
    idle = [key for key in changes if key.endswith(".where") and key.replace(".where", ".specialty") not in changes]
    return rest | {key: value for key, value in changes.items() if key not in idle}


def faults_by_lever(faults: Sequence[Fault], scenario: Scenario) -> dict[str, str]:
    """The first sentence for each lever; what no lever wrote stands under the empty key."""
    owner = {setting: lever.key for lever in offered(scenario) for setting in settings_of(lever, scenario)}
    told: dict[str, str] = {}
    for fault in faults:
        told.setdefault(owner.get(fault.key, ""), fault.text)
    return told
