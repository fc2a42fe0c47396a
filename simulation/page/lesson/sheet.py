"""A teacher's sheet: one printed page of a lesson with its answers, in one file that needs nothing else."""

from __future__ import annotations

from pathlib import Path

from simulation.page.lesson.card import Card, Seen
from simulation.page.lesson.texts import Texts, Words
from simulation.report.templates import filled, own


def sheet(card: Card, told: Texts) -> str:
    """The page of a card that was filled from runs: question and experiment, then for the teacher what the runs gave,
    what the class should see, and what the model does not show.
    """
    said = told.words
    return filled(
        "page/lesson/sheet.html",
        language=told.language,
        direction=told.direction,
        title=card.title,
        style=own(Path(__file__).with_name("sheet.css")),
        card=card,
        said=said,
        minutes=said.minutes.format(minutes=card.minutes),
        choices=[text for _, text in card.choices],
        right=dict(card.choices).get(card.right, ""),
        seen=[f"{each.date}: {each.sentence}" for each in card.seen],
        head=(said.measured, "A", "B", said.difference, said.interval, said.expected),
        rows=[_row(each, said) for each in card.seen],
        made=f"{card.made} {said.command.format(command=f'sez lesson {card.name} --sheet')}",
    )


def _row(seen: Seen, said: Words) -> tuple[str, ...]:
    expected = said.as_expected if seen.expected else said.not_as_expected
    return f"{seen.name}, {seen.date}", seen.a, seen.b, seen.difference, seen.interval, expected
