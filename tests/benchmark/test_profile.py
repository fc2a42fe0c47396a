"""`sez run --profile` says where the time went."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulation import load
from simulation.benchmark.stopwatch import Stopwatch
from simulation.cli import app
from simulation.keeping import results
from simulation.quarter import QUARTER
from simulation.run import run

SMALL = {"scale": 0.002, "quarters": 2, "run_in_quarters": 1}


def test_a_stopwatch_hears_of_every_phase_in_the_order_of_the_quarter() -> None:
    watch = Stopwatch()
    run(load("pakistan-baseline").but(SMALL), stopwatch=watch)
    phases = [phase.__name__ for phase in QUARTER]
    assert list(watch.seconds) == ["setting up and run-in", *phases, "recording", "making tables"]
    assert all(watch.times[phase] == 2 for phase in [*phases, "recording"])
    assert all(spent > 0.0 for spent in watch.seconds.values())


def test_a_profile_is_printed_and_a_kept_run_is_played_again_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ["run", "pakistan-baseline", "--scale", "0.002", "--quarters", "2", "--profile"]
    first = CliRunner().invoke(app, asked, catch_exceptions=False)
    folder = results.folder_for(load("pakistan-baseline").but(scale=0.002, quarters=2))
    files = results.about(folder)["files"]
    second = CliRunner().invoke(app, asked, catch_exceptions=False)
    assert first.exit_code == second.exit_code == 0
    for told in (first.stdout, second.stdout):
        assert "firms_price" in told
        assert "pictures and writing" in told
    assert results.about(folder)["files"] == files
