from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from simulation.comparison.paired import band
from simulation.page.lesson import texts as lesson_texts
from simulation.page.lesson.card import card
from simulation.page.lesson.findings import findings, value
from simulation.page.lesson.lessons import is_lesson, open_lesson, shipped_lessons
from simulation.page.lesson.texts import checked_texts, text_of, texts
from simulation.run import Run
from simulation.scenario.faults import ScenarioFaults
from simulation.scenario.loading import differences, shipped
from simulation.scenario.reading import Source, read_one

FORESEEN = (
    "why_firms_cluster", "chance_and_history", "too_much_of_a_good_thing", "suppliers_and_distance", "little_capital",
    "one_zone_or_nine", "the_loan_that_eats", "china_then",
)  # fmt: skip
LESSON = """
place = 1
quarters = 20
scale = 0.01
predict = "firms"

[a]
scenario = "a.toml"

[b]
scenario = "a.toml"

[look.firms]
measure = "nation.firms"
quarter = "2018Q4"
expect = "more"
"""
SMALL = """
start_from = "random"
loan_book = "none"
investment.funding = "none"
plain = { rows = 4, columns = 4, towns = 2, firms_at_1_10 = 1000, specialties = 2 }
"""


def written(folder: Path, lesson: str = LESSON, scenario: str = SMALL) -> Path:
    (folder / "a.toml").write_text(scenario)
    (folder / "lesson.toml").write_text(lesson)
    return folder / "lesson.toml"


def faults_of(path: Path) -> str:
    with pytest.raises(ScenarioFaults) as caught:
        open_lesson(path)
    return str(caught.value)


def test_the_lessons_that_were_asked_for_are_there():
    assert set(FORESEEN) <= set(shipped_lessons())
    assert all(is_lesson(path) for path in shipped_lessons().values())


@pytest.mark.parametrize("name", shipped_lessons())
def test_a_lesson_compares_two_scenarios_and_has_all_its_words(name):
    opened = open_lesson(name)
    first = opened.pair(0)
    assert list(differences(first["a"], first["b"])), "A and B are the same"
    told = card(opened, texts())
    assert told.choices
    assert told.minutes <= 10
    assert (first["a"].seed == first["b"].seed) == (name != "chance_and_history")


@pytest.mark.parametrize("name", shipped_lessons())
def test_the_pair_that_a_class_watches_goes_the_way_the_lesson_says(name, pair_of):
    opened = open_lesson(name)
    for found in findings(opened, pair_of(name)):
        wanted = opened.lesson.look[found.look].expect
        if wanted == "same":  # one pair always differs a little, and nobody calls it clear
            assert abs(found.band.mean) < 0.25 * max(abs(found.a), abs(found.b))
        else:
            assert found.verdict == wanted, f"{found.look}: {found.a:.4g} and {found.b:.4g}"
        assert not found.clear


def test_numbers_in_sentences_come_from_the_runs(pair_of):
    opened = open_lesson("why_firms_cluster")
    pairs = pair_of("why_firms_cluster")
    seen = {each.look: each for each in card(opened, texts(), findings(opened, pairs)).seen}
    workers = [value(opened.lesson.look["workers"], pairs[0][side].tables) for side in ("a", "b")]
    assert [seen["workers"].a, seen["workers"].b] == [f"{each / 1e6:.3g} mn" for each in workers]
    assert seen["specialised"].a in seen["specialised"].sentence
    assert seen["specialised"].b in seen["specialised"].sentence
    assert "{" not in "".join(each.sentence for each in seen.values())


def test_a_difference_is_clear_only_where_its_interval_keeps_off_zero():
    opened = open_lesson("why_firms_cluster")

    def pairs_of(*differences: float):
        def run_of(number: float):
            names = ("specialised_share", "clusters", "workers")
            nation = pa.table({"quarter": ["2034Q4"]} | {name: [number] for name in names})
            return Run(opened.a, {"nation": nation}, 0.0)

        return [{"a": run_of(1.0), "b": run_of(1.0 + each)} for each in differences]

    for apart, verdict in (((0.2, 0.3, 0.25), "more"), ((-0.2, -0.3, -0.25), "less"), ((0.2, -0.2, 0.1), "same")):
        found = findings(opened, pairs_of(*apart))[0]
        assert found.verdict == verdict
        assert found.band == pytest.approx(band(apart))
        assert found.clear
    assert not findings(opened, pairs_of(0.2))[0].clear


