"""`sez bench` says what would be right, and its tables tell what was measured."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from typer.testing import CliRunner

from simulation.benchmark import frames, fresh, measuring
from simulation.benchmark.telling import tables
from simulation.cli import app


def test_a_python_without_mesa_frames_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["bench", "--mesa-frames", str(tmp_path / "python")])
    assert done.exit_code == 2
    assert "cannot import mesa_frames" in done.stderr


def test_yardsticks_take_turns_and_the_tables_say_how_many_times_mesa_each_engine_is() -> None:
    found = measuring.yardsticks(1_000, 1, lambda _: None)
    took = found["ns_a_firm"]
    parts = {what.split(", ")[-1] for what in took}
    assert parts == {"own part", "same work", "quarter"}
    assert 0.0 < took["engine, 1 thread(s), same work"] < took["engine, 1 thread(s), quarter"]
    assert took["mesa, quarter"] > took["mesa, own part"] > took["numpy, own part"] > 0.0
    columns = frames.columns_of(found.pop("ordered"))
    assert {column.size for column in columns.values()} == {columns["firm.unique_id"].size}
    console = Console(record=True, width=120)
    for table in tables({"yardsticks": found}):
        console.print(table)
    told = console.export_text()
    assert "not measured" in told
    assert f"{took['mesa, quarter']:,.0f}" in told
    assert "settle" in told


def test_sizes_are_measured_and_the_largest_phase_by_phase() -> None:
    found = measuring.by_size([1_000, 2_000], 1, lambda _: None)
    assert [0 < one["bytes_a_firm"] < 400 for one in found] == [True, True]
    assert "phases" not in found[0]
    console = Console(record=True, width=160)
    for table in tables({"sizes": found}):
        console.print(table)
    assert "founders_enter" in console.export_text()


def test_a_whole_run_in_a_process_of_its_own_tells_its_own_peak() -> None:
    ballast = bytearray(1_500_000_000)
    ballast[::4096] = b"x" * len(ballast[::4096])
    told = fresh.said_by(
        fresh.WHOLE_RUN.replace("scale=float", "quarters=2, run_in_quarters=1, scale=float"), "0.002", "1"
    )
    assert 1e8 < told["peak_bytes"] < 1e9 < len(ballast)
    assert told["quarters"] == 2
    assert told["firms_at_the_end"] > 500
