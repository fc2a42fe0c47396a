"""Goods: two markets, home and abroad, shared by standing and delivered price (E4; Dixit and Stiglitz 1977, Anderson 1979)."""

from __future__ import annotations

from simulation.rules import exp, log, rule


@rule
def home_weight(standing, market_gain, quoted_price, tau_home, substitution_elasticity):  # type: ignore[no-untyped-def]
    """Weight of a firm at home: b (p tau)^(1-sigma), standing lifted where a specialised market draws buyers (E18)."""
    return exp(standing + market_gain + (1.0 - substitution_elasticity) * log(quoted_price * tau_home))


@rule
def world_weight(
    standing, market_gain, workers, quoted_price, tau_world, substitution_elasticity, export_half_workers, exchange
):  # type: ignore[no-untyped-def]
    """Weight of a firm abroad: as at home, but small firms hardly export, L/(L+L50), and a weak rupee lowers the price."""
    pull = exp(standing + market_gain + (1.0 - substitution_elasticity) * log(quoted_price * tau_world / exchange))
    return pull * workers / (workers + export_half_workers)


@rule
def wanted_at_home(home_weight, home_pull, price, tau_home):  # type: ignore[no-untyped-def]
    """Units that home buyers want: D b (p tau)^(1-sigma) / (W + X) / (p tau); `home_pull` is D / (W + X)."""
    return home_weight * home_pull / (price * tau_home)


@rule
def wanted_abroad(world_weight, world_pull, price, tau_world, exchange):  # type: ignore[no-untyped-def]
    """Units that buyers abroad want, who spend at the exchange rate (real, 1 on the baseline, above 1 a weak rupee)."""
    return world_weight * world_pull * exchange / (price * tau_world)


@rule
def wanted(wanted_at_home, wanted_abroad):  # type: ignore[no-untyped-def]
    """Units wanted in both markets."""
    return wanted_at_home + wanted_abroad


@rule
def home_sales(made_units, wanted, wanted_at_home, price):  # type: ignore[no-untyped-def]
    """Sales at home [USD mn]: both markets are served alike when output falls short."""
    return price * made_units * (wanted_at_home / wanted) if wanted > 0.0 else 0.0


@rule
def exports(made_units, wanted, wanted_abroad, price):  # type: ignore[no-untyped-def]
    """Sales abroad [USD mn], as home sales."""
    return price * made_units * (wanted_abroad / wanted) if wanted > 0.0 else 0.0


@rule
def market_gain(makers, has_market, market_lift, market_half_firms):  # type: ignore[no-untyped-def]
    """Log standing gained from a specialised market near: useful only where makers are (E18, Ding 2012 on Yiwu)."""
    return has_market * market_lift * makers / (makers + market_half_firms)


@rule
def rivals_price(materials_share, world_input_price, substitution_elasticity):  # type: ignore[no-untyped-def]
    """Factor on the rivals' weight when the world price of inputs moves: (1 + m (p_w - 1))^(1-sigma), their costs hear it too."""
    return exp((1.0 - substitution_elasticity) * log(1.0 + materials_share * (world_input_price - 1.0)))
