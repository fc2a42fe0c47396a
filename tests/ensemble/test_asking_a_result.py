"""A result answers questions, cannot be made to touch anything else, and can be made again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from simulation import load, run
from simulation.cli import app
from simulation.keeping import results


def ask(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


def test_tables_answer_by_their_names(undisturbed: Path) -> None:
    told = ask(
        "query",
        str(undisturbed),
        "SELECT scenario, count(DISTINCT seed) AS seeds FROM nation GROUP BY 1 ORDER BY 1",
        "--csv",
    )
    assert told.stdout == "scenario,seeds\nplain-all_off,3\nplain-marshall,3\n"
    shown = ask("query", str(undisturbed), "SELECT scenario, seed, firms FROM nation")
    assert "the first 40 rows" in shown.stdout


def test_wrong_questions_name_the_tables_there_are(undisturbed: Path, tmp_path: Path) -> None:
    told = ask("query", str(undisturbed), "SELECT * FROM natoin")
    assert told.exit_code == 2
    assert "nation" in told.stderr
    assert "Traceback" not in told.stderr
    assert ask("query", str(tmp_path), "SELECT 1").exit_code == 2


@pytest.mark.parametrize(
    "question",
    [
        "COPY nation TO '{place}'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "ATTACH '{place}' AS other",
        "SET enable_external_access = true",
        "COPY nation TO '{result}/nation.parquet'",
        "EXPORT DATABASE '{result}/stolen'",
        "SELECT * FROM '{result}/nation.parquet'",
        "SELECT * FROM tables",
        "CREATE TABLE mine AS SELECT 1",
        "SELECT 1; COPY nation TO '{place}'",
        "WITH x AS (SELECT 1) INSERT INTO nation SELECT * FROM x",
        "INSTALL httpfs",
        "PRAGMA enable_logging",
        "",
    ],
)
def test_a_question_cannot_reach_other_files(undisturbed: Path, tmp_path: Path, question: str) -> None:
    before = {path: path.read_bytes() for path in undisturbed.glob("*.*")}
    told = ask("query", str(undisturbed), question.format(place=tmp_path / "stolen", result=undisturbed))
    assert told.exit_code == 2
    assert "Traceback" not in told.output
    assert not (tmp_path / "stolen").exists()
    assert {path: path.read_bytes() for path in undisturbed.glob("*.*")} == before


def test_files_that_the_manifest_does_not_list_are_nobodys_tables(
    undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = tmp_path / "sent"
    shutil.copytree(undisturbed, result)
    monkeypatch.chdir(tmp_path)
    shutil.copy(result / "nation.parquet", result / """x" AS SELECT 1; COPY (SELECT 1) TO 'stolen'; --.parquet""")
    (result / "empty.parquet").touch()
    assert ask("query", str(result), "SELECT count(*) FROM nation").exit_code == 0
    assert ask("query", str(result), "SELECT * FROM empty").exit_code == 2
    assert not (tmp_path / "stolen").exists()


def test_a_question_may_be_any_that_only_asks(undisturbed: Path) -> None:
    for asked in (
        "DESCRIBE nation",
        "SUMMARIZE nation",
        "EXPLAIN SELECT 1 FROM nation",
        "FROM nation LIMIT 1",
        "TABLE runs;",
    ):
        assert ask("query", str(undisturbed), asked).exit_code == 0


def test_an_ensemble_and_a_run_are_made_again(undisturbed: Path, tmp_path: Path, checkout: Path) -> None:
    told = ask("reproduce", str(undisturbed), "--workers", "1")
    assert told.exit_code == 0, told.output
    assert told.stdout.count("the same bytes") == 9
    one = load(checkout / "scenarios/plain/marshall.toml").but(scale=0.02, quarters=4, run_in_quarters=1)
    again = ask("reproduce", str(results.save(run(one), tmp_path / "run")))
    assert again.exit_code == 0, again.output
    assert "nation.parquet: the same bytes" in again.stdout
