"""A run is kept whole or not at all, and what was kept is known to be what was written."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from simulation.keeping import manifest, results
from simulation.keeping.manifest import DamagedError
from simulation.keeping.provenance import run_id
from simulation.run import Run, with_columns
from simulation.scenario.schema import Scenario


def a_run(seed: int = 1) -> Run:
    """A run of two quarters."""
    nation = pa.table({"quarter": ["2015Q1", "2015Q2"], "firms": [100.0 + seed, 110.0]})
    zones = pa.table({"quarter": ["2015Q1"], "zone": ["rashakai"], "firms": [3.0]})
    return Run(Scenario(name="test", title="a test", seed=seed), {"nation": nation, "zones": zones}, 1.5)


def test_a_run_kept_and_read_is_the_run(tmp_path: Path) -> None:
    run = a_run()
    kept = results.read(results.save(run, tmp_path / "a"))
    assert kept.tables == run.tables
    assert kept.scenario == run.scenario
    assert kept.nation.equals(run.nation)
    assert list(kept.zones.zone) == ["rashakai"]
    assert kept.about["seed"] == 1
    assert set(kept.about["files"]) == {"nation.parquet", "zones.parquet", "scenario.toml"}


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    folders = [results.save(a_run(), tmp_path / name) for name in ("a", "b")]
    one, other = (results.about(folder)["files"] for folder in folders)
    assert one == other


def test_an_unknown_table_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(AttributeError, match="nation, zones"):
        a_run().towns  # noqa: B018 - asking is the test


def test_every_flipped_bit_is_noticed(tmp_path: Path) -> None:
    folder = results.save(a_run(), tmp_path / "a")
    for name in (*results.about(folder)["files"], "run.json"):
        path = folder / name
        whole = path.read_bytes()
        for at in range(0, len(whole), max(1, len(whole) // 20)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            with pytest.raises(DamagedError, match=name):
                results.read(folder)
        path.write_bytes(whole)
    assert results.read(folder)


def test_only_the_tables_that_are_wanted_are_read_but_every_file_is_checked(tmp_path: Path) -> None:
    folder = results.save(a_run(), tmp_path / "a")
    assert set(results.read(folder, ["nation"]).tables) == {"nation"}
    (folder / "zones.parquet").unlink()
    with pytest.raises(DamagedError, match=r"zones\.parquet is missing"):
        results.read(folder, ["nation"])


def test_missing_files_and_strange_folders_are_told(tmp_path: Path) -> None:
    folder = results.save(a_run(), tmp_path / "a")
    (folder / "zones.parquet").unlink()
    with pytest.raises(DamagedError, match=r"zones\.parquet is missing"):
        results.read(folder)
    with pytest.raises(DamagedError, match="holds no run"):
        results.read(tmp_path)
    (folder / "run.json").write_text("[]", encoding="utf-8")
    with pytest.raises(DamagedError, match="is not the manifest of a run"):
        results.read(folder)


def test_a_checksum_cannot_name_a_file_elsewhere(tmp_path: Path) -> None:
    folder = results.save(a_run(), tmp_path / "a")
    for elsewhere in ("../secret.parquet", "/secret.parquet", "a/../../secret.parquet", "."):
        (folder / "run.json").write_text(manifest.text("run", {}, {elsewhere: "0" * 64}), encoding="utf-8")
        with pytest.raises(DamagedError, match="which is no file of its folder"):
            results.read(folder)


def test_a_failing_picture_leaves_nothing_behind(tmp_path: Path) -> None:
    def full_disk(run: Run, folder: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        results.save(a_run(), tmp_path / "a", full_disk)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_refused_and_forced_without_loss_of_what_is_not_ours(tmp_path: Path) -> None:
    folder = results.save(a_run(), tmp_path / "a")
    (folder / "my notes.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(FileExistsError, match="--force"):
        results.save(a_run(2), folder)
    only_nation = Run(a_run(2).scenario, {"nation": a_run(2).tables["nation"]}, 1.0)
    results.save(only_nation, folder, force=True)
    assert (folder / "my notes.txt").read_text(encoding="utf-8") == "kept"
    assert not (folder / "zones.parquet").exists()
    assert results.read(folder).nation.firms[0] == 102.0
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert results.is_kept(results.save(a_run(), tmp_path / "a"))


def test_the_run_id_hears_scenario_and_seed_and_not_the_title() -> None:
    scenario = Scenario(seed=7)
    assert run_id(scenario).startswith("7-")
    assert run_id(scenario) == run_id(scenario.but(title="other"))
    assert run_id(scenario).split("-")[1] != run_id(scenario.but(scale=0.2)).split("-")[1]


def test_watched_numbers_become_columns_and_never_replace_one() -> None:
    nation = a_run().tables["nation"]
    table = with_columns(nation, [{"mine": 1.0}, {"mine": 2.0, "late": 3.0}])
    assert table.column("mine").to_pylist() == [1.0, 2.0]
    assert table.column("late").to_pandas().isna().tolist() == [True, False]
    with pytest.raises(ValueError, match="already"):
        with_columns(nation, [{"firms": 1.0}, {"firms": 1.0}])


def test_the_loans_of_a_kept_run_roll_forward(unbroken: Run, tmp_path: Path) -> None:
    loans = results.read(results.save(unbroken, tmp_path / "a")).loans
    more = loans[["draw_usd_mn", "capitalised_usd_mn", "interest_usd_mn", "fee_usd_mn", "penalty_usd_mn"]].sum(axis=1)
    less = loans[["paid_usd_mn", "guarantee_called_usd_mn", "written_off_usd_mn"]].sum(axis=1)
    loans["moved"] = (more + loans.added_usd_mn - less) / loans.usd_per_own
    loans["owed"] = loans.balance_own_mn + loans.arrears_usd_mn / loans.usd_per_own
    for _, of_one in loans.groupby("loan", observed=True):
        assert of_one.owed.max() > 0.0
        assert (of_one.moved.cumsum() - of_one.owed).abs().max() < 1e-9 * of_one.owed.max()


def test_a_result_introduces_itself_in_three_lines_and_in_a_notebook(tmp_path: Path) -> None:
    nation = pa.table({"quarter": ["2015Q1", "2015Q2"], "firms": [100.0, 1110.0], "workers": [5.4e6, 5.414e6]})
    played = Run(Scenario(name="small", title="A <small> one", quarters=2), {"nation": nation}, 1.0)
    kept = results.read(results.save(played, tmp_path / "it"))
    for each in (played, kept):
        lines = repr(each).splitlines()
        assert len(lines) == 3
        assert "of small: A <small> one (seed 1, scale 0.1, 2 quarters)" in lines[0]
        assert lines[1] == "quarter 2015Q2; firms 1,110; workers 5,414,000"
        assert "<td>1,110</td>" in each._repr_html_()
        assert "A &lt;small&gt; one" in each._repr_html_()
