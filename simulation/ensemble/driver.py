"""Hands out runs to a crew; a run that raises is told, a worker that dies takes only its own run with it.

A dead worker breaks a whole pool of processes, and nobody can say which of the runs in flight killed it. So all of them
are under suspicion: they are played again alone, and one whose worker dies each time is the one that fails.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field

from simulation.ensemble.crews import Crew, submit
from simulation.ensemble.work import Order, Outcome

DEATHS_ALLOWED = 3
SHARD_SECONDS = 5.0
"""A shard is as many runs as take about this long, so that handing out costs nothing beside playing."""
SHARD_LARGEST = 50

Shard = Sequence[Order]
Tell = Callable[[Outcome], bool]
"""Told of each outcome; True asks that no more runs be handed out."""


@dataclass
class Work:
    """What is still to do."""

    waiting: deque[Order]
    suspects: deque[Order] = field(default_factory=deque)
    in_flight: dict[Future[list[Outcome]], Shard] = field(default_factory=dict)
    deaths: Counter[str] = field(default_factory=Counter)
    seconds: float = SHARD_SECONDS
    """Of the latest run: the first shard is one run."""
    enough: bool = False
    alone: bool = False
    """What is in flight is under suspicion."""

    def left(self) -> bool:
        """Whether anything is left to hand out or to wait for."""
        return bool(self.suspects or self.in_flight or (self.waiting and not self.enough))

    def next_shard(self, crew: int) -> Shard:
        """The next runs to play together."""
        self.alone = bool(self.suspects)
        if self.suspects:
            return (self.suspects.popleft(),)
        size = min(SHARD_LARGEST, max(1, int(SHARD_SECONDS / max(self.seconds, 1e-6))))
        fair = max(1, len(self.waiting) // (2 * crew))
        return tuple(self.waiting.popleft() for _ in range(min(size, fair, len(self.waiting))))

    def room(self, crew: int) -> int:
        """How many more shards may be handed out: one alone while there are suspects, else one in hand per worker."""
        if self.suspects or (self.alone and self.in_flight):
            return 1 - len(self.in_flight)
        return crew + 1 - len(self.in_flight) if self.waiting and not self.enough else 0


def play_all(orders: Sequence[Order], crew: Crew, tell: Tell, first_alone: bool = False) -> None:
    """Play all orders and tell of each outcome.

    With `first_alone` the first run is finished before the others begin, so that only one worker compiles.
    """
    work = Work(deque(orders))
    if first_alone and orders:
        work.suspects.append(work.waiting.popleft())
    while work.left():
        try:
            with crew.gather() as executor:
                while work.left():
                    _round(work, executor, crew.size, tell)
        except BrokenExecutor:
            _after_a_death(work, tell)


def _round(work: Work, executor: Executor, size: int, tell: Tell) -> None:
    """Hand out what there is room for, wait for a shard, tell what came of it."""
    for _ in range(max(0, work.room(size))):
        if shard := work.next_shard(size):
            _hand_out(executor, shard, work)
    done, _ = wait(work.in_flight, return_when=FIRST_COMPLETED)
    for future in done:
        outcomes = _outcomes(future, work)
        del work.in_flight[future]
        for outcome in outcomes:
            work.seconds = outcome.seconds
            work.enough = tell(outcome) or work.enough


def _outcomes(future: Future[list[Outcome]], work: Work) -> list[Outcome]:
    """Outcomes of a shard; of one that was lost on its way, its runs are played alone, or told as failed."""
    error, shard = future.exception(), work.in_flight[future]
    if error is None:
        return future.result()
    if isinstance(error, BrokenExecutor):
        raise error
    if len(shard) == 1:
        return [Outcome(shard[0].run_id, None, f"{type(error).__name__}: {error}", work.seconds)]
    work.suspects.extend(shard)
    return []


def _hand_out(executor: Executor, shard: Shard, work: Work) -> None:
    try:
        work.in_flight[submit(executor, shard)] = shard
    except BrokenExecutor:
        work.suspects.extendleft(reversed(shard))
        raise


def _after_a_death(work: Work, tell: Tell) -> None:
    """Put what was in flight under suspicion; give up on a run that was alone each time."""
    lost = [order for shard in work.in_flight.values() for order in shard]
    work.in_flight.clear()
    if len(lost) == 1:
        work.deaths[lost[0].run_id] += 1
    for order in lost:
        if work.deaths[order.run_id] < DEATHS_ALLOWED:
            work.suspects.append(order)
        else:
            text = f"the process that played it died {DEATHS_ALLOWED} times (killed, or out of memory)"
            tell(Outcome(order.run_id, None, text, 0.0))