def test_a_lesson_is_no_scenario():
    assert not any(path.name == "lesson.toml" or path.parent.name == "texts" for path in shipped().values())


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"nation.firms"', '"nation.firmz"', 'lesson.toml:14: look.firms.measure: unknown column of nation "firmz"'),
        ('"nation.firms"', '"towns.firms"', 'lesson.toml:14: look.firms.measure: unknown measure "towns.firms" found'),
        ('"2018Q4"', '"2031Q4"', "lesson.toml:15: look.firms.quarter: 2031Q4 found; 2015Q1 to 2019Q4 would be right"),
        ('"more"', '"few"', "lesson.toml:16: look.firms.expect:"),
        ('"more"', '"much"', "lesson.toml:16: look.firms.expect:"),
        ('"more"', '"more"\nzones = ["rashakai"]', "lesson.toml:17: look.firms.zones:"),
        ('predict = "firms"', 'predict = "firm"', 'predict: unknown look "firm" found; one of firms would be right'),
        ('predict = "firms"', 'predict = "firms"\ncurves = ["x"]', "lesson.toml:6: curves: unknown column of nation"),
        ("place = 1", "place = 0", "lesson.toml:2: place: 0 found; a whole number, at least 1"),
        ('"nation.firms"', '"nation.clusters"', ""),
        ('"2018Q4"', '"2018Q3"', ""),
    ],
)
def test_what_is_wrong_with_a_lesson_is_said_where_it_stands(tmp_path, before, after, told):
    path = written(tmp_path, LESSON.replace(before, after, 1))
    if told:
        assert told in faults_of(path)
    else:
        assert open_lesson(path).lesson.look["firms"].measure


def test_a_number_seen_once_a_year_is_not_asked_for_in_spring(tmp_path):
    spring = LESSON.replace("nation.firms", "nation.clusters").replace("2018Q4", "2018Q1")
    assert "2018Q4 would be right: nation.clusters is seen once a year" in faults_of(written(tmp_path, spring))


def test_faults_of_a_lessons_scenario_are_told_too(tmp_path):
    path = written(tmp_path, LESSON.replace('scenario = "a.toml"', 'scenario = "none.toml"', 1))
    assert "lesson.toml:8: a.scenario" in faults_of(path)
    assert "there is no such file" in faults_of(path)
    assert "a.toml:2: start_from" in faults_of(written(tmp_path, LESSON, SMALL.replace('"random"', '"chaos"')))


def test_a_language_says_in_english_what_it_leaves_out(tmp_path, monkeypatch):
    english = lesson_texts.languages()["en"]
    urdu = tmp_path / "ur.toml"
    title = 'title = "کارخانے ایک جگہ کیوں"'
    urdu.write_text(f'language = "ur"\nname = "اردو"\ndirection = "rtl"\n[lessons.why_firms_cluster]\n{title}\n')
    monkeypatch.setattr(lesson_texts, "languages", lambda: {"en": english, "ur": urdu})
    lesson_texts.texts.cache_clear()
    told = texts("ur")
    lesson_texts.texts.cache_clear()
    assert told.direction == "rtl"
    assert told.lessons["why_firms_cluster"].title == "کارخانے ایک جگہ کیوں"
    assert told.lessons["china_then"] == texts().lessons["china_then"]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [("{a} and {c}", "{c} found; one of {a}, {b}, "), ("{a and {b}", "would be right")],
)
def test_a_sentence_asks_only_for_numbers_there_are(sentence, told):
    source = read_one(lesson_texts.languages()["en"])
    source.data["lessons"]["china_then"]["look"]["firms"]["more"] = sentence
    with pytest.raises(ScenarioFaults, match=r"en\.toml:\d+: lessons\.china_then\.look\.firms\.more") as caught:
        checked_texts(Source(source.file, source.data, source.places))
    assert told in str(caught.value)


def test_a_lesson_without_texts_says_where_they_are_due(tmp_path):
    opened = open_lesson(written(tmp_path))
    with pytest.raises(ScenarioFaults, match=r"en\.toml: lessons\.\w+: nothing found"):
        text_of(opened, texts())
