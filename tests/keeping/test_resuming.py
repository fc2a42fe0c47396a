"""A run that is resumed from a checkpoint leaves the bytes of one that nothing stopped."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from simulation import load, run
from simulation.cli import app
from simulation.economy import Economy, Given
from simulation.keeping import checkpoints as keeping
from simulation.keeping import manifest, results
from simulation.keeping.checkpoints import Checkpoints, found, standing_of
from simulation.run import Run, Standing, resume
from simulation.scenario.schema import Scenario


def files_of(played: Run, folder: Path) -> dict[str, str]:
    """Checksums of a run's tables."""
    return dict(results.about(results.save(played, folder))["files"])


def sez(*words: object) -> Result:
    """The command line."""
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.mark.parametrize("at", [1, 4, 11])
def test_a_resumed_run_leaves_the_same_bytes(
    small: Scenario, unbroken: Run, stopped: Callable[[Scenario, int], Standing], tmp_path: Path, at: int
) -> None:
    keeping.write(stopped(small, at), tmp_path / "run", every=at)
    resumed = resume(standing_of(found(tmp_path / "run"), small))
    assert resumed.scenario == small
    assert files_of(resumed, tmp_path / "resumed") == files_of(unbroken, tmp_path / "unbroken")


def test_a_run_may_be_stopped_again_and_again(small: Scenario, unbroken: Run, tmp_path: Path) -> None:
    keep = Checkpoints(tmp_path / "run", every=5)
    watched = run(small, keep=keep)
    again = resume(standing_of(found(tmp_path / "run")), keep=Checkpoints(tmp_path / "run", every=1))
    last = found(tmp_path / "run")
    assert last.place.name == "2017Q3"
    assert [path.name for path in last.place.parent.iterdir()] == ["2017Q3"]
    ended = resume(standing_of(last))
    files = [files_of(each, tmp_path / str(n)) for n, each in enumerate((unbroken, watched, again, ended))]
    assert all(each == files[0] for each in files)


def test_what_the_user_watches_is_resumed(
    small: Scenario, stopped: Callable[[Scenario, int], Standing], tmp_path: Path
) -> None:
    def makers(now: Economy, given: Given) -> float:
        return float(now.firms.weight.sum())

    run(small, watch=[makers], keep=Checkpoints(tmp_path, every=8))
    nation = resume(standing_of(found(tmp_path)), watch=[makers]).nation
    assert nation.makers.tolist() == pytest.approx(nation.firms.tolist())


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    """Until a file is there."""
    end = time.monotonic() + 120.0
    while not path.exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    assert path.exists()


@pytest.mark.parametrize(("how", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)])
def test_a_killed_run_is_resumed_by_the_command_line(
    file: Path, unbroken: Run, tmp_path: Path, how: signal.Signals, code: int
) -> None:
    out = tmp_path / "out"
    words = [sys.executable, "-m", "simulation", "run", str(file), "--out", str(out), "--checkpoint-every", "2"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_for(out / "checkpoints/2015Q4/checkpoint.json", process)
    process.send_signal(how)
    _, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert not results.is_kept(out)
    if how == signal.SIGINT:
        assert f"sez run --resume {out}" in err
    refused = sez("run", file, "--out", out)
    assert refused.exit_code == 2
    assert f"{out} holds a checkpoint; `sez run --resume {out}` resumes it" in refused.stderr
    assert sez("run", "--resume", out).exit_code == 0
    tables = {name: sum_ for name, sum_ in results.read(out).about["files"].items() if name.endswith(".parquet")}
    whole = files_of(unbroken, tmp_path / "unbroken")
    assert tables == {name: whole[name] for name in tables}
    assert sez("run", "--resume", out).stdout.startswith("this run is there already")


@pytest.fixture
def kept(standing: Standing, tmp_path: Path) -> Path:
    """The folder of a run that was stopped."""
    keeping.write(standing, tmp_path / "run", every=9)
    return tmp_path / "run"


def test_another_scenario_is_refused_with_what_differs(file: Path, kept: Path) -> None:
    told = sez("run", file, "--seed", 7, "--resume", kept)
    assert told.exit_code == 2
    assert "is of another run: seed is 1, not 7" in told.stderr
    assert sez("run", "--seed", 7, "--resume", kept).exit_code == 2


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [("sources_sha256", "0", "the sources are others than then"), ("versions", {"numpy": "1.0"}, "numpy was 1.0")],
)
def test_another_version_of_the_package_is_refused(kept: Path, key: str, value: object, said: str) -> None:
    path = kept / "checkpoints/2017Q1/checkpoint.json"
    was = json.loads(path.read_text())
    path.write_text(manifest.text("checkpoint", was | {key: value}, was["files"]))
    told = sez("run", "--resume", kept)
    assert told.exit_code == 2
    assert said in told.stderr


