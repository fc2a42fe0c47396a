"""People: a labelled, simple count of those whom jobs and wages lift above the poverty line (E20)."""

from __future__ import annotations

from typing import NamedTuple

from simulation.engine.table import Column
from simulation.seeding.seeds import Seeds


class Poverty(NamedTuple):
    """The assumptions of the count, all of them (seeds/assumptions.csv, with bounds)."""

    line_usd_per_person_year: float
    """National poverty line [constant 2020 USD a person and year]."""
    people_per_earner: float
    poor_share: float
    """Share of people below the line in 2015: the share of jobs that go to poor families."""


def from_seeds(seeds: Seeds) -> Poverty:
    """The assumptions as the seeds give them, the line at prices of 2020."""
    return Poverty(
        seeds.assumption("poverty_line_usd_per_person_year") * seeds.assumption("usd_2015_to_2020"),
        seeds.assumption("people_per_earner"),
        seeds.assumption(f"poor_share_{seeds.first_year}") / 100.0,
    )


def carried_by_jobs(workers: Column, annual_wage_usd: Column, poverty: Poverty) -> float:
    """People of once poor families whom jobs hold above the line.

    Each job carries one earner's family; a share `poor_share` of jobs is held by families that were below the line; a
    job carries its family over the line if the wage shared out reaches it: wage / people_per_earner >= line.
    """
    enough = annual_wage_usd >= poverty.line_usd_per_person_year * poverty.people_per_earner
    return float(workers[enough].sum()) * poverty.poor_share * poverty.people_per_earner
