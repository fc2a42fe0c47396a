"""Goods at home: a market shared by standing and delivered price; and what is sold of what is made.

E4; Dixit and Stiglitz 1977, Anderson 1979. The market abroad is in `exporting.py`.
"""

from __future__ import annotations

from simulation.engine.rules import exp, log, rule


@rule
def home_access(tau_home: float, substitution_elasticity: float) -> float:
    """What delivery leaves of a firm's weight at home: tau^(1-sigma)."""
    return exp((1.0 - substitution_elasticity) * log(tau_home))


@rule
def gate_weight(standing: float, market_gain: float, quoted_price: float, substitution_elasticity: float) -> float:
    """Weight of a firm at its gate: b p^(1-sigma), standing lifted where a specialised market draws buyers (E18)."""
    return exp(standing + market_gain + (1.0 - substitution_elasticity) * log(quoted_price))


@rule
def home_weight(gate_weight: float, home_access: float) -> float:
    """Weight of a firm at home: b (p tau)^(1-sigma)."""
    return gate_weight * home_access


@rule
def wanted_at_home(home_weight: float, home_pull: float, price: float, tau_home: float) -> float:
    """Units that home buyers want: D b (p tau)^(1-sigma) / (W + X) / (p tau); `home_pull` is D / (W + X)."""
    return home_weight * home_pull / (price * tau_home)


@rule
def wanted(wanted_at_home: float, wanted_abroad: float) -> float:
    """Units wanted in both markets."""
    return wanted_at_home + wanted_abroad


@rule
def home_sales(made_units: float, wanted: float, wanted_at_home: float, price: float) -> float:
    """Sales at home [USD mn]: both markets are served alike when output falls short."""
    return price * made_units * (wanted_at_home / wanted) if wanted > 0.0 else 0.0


@rule
def exports(made_units: float, wanted: float, wanted_abroad: float, price: float, margin_abroad: float) -> float:
    """Sales abroad [USD mn], as home sales, at what is asked abroad."""
    return price * margin_abroad * made_units * (wanted_abroad / wanted) if wanted > 0.0 else 0.0


@rule
def market_gain(makers: float, has_market: float, market_lift: float, market_half_firms: float) -> float:
    """Log standing gained from a specialised market near: useful only where makers are (E18, Ding 2012 on Yiwu)."""
    return has_market * market_lift * makers / (makers + market_half_firms)


@rule
def rivals_price(
    materials_share: float, import_share: float, world_input_price: float, substitution_elasticity: float
) -> float:
    """Factor on the weight of rivals, who buy as much at the world's price: (1 + m i (p_w - 1))^(1-sigma)."""
    traded = materials_share * import_share
    return exp((1.0 - substitution_elasticity) * log(1.0 + traded * (world_input_price - 1.0)))


@rule
def rivals_at_home(rivals_price: float, exchange: float, import_switching: float) -> float:
    """Factor on the rest of the home market, imports, which a weak rupee makes dear: rivals' price x e^-k."""
    return rivals_price * exp(-import_switching * log(exchange))