def test_a_folder_without_a_checkpoint_is_told(tmp_path: Path) -> None:
    told = sez("run", "--resume", tmp_path)
    assert told.exit_code == 2
    assert "holds no checkpoint" in told.stderr
    assert sez("run").exit_code == 2


@pytest.mark.parametrize(
    "name", ["economy.firms.parquet", "rows.nation.parquet", "state.json", "columns.parquet", "checkpoint.json"]
)
def test_one_changed_bit_of_any_file_is_noticed(kept: Path, name: str) -> None:
    path = kept / "checkpoints/2017Q1" / name
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    told = sez("run", "--resume", kept)
    assert told.exit_code == 1
    assert f"{path} has changed since it was written" in told.stderr


def test_a_full_disk_leaves_the_checkpoint_before(
    kept: Path, standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(path.name for path in kept.rglob("*"))
    written = keeping.write_table

    def full(table: object, path: Path) -> None:
        if path.name == keeping.COLUMNS:
            raise OSError(28, "No space left on device", str(path))
        written(table, path)

    monkeypatch.setattr(keeping, "write_table", full)
    with pytest.raises(OSError, match="No space left"):
        keeping.write(standing, kept, every=9)
    assert sorted(path.name for path in kept.rglob("*")) == before
    with pytest.raises(OSError, match="No space left"):
        keeping.write(standing, kept.parent / "new", every=9)
    assert not (kept.parent / "new").exists()


def test_what_a_killed_run_left_half_written_is_in_nobodys_way(file: Path, standing: Standing, tmp_path: Path) -> None:
    out = tmp_path / "out"
    keeping.write(standing, out, every=9)
    out.rename(tmp_path / ".out.half_way.partial")
    assert sez("run", "--resume", out).exit_code == 2
    told = sez("run", file, "--quarters", 3, "--out", out, "--checkpoint-every", 2)
    assert told.exit_code == 0, told.stderr
    assert [path.name for path in (out / "checkpoints").iterdir()] == ["2015Q2"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_run_that_begins_again_by_force_forgets_later_checkpoints(file: Path, kept: Path) -> None:
    words = ("run", file, "--quarters", 3, "--out", kept, "--checkpoint-every", 2)
    assert sez(*words).exit_code == 2
    assert sez(*words, "--force").exit_code == 0
    assert found(kept).place.name == "2015Q2"


def test_a_checkpoint_that_was_moved_is_resumed(kept: Path, unbroken: Run, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.move(kept / "checkpoints/2017Q1", moved)
    assert found(moved).home is None
    assert sez("run", "--resume", moved, "--out", tmp_path / "out", "--threads", 2).exit_code == 0
    assert results.about(tmp_path / "out")["files"].items() >= files_of(unbroken, tmp_path / "unbroken").items()


def test_the_scenario_of_a_checkpoint_is_the_one_that_was_run(kept: Path, small: Scenario) -> None:
    assert load(found(kept).place / "scenario.toml").digest == small.digest
