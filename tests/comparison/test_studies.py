"""Ablation, sweep and sensitivity are read from real runs, and the indices are right where the answer is known."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from simulation.cli import app
from simulation.comparison import sensitivity, sweep_picture
from simulation.ensemble.designs import bounds_of, points_of
from simulation.ensemble.experiment import Bounds, Design

TINY = ["--scale", "0.02", "--quarters", "4", "--seeds", "2", "--workers", "1"]


def ask(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_an_ablation_switches_every_mechanism_off(tmp_path: Path, checkout: Path) -> None:
    scenario = tmp_path / "two.toml"
    parent = checkout / "scenarios/plain/all_off.toml"
    on = "spin_offs = true\nimitation = true"
    scenario.write_text(f'extends = "{parent}"\nrun_in_quarters = 2\n[mechanisms]\n{on}\n', encoding="utf-8")
    told = ask("ablate", str(scenario), *TINY, "--out", str(tmp_path / "it"))
    assert told.exit_code == 0, told.output
    rows = pq.read_table(tmp_path / "it/ablation.parquet").to_pandas().set_index(["mechanism", "measure"])
    assert {"spin_offs", "imitation", "learning"} <= set(rows.index.get_level_values(0))
    assert "localisation" not in rows.index.get_level_values(0)
    assert rows.loc[("spin_offs", "firms"), "mean"] < 0
    assert (tmp_path / "it/ablation.png").exists()
    assert "spin_offs" in told.stdout


def test_a_sweep_of_two_settings_is_a_grid(tmp_path: Path) -> None:
    settings = ["behaviour.growth.hiring_speed=0.3:0.9:2", "mechanisms.spin_offs=true,false"]
    told = ask("sweep", "plain-marshall", *settings, *TINY, "--measure", "firms", "--out", str(tmp_path / "it"))
    assert told.exit_code == 0, told.output
    rows = pq.read_table(tmp_path / "it/sweep.parquet").to_pylist()
    assert [(r["behaviour.growth.hiring_speed"], r["mechanisms.spin_offs"]) for r in rows] == [
        (0.3, True), (0.3, False), (0.9, True), (0.9, False),
    ]  # fmt: skip
    assert rows[0]["mean"] > rows[1]["mean"]
    assert (tmp_path / "it/sweep.png").exists()


def test_a_sweep_of_several_measures_tells_each_with_its_paired_differences(tmp_path: Path) -> None:
    asked = ["--measure", "workers", "--measure", "specialties.product_a.firms"]
    told = ask(
        "sweep", "plain-marshall", "mechanisms.spin_offs=true,false", *TINY, *asked, "--out", str(tmp_path / "it")
    )
    assert told.exit_code == 0, told.output
    rows = pq.read_table(tmp_path / "it/sweep.parquet").to_pandas().set_index(["measure", "mechanisms.spin_offs"])
    assert (rows.xs(True, level=1).change == 0).all()
    change = rows["mean"]["workers", False] - rows["mean"]["workers", True]
    assert rows.change["workers", False] == pytest.approx(change)
    assert rows.change_low["workers", False] < change < rows.change_high["workers", False]
    assert (tmp_path / "it/sweep_specialties.product_a.firms.png").exists()


def test_a_measure_that_no_run_will_tell_is_refused_before_the_first(tmp_path: Path) -> None:
    told = ask("sweep", "plain-marshall", "mechanisms.spin_offs=true,false", "--measure", "workres",
               "--out", str(tmp_path / "it"))  # fmt: skip
    assert told.exit_code == 2
    assert "did you mean workers?" in told.stderr
    assert not (tmp_path / "it").exists()


def point(change: float, half: float) -> dict[str, object]:
    """A point of a sweep with its difference from the first."""
    bounds = {"change": change, "change_low": change - half, "change_high": change + half}
    return {"measure": "workers", "mean": 1000.0 + change, "runs": 20, **bounds}


def test_a_sweep_without_a_clear_difference_says_so_in_its_title_and_has_no_colours() -> None:
    noise = [point(0.0, 0.0), point(3.0, 5.0), point(-2.0, 4.0)]
    assert sweep_picture.title_of(noise, "workers") == "No clear difference in workers"
    assert sweep_picture._shares(noise) == [None, None, None]
    assert sweep_picture.title_of([*noise, point(80.0, 5.0)], "workers") == "Workers: +80 at most"
    assert sweep_picture._shares([*noise, point(80.0, 5.0)]) == [0.0, None, None, 1.0]


@pytest.mark.parametrize(
    ("setting", "right"),
    [
        ("nothing", "KEY=1,2,3"),
        ("a.b=1:2", "low:high:count"),
        ("mechanisms.spin_of=true,false", "did you mean spin_offs"),
    ],
)
def test_wrong_settings_of_a_sweep_say_what_is_right(tmp_path: Path, setting: str, right: str) -> None:
    told = ask("sweep", "plain-marshall", setting, "--out", str(tmp_path / "it"))
    assert told.exit_code == 2
    assert right in told.stderr


def known(design: Design, outcome: object) -> object:
    """A finished ensemble of one seed whose outcome is a known function of the settings."""
    values = np.array([outcome(point) for point in points_of(design)])  # type: ignore[operator]
    about = {"asked": {"design": design.model_dump(mode="json")}}
    cube = values[:, None, None]
    return SimpleNamespace(about=about, folder="here", quarters=("2015Q1",), measure=lambda _: cube)


def test_morris_finds_the_slopes_of_a_straight_plane() -> None:
    pytest.importorskip("SALib")
    bounds = {"a.x": Bounds(low=0.0, high=2.0), "a.y": Bounds(low=-1.0, high=1.0), "a.none": Bounds(low=0.0, high=1.0)}
    design = Design(kind="morris", points=10, settings=bounds)
    told = sensitivity.indices(known(design, lambda p: 3.0 * p["a.x"] - 5.0 * p["a.y"]), "workers").to_pylist()
    assert [(r["setting"], pytest.approx(r["effect"], abs=1e-9)) for r in told] == [
        ("a.y", 10.0),
        ("a.x", 6.0),
        ("a.none", 0.0),
    ]
    assert all(row["second"] == pytest.approx(0.0, abs=1e-9) for row in told)


def test_sobol_finds_the_indices_of_ishigami() -> None:
    """Ishigami and Homma (1990): with a = 7, b = 0.1 the total indices are 0.558, 0.442 and 0.244."""
    pytest.importorskip("SALib")
    bounds = {f"a.x{n}": Bounds(low=-np.pi, high=np.pi) for n in (1, 2, 3)}
    design = Design(kind="sobol", points=1024, settings=bounds)

    def ishigami(p: dict[str, float]) -> float:
        return float(np.sin(p["a.x1"]) * (1 + 0.1 * p["a.x3"] ** 4) + 7 * np.sin(p["a.x2"]) ** 2)

    told = {row["setting"]: row for row in sensitivity.indices(known(design, ishigami), "workers").to_pylist()}
    for name, total, alone in (("a.x1", 0.558, 0.314), ("a.x2", 0.442, 0.442), ("a.x3", 0.244, 0.0)):
        assert told[name]["effect"] == pytest.approx(total, abs=0.05)
        assert told[name]["second"] == pytest.approx(alone, abs=0.06)
    assert list(bounds_of(design)) == ["a.x1", "a.x2", "a.x3"]


def test_sensitivity_of_a_real_ensemble(tmp_path: Path, checkout: Path) -> None:
    pytest.importorskip("SALib")
    text = f"""name = "screen"
scenarios = ["{checkout / "scenarios/plain/marshall.toml"}"]
seeds = 1
scale = 0.02
quarters = 4
[design]
kind = "morris"
points = 2
[design.settings]
behaviour.entry.spin_off_rate = {{ low = 0.03, high = 0.1 }}
behaviour.exit.base_hazard = {{ low = 0.02, high = 0.04 }}
"""
    (tmp_path / "screen.toml").write_text(text, encoding="utf-8")
    run = ask("ensemble", str(tmp_path / "screen.toml"), "--out", str(tmp_path / "it"), "--workers", "1")
    assert run.exit_code == 0, run.output
    told = ask("sensitivity", str(tmp_path / "it"), "--measure", "firms")
    assert told.exit_code == 0, told.output
    rows = pq.read_table(tmp_path / "it/sensitivity_firms.parquet").to_pylist()
    assert rows[0]["setting"] == "behaviour.entry.spin_off_rate"
    assert (tmp_path / "it/sensitivity_firms.png").exists()
    wrong = ask("sensitivity", str(tmp_path / "it"), "--measure", "frims")
    assert wrong.exit_code == 2
    assert "did you mean firms?" in wrong.stderr
