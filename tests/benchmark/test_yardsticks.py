"""The yardsticks do the firms' own part of a quarter as the engine does: the same numbers from the same luck."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from simulation import load
from simulation.agents.firms.state import Firms
from simulation.benchmark import in_numpy
from simulation.benchmark.in_mesa import Firm, Market
from simulation.benchmark.in_mesa_quarter import Yardstick
from simulation.benchmark.in_mesa_trading import Supplier, Trader
from simulation.benchmark.surroundings import country_of, offer_of
from simulation.benchmark.task import CHANGED, PHASES, luck_of, task_of
from simulation.economy import Economy, Given
from simulation.quarter import QUARTER, advance
from simulation.quarter_zero.start import begin

QUARTERS_BEFORE = 6


class Dealt:
    """Random numbers of Mesa's kind that were drawn before: the first, then the next."""

    def __init__(self, normals: Iterator[float], uniforms: Iterator[float]) -> None:
        self.normals, self.uniforms = normals, uniforms

    def gauss(self, mean: float, spread: float) -> float:
        return mean + spread * next(self.normals)

    def random(self) -> float:
        return next(self.uniforms)


@pytest.fixture(scope="module")
def ordered() -> tuple[Economy, Given]:
    """Pakistan at 1:500 after some quarters, at the moment at which firms have ordered inputs."""
    now, given = begin(load("pakistan-baseline").but(scale=0.002, run_in_quarters=2))
    for _ in range(QUARTERS_BEFORE):
        now = advance(now, given)
    for phase in QUARTER[: [each.__name__ for each in QUARTER].index(PHASES[0])]:
        now = phase(now, given)
    return now, given


@pytest.fixture(scope="module")
def right(ordered: tuple[Economy, Given]) -> Firms:
    """The firms as the engine leaves them."""
    now, given = ordered
    for phase in QUARTER:
        now = phase(now, given) if phase.__name__ in PHASES else now
    return now.firms


def compare(found: dict[str, np.ndarray], before: Firms, right: Firms) -> None:
    for name in CHANGED:
        assert not np.array_equal(getattr(before, name), getattr(right, name)), f"{name} is not changed by this part"
        np.testing.assert_allclose(found[name], getattr(right, name), rtol=1e-9, atol=1e-12, err_msg=name)


def test_numpy_computes_what_the_engine_computes(ordered: tuple[Economy, Given], right: Firms) -> None:
    task = task_of(*ordered)
    compare(in_numpy.played(task, luck_of(task, ordered[1])).columns(), task.firms, right)


def test_firms_of_mesa_one_after_the_other_compute_what_the_engine_computes(
    ordered: tuple[Economy, Given], right: Firms
) -> None:
    task = task_of(*ordered)
    luck, market = luck_of(task, ordered[1]), Market(task)
    normals = iter(np.concatenate((luck["profit"], luck["skill"])).tolist())
    market.random = Dealt(normals, iter(luck["standing"].tolist()))
    market.step()
    firms = list(market.agents_by_type[Firm])
    compare({name: np.array([getattr(f, name) for f in firms]) for name in CHANGED}, task.firms, right)


def test_a_whole_quarter_in_mesa_is_the_same_country_but_for_luck() -> None:
    now, given = begin(load("pakistan-baseline").but(scale=0.02, run_in_quarters=4))
    model, country, seen, right = None, country_of(given), [], []
    for _ in range(8):
        start = now
        for phase in QUARTER:
            if phase.__name__ == PHASES[0]:
                offer = offer_of(now, given)
                if model is None:
                    model = Yardstick(offer, country, start, given)
                model.follow(offer)
                before = {firm.unique_id for firm in model.agents_by_type[Trader]}
                model.step()
                after = {firm.unique_id for firm in model.agents_by_type[Trader]}
                seen.append([*sizes(model), len(after - before), len(before - after)])
            now = phase(now, given)
        firms = now.firms
        kept = [len(firms), len(now.suppliers), firms.workers.sum(), firms.output.sum(), firms.exports.sum(),
                firms.debt.sum(), firms.capital.sum()]  # fmt: skip
        right.append([*kept, len(now.births), sum(now.deaths.values())])
    levels, flows = np.array(seen)[-1, :7] / np.array(right)[-1, :7], np.array(seen)[:, 7:].sum(axis=0)
    np.testing.assert_allclose(levels, 1.0, atol=0.08)  # its founders look once, the engine's refused look again
    expected = np.array(right)[:, 7:].sum(axis=0)
    assert (np.abs(flows - expected) < 5.0 * np.sqrt(2.0 * expected)).all()
    served = [firm.seller is not None for firm in model.agents_by_type[Trader] if firm.born < model.quarter]
    assert np.mean(served) == pytest.approx((now.firms.supplier != 0)[now.firms.born < now.quarter].mean(), abs=0.03)


def sizes(model: Yardstick) -> list[float]:
    """Firms, suppliers, and what the firms have and do."""
    firms = model.agents_by_type[Trader]
    sums = [firms.agg(name, sum) for name in ("workers", "output", "exports", "debt", "capital")]
    return [len(firms), len(model.agents_by_type[Supplier]), *sums]
