"""Labour: wages by place and the pool of people who would work there (E15)."""

from __future__ import annotations

from simulation.engine.rules import exp, log, rule


@rule
def wage_index(tightness: float, wage_elasticity: float) -> float:
    """Wage of a place over the base wage: ((0.25 + l)/1.25)^eta, l its tightness over the nation's
    (wage curve of Blanchflower and Oswald 1994).
    """
    return exp(wage_elasticity * log((0.25 + tightness) / 1.25))


@rule
def dear_wage(wage_index: float) -> float:
    """Log of a place's wage over the base wage."""
    return log(wage_index)


@rule
def training_gain(trained_near: float, employed_near: float, course_gain: float) -> float:
    """Log productivity that courses give to the firms around: their gain times the trained part of the crews.

    c min(1, T/L), T the people trained and L the workers within commuting distance (form of Mincer 1974).
    """
    return course_gain * min(1.0, trained_near / employed_near) if employed_near > 0.0 else 0.0


@rule
def next_pool(
    pool: float, people_share: float, relative_wage: float, migration_speed: float, migration_elasticity: float
) -> float:
    """Share of the nation's workers who live at a place: it follows people and wages."""
    drawn = people_share * exp(migration_elasticity * log(relative_wage))
    return pool + migration_speed * (drawn - pool)
