"""An experiment file says what is run in a few lines, and is checked as scenarios are."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from simulation.cli import app
from simulation.ensemble.asking import asked_by, cost
from simulation.ensemble.designs import combinations, number_of_combinations, number_of_points, points_of
from simulation.ensemble.experiment import Bounds, Design
from simulation.scenario.faults import ScenarioFaults

SMALL = 'extends = "{parent}"\nscale = 0.02\nquarters = 6\nrun_in_quarters = 1\n'


@pytest.fixture
def folder(tmp_path: Path, checkout: Path) -> Path:
    """A folder with one small scenario."""
    text = SMALL.format(parent=checkout / "scenarios/plain/marshall.toml")
    (tmp_path / "small.toml").write_text(text, encoding="utf-8")
    return tmp_path


def write(folder: Path, text: str) -> str:
    """An experiment file in the folder."""
    path = folder / "experiment.toml"
    path.write_text('name = "it"\nscenarios = ["small.toml"]\n' + text, encoding="utf-8")
    return str(path)


def faults(folder: Path, text: str) -> str:
    """What is wrong with it."""
    with pytest.raises(ScenarioFaults) as caught:
        asked_by(write(folder, text))
    return str(caught.value)


def test_the_least_is_scenarios_and_seeds(folder: Path) -> None:
    asked = asked_by(write(folder, "seeds = 5\nscale = 0.03\nquarters = 9\n"))
    assert [(part.seed, part.replicate) for part in asked.parts] == [(n, n) for n in range(1, 6)]
    assert {(part.scenario.scale, part.scenario.quarters) for part in asked.parts} == {(0.03, 9)}
    assert cost(asked, 2).runs == 5


def test_overlays_combine_and_a_grid_multiplies(folder: Path) -> None:
    text = """seeds = 2
