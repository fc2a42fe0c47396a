"""The firms' own part of a quarter in mesa-frames: an AgentSetPolars whose step is Polars expressions.

A script for the Python that has mesa-frames, which cannot live beside the engine's NumPy. It knows nothing of this
package: it reads a file of columns, checks its first quarter against the engine's answer, and prints its time.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl  # type: ignore[import-not-found]
from mesa_frames import AgentSetPolars, ModelDF  # type: ignore[import-not-found]

SQRT_HALF = 0.7071067811865476
Expr = Any


class Firms(AgentSetPolars):
    """All firms; each step replaces their columns."""

    agents: Any

    def __init__(self, model: Any, start: pl.DataFrame, steps: list[Callable[[Any], list[Expr]]]) -> None:
        super().__init__(model)
        self.start, self.steps = start, steps
        self += start

    def step(self) -> None:
        """The part of a quarter, in expressions that Polars may run side by side within each `with_columns`."""
        firms = self.agents
        for expressions in self.steps:
            firms = firms.with_columns(expressions(self.model))
        self.agents = firms


def each(column: str) -> Expr:
    """A column."""
    return pl.col(column)


def steps(n: dict[str, float]) -> list[Callable[[Any], list[Expr]]]:
    """Groups of expressions in their order; those of one group do not need each other."""
    return [*quoting(n), *selling(n), *settling(n), *repaying(n), *investing(n)]


def quoting(n: dict[str, float]) -> list[Callable[[Any], list[Expr]]]:
    """Productivity, cost, price, market weights."""
    seen = pl.max_horizontal(0.0, each("reach") - each("workers") * n["own_weight"])
    crowd = pl.max_horizontal(0.0, each("land_use") - n["congestion_threshold"])
    gain = (
        n["marshall_elasticity"] * (1.0 + seen / n["reach_scale_workers"]).log()
        + n["jacobs_elasticity"] * (1.0 + each("others") / n["others_scale_workers"]).log()
        + n["quality_elasticity"] * pl.max_horizontal(each("quality"), 0.2).log()
        + (1.0 - n["outage_output_loss"] * (1.0 - each("reliability"))).log()
        - (1.0 + n["congestion_strength"] * crowd * crowd).log()
    )
    size = n["size_elasticity"] * ((1.0 + each("workers")) / (1.0 + each("mean_workers"))).log()
    tfp = each("base_tfp") * (gain + each("skill") + size).exp()
    alpha, wage = each("alpha"), each("base_wage") * each("wage_index")
    least = each("capital_factor") * (wage / (1.0 - alpha)) ** (1.0 - alpha)
    served = each("reliability") * n["tariff"] + (1.0 - each("reliability")) * n["generator_cost_multiple"]
    power = each("power_share") * served / n["reference_power"]
    cost = least / each("tfp") + each("materials_share") * each("input_price") + each("services_share")
    pull, elastic = (each("standing") + each("market_gain")).exp(), 1.0 - n["substitution_elasticity"]
    abroad = pull * (each("price") * each("tau_world")) ** elastic
    half = each("workers") + n["export_half_workers"]
    found = each("buyers_abroad") + n["customer_speed"] * (each("world_weight") - each("buyers_abroad"))
    return [
        lambda _: [tfp.alias("tfp"), power.alias("power_cost")],
        lambda _: [((1.0 + (n["markup"] - 1.0) * each("glut")) * (cost + each("power_cost"))).alias("price")],
        lambda _: [
            (pull * (each("price") * each("tau_home")) ** elastic).alias("home_weight"),
            (abroad * each("workers") / half).alias("world_weight"),
        ],
        lambda _: [found.alias("buyers_abroad")],
    ]


def selling(n: dict[str, float]) -> list[Callable[[Any], list[Expr]]]:
    """Demand met, crew, output, sales."""
    alpha, efficiency, price = each("alpha"), n["labour_efficiency"], each("price")
    home = each("demand_at_home") / (
        each("rest_at_home") + (each("weight") * each("home_weight")).sum().over("specialty")
    )
    known = (each("weight") * each("buyers_abroad")).sum().over("specialty")
    nation = each("export_weight") * (known / each("export_weight")) ** n["outer"] * n["at_once"]
    world = each("demand_abroad") * nation / (each("rest_abroad") + nation) / known
    able = each("tfp") * each("capital") ** alpha
    needed = (each("wanted") / each("able")) ** (1.0 / (1.0 - alpha)) / efficiency
    needed = pl.min_horizontal(needed, n["crew_limit"] * each("normal_crew") * each("capital"))
    workers = pl.max_horizontal(0.5, each("workers") + n["hiring_speed"] * (needed - each("workers")))
    output = pl.min_horizontal(
        each("wanted"),
        each("able") * (each("workers") * efficiency) ** (1.0 - alpha),
        each("stock") / each("materials_share"),
    )
    share = pl.when(each("wanted") > 0.0).then(price * each("output") / each("wanted")).otherwise(0.0)
    left = pl.max_horizontal(0.0, each("stock") - each("output") * each("materials_share"))
    return [
        lambda _: [
            (each("home_weight") * home / (price * each("tau_home"))).alias("at_home"),
            (each("buyers_abroad") * world * n["competitiveness"] / (price * n["margin_abroad"] * each("tau_world")))
            .alias("abroad"),
            able.alias("able"),
        ],
        lambda _: [(each("at_home") + each("abroad")).alias("wanted")],
        lambda _: [workers.alias("workers")],
        lambda _: [output.alias("output")],
        lambda _: [
            (share * each("at_home")).alias("home_sales"),
            (share * n["margin_abroad"] * each("abroad")).alias("exports"),
            left.alias("stock"),
        ],
    ]  # fmt: skip


def settling(n: dict[str, float]) -> list[Callable[[Any], list[Expr]]]:
    """Bills, interest, tax and profit."""
    unit_wage, output = each("base_wage") * n["labour_efficiency"], each("output")
    crew = each("workers") - n["owner_work"] * pl.min_horizontal(each("workers"), 1.0)
    wages = crew * unit_wage * each("wage_index")
    technique = n["labour_efficiency"] ** n["fixed_cost_elasticity"]
    other = n["overhead_workers"] * technique * unit_wage * pl.min_horizontal(1.0, each("workers") / 5.0)
    other = other + each("workers") * each("rent")
    noise = output * each("price") * each("luck_of_profit") * n["profit_noise"]
    materials = each("materials_share") * each("input_price")
    running = output * (each("services_share") + each("power_cost"))
    leverage = pl.min_horizontal(2.0, each("debt") / pl.max_horizontal(each("capital"), 1e-9))
    rate = pl.max_horizontal(0.0, n["policy_rate"] + n["spread"] + n["risk_spread"] * leverage * leverage)
    before_tax = (
        each("value_added") - each("wages") - each("other") + each("noise") - each("interest")
        - n["wear"] * each("capital")
    )  # fmt: skip
    relief = pl.when(each("age") < each("holiday_quarters")).then(each("tax_relief")).otherwise(0.0)
    tax = pl.max_horizontal(0.0, each("before_tax")) * n["profit_tax"] * (1.0 - relief)
    waits = each("supplier_bill") * (n["deferred_share"] + n["deferred_share_nearby"] * each("nearby"))
    inputs = each("input_order") * each("input_price") - waits + each("payables")
    earned = each("home_sales") + each("exports")
    cash = each("cash") + earned + each("noise") - each("inputs") - each("running") - each("wages")
    cash = cash - each("other") - each("tax") - each("interest")
    return [
        lambda _: [
            wages.alias("wages"), other.alias("other"), noise.alias("noise"), running.alias("running"),
            (earned - output * materials - running).alias("value_added"), (each("debt") * rate / 4.0).alias("interest"),
            inputs.alias("inputs"), waits.alias("payables"),
        ],
        lambda _: [before_tax.alias("before_tax")],
        lambda _: [tax.alias("tax")],
        lambda _: [cash.alias("cash"), (each("before_tax") - each("tax")).alias("profit")],
    ]  # fmt: skip


def repaying(n: dict[str, float]) -> list[Callable[[Any], list[Expr]]]:
    """Repayment as agreed, and the last credit where cash is gone."""
    back = pl.min_horizontal(each("debt") * n["repayment"], pl.max_horizontal(0.0, each("cash")))
    square = each("workers") * each("workers")
    large = square / (square + n["leverage_half_workers"] ** 2)
    limit = each("capital") * (n["leverage_small"] + (n["leverage_large"] - n["leverage_small"]) * large)
    spare = pl.max_horizontal(0.0, each("limit") + n["last_credit"] * each("capital") - each("debt"))
    last = pl.min_horizontal(pl.max_horizontal(0.0, -each("cash")), spare)
    losing = pl.when(each("profit") < 0.0).then(each("losing") + 1.0).otherwise(0.0)
    return [
        lambda _: [back.alias("back"), losing.alias("losing"), limit.alias("limit")],
        lambda _: [(each("debt") - each("back")).alias("debt"), (each("cash") - each("back")).alias("cash")],
        lambda _: [last.alias("last")],
        lambda _: [(each("debt") + each("last")).alias("debt"), (each("cash") + each("last")).alias("cash")],
    ]


def investing(n: dict[str, float]) -> list[Callable[[Any], list[Expr]]]:
    """Investment, credit, dividends, and what firms learn."""
    capital, cost = each("capital"), each("wages") + each("inputs")
    needed = each("wanted") / (each("tfp") * each("crew_part"))
    wish = pl.max_horizontal(0.0, n["investment_speed"] * (needed - capital) + n["wear"] * capital)
    wish = pl.min_horizontal(wish, n["investment_limit"] * capital)
    own = pl.max_horizontal(0.0, each("cash") - n["cash_buffer"] * cost)
    credit = pl.min_horizontal(
        pl.max_horizontal(0.0, each("wish") - each("own")), pl.max_horizontal(0.0, each("limit") - each("debt"))
    )
    repaid, asked = (each("weight") * each("back")).sum(), (each("weight") * each("credit")).sum()
    served = pl.min_horizontal(1.0, (n["credit"] + repaid) / asked)
    spent = pl.min_horizontal(each("wish"), each("own") + each("loan"))
    loan = pl.min_horizontal(each("loan"), pl.max_horizontal(0.0, each("spent") - each("own")))
    beyond = pl.max_horizontal(0.0, each("cash") - 4.0 * n["cash_buffer"] * cost)
    share = n["payout"] * pl.max_horizontal(0.0, each("profit")) + 0.5 * beyond
    owners = pl.max_horizontal(0.0, pl.min_horizontal(each("own") + each("loan") - each("spent"), share))
    u = each("luck_of_standing")
    drawn = SQRT_HALF * pl.when(u < 0.5).then((2.0 * u).log()).otherwise(-(2.0 - 2.0 * u).log())
    spread = n["standing_sd"] * ((1.0 + each("workers")) / 11.0) ** -n["standing_size_power"]
    return [
        lambda _: [wish.alias("wish"), own.alias("own")],
        lambda _: [credit.alias("credit")],
        lambda _: [(each("credit") * served).alias("loan")],
        lambda _: [spent.alias("spent")],
        lambda _: [loan.alias("loan")],
        lambda _: [owners.alias("owners")],
        lambda _: [
            (capital * (1.0 - n["wear"]) + each("spent")).alias("capital"),
            (each("cash") + each("loan") - each("spent") - each("owners")).alias("cash"),
            (each("debt") + each("loan")).alias("debt"),
            (n["skill_persistence"] * each("skill") + n["skill_sd"] * each("luck_of_skill")).alias("skill"),
            (each("standing") + n["standing_drift"] / 4.0 + spread * drawn).alias("standing"),
        ],
    ]


def with_luck(firms: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """New draws for a quarter."""
    size = len(firms)
    drawn = {"profit": random.standard_normal(size), "skill": random.standard_normal(size)}
    drawn["standing"] = random.random(size)
    return firms.with_columns([pl.Series(f"luck_of_{name}", column) for name, column in drawn.items()])


def main() -> None:
    """Check the first quarter, time the others, and print both as JSON."""
    given = np.load(sys.argv[1])
    numbers = json.loads(str(given["numbers"]))
    start = pl.DataFrame({name[5:]: given[name] for name in given.files if name.startswith("firm.")})
    model, random = ModelDF(), np.random.default_rng(1)
    firms = Firms(model, start, steps(numbers))
    model.agents += firms
    model.agents.step()
    (firms,) = model.agents._agentsets
    right = {name[6:]: given[name] for name in given.files if name.startswith("right.")}
    worst = max(
        float(np.max(np.abs(firms.agents[n].to_numpy() - r) / np.maximum(np.abs(r), 1e-3))) for n, r in right.items()
    )
    took = []
    for _ in range(int(sys.argv[2])):
        begun = time.process_time()
        firms.agents = with_luck(firms.agents, random)
        model.agents.step()
        took.append(1e9 * (time.process_time() - begun) / len(start))
    print(json.dumps({"ns_a_firm": sorted(took)[len(took) // 2], "worst": worst}))


if __name__ == "__main__":
    main()
