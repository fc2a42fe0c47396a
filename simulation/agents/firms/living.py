"""How a firm learns, closes, and is left by future founders (E4b, E9, E10, E12)."""

from __future__ import annotations

from simulation.engine.rules import exp, log, power, rule


@rule
def next_skill(skill: float, luck_of_skill: float, skill_persistence: float, skill_sd: float) -> float:
    """Log productivity next quarter: a' = r a + N(0, s)   (Syverson 2011)."""
    return skill_persistence * skill + skill_sd * luck_of_skill


@rule
def next_standing(
    standing: float, workers: float, luck_of_standing: float, standing_drift: float, standing_sd: float,
    standing_size_power: float,
) -> float:  # fmt: skip
    """Log standing next quarter: z' = z + mu/4 + Laplace(sd ((1+L)/11)^-p), calmer for large firms with many buyers.

    Bottazzi and Secchi 2006 (Laplace); Stanley et al. 1996 (spread falls with size, p 0.15).
    """
    spread = standing_sd * power((1.0 + workers) / 11.0, -standing_size_power)
    return standing + standing_drift / 4.0 + spread * luck_of_standing


@rule
def closing_hazard(age_quarters: float, base_hazard: float, young_hazard: float, young_years: float) -> float:
    """Chance of closing within the quarter for reasons other than money: (b + y exp(-age/5))/4."""
    return (base_hazard + young_hazard * exp(-age_quarters / (4.0 * young_years))) / 4.0


@rule
def closing(closing_hazard: float, luck_of_closing: float) -> float:
    """1 where the firm closes, else 0."""
    return 1.0 if luck_of_closing < closing_hazard else 0.0


@rule
def insolvent(
    cash: float, capital: float, debt: float, payables: float, losing: float, losing_quarters: float
) -> float:
    """1 where money ends a firm: no cash and no credit, more owed than owned, or too many losing quarters (E9)."""
    out_of_cash = cash < -1e-12
    over_indebted = capital + cash - debt - payables < 0.0
    return 1.0 if out_of_cash or over_indebted or losing >= losing_quarters else 0.0


@rule
def ticket(
    ticket_at_start: float, reach: float, reach_scale_workers: float, ticket_elasticity: float, labour_efficiency: float
) -> float:
    """Least capital to start [USD mn]: K0 (1+S/S0)^(-psi); division of labour lowers it (E10; Ruan and Zhang 2009)."""
    return ticket_at_start * labour_efficiency * power(1.0 + reach / reach_scale_workers, -ticket_elasticity)


@rule
def near_boom(
    profit_near: float, firms_near: float, profit_per_firm: float, reference_profit: float,
    local_profit_weight: float, local_profit_firms: float, profit_elasticity: float,
) -> float:  # fmt: skip
    """Factor on phi where makers near earn more or less than the nation's: (profit near / nation's)^(w etaE).

    A few makers say little: profit near is a mean with so many firms of the nation's mean (shrinkage).
    """
    few = local_profit_firms
    near = (profit_near + few * profit_per_firm) / (firms_near + few)
    ratio = max(near / reference_profit, 1e-2) / max(profit_per_firm / reference_profit, 1e-2)
    return exp(local_profit_weight * profit_elasticity * log(ratio))


@rule
def spin_off_hazard(
    workers: float, mean_workers: float, skill: float, boom: float, spin_off_base: float, spin_off_size_power: float
) -> float:
    """Chance that an employee leaves to found a rival within the quarter (E12; Klepper 2007).

    (s0/4) (L/Lbar)^0.5 exp(a) phi
    """
    return spin_off_base / 4.0 * boom * exp(spin_off_size_power * log(workers / mean_workers) + skill)
