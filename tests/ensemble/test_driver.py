"""Work is handed out fairly, and a run that fails or kills its worker is told and stands alone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from simulation.ensemble import driver
from simulation.ensemble.crews import Crew, here
from simulation.ensemble.parts import Part, alone, parts_of, seeds_of
from simulation.ensemble.running import ensemble
from simulation.ensemble.work import Order, Outcome
from simulation.scenario.money import LoanTerms
from simulation.scenario.schema import Scenario


class Pretends(Executor):
    """Plays orders at once by a rule: `die` breaks the pool, `odd` raises on its way."""

    def __init__(self) -> None:
        self.broken, self.shards = False, 0

    def submit(self, play: object, /, shard: tuple[Order, ...], **_: object) -> Future[list[Outcome]]:  # type: ignore[override]
        if self.broken:
            raise BrokenExecutor
        future: Future[list[Outcome]] = Future()
        names = [order.run_id for order in shard]
        if "die" in names:
            self.broken = True
            future.set_exception(BrokenExecutor())
        elif "odd" in names:
            future.set_exception(RuntimeError("lost on its way"))
        else:
            future.set_result([Outcome(name, b"", "", 0.01) for name in names])
        return future


@contextmanager
def pretending() -> Iterator[Executor]:
    yield Pretends()


def orders(names: str) -> list[Order]:
    return [Order(name, Scenario(), ()) for name in names.split()]


@pytest.mark.parametrize("first_alone", [True, False])
def test_only_the_run_that_kills_its_worker_fails(first_alone: bool) -> None:
    told: dict[str, Outcome] = {}

    def tell(outcome: Outcome) -> bool:
        assert outcome.run_id not in told
        told[outcome.run_id] = outcome
        return False

    names = "a b c die d e odd f g h"
    driver.play_all(orders(names), Crew(pretending, 2), tell, first_alone)
    assert set(told) == set(names.split())
    assert {name for name, outcome in told.items() if outcome.record is None} == {"die", "odd"}
    assert "died 3 times" in told["die"].message
    assert "lost on its way" in told["odd"].message


def test_a_stop_rule_hands_out_no_more() -> None:
    told: list[str] = []

    def tell(outcome: Outcome) -> bool:
        told.append(outcome.run_id)
        return True

    driver.play_all(orders(" ".join(f"r{n}" for n in range(100))), Crew(pretending, 2), tell)
    assert len(told) < 10


def test_runs_interleave_over_scenarios(parts: list[Part]) -> None:
    assert [part.seed for part in parts] == [1, 1, 2, 2, 3, 3]
    assert len({part.point.scenario.name for part in parts[:2]}) == 2
    assert len({part.run_id for part in parts}) == 6


def test_a_failed_run_is_recorded_with_seed_and_message(parts: list[Part], tmp_path: Path) -> None:
    terms = {"x": LoanTerms(like="no such loan")}  # past the checks of files, so that the run itself fails
    owing = parts[0].point.scenario.model_copy(update={"name": "owing", "loans": terms})
    asked = parts_of(alone([owing, parts[1].point.scenario]), seeds_of(2))
    tally = ensemble(asked, tmp_path / "it", here(1))
    assert (tally.ran, len(tally.failed)) == (2, 2)
    rows = pq.read_table(tmp_path / "it/runs.parquet").to_pylist()
    failed = [row for row in rows if row["state"] == "failed"]
    assert [row["seed"] for row in failed] == [1, 2]
    assert all(row["message"] for row in failed)
    assert "failed 2" in tally.line()
