"""A Dask cluster of real processes on loopback gives the same bytes; an address that does not answer is told."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulation.cli import app
from simulation.ensemble import cluster, store
from simulation.ensemble.parts import Part
from simulation.ensemble.running import ensemble

pytest.importorskip("distributed")
# Dask closes its connections in the background; what it leaves to the collector is its own.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler and two workers, each a process."""
    folder = tmp_path_factory.mktemp("dask")
    file = folder / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    python, environment = sys.executable, os.environ | {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    words = ["--scheduler-file", str(file)]
    here = [*words, "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    started = [subprocess.Popen([python, "-m", "distributed.cli.dask_scheduler", *here], env=environment, **quiet)]
    worker = [python, "-m", "distributed.cli.dask_worker", *words, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    started += [subprocess.Popen(worker, env=environment, **quiet) for _ in range(2)]
    try:
        yield _ready(file)
    finally:
        for process in started:
            process.kill()
        for process in started:
            process.wait()


def _ready(file: Path) -> str:
    """The address, once both workers are there."""
    import json

    end = time.monotonic() + 60
    while time.monotonic() < end:
        if file.exists() and file.stat().st_size:
            address = str(json.loads(file.read_text(encoding="utf-8"))["address"])
            try:
                if cluster.at(address).size == 2:
                    return address
            except cluster.UnreachableError:
                pass
        time.sleep(0.3)
    raise TimeoutError("no cluster")


def test_a_cluster_gives_the_same_bytes(parts: list[Part], undisturbed: Path, tmp_path: Path, address: str) -> None:
    tally = ensemble(parts, tmp_path / "it", cluster.at(address))
    assert (tally.ran, tally.failed) == (6, {})
    assert store.about(tmp_path / "it")["files"] == store.about(undisturbed)["files"]


def test_an_address_that_does_not_answer_is_told_and_nothing_is_run(
    tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cluster.SECONDS_TO_ANSWER < 30
    monkeypatch.setattr(cluster, "SECONDS_TO_ANSWER", 2)
    started = time.monotonic()
    file = checkout / "scenarios/experiments/six_scenarios.toml"
    words = ["ensemble", str(file), "--cluster", "tcp://127.0.0.1:9", "--out", str(tmp_path / "it")]
    told = CliRunner().invoke(app, words)
    assert told.exit_code == 2
    assert "no cluster answers at tcp://127.0.0.1:9" in told.stderr
    assert time.monotonic() - started < 30
    assert not (tmp_path / "it").exists()
