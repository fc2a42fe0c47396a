"""All that is read aloud in lessons, one file a language: scenarios/lessons/texts/en.toml, ur.toml, zh.toml, ...

What a language leaves out is said in English. Numbers are not written in texts: they come from the runs, by {names}.
"""

from __future__ import annotations

import json
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from simulation.page.lesson.lessons import FOLDER, SHARED, Opened
from simulation.scenario.faults import Fault, ScenarioFaults, one_of, unknown
from simulation.scenario.loading import scenarios_folder
from simulation.scenario.reading import Source, merged, read_one
from simulation.scenario.wording import worded
from simulation.seeding.settings import Settings

ENGLISH = "en"
NUMBERS = ("a", "b", "difference", "change", "share", "pairs", "date")
"""What a sentence may name: both numbers, how far apart (without sign), that in % of A, the share of A's clusters that
B has, how many pairs of runs, and the date."""
COMPARED = ("more", "same", "less")
SHARES = ("most", "half", "few")


class LookText(Settings):
    """What is said of one number, by what the runs show; {names} of NUMBERS are filled in."""

    name: str = Field(min_length=1, description="the number in plain words")
    more: str = ""
    same: str = ""
    less: str = ""
    most: str = ""
    half: str = ""
    few: str = ""


class LessonText(Settings):
    """The words of one lesson."""

    title: str = Field(min_length=1, max_length=80, description="name of the lesson")
    question: str = Field(min_length=1, description="the question on the board")
    story: str = Field(min_length=1, description="what is compared, in two or three sentences")
    a: str = Field(min_length=1, max_length=40, description="scenario A in a few words")
    b: str = Field(min_length=1, max_length=40, description="scenario B in a few words")
    predict: str = Field(min_length=1, description="what is to be predicted")
    choices: dict[str, str] = Field(description="answers to choose from, by verdict")
    steps: tuple[str, ...] = Field(min_length=1, max_length=5, description="the experiment, step by step")
    look: dict[str, LookText] = Field(description="what is said of each number, by its name in lesson.toml")
    home: str = Field(min_length=1, description="the question to take home")
    answer: str = Field(min_length=1, description="for the teacher: what the class should have understood")
    caution: str = Field(min_length=1, description="for the teacher: what the model does not show")


class Words(Settings):
    """Words of cards, sheets and replays that belong to no lesson."""

    question: str
    predict: str
    do: str = Field(description="heading of the steps")
    look: str
    home: str
    answer: str
    caution: str
    right: str = Field(description="before the answer that the runs give")
    measured: str = Field(description="heading of the table of numbers")
    difference: str
    interval: str = Field(description="nine runs in ten")
    expected: str
    as_expected: str
    not_as_expected: str
    points: str = Field(description="percentage points")
    minutes: str = Field(description="with {minutes}")
    pairs: str = Field(description="how the numbers were made, with {pairs}, {quarters}, {scale}")
    one_pair: str = Field(description="what one pair of runs cannot say")
    teacher: str
    command: str = Field(description="how to make this sheet again, with {command}")


class ReplayWords(Settings):
    """Words of the replay file (replay.py)."""

    title: str = Field(description="of a replay without a lesson")
    play: str
    pause: str
    back: str
    on: str
    slower: str
    faster: str
    theme: str
    timeline: str
    scenarios: str
    map: str
    area: str
    named: str
    workers: str
    one_run: str = Field(description="with {seed}")
    thin: str = Field(description="what thin lines are, with {runs}")
    band: str = Field(description="what bands are, with {runs}")
    hidden: str = Field(description="that curves wait for a prediction, with {date}")
    table: str
    year: str
    keys: str
    made: str = Field(description="how it was made, with {scale}, {version} and {keys}")


class Texts(Settings):
    """A file of texts."""

    language: str = Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]+)?$", description="language tag, such as en, ur, zh")
    name: str = Field(min_length=1, description="what the language calls itself")
    direction: Literal["ltr", "rtl"] = "ltr"
    words: Words
    replay: ReplayWords
    columns: dict[str, str] = Field(
        default={}, description="what columns of `nation` are called above their curves, where other than declared"
    )
    lessons: dict[str, LessonText]


def languages() -> dict[str, Path]:
    """Files of texts by language."""
    return {path.stem: path for path in sorted((scenarios_folder() / FOLDER / "texts").glob("*.toml"))}


@cache
def texts(language: str = ENGLISH) -> Texts:
    """The texts of a language over the English ones; ScenarioFaults holds every fault."""
    known = languages()
    if language not in known:
        raise ScenarioFaults([Fault(language, "", unknown("language", language, known))])
    return over_english(known[language])


def over_english(path: Path) -> Texts:
    """The texts of a file over the English ones."""
    source, under = read_one(path), read_one(languages()[ENGLISH])
    return checked_texts(Source(source.file, merged(under.data, source.data), under.places | source.places))


def checked_texts(source: Source) -> Texts:
    """Plain data as texts."""
    try:
        told = Texts.model_validate_json(json.dumps(source.data, default=str), strict=True)
    except ValidationError as error:
        found = dict.fromkeys(worded(Texts, source.data, each) for each in error.errors())
        raise ScenarioFaults(Fault(source.place(key), ".".join(key), text) for key, text in found) from None
    faults = [Fault(source.place(key), ".".join(key), text) for key, text in _wrong_names(told)]
    if faults:
        raise ScenarioFaults(faults)
    return told


def _wrong_names(told: Texts) -> Iterator[tuple[tuple[str, ...], str]]:
    """Sentences that ask for a number there is not, or whose braces do not close."""
    for lesson, said in told.lessons.items():
        for look, of in said.look.items():
            for verdict in (*COMPARED, *SHARES):
                for text in _faults_of(getattr(of, verdict)):
                    yield ("lessons", lesson, "look", look, verdict), text


def _faults_of(sentence: str) -> Iterator[str]:
    try:
        named = {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
    except ValueError as error:
        yield f"{error} found; names in braces, such as {{a}}, would be right"
        return
    for name in sorted(named - set(NUMBERS)):
        yield f"{{{name}}} found; {one_of(f'{{{each}}}' for each in NUMBERS)} would be right"


def text_of(opened: Opened, told: Texts) -> LessonText:
    """The words of a lesson; ScenarioFaults where they are missing, or do not fit what it looks at."""
    lesson, file = opened.lesson, str(languages().get(told.language, told.language))
    said = told.lessons.get(lesson.name)
    if said is None:
        raise ScenarioFaults([Fault(file, f"lessons.{lesson.name}", "nothing found; the texts of this lesson are due")])
    faults = [Fault(file, f"lessons.{lesson.name}.{key}", text) for key, text in _unfit(opened, said)]
    if faults:
        raise ScenarioFaults(faults)
    return said


def verdicts_of(measure: str) -> tuple[str, ...]:
    """What runs may say of a measure."""
    return SHARES if measure == SHARED else COMPARED


def _unfit(opened: Opened, said: LessonText) -> Iterator[tuple[str, str]]:
    looks = opened.lesson.look
    wanted = verdicts_of(looks[opened.lesson.predict].measure)
    if set(said.choices) != set(wanted):
        yield "choices", f"{', '.join(said.choices)} found; {', '.join(wanted)} would be right"
    if set(said.look) != set(looks):
        yield "look", f"{', '.join(said.look)} found; {', '.join(looks)} would be right"
    for name, look in looks.items():
        for verdict in verdicts_of(look.measure):
            if name in said.look and not getattr(said.look[name], verdict):
                yield f"look.{name}.{verdict}", "nothing found; a sentence would be right, since runs may show it"