combine = "every"
[overlays.alone]
mechanisms.spin_offs = false
[overlays.calm]
"behaviour.growth.skill_sd" = 0.0
[design]
kind = "grid"
[design.settings]
behaviour.growth.hiring_speed = [0.3, 0.6]
"""
    asked = asked_by(write(folder, text))
    assert asked.runs == 4 * 2 * 2
    assert [point.label for point in asked.points][-1] == "small + alone + calm (behaviour.growth.hiring_speed=0.6)"
    last = asked.points[-1].scenario
    assert (last.mechanisms.spin_offs, last.behaviour.growth.skill_sd, last.behaviour.growth.hiring_speed) == (
        False,
        0,
        0.6,
    )


def test_two_overlays_that_set_one_key_are_an_error(folder: Path) -> None:
    both = "[overlays.a]\nmechanisms.spin_offs = false\n[overlays.b]\nmechanisms.spin_offs = true\n"
    assert "a and b both set it" in faults(folder, 'combine = "all"\n' + both)
    assert asked_by(write(folder, both)).points[-1].overlays == ("b",)
    by_design = '[design]\nkind = "list"\nsettings."mechanisms.spin_offs" = [true, false]\n'
    assert "a and the design both set it" in faults(folder, both + by_design)


def test_every_fault_has_its_line_and_what_would_be_right(folder: Path) -> None:
    assert "experiment.toml:3: sedes: unknown key" in (text := faults(folder, "sedes = 3\n"))
    assert "did you mean seeds?" in text
    wrong = '[design]\nkind = "grid"\n[design.settings]\nmechanisms.spin_of = [true, false]\n'
    text = faults(folder, wrong)
    assert "experiment.toml:6: mechanisms.spin_of" in text
    assert "did you mean spin_offs?" in text
    told = faults(folder, '[stop]\nmeasure = "workres"\nhalf_width_pct = 1\n')
    assert "experiment.toml:4: stop.measure: unknown measure" in told
    assert "did you mean workers?" in told
    assert "more than" in faults(folder, "[stop]\nhalf_width_pct = 0\n")
    assert "a table with low and high would be right" in faults(
        folder, '[design]\nkind = "latin_hypercube"\nsettings."behaviour.exit.base_hazard" = [0.1]\n'
    )
    assert "low below high" in faults(
        folder, '[design]\nkind = "latin_hypercube"\nsettings."behaviour.exit.base_hazard" = {low = 2, high = 1}\n'
    )


def test_scenarios_that_are_not_there_are_told(tmp_path: Path) -> None:
    path = tmp_path / "experiment.toml"
    path.write_text('scenarios = ["pakistan-baselin"]\n', encoding="utf-8")
    with pytest.raises(ScenarioFaults, match=r"experiment\.toml:1: scenarios: .*did you mean pakistan-baseline"):
        asked_by(path)


def test_a_latin_hypercube_has_one_point_in_every_slice() -> None:
    bounds = {"a.x": Bounds(low=1.0, high=100.0, log=True), "a.n": Bounds(low=4, high=11, whole=True)}
    points = points_of(Design(kind="latin_hypercube", points=8, settings=bounds))
    assert sorted(point["a.n"] for point in points) == list(range(4, 12))
    assert all(1.0 <= point["a.x"] <= 100.0 for point in points)
    assert points == points_of(Design(kind="latin_hypercube", points=8, settings=bounds))


def test_morris_and_sobol_have_their_numbers_of_points() -> None:
    pytest.importorskip("SALib")
    bounds = {f"a.x{n}": Bounds(low=0.0, high=1.0) for n in range(3)}
    morris, sobol = (Design(kind=kind, points=8, settings=bounds) for kind in ("morris", "sobol"))
    assert len(points_of(morris)) == number_of_points(morris) == 8 * (3 + 1)
    assert len(points_of(sobol)) == number_of_points(sobol) == 8 * (3 + 2)


def test_overlays_alone_all_and_every() -> None:
    overlays = {"a": {"x": 1}, "b": {"y": 2}, "c": {"z": 3}}
    sizes = {how: [len(c) for c, _ in combinations(overlays, how)] for how in ("alone", "all", "every")}
    assert sizes == {"alone": [0, 1, 1, 1], "all": [0, 3], "every": [0, 1, 1, 1, 2, 2, 2, 3]}
    assert [len(c) for c, _ in combinations({}, "alone")] == [0]
    assert {how: number_of_combinations(3, how) for how in sizes} == {how: len(each) for how, each in sizes.items()}


BETWEEN = 'settings."behaviour.exit.base_hazard" = {low = 0.01, high = 0.02}\n'
TOO_MANY = {
    f'combine = "every"\n{"".join(f"[overlays.o{n}]{chr(10)}scale = 0.0{n + 10}{chr(10)}" for n in range(40))}':
        r"experiment.toml:3: combine: more than 10\^12 points",
    f'[design]\nkind = "grid"\n[design.settings]\nseed = {list(range(10_000))}\nquarters = {list(range(10_000))}\n':
        r"design.settings: 100,000,000 points and 2,000,000,000 runs found, about [\d,]+ hours",
    f'[design]\nkind = "latin_hypercube"\npoints = 100000\n{BETWEEN}': r"toml:5: design.points: 100,000 points",
    f'[design]\nkind = "morris"\npoints = 100000\n{BETWEEN}': "design.points: 200,000 points",
    f'[design]\nkind = "sobol"\npoints = 100000\n{BETWEEN}': "design.points: 300,000 points",
    "seeds = 1000000\n[overlays.a]\nscale = 0.03\n": "experiment.toml:3: seeds: 2 points and 2,000,000 runs found",
}  # fmt: skip


@pytest.mark.parametrize("text", TOO_MANY, ids=["every", "grid", "hypercube", "morris", "sobol", "seeds"])
def test_what_is_too_much_is_refused_with_its_cost_before_it_is_built(folder: Path, text: str) -> None:
    told = faults(folder, text)
    assert re.search(TOO_MANY[text], told), told
    assert "would be right" in told


def test_an_ensemble_is_run_resumed_and_compared(folder: Path) -> None:
    file = write(folder, "seeds = 2\n[overlays.alone]\nmechanisms.spin_offs = false\n")
    words = ["ensemble", file, "--out", str(folder / "it"), "--workers", "1"]
    first = CliRunner().invoke(app, words, catch_exceptions=False)
    assert first.exit_code == 0, first.stderr
    assert "4 runs, about" in first.stderr
    assert "kept 0, ran 4, failed 0" in first.stdout
    nation = pq.read_table(folder / "it/nation.parquet")
    assert nation.column_names[:5] == ["scenario", "point", "replicate", "seed", "quarter"]
    assert len(nation) == 4 * 6
    write(folder, "seeds = 3\n[overlays.alone]\nmechanisms.spin_offs = false\n")
    assert "kept 4, ran 2, failed 0" in CliRunner().invoke(app, words, catch_exceptions=False).stdout
    compared = CliRunner().invoke(app, ["compare", str(folder / "it")], catch_exceptions=False)
    assert compared.exit_code == 0, compared.stderr
    assert "small + alone: workers:" in compared.stdout
    assert "mechanisms.spin_offs = false" in compared.stdout


def test_a_stop_rule_counts_seeds_from_the_first(folder: Path) -> None:
    file = write(folder, "seeds = 12\n[stop]\nhalf_width_pct = 50.0\nat_least = 3\n")
    words = ["ensemble", file, "--out", str(folder / "it"), "--workers", "1"]
    told = CliRunner().invoke(app, words, catch_exceptions=False)
    assert "3 seeds were enough" in told.stdout
    assert sorted(set(pq.read_table(folder / "it/nation.parquet").column("seed").to_pylist())) == [1, 2, 3]
    again = CliRunner().invoke(app, words, catch_exceptions=False)
    assert "ran 0" in again.stdout


def test_a_stop_rule_watches_several_measures_of_any_table(folder: Path) -> None:
    both = '["workers", "specialties.product_a.firms"]'
    file = write(folder, f"seeds = 6\n[stop]\nmeasure = {both}\nhalf_width_pct = 90.0\nat_least = 3\n")
    told = CliRunner().invoke(app, ["ensemble", file, "--out", str(folder / "two"), "--workers", "1"])
    assert "3 seeds were enough" in told.stdout, told.output


@pytest.mark.parametrize("measure", ["quality", "zones.rashakai.workers"])
def test_a_stop_rule_on_what_no_run_tells_is_refused_before_the_first(folder: Path, measure: str) -> None:
    file = write(folder, f'[stop]\nmeasure = "{measure}"\nhalf_width_pct = 1\n')
    told = CliRunner().invoke(app, ["ensemble", file, "--out", str(folder / "none"), "--workers", "1"])
    assert told.exit_code == 2
    assert "stop.measure: " in told.stderr
    assert "unknown" in told.stderr
    assert not (folder / "none").exists()


def test_compare_plays_an_experiment_by_its_file(folder: Path) -> None:
    file = write(folder, "seeds = 2\n[overlays.alone]\nmechanisms.spin_offs = false\n")
    words = ["compare", file, "--measure", "specialties.product_a.workers", "--out", str(folder / "compared")]
    told = CliRunner().invoke(app, [*words, "--workers", "1"], catch_exceptions=False)
    assert told.exit_code == 0, told.stderr
    assert "workers of product a: " in told.stdout
    assert "false-discovery rate 10 %" in told.stdout
    assert (folder / "compared/tests.parquet").exists()
    refused = CliRunner().invoke(app, [*words, "--seeds", "3"])
    assert refused.exit_code == 2
    assert "an experiment says its own" in refused.stderr


def test_check_covers_experiments(folder: Path, checkout: Path) -> None:
    good = CliRunner().invoke(app, ["check", write(folder, "seeds = 7\n")])
    assert good.exit_code == 0
    assert "ok: it: 1 points x 7 seeds (7 runs, about" in good.stdout
    bad = CliRunner().invoke(app, ["check", write(folder, "seeds = 0\nqarters = 1\n")])
    assert bad.exit_code == 2
    assert bad.stdout.count("experiment.toml:") == 2
    pytest.importorskip("SALib")
    shipped = [str(path) for path in sorted((checkout / "scenarios/experiments").glob("*.toml"))]
    told = CliRunner().invoke(app, ["check", *shipped])
    assert told.exit_code == 0, told.stdout
