"""A replay opens by double click: one file, no network, nothing runs but what it holds."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import numpy as np
import pytest
from markupsafe import escape
from typer.testing import CliRunner

from simulation import load, run
from simulation.cli import app
from simulation.keeping import results
from simulation.page.lesson.card import card
from simulation.page.lesson.findings import findings
from simulation.page.lesson.lessons import open_lesson
from simulation.page.lesson.texts import texts
from simulation.page.take_home.echarts import ChartLibraryError, library
from simulation.page.take_home.packing import MARK, DifferentMapsError, Told, curve_of, packed
from simulation.page.take_home.replay import BYTES_ALLOWED, TooLargeError, replay

NAME = "the_loan_that_eats"


@pytest.fixture(scope="module")
def told(pair_of):
    pairs = pair_of(NAME)
    return [Told(title, [pair[side] for pair in pairs]) for side, title in (("a", "gentle"), ("b", "harsh"))]


@pytest.fixture(scope="module")
def lesson(pair_of):
    opened = open_lesson(NAME)
    return card(opened, texts(), findings(opened, pair_of(NAME))), opened.lesson.curves


@pytest.fixture(scope="module")
def page(told, lesson):
    return replay(told, texts(), *lesson)


@pytest.fixture(scope="module")
def file(page, tmp_path_factory):
    path = tmp_path_factory.mktemp("replay") / "replay.html"
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def tab(file, chromium):
    """The file, opened by its path in a browser without network; its complaints are kept."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright drives the browser: make page")
    program, words = chromium
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(words))
        opened = browser.new_context(offline=True, viewport={"width": 1280, "height": 720}).new_page()
        opened.complaints = []
        opened.on("console", lambda message: opened.complaints.append(message.text))
        opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.goto(file.as_uri())
        yield opened
        browser.close()


def test_two_scenarios_of_class_size_stay_below_two_megabytes(page):
    assert 1_000_000 < len(page.encode()) < BYTES_ALLOWED


