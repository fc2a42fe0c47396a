"""What each specialty is like, from `quarter_zero_specialties`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.country.country import Country
from simulation.economy import Specialties
from simulation.engine.table import Column
from simulation.scenario.behaviour import Behaviour
from simulation.scenario.meaning import plain_specialties
from simulation.units import QUARTERS_PER_YEAR, USD_PER_MILLION

LEAST_SERVICES = 0.02
"""Bought services are at least this share of sales; materials give way where the seeds leave less."""
PLAIN = {
    "mean_workers": 20.0,
    "wage_usd_per_year": 1800.0,
    "capital_per_worker_usd": 6000.0,
    "sales_per_worker_usd": 12000.0,
    "materials_share": 0.55,
    "import_content": 0.2,
    "export_share": 0.2,
    "home_share": 0.7,
    "world_share": 0.02,
}
"""An abstract specialty of the plain map: round numbers of the order of a poor country's means (assumed)."""


class Markets(NamedTuple):
    """How much of a specialty is sold abroad, and its shares of the two markets at quarter zero."""

    export_share: Column
    home_share: Column
    world_share: Column
    sales_per_worker: Column
    """[USD mn a quarter]"""


def specialties_of(
    facts: dict[str, dict[str, float]], country: Country, behaviour: Behaviour, firms: Column
) -> tuple[Specialties, Markets]:
    """Columns of the specialties, at quarterly rates and 2020 prices; `firms` is their number in the nation."""
    names, titles = tuple(facts), {each.key: each.title for each in country.specialties}
    heard = {each.key: each.hears for each in country.specialties}
    column = {key: np.array([float(facts[name][key]) for name in names]) for key in PLAIN}
    to_2020 = country.seeds.assumption("usd_2015_to_2020")
    to_quarter = to_2020 / USD_PER_MILLION / QUARTERS_PER_YEAR
    wage, capital = column["wage_usd_per_year"] * to_quarter, column["capital_per_worker_usd"] * to_2020 / 1e6
    sales = column["sales_per_worker_usd"] * to_quarter
    charge, markup = behaviour.costs.capital_charge, behaviour.costs.markup
    alpha = charge * capital / (charge * capital + wage)
    factors = (wage + charge * capital) / sales
    materials = np.minimum(column["materials_share"], 1.0 / markup - factors - LEAST_SERVICES)
    rest = 1.0 / markup - factors - materials
    power = np.minimum(behaviour.costs.power_share, 0.7 * rest)
    start = behaviour.entry.ticket_workers * behaviour.entry.ticket_capital_share
    return Specialties(
        names=names,
        titles=tuple(titles.get(name, name.replace("_", " ")) for name in names),
        alpha=alpha,
        base_wage=wage,
        materials_share=materials,
        import_share=column["import_content"],
        power_share=power,
        services_share=rest - power,
        factor_share=factors,
        capital_per_worker=capital,
        mean_workers=column["mean_workers"],
        firms_at_start=firms,
        entry_weight=np.array([float(facts[name].get("entry_weight", 1.0)) for name in names]),
        ticket_at_start=capital * start,
        export_share=column["export_share"],
        externalities=np.array([0.0 if name == "other" else 1.0 for name in names]),
        hears=np.array([[other in heard.get(name, ()) for other in names] for name in names]),
    ), Markets(column["export_share"], column["home_share"], column["world_share"], sales)


def of_country(country: Country) -> dict[str, dict[str, float]]:
    """The specialties of a country and `other`."""
    return {
        name: {key: float(facts[key]) for key in (*PLAIN, "firms", "workers", "entry_weight") if key in facts}
        for name, facts in country.seeds.table("quarter_zero_specialties").items()
    }


def plains(count: int, firms: float) -> dict[str, dict[str, float]]:
    """Equal abstract specialties with `firms` in all, at 1:1."""
    each = firms / count
    one = {**PLAIN, "firms": each, "workers": each * PLAIN["mean_workers"]}
    return {key: dict(one) for key in plain_specialties(count)}
