"""The main job, small: a scenario file becomes a folder of tables and pictures, once."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulation import load, read, run
from simulation.cli import app
from simulation.economy import Economy, Given
from simulation.keeping import results

STOPPED_BY_CTRL_C = (130, -signal.SIGINT)
"""Python ends by the signal itself where it met it in source that a library made; a shell calls both 130."""
FIRST_QUARTERS = r"\b[1-9]\d*/801"
"""The progress of 800 quarters and one of run-in, once it has begun."""
SMALL = 'extends = "{baseline}"\ntitle = "small"\nscale = 0.004\nquarters = 5\nrun_in_quarters = 1\n'


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    """A small scenario on the baseline."""
    path = tmp_path_factory.mktemp("small") / "small.toml"
    path.write_text(SMALL.format(baseline=checkout / "scenarios/pakistan/baseline.toml"), encoding="utf-8")
    return path


def test_a_run_leaves_tables_pictures_and_what_made_them(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.parent)
    first = CliRunner().invoke(app, ["run", str(small)], catch_exceptions=False)
    assert first.exit_code == 0, first.stderr
    kept = read(results.folder_for(load(small)))
    assert {"nation", "zones", "specialties", "clusters", "loans", "cells", "entries", "ledger"} <= set(kept.tables)
    assert {"growth.png", "map.png", "finance.png", "scenario.toml"} <= set(kept.about["files"])
    assert list(kept.nation.quarter) == ["2015Q1", "2015Q2", "2015Q3", "2015Q4", "2016Q1"]
    assert kept.nation.firms.between(400_000, 600_000).all()
    assert "rashakai" in first.stdout
    second = CliRunner().invoke(app, ["run", str(small)], catch_exceptions=False)
    assert second.stdout.startswith("this run is there already")


def test_threads_and_progress_change_no_byte(small: Path, tmp_path: Path) -> None:
    scenario, told = load(small), []
    plain = run(scenario)
    watched = run(scenario, threads=2, progress=lambda done, total: told.append((done, total)))
    folders = [results.save(each, tmp_path / name) for name, each in (("plain", plain), ("watched", watched))]
    one, other = (results.about(folder)["files"] for folder in folders)
    assert one == other
    assert told[0] == (1, 6)
    assert told[-1] == (6, 6)


def test_a_measure_of_ones_own_is_a_column_of_the_nation(small: Path) -> None:
    def makers(now: Economy, given: Given) -> float:
        return float(now.firms.weight.sum())

    def debts(now: Economy, given: Given) -> dict[str, float]:
        return {"largest": float(now.firms.debt.max())}

    nation = run(load(small), quarters=2, watch=[makers, debts]).nation
    assert nation.makers.tolist() == pytest.approx(nation.firms.tolist())
    assert (nation.debts_largest > 0).all()


def test_a_seed_is_a_history_of_its_own(small: Path) -> None:
    one, other = (run(load(small), seed=seed, quarters=2) for seed in (1, 2))
    assert one.scenario.seed == 1
    assert one.tables["nation"] != other.tables["nation"]


def shown_until(terminal: int, wanted: str) -> str:
    """What a terminal shows until a pattern is there, or until nobody writes to it any more."""
    shown = ""
    while not (wanted and re.search(wanted, shown)):
        try:
            more = os.read(terminal, 65_536)
        except OSError:  # Linux says so where others send nothing
            return shown
        if not more:
            return shown
        shown += more.decode(errors="replace")
    return shown


def test_stopping_ends_with_130_a_line_and_nothing_half_written(small: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "simulation", "run", str(small), "--quarters", "800", "--out", str(tmp_path / "out")]
    terminal, its_end = pty.openpty()  # on a terminal the bar says which quarter it is, so nothing need be guessed
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=its_end, text=True, env=os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    )
    os.close(its_end)
    assert re.search(FIRST_QUARTERS, shown_until(terminal, FIRST_QUARTERS))
    process.send_signal(signal.SIGINT)
    err = shown_until(terminal, "")
    out, _ = process.communicate(timeout=60)
    os.close(terminal)
    assert process.returncode in STOPPED_BY_CTRL_C
    assert out == ""
    assert "stopped; nothing was left half written" in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
