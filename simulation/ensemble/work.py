"""What a worker does: it plays runs and hands back their records; what goes wrong is told, not thrown."""

from __future__ import annotations

import contextlib
import os
import threading
import time
import traceback
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import NamedTuple

from simulation.ensemble.records import packed
from simulation.scenario.schema import Scenario

LIFELINE_CUT = 3
"""Exit code of a worker whose parent has gone."""
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Order(NamedTuple):
    """A run to play, and which of its tables are wanted."""

    run_id: str
    scenario: Scenario
    tables: tuple[str, ...]


class Outcome(NamedTuple):
    """What came of an order: a record, or a message that says why there is none."""

    run_id: str
    record: bytes | None
    message: str
    seconds: float


def play(orders: Sequence[Order]) -> list[Outcome]:
    """Play a shard of runs one after the other."""
    return [play_one(order) for order in orders]


def play_one(order: Order) -> Outcome:
    """Play one run; any error of it becomes its message."""
    started = time.perf_counter()
    try:
        record, message = _record(order), ""
    except Exception as error:  # whatever happens in a run is that run's, and is told with its seed
        record, message = None, _told(error)
    return Outcome(order.run_id, record, message, time.perf_counter() - started)


def _record(order: Order) -> bytes:
    from simulation.keeping.provenance import run_id
    from simulation.run import run

    here = run_id(order.scenario)
    if here != order.run_id:
        raise RuntimeError(f"this worker has other sources or packages: the run is {here} here, not {order.run_id}")
    played = run(order.scenario, tables=order.tables)
    about = {"seed": order.scenario.seed, "scenario_sha256": order.scenario.digest, "seconds": round(played.seconds, 3)}
    return packed(order.run_id, about, played.tables)


def _told(error: Exception) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(where.filename)}:{where.lineno}"  # noqa: PTH119 - a name, no file is touched
    return " ".join(f"{type(error).__name__}: {error} ({place})".split())


def live_with_parent(lifeline: Connection) -> None:
    """Begin as a worker: one thread for linear algebra, and an end as soon as the parent has gone, however it went.

    The parent alone holds the other end of the lifeline; the system closes it even when the parent is killed.
    """
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(LIFELINE_CUT)
