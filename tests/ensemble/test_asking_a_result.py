"""A result answers questions, cannot be made to touch anything else, and can be made again."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from simulation import load, results, run
from simulation.cli import app


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
    ],
)
def test_a_question_cannot_reach_other_files(undisturbed: Path, tmp_path: Path, question: str) -> None:
    told = ask("query", str(undisturbed), question.format(place=tmp_path / "stolen"))
    assert told.exit_code == 2
    assert not (tmp_path / "stolen").exists()


def test_an_ensemble_and_a_run_are_made_again(undisturbed: Path, tmp_path: Path, checkout: Path) -> None:
    told = ask("reproduce", str(undisturbed), "--workers", "1")
    assert told.exit_code == 0, told.output
    assert told.stdout.count("the same bytes") == 7
    one = load(checkout / "scenarios/plain/marshall.toml").but(scale=0.02, quarters=4, run_in_quarters=1)
    again = ask("reproduce", str(results.save(run(one), tmp_path / "run")))
    assert again.exit_code == 0, again.output
    assert "nation.parquet: the same bytes" in again.stdout
