"""The command line answers in plain lines, with exit codes, and waits for nothing it does not need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from typer.testing import CliRunner

import simulation
from simulation.cli import app
from simulation.keeping import results
from simulation.run import Run
from simulation.scenario.loading import differences, load
from simulation.scenario.schema import Scenario

HEAVY = ("mesa", "numba", "pandas", "matplotlib", "pyarrow", "networkx", "pydantic", "numpy", "duckdb")


def sez(*words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def test_help_imports_nothing_heavy() -> None:
    code = f"import sys; from simulation.cli import app; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_checking_tells_faults_on_whole_lines_and_ends_with_2(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(
        'scael = 1\n[policy.a]\ninstrument = "open_zone"\nwhere = "nowhere at all"\nstart = "soon"\n', encoding="utf-8"
    )
    code, out, err = sez("check", str(bad), "pakistan-baseline")
    assert code == 2
    lines = out.splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"{bad}:{n}" for n in (1, 4, 5)] + ["pakistan-baseline"]
    assert max(map(len, lines[:3])) > 120
    assert err == "3 faults\n"


def test_checking_a_good_file_says_what_it_would_take() -> None:
    code, out, _ = sez("check", "pakistan-baseline")
    assert code == 0
    assert "51,200 firms, 164 quarters" in out


def test_the_schema_is_json_with_units_and_bounds() -> None:
    code, out, _ = sez("schema")
    told = json.loads(out)
    assert code == 0
    assert told["properties"]["scale"]["maximum"] == 100
    assert "extends" in told["properties"]
    assert told["additionalProperties"] is False
    assert len(told["$defs"]) > 20


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("scenarios", "pakistan-baseline "),
        ("instruments", "tax_holiday "),
        ("measures", "nation.firms "),
        ("measures", "zones.arrears_usd_mn "),
        ("zones", "ict_model "),
        ("loans", "i_sah "),
        ("specialties", "food_processing "),
    ],
)
def test_listings_have_a_line_each(what: str, line: str) -> None:
    code, out, _ = sez("list", what)
    assert code == 0
    assert any(each.startswith(line) for each in out.splitlines())
    assert all(len(each.split("  ")) > 1 for each in out.splitlines())


def test_an_unknown_listing_is_told_what_there_is() -> None:
    code, _, err = sez("list", "scenarioes")
    assert code == 2
    assert "did you mean scenarios?" in err


def test_diff_shows_what_a_child_changes() -> None:
    code, out, _ = sez("diff", "pakistan-baseline", "pakistan-works_as_grant")
    assert code == 0
    assert 'investment.funding: "loans" -> "grants"' in out.splitlines()


def test_a_scenario_that_is_not_there_ends_with_2_and_a_suggestion() -> None:
    code, out, err = sez("run", "pakistan-basline")
    assert (code, out) == (2, "")
    assert "did you mean pakistan-baseline?" in err


def test_a_wish_beyond_bounds_is_a_fault_like_any() -> None:
    code, _, err = sez("run", "pakistan-baseline", "--quarters", "0")
    assert code == 2
    assert err.startswith("quarters: 0 found; a whole number, at least 1")


def test_a_folder_in_use_is_refused_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    code, out, err = sez("run", "pakistan-baseline", "--out", str(tmp_path))
    assert (code, out) == (2, "")
    assert "--force" in err


def test_a_run_that_is_there_already_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    scenario = Scenario(name="small", title="small", quarters=2)
    (tmp_path / "small.toml").write_text(scenario.to_toml(), encoding="utf-8")
    nation = pa.table({"quarter": ["2015Q1", "2015Q2"], "firms": [100.0, 110.0]})
    results.save(Run(scenario, {"nation": nation}, 1.0), results.folder_for(scenario))
    code, out, _ = sez("run", "small.toml")
    assert code == 0
    assert out.startswith("this run is there already: results/small/1-")
    assert "110" in out
    assert str(results.folder_for(scenario) / "nation.parquet") in out.splitlines()


def test_a_zone_is_explained_from_a_kept_run(tmp_path: Path) -> None:
    quarters = [f"20{15 + n // 4}Q{n % 4 + 1}" for n in range(8)]
    zones = {"quarter": quarters, "zone": ["rashakai"] * 8, "firms": [float(n) for n in range(8)]}
    zones |= {"workers": [10.0 * n for n in range(8)], "quality": [1.0 - 0.02 * n for n in range(8)]}
    folder = results.save(Run(Scenario(name="x"), {"zones": pa.table(zones)}, 1.0), tmp_path / "x")
    code, out, _ = sez("explain", str(folder), "--zone", "Rashakai", "--quarter", "2016Q4")
    assert code == 0
    assert "firms 7 (+4 in a year)" in out
    assert "quality 0.86, down from 0.94 a year ago" in out
    assert len(out.splitlines()) <= 10
    code, _, err = sez("explain", str(folder), "--zone", "rashaki")
    assert code == 1
    assert "did you mean rashakai?" in err


def test_a_listing_has_the_names_that_pictures_use() -> None:
    assert "ict_model                       Islamabad: " in sez("list", "zones")[1]
    assert "food_processing        food: " in sez("list", "specialties")[1]


def test_zones_of_a_country_that_is_not_there_are_told_which_would_be_right() -> None:
    code, _, err = sez("list", "zones", "--country", "atlantis")
    assert code == 2
    assert "the folder of a country would be right" in err


def test_it_says_its_version_and_completes_in_the_shell() -> None:
    assert sez("--version")[:2] == (0, f"sez {simulation.__version__}\n")
    assert "--install-completion" in sez("--help")[1]


def test_a_new_scenario_file_changes_the_zone_and_the_loan_it_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = sez("new", "mine/later", "--zone", "Bostan", "--loan", "rashakai", "--title", 'A "later" start')
    assert (code, out) == (0, "mine/later.toml\n")
    made, base = load("mine/later.toml"), load("pakistan-baseline")
    changed = {key for key, _, _ in differences(base, made)} - {"name", "title", "summary"}
    assert changed == {
        "zones.bostan.delay_quarters",
        "loans.rashakai.grace_quarters",
    }
    assert made.title == 'A "later" start'


def test_every_suggestion_of_a_new_file_is_a_setting_when_its_comment_mark_is_taken_away(tmp_path: Path) -> None:
    for options in (["--zone", "dhabeji"], ["--loan", "dhabeji"], []):
        path = tmp_path / f"it{len(options)}{options[:1]}.toml"
        assert sez("new", str(path), *options)[0] == 0
        lines = [line.removeprefix("# ") for line in path.read_text("utf-8").splitlines()[1:] if "= ..." not in line]
        path.write_text("\n".join(lines), encoding="utf-8")
        load(path)


def test_a_new_file_takes_nobodys_place_and_knows_its_zones(tmp_path: Path) -> None:
    path = tmp_path / "it.toml"
    assert sez("new", str(path), "--from", "plain-marshall")[0] == 0
    assert sez("new", str(path))[0] == 2
    code, _, err = sez("new", str(tmp_path / "that"), "--zone", "bostn")
    assert code == 2
    assert "did you mean bostan?" in err
    code, _, err = sez("new", str(tmp_path / "that"), "--from", "plain-marshall", "--zone", "bostan")
    assert code == 2
    assert "has no zones" in err


@pytest.fixture
def wide(tmp_path: Path) -> str:
    """A kept run whose table is wider than any screen."""
    columns = {f"measure_number_{n}_usd_mn": [5.414e6 + n] * 8 for n in range(30)}
    nation = pa.table({"quarter": [f"20{15 + n // 4}Q{n % 4 + 1}" for n in range(8)], **columns})
    return str(results.save(Run(Scenario(name="x"), {"nation": nation}, 1.0), tmp_path / "x"))


def test_a_question_for_every_column_shows_those_that_fit_and_says_so(wide: str) -> None:
    code, out, _ = sez("query", wide, "SELECT * FROM nation")
    assert code == 0
    assert "│ 2015Q1  │ 5414000 " in out
    assert "of 31 columns fit; name those you want" in out
    assert max(map(len, out.splitlines()[:-1])) <= 120


def test_a_single_wide_row_is_shown_a_line_a_column(wide: str) -> None:
    _, out, _ = sez("query", wide, "SELECT * FROM nation LIMIT 1")
    assert "│ measure_number_29_usd_mn │ 5414029 │" in out
    assert "columns fit" not in out
