"""A lesson's card: question, predict, do, look, home, with the numbers that the runs gave."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple

from simulation.page.lesson.findings import Finding, shown, unit
from simulation.page.lesson.lessons import SHARED, Look, Opened
from simulation.page.lesson.texts import LessonText, Texts, text_of, verdicts_of
from simulation.report import words
from simulation.units import quarter_name


class Seen(NamedTuple):
    """One number to look at, in words."""

    look: str
    name: str
    date: str
    sentence: str
    a: str
    b: str
    difference: str
    """With its sign; of clusters.shared the share of A's clusters that B has."""
    interval: str
    """Of the mean difference, nine in ten; empty for a single pair."""
    verdict: str
    expected: bool
    """Whether the runs show what the lesson expects."""


class Card(NamedTuple):
    """All that a lesson's card shows; `seen` is empty before anything was played."""

    name: str
    title: str
    minutes: int
    question: str
    story: str
    sides: tuple[str, str]
    """What A and B are called."""
    predict: str
    choices: tuple[tuple[str, str], ...]
    """Verdict and text of each answer to choose from."""
    until: int
    """Of the quarters that are shown, counted from 0, the last one before the class has predicted."""
    hidden_after: str
    """Its date."""
    steps: tuple[str, ...]
    seen: tuple[Seen, ...]
    right: str
    """The verdict that the runs gave for the prediction; empty before they were played."""
    home: str
    answer: str
    caution: str
    made: str
    """How the numbers were made."""


HIDDEN_SHARE = 0.1
"""Of a run, this much is shown before the class has predicted."""


def card(opened: Opened, told: Texts, found: Sequence[Finding] = ()) -> Card:
    """The card of a lesson in a language, filled from what its runs showed; ScenarioFaults where texts do not fit."""
    lesson, said = opened.lesson, text_of(opened, told)
    seen = tuple(_seen(lesson.look[each.look], each, said, told) for each in found)
    right = next((each.verdict for each in found if each.look == lesson.predict), "")
    until = max(1, round(HIDDEN_SHARE * lesson.quarters))
    date = words.quarter(quarter_name(opened.a.start_index + until))
    choices = tuple((key, said.choices[key]) for key in verdicts_of(lesson.look[lesson.predict].measure))
    return Card(
        lesson.name, said.title, lesson.minutes, said.question, said.story, (said.a, said.b), said.predict, choices,
        until, date, said.steps, seen, right, said.home, said.answer, said.caution, _made(opened, told, found),
    )  # fmt: skip


def _made(opened: Opened, told: Texts, found: Sequence[Finding]) -> str:
    """How the numbers were made, and what one pair cannot say."""
    if not found:
        return ""
    pairs = max(each.band.pairs for each in found)
    scale = f"1:{1 / opened.lesson.scale:.3g}"
    text = told.words.pairs.format(pairs=pairs, quarters=opened.lesson.quarters, scale=scale)
    return f"{text} {told.words.one_pair}" if pairs == 1 else text


def _seen(look: Look, found: Finding, said: LessonText, told: Texts) -> Seen:
    of = unit(look)
    a, b = (shown(x, "" if look.measure == SHARED else of) for x in (found.a, found.b))
    size = apart(found.band.mean, of, told) if look.measure != SHARED else ""
    numbers = {
        "a": a, "b": b, "difference": size, "change": _change(found), "share": words.per_cent(found.band.mean),
        "pairs": str(found.band.pairs), "date": words.quarter(look.quarter),
    }  # fmt: skip
    sentence = getattr(said.look[found.look], found.verdict).format_map(numbers)
    signed_size, interval = _spread(look, found, of, told)
    return Seen(
        found.look, said.look[found.look].name, words.quarter(look.quarter), sentence, a, b, signed_size,
        interval, found.verdict, found.verdict == look.expect,
    )  # fmt: skip


def _change(found: Finding) -> str:
    """The size of the difference in % of A."""
    return words.per_cent(abs(found.band.mean / found.a)) if found.a else "?"


def _spread(look: Look, found: Finding, of: str, told: Texts) -> tuple[str, str]:
    """The difference with its sign, and its interval."""
    seen = found.band
    if look.measure == SHARED:
        return words.per_cent(seen.mean), _range(words.per_cent(seen.low), words.per_cent(seen.high), seen.low)
    low, high = (_signed(x, of, told) for x in (seen.low, seen.high))
    return _signed(seen.mean, of, told), _range(low, high, seen.low)


def _range(low: str, high: str, known: float) -> str:
    return f"{low} to {high}" if isfinite(known) else ""


def apart(difference: float, of: str, told: Texts) -> str:
    """The size of a difference; of shares in percentage points."""
    size = abs(difference)
    return f"{words.figures(100 * size)} {told.words.points}" if of.startswith("share") else shown(size, of)


def _signed(difference: float, of: str, told: Texts) -> str:
    sign = "\N{MINUS SIGN}" if difference < 0 else "+"
    return sign + apart(difference, of, told) if isfinite(difference) else "?"
