"""Goods abroad: customers who are found slowly, and a world market in two nests.

E4a. Customers' capital: Drozd and Nosal 2012, Gourio and Rudanko 2014. Two nests (a country's varieties among
themselves, then the country against the world): Armington 1969, Feenstra, Luck, Obstfeld and Russ 2018.
"""

from __future__ import annotations

from simulation.engine.rules import exp, log, rule


@rule
def world_access(tau_world: float, substitution_elasticity: float) -> float:
    """What delivery to the port leaves of a firm's weight abroad: tau^(1-sigma)."""
    return exp((1.0 - substitution_elasticity) * log(tau_world))


@rule
def world_weight(gate_weight: float, world_access: float, workers: float, export_half_workers: float) -> float:
    """Weight of a firm abroad once all have found it: b (p tau)^(1-sigma) L/(L+L50); small ones hardly export."""
    return gate_weight * world_access * workers / (workers + export_half_workers)


@rule
def next_buyers_abroad(buyers_abroad: float, world_weight: float, customer_speed: float) -> float:
    """Weight of the buyers abroad who know a firm: part of the way to what it would deserve.  a' = a + d (w - a)."""
    return buyers_abroad + customer_speed * (world_weight - buyers_abroad)


@rule
def margin_abroad(competitiveness: float, pass_through: float) -> float:
    """Price asked abroad over the price at home, in home money: exporters keep a part of a weak rupee.  c^(1-psi)."""
    return exp((1.0 - pass_through) * log(competitiveness))


@rule
def wanted_abroad(
    buyers_abroad: float, world_pull: float, price: float, tau_world: float, competitiveness: float,
    margin_abroad: float,
) -> float:  # fmt: skip
    """Units that buyers abroad want of a firm: what they spend, in home money, over the delivered price."""
    return buyers_abroad * world_pull * competitiveness / (price * margin_abroad * tau_world)


@rule
def nation_abroad(
    sum_abroad: float, export_weight: float, competitiveness: float, export_elasticity_short: float,
    outer_elasticity: float, substitution_elasticity: float,
) -> float:  # fmt: skip
    """Weight of all of a nation's makers with the world: X0 (A/X0)^g c^eS, g = (eta-1)/(sigma-1).

    A is the sum of the weights of its makers, X0 that sum at the fit. Below g = 1 orders of makers who close stay for
    the most part with other makers of the same country.
    """
    outer = (outer_elasticity - 1.0) / (substitution_elasticity - 1.0)
    change = outer * log(sum_abroad / export_weight) + export_elasticity_short * log(competitiveness)
    return export_weight * exp(change)


@rule
def rivals_in_time(
    rivals_price: float, rivals_gain: float, competitiveness: float, export_elasticity_long: float,
    export_elasticity_short: float, outer_elasticity: float, substitution_elasticity: float,
) -> float:  # fmt: skip
    """Weight of the rest of the world over the fit's when all have adjusted: n q^g c^-(eL-eS).

    n is what rivals gain, q the factor of their input prices, c this country's real exchange rate.
    """
    outer = (outer_elasticity - 1.0) / (substitution_elasticity - 1.0)
    slow = (export_elasticity_long - export_elasticity_short) * log(competitiveness)
    return rivals_gain * exp(outer * log(rivals_price) - slow)


@rule
def next_rivals_abroad(rivals_abroad: float, rivals_in_time: float, customer_speed: float) -> float:
    """Weight of the rest of the world over the fit's; buyers change between countries as slowly as between firms."""
    return rivals_abroad + customer_speed * (rivals_in_time - rivals_abroad)


@rule
def world_pull(world_demand: float, nation_abroad: float, rest_abroad: float, sum_abroad: float) -> float:
    """Foreign spending on one unit of a maker's weight: D S/(W rho + S) / A."""
    return world_demand * nation_abroad / (rest_abroad + nation_abroad) / sum_abroad
