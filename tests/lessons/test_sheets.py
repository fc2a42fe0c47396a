"""The teacher's sheet: one page with its answers, made by the command line."""

from __future__ import annotations

import re
import subprocess
from html import unescape

import pytest
from typer.testing import CliRunner

from simulation.cli import app
from simulation.page.lesson.card import card
from simulation.page.lesson.findings import findings
from simulation.page.lesson.lessons import open_lesson, shipped_lessons
from simulation.page.lesson.sheet import sheet
from simulation.page.lesson.texts import texts


def of(name, pair_of):
    opened = open_lesson(name)
    return card(opened, texts(), findings(opened, pair_of(name)))


def test_a_sheet_holds_question_answer_and_numbers_and_needs_nothing_else(pair_of):
    told = of("why_firms_cluster", pair_of)
    page = unescape(sheet(told, texts()))
    for text in (told.question, told.predict, told.home, told.answer, told.caution, *told.steps):
        assert text in page
    assert all(each.a in page and each.b in page for each in told.seen)
    assert dict(told.choices)[told.right] in page
    assert not re.search(r"https?:|src=|@import|url\(", page)


def test_words_of_others_stay_words(pair_of):
    hostile = "</title><script>alert(1)</script>"
    page = sheet(of("why_firms_cluster", pair_of)._replace(title=hostile, steps=(hostile,)), texts())
    assert "<script" not in page
    assert page.count("&lt;/title&gt;&lt;script&gt;") == 3


@pytest.mark.parametrize("name", shipped_lessons())
def test_a_sheet_prints_on_one_page(name, pair_of, tmp_path, chromium):
    page, printed = tmp_path / "sheet.html", tmp_path / "sheet.pdf"
    page.write_text(sheet(of(name, pair_of), texts()), encoding="utf-8")
    program, words = chromium
    asked = [
        program,
        "--headless",
        "--no-pdf-header-footer",
        *words,
        f"--user-data-dir={tmp_path}/profile",
        f"--print-to-pdf={printed}",
        page.as_uri(),
    ]
    subprocess.run(asked, check=True, capture_output=True, timeout=60)
    assert len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) == 1


def test_the_command_line_plays_a_lesson_and_writes_its_sheet(tmp_path):
    shown = CliRunner().invoke(app, ["lesson", "little_capital", "--seeds", "1"])
    assert shown.exit_code == 0, shown.output
    assert "Predict: After twenty years" in shown.output
    assert "One pair only" in shown.output
    out = tmp_path / "one" / "sheet.html"
    made = CliRunner().invoke(app, ["lesson", "little_capital", "--seeds", "1", "--sheet", "--out", str(out)])
    assert made.exit_code == 0, made.output
    assert "For the teacher" in out.read_text(encoding="utf-8")


def test_the_command_line_knows_the_lessons():
    listed = CliRunner().invoke(app, ["list", "lessons"])
    assert listed.exit_code == 0
    assert [line.split()[0] for line in listed.output.splitlines()] == list(shipped_lessons())
    wrong = CliRunner().invoke(app, ["lesson", "why_firms_clutser"])
    assert wrong.exit_code == 2
    assert "did you mean why_firms_cluster?" in wrong.output
    wrong = CliRunner().invoke(app, ["lesson", "little_capital", "--language", "xx"])
    assert wrong.exit_code == 2


def test_the_command_line_checks_lessons(tmp_path):
    good = CliRunner().invoke(app, ["check", str(shipped_lessons()["china_then"])])
    assert good.exit_code == 0
    assert "ok: china_then: China then and Pakistan now" in good.output
    english = shipped_lessons()["china_then"].parents[1] / "texts" / "en.toml"
    texts_too = CliRunner().invoke(app, ["check", str(english)])
    assert texts_too.exit_code == 0
    assert f"ok: English: {len(shipped_lessons())} lessons" in texts_too.output
    urdu = tmp_path / "ur.toml"
    urdu.write_text('language = "ur"\n[lessons.china_then.look.firms]\nmore = "{c}"\n')
    wrong = CliRunner().invoke(app, ["check", str(urdu)])
    assert wrong.exit_code == 2
    assert "ur.toml:3: lessons.china_then.look.firms.more: {c} found" in wrong.output
    bad = tmp_path / "lesson.toml"
    bad.write_text('place = 1\nlook = "nothing"\n')
    wrong = CliRunner().invoke(app, ["check", str(bad)])
    assert wrong.exit_code == 2
    assert "lesson.toml:2: look" in wrong.output
