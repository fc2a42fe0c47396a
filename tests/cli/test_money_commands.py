"""Money on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulation.cli import app
from simulation.finance.settings import CHANNELS
from simulation.scenario.loading import shipped


def sez(*words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def test_schedules_are_printed_and_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = sez("schedule", "pakistan-baseline", "--loan", "f13")
    assert code == 0
    assert "2024Q1" in out
    assert "totals" in out
    assert "f06" not in out
    file = tmp_path / "results/pakistan-baseline/schedule-f13.csv"
    assert out.splitlines()[-1].endswith("schedule-f13.csv")
    assert file.read_text(encoding="utf-8").startswith("loan,book,currency,quarter,opening,draw,capitalised,interest,")
    code, out, _ = sez("schedule", "pakistan-baseline", "--out", "all.csv")
    assert "workers let and paying" in out
    assert {line.split(",")[0] for line in Path("all.csv").read_text(encoding="utf-8").splitlines()[1:]} == {
        "f13", "f06", "rashakai", "allama_iqbal", "dhabeji",
    }  # fmt: skip


def test_a_loan_that_is_not_there_is_named_with_a_suggestion() -> None:
    code, out, err = sez("schedule", "pakistan-baseline", "--loan", "rashaki")
    assert (code, out) == (2, "")
    assert "rashakai" in err


def test_a_scenario_without_loans_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = sez("schedule", "pakistan-no_loans")
    assert code == 0
    assert "no loans" in err
    assert list(tmp_path.iterdir()) == []


def test_an_effect_is_taken_apart_by_channel(tmp_path: Path) -> None:
    early = tmp_path / "early.toml"
    early.write_text(
        f'extends = "{shipped()["pakistan-baseline"]}"\ntitle = "a default at once"\nrun_in_quarters = 1\n'
        '[workouts.one]\nstart = "2015Q2"\nstop_paying = true\n',
        encoding="utf-8",
    )
    file = tmp_path / "parts.csv"
    words = ("--seeds", "1", "--scale", "0.002", "--quarters", "8", "--year", "2016", "--out", str(file))
    code, out, _ = sez("channels", str(early), *words)
    assert code == 0
    assert out.count("whole effect") == 3
    assert "exchange rate" in out
    parts = len(CHANNELS) + 3  # beside the channels: the whole, what is left without them, what they do only together
    assert len(file.read_text(encoding="utf-8").splitlines()) == 1 + 3 * parts
