"""However a command ends, it says so in a sentence, and what was kept is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from simulation import load, read
from simulation.cli import app
from simulation.keeping.folder import held
from simulation.keeping.results import folder_for
from simulation.telling.answers import plainly

TINY = 'extends = "{plain}"\nname = "tiny"\nscale = 0.02\nquarters = {quarters}\nrun_in_quarters = 1\n'
NO_SUCH_HOME = "/proc/nobody"


def tiny(folder: Path, checkout: Path, quarters: int) -> str:
    """The file of a few hundred firms on a plain map."""
    path = folder / f"tiny_{quarters}.toml"
    path.write_text(TINY.format(plain=checkout / "scenarios/plain/marshall.toml", quarters=quarters), encoding="utf-8")
    return str(path)


def begun(*words: object, **others: object) -> subprocess.Popen[str]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "simulation", *map(str, words)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **others)  # type: ignore[call-overload]


def until_it_is_there(path: Path) -> None:
    """Wait for a file."""
    end = time.monotonic() + 120.0
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_second_run_into_a_folder_is_refused_and_the_first_ends_as_it_was_asked(
    checkout: Path, tmp_path: Path
) -> None:
    out, scenario = tmp_path / "results/out", tiny(tmp_path, checkout, 800)
    first = begun("run", scenario, "--out", out, "--checkpoint-every", 2)
    until_it_is_there(out / "checkpoints")
    for words in (("--force",), ("--resume", str(out))):
        second = CliRunner().invoke(app, ["run", scenario, "--out", str(out), *words], catch_exceptions=False)
        assert second.exit_code == 2
        assert "another sez writes into this folder now" in second.stderr
    assert first.poll() is None
    first.send_signal(signal.SIGTERM)
    _, said = first.communicate(timeout=60)
    assert first.returncode == 143
    assert said.splitlines()[-1].startswith("stopped; `sez run --resume")
    assert "Traceback" not in said
    assert "semaphore" not in said
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["out"]
    assert [path.name for path in out.iterdir()] == ["checkpoints"]


def test_answers_that_cannot_be_told_do_not_make_a_run_undone(checkout: Path, tmp_path: Path) -> None:
    scenario = tiny(tmp_path, checkout, 3)
    with Path("/dev/full").open("w") as full:
        process = begun("run", scenario, cwd=tmp_path, stdout=full)
        _, said = process.communicate(timeout=300)
    assert process.returncode == 1
    assert said.splitlines()[-1] == ("standard output: No space left on device; what was to be kept is kept, and whole")
    assert "firms" in read(tmp_path / folder_for(load(scenario))).nation
    reading, writing = os.pipe()
    os.close(reading)
    unread = begun("run", scenario, cwd=tmp_path, stdout=writing)
    os.close(writing)
    closed = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", sys.executable, "-m", "simulation", "run", scenario],
        cwd=tmp_path, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    assert (unread.communicate()[1], unread.returncode) == ("", 141)
    assert (closed.stderr, closed.returncode) == ("", 0)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody can write")
def test_a_folder_that_cannot_be_written_is_told_before_the_first_quarter(checkout: Path, tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["run", tiny(tmp_path, checkout, 3), "--out", "/proc/out"], catch_exceptions=False)
    assert told.exit_code == 1
    assert told.stderr.splitlines() == [
        "/proc: no file can be made in this folder; nothing was left under a final name"
    ]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a home that nobody can write")
def test_without_a_home_the_command_runs_or_says_what_cures_it(tmp_path: Path) -> None:
    others = {key: value for key, value in os.environ.items() if key not in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME")}
    process = begun("check", "pakistan-baseline", cwd=tmp_path, env=others | {"HOME": NO_SUCH_HOME})
    _, said = process.communicate(timeout=120)
    assert "Traceback" not in said
    assert process.returncode == 0 or "NUMBA_CACHE_DIR, set to a folder that can be written" in said


def test_too_little_memory_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended, plainly():
        np.empty(2**59)
    assert ended.value.exit_code == 1
    assert capsys.readouterr().err.startswith("too little memory (Unable to allocate 4.00 EiB")


def test_a_folder_in_use_is_no_place_for_an_ensemble_or_a_comparison(checkout: Path, tmp_path: Path) -> None:
    names = [str(checkout / f"scenarios/plain/{name}.toml") for name in ("marshall", "all_off")]
    with held(tmp_path / "it"):
        told = CliRunner().invoke(app, ["compare", *names, "--out", str(tmp_path / "it")], catch_exceptions=False)
    assert told.exit_code == 2
    assert f"{tmp_path / 'it'}: another sez writes into this folder now; nothing in it was changed" in told.stderr
