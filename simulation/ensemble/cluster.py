"""Workers on other machines: a Dask cluster, behind the same standard Executor as processes of this one.

Any cluster will do that Dask can reach: `dask scheduler` and `dask worker` started by hand, or a SLURM or Kubernetes
cluster by Dask's own deployers (docs/how-to/experiments.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from simulation.ensemble.crews import Crew
from simulation.ensemble.designs import of_extra

SECONDS_TO_ANSWER = 15


class UnreachableError(ConnectionError):
    """Nobody answers at the address, or nobody works there."""


def at(address: str) -> Crew:
    """The workers of the cluster at this address; UnreachableError if it does not answer in time."""
    of_extra("distributed", "Dask", "cluster")
    with _client(address) as client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise UnreachableError(f"{address} has no workers; start some with: dask worker {address}")
    return Crew(lambda: _executor(address), threads)


@contextmanager
def _client(address: str) -> Iterator[Any]:
    distributed = of_extra("distributed", "Dask", "cluster")
    try:
        client = distributed.Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        told = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UnreachableError(f"no cluster answers at {address}: {told}") from None
    with client:
        yield client


@contextmanager
def _executor(address: str) -> Iterator[Executor]:
    """The cluster as an Executor; runs that nobody waits for any more are called off at the end."""
    with _client(address) as client, client.get_executor(pure=False) as executor:
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)
