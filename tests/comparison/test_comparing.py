"""Scenarios side by side: tables, figure and report of real runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from simulation import compare, load, run
from simulation.cli import app
from simulation.comparison.comparing import FILES, Comparison
from simulation.ensemble.crews import here
from simulation.keeping import manifest
from simulation.scenario.money import LoanTerms

HEAD = 'extends = "{parent}"\nname = "{name}"\nscale = 0.02\nrun_in_quarters = 2\nquarters = 8\n'
PLAIN = HEAD + "[world]\nconstant = false\n{more}\n"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> list[str]:
    """Three scenarios: a base, one that differs at once, one whose shock comes in the fifth quarter."""
    folder, parent = tmp_path_factory.mktemp("scenarios"), checkout / "scenarios/plain/marshall.toml"
    late = '[world.shocks.slump]\nwhat = "world_demand"\nstart = "2016Q1"\nsize_pct = -40.0\nquarters = 8'
    more = {"first": "", "alone": "[mechanisms]\nspin_offs = false", "slump": late}
    for name, text in more.items():
        (folder / f"{name}.toml").write_text(PLAIN.format(parent=parent, name=name, more=text), encoding="utf-8")
    return [str(folder / f"{name}.toml") for name in more]


@pytest.fixture(scope="module")
def compared(files: list[str], tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """The three with four seeds."""
    return compare(*files, seeds=4, out=tmp_path_factory.mktemp("compared") / "it", crew=here(1))


def test_levels_and_differences_are_tidy(compared: Comparison) -> None:
    assert list(compared.levels.columns) == ["scenario", "measure", "quarter", "mean", "low", "high"]
    assert list(compared.differences.columns) == [
        "scenario", "base", "measure", "quarter", "mean", "low", "high", "pairs", "sd_paired", "sd_unpaired",
    ]  # fmt: skip
    assert set(compared.levels.scenario) == {"first", "alone", "slump"}
    assert set(compared.differences.scenario) == {"alone", "slump"}
    assert set(compared.differences.base) == {"first"}
    firms = compared.levels.query("measure == 'firms' and scenario == 'first'")
    assert len(firms) == 8
    assert ((firms.low <= firms["mean"]) & (firms["mean"] <= firms.high)).all()
    assert any(name.startswith("specialties.") for name in compared.levels.measure)


def test_a_mean_is_the_mean_of_the_runs_of_sez_run(compared: Comparison, files: list[str]) -> None:
    runs = [run(load(files[2]), seed=seed).nation.set_index("quarter").workers for seed in (1, 2, 3, 4)]
    bases = [run(load(files[0]), seed=seed).nation.set_index("quarter").workers for seed in (1, 2, 3, 4)]
    told = compared.levels.query("measure == 'workers' and scenario == 'slump'").set_index("quarter")["mean"]
    assert np.allclose(told, np.mean(runs, axis=0), rtol=1e-12)
    change = compared.differences.query("measure == 'workers' and scenario == 'slump'").set_index("quarter")
    assert np.allclose(change["mean"], np.mean(np.array(runs) - np.array(bases), axis=0), rtol=1e-9, atol=1e-9)
    assert (change.pairs == 4).all()


def test_scenarios_are_the_same_until_what_differs_begins(compared: Comparison) -> None:
    exports = next(f for f in compared.findings if f.scenario == "slump" and f.measure == "exports_usd_mn")
    assert exports.same_until == 4
    assert exports.apart_from == 4
    assert exports.found.mean[4] < 0
    assert "exports: −" in exports.sentence()
    change = compared.differences.query("scenario == 'slump' and measure == 'exports_usd_mn'")
    assert (change["mean"][:4] == 0).all()


def test_the_report_stands_alone_and_says_what_differs(compared: Comparison) -> None:
    page = (compared.folder / "report.html").read_text(encoding="utf-8")
    assert "mechanisms.spin_offs: true -&gt; false" in page
    assert "data:image/png;base64," in page
    assert "http" not in page
    assert "<script" not in page
    assert (compared.folder / "growth.png").stat().st_size < 400_000
    assert "mechanisms.spin_offs: true -> false" in "\n".join(compared.differs)


def test_the_command_resumes_and_takes_another_base(compared: Comparison, files: list[str]) -> None:
    before = (compared.folder / "levels.parquet").read_bytes()
    words = ["compare", *files, "--seeds", "4", "--out", str(compared.folder), "--workers", "1"]
    again = CliRunner().invoke(app, words, catch_exceptions=False)
    assert again.exit_code == 0, again.stderr
    assert "kept 12, ran 0, failed 0" in again.stdout
    assert (compared.folder / "levels.parquet").read_bytes() == before
    other = CliRunner().invoke(
        app, ["compare", str(compared.folder), "--base", "slump", "--out", str(compared.folder.parent / "o")]
    )
    assert other.exit_code == 0, other.stderr
    changes = pq.read_table(compared.folder.parent / "o/differences.parquet")
    assert set(changes.column("base").to_pylist()) == {"slump"}


def test_every_file_of_a_comparison_is_in_its_manifest(compared: Comparison, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(compared.folder, tmp_path / "it"))
    question = ["query", str(folder), "SELECT count(*) FROM levels"]
    assert set(manifest.whole(folder, "comparison")["files"]) == {*FILES, "growth.txt"}
    (folder / "stray.parquet").touch()
    assert CliRunner().invoke(app, question, catch_exceptions=False).exit_code == 0
    for name in (*FILES, "comparison.json", "ensemble.json", "scenarios/first.toml", "nation.parquet"):
        whole = (folder / name).read_bytes()
        for at in range(0, len(whole), max(1, len(whole) // 4)):
            (folder / name).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            told = CliRunner().invoke(app, question, catch_exceptions=False)
            assert told.exit_code == 1
            assert name in told.stderr
        (folder / name).write_bytes(whole)


def test_a_comparison_does_not_go_among_other_things(compared: Comparison, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("mine", encoding="utf-8")
    told = CliRunner().invoke(app, ["compare", str(compared.folder), "--out", str(tmp_path)], catch_exceptions=False)
    assert told.exit_code == 2
    assert "is not empty and holds no comparison" in told.stderr
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "mine"


def test_wrong_wishes_are_told(files: list[str], tmp_path: Path) -> None:
    nobody = CliRunner().invoke(app, ["compare", *files, "--base", "frist", "--out", str(tmp_path / "a")])
    assert nobody.exit_code == 2
    assert "did you mean first?" in nobody.stderr
    twice = CliRunner().invoke(app, ["compare", files[0], files[0], "--out", str(tmp_path / "a")])
    assert twice.exit_code == 2
    assert "two scenarios of this name" in twice.stderr
    empty = CliRunner().invoke(app, ["compare", str(tmp_path)])
    assert empty.exit_code == 1
    assert "holds no finished ensemble" in empty.stderr
    assert not (tmp_path / "a").exists()


def test_failed_runs_stand_on_top_and_in_no_mean(files: list[str], tmp_path: Path) -> None:
    terms = {"x": LoanTerms(like="<script>no such loan")}  # past the checks of files, so that the run itself fails
    owing = load(files[1]).model_copy(update={"loans": terms})
    found = compare(load(files[0]), owing, seeds=2, out=tmp_path / "it", crew=here(1))
    assert [failure["seed"] for failure in found.failures] == [1, 2]
    page = (tmp_path / "it/report.html").read_text(encoding="utf-8")
    assert page.index("2 runs failed") < page.index("What was found")
    assert "&lt;script&gt;no such loan" in page
    assert "<script" not in page
    assert set(found.levels.scenario) == {"first"}