def test_the_file_allows_nothing_but_what_it_holds(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 2
    for text in (*scripts, re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert not re.search(r'(src|href)="', page.replace(scripts[0], ""))


def test_the_marks_of_cells_are_packed_as_the_run_has_them(told):
    data = packed(told, ("workers",), {"workers": "workers"})
    cells = told[0].runs[0].tables["cells"].to_pandas()
    first = cells[cells["quarter"] == data["quarters"][0]].groupby("cell")["workers"].sum()
    marks = np.frombuffer(base64.b64decode(data["tabs"][0]["marks"][0]), dtype=MARK)
    named = {entry for entry, *_ in data["tabs"][0]["named"][0]}
    assert 100 < marks.size + len(named) <= 600 + len(named)
    assert first.size >= marks.size
    assert marks["size"].max() <= 255
    assert data["tabs"][0]["from"][:3] == [0, 3, 7], "the first quarter, then the last of each year"
    assert [data["book"][entry][0] for entry, *_ in data["tabs"][0]["named"][0]] == list(
        told[0].runs[0].clusters.query("quarter == '2015Q1'").sort_values("workers", ascending=False)["name"]
    )


def test_curves_carry_bands_of_many_runs_and_lines_of_few(told):
    one = told[0].runs[0]
    few = packed([Told("few", [one] * 3)], ("workers",), {"workers": "w"})["tabs"][0]["lines"][0]
    many = packed([Told("many", [one] * 20)], ("workers",), {"workers": "w"})["tabs"][0]["lines"][0]
    assert len(few["others"]) == 2
    assert len(many["band"]) == 4
    assert many["band"][0] == pytest.approx(many["run"], rel=1e-4)


def test_units_follow_the_size_of_numbers(told):
    assert curve_of("workers", told).unit == "thousand"
    assert curve_of("debt_outstanding_usd_mn", told).unit == "billion USD of 2020"
    assert curve_of("arrears_usd_mn", told).unit == "million USD of 2020"
    assert curve_of("specialised_share", told).unit == "%"
    assert curve_of("clusters", told).unit == "clusters"


def test_runs_of_two_maps_are_refused(told, pair_of):
    plain = pair_of("why_firms_cluster")[0]["a"]
    with pytest.raises(DifferentMapsError, match="lie on different maps; runs of one map would be right"):
        replay([told[0], Told("plain", [plain])], texts())


def test_what_is_too_large_is_refused(told, monkeypatch):
    monkeypatch.setattr("simulation.page.take_home.replay.BYTES_ALLOWED", 1_000_000)
    with pytest.raises(TooLargeError, match=r"1\.\d MB; fewer scenarios, seeds or quarters"):
        replay(told, texts())


def test_it_opens_offline_and_waits_for_a_prediction(tab):
    assert tab.text_content("#date") == "2016 Q3"
    assert tab.get_attribute("#map", "aria-label").startswith("2016 Q3, B:")
    assert tab.locator("#map svg path").count() > 100
    tab.press("body", "End")
    assert tab.text_content("#date") == "2029 Q4"
    last = "echarts.getInstanceByDom(document.getElementById('curve1')).getOption().series.at(-1).data.length"
    assert tab.evaluate(last) == 7, "curves wait"
    assert not tab.is_visible(".after")
    tab.click("input[name=guess] >> nth=2")
    assert tab.evaluate(last) == 60, "the curve goes to its end"
    assert tab.is_visible(".after")
    assert tab.complaints == []


def test_the_slider_the_keys_and_the_tabs_work(tab):
    tab.evaluate("document.activeElement.blur()")
    tab.press("body", "Home")
    assert tab.text_content("#date") == "2015 Q1"
    tab.fill("#timeline", "20")
    assert tab.text_content("#date") == "2020 Q1"
    tab.evaluate("document.activeElement.blur()")
    tab.press("body", "Shift+ArrowRight")
    assert tab.text_content("#date") == "2021 Q1"
    tab.press("body", "1")
    assert tab.text_content("#shown") == "A gentle"
    assert "2021 Q1, A:" in tab.get_attribute("#map", "aria-label")
    assert tab.text_content("#live").startswith("2021 Q1. A: ")
    tab.press("body", "t")
    assert tab.evaluate("document.documentElement.dataset.theme") == "projector"
    tab.press("body", "t")
    tab.press("body", " ")
    for _ in range(100):  # the file's own rules keep Playwright from polling inside it
        if int(tab.input_value("#timeline")) > 26:
            break
        tab.wait_for_timeout(50)
    tab.press("body", " ")
    assert 26 < int(tab.input_value("#timeline")) < 59
    assert tab.complaints == []


def test_it_shows_the_same_on_a_phone_without_sideways_scrolling(tab):
    tab.set_viewport_size({"width": 320, "height": 700})
    tab.wait_for_function("document.documentElement.scrollWidth <= 320")  # charts follow the window a moment later
    tab.set_viewport_size({"width": 1280, "height": 720})


def test_what_is_printed_is_the_finished_picture(tab):
    tab.evaluate("document.activeElement.blur()")
    tab.press("body", "Home")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    assert tab.text_content("#date") == "2029 Q4"
    assert not tab.is_visible(".bar")
    assert tab.is_visible("#map svg")
    tab.emulate_media(media="screen")
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.text_content("#date") == "2015 Q1"


def test_the_curves_are_there_as_a_table(page, told):
    nation = told[1].runs[0].tables["nation"].to_pandas().set_index("quarter")
    workers = nation.at["2029Q4", "workers"]
    row = re.search(r"<tr><td>2029</td>(.*?)</tr>", page)[1]
    assert f"<td>{workers / 1e6:.1f} mn</td>" in row


def test_the_command_line_makes_a_replay_of_kept_runs(tmp_path):
    base = load("plain-marshall").but(scale=0.01, quarters=8, run_in_quarters=0)
    folders = []
    for name, each in (("one", base), ("other", base.but(mechanisms__spin_offs=False)), ("luck", base.but(seed=2))):
        folders.append(str(results.save(run(each), tmp_path / name)))
    out = tmp_path / "made.html"
    made = CliRunner().invoke(app, ["export-html", *folders, "--out", str(out)])
    assert made.exit_code == 0, made.output
    data = json.loads(re.search(r'id="data">(.*?)</script>', out.read_text(encoding="utf-8"))[1])
    assert [each["letter"] for each in data["tabs"]] == ["A", "B"]
    assert [len(each["lines"][0]["others"]) for each in data["tabs"]] == [1, 0]
    assert not data["locked"]


def test_a_comparison_gives_its_bands_and_plays_its_map_again(tmp_path):
    asked = ["compare", "plain-marshall", "plain-all_off", "--seeds", "3", "--scale", "0.01", "--quarters", "8"]
    compared = CliRunner().invoke(app, [*asked, "--workers", "1", "--out", str(tmp_path / "both")])
    assert compared.exit_code == 0, compared.output
    out = tmp_path / "made.html"
    made = CliRunner().invoke(app, ["export-html", str(tmp_path / "both"), "--out", str(out)])
    assert made.exit_code == 0, made.output
    data = json.loads(re.search(r'id="data">(.*?)</script>', out.read_text(encoding="utf-8"))[1])
    assert [each["title"] for each in data["tabs"]] == [load(n).title for n in ("plain-marshall", "plain-all_off")]
    lines = data["tabs"][0]["lines"][0]
    alone = run(load("plain-marshall").but(scale=0.01, quarters=8), seed=2).nation["firms"]
    assert lines["others"][0] == pytest.approx(list(alone), rel=1e-4)
    assert len(lines["others"]) == 2


def test_the_command_line_says_what_would_be_right(tmp_path):
    nothing = CliRunner().invoke(app, ["export-html"])
    assert nothing.exit_code == 2
    assert "--lesson, would be right" in nothing.output
    wrong = CliRunner().invoke(app, ["export-html", str(tmp_path)])
    assert wrong.exit_code == 2
    assert "holds no run" in wrong.output


def test_a_chart_library_that_is_not_the_released_one_is_refused(tmp_path):
    other = tmp_path / "echarts.min.js"
    other.write_text("globalThis.echarts = {};", encoding="utf-8")
    with pytest.raises(ChartLibraryError, match=r"as released has b66b25aeb4df\.\.\.: to install .* again"):
        library(other)


def test_words_of_others_stay_words(told, lesson):
    hostile = "</script><script>alert(1)</script><!--<b title='\"'>"
    page = replay([Told(hostile, told[0].runs)], texts(), lesson[0]._replace(title=hostile), ("workers",))
    assert page.count("<script") == 3, "the data, the chart library, the page's own script"
    assert "alert(1)</script>" not in page
    assert f"<h1>{escape(hostile)}</h1>" in page
    assert json.loads(re.search(r'id="data">(.*?)</script>', page)[1])["tabs"][0]["title"] == hostile
