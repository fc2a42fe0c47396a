"""`sez lesson`, and how `sez check` and `sez list` look at lessons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.telling.answers import plainly, say

if TYPE_CHECKING:
    from simulation.page.lesson.card import Card
    from simulation.page.lesson.texts import Texts


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(lesson)


def lesson(
    name: Annotated[str, typer.Argument(help="a lesson's name (`sez list lessons`), or its folder")],
    sheet: Annotated[
        bool, typer.Option("--sheet", help="write the teacher's sheet with answers, to be printed")
    ] = False,
    seeds: Annotated[int | None, typer.Option(min=1, max=100, help="pairs of runs [the lesson's own]")] = None,
    language: Annotated[str, typer.Option(help="language of the texts")] = "en",
    out: Annotated[Path | None, typer.Option(help="file of the sheet [results/lessons/<name>.html]")] = None,
) -> None:
    """Play a lesson's runs and show its card; with --sheet, write the teacher's page."""
    with plainly():
        card, told = _played(name, seeds, language)
        if sheet:
            _write(card, told, out or Path("results/lessons") / f"{card.name}.html")
        else:
            _show(card, told)


def _played(name: str, seeds: int | None, language: str) -> tuple[Card, Texts]:
    from simulation.page.lesson.card import card
    from simulation.page.lesson.findings import findings, play
    from simulation.page.lesson.lessons import open_lesson
    from simulation.page.lesson.texts import text_of, texts
    from simulation.telling.consoles import tracked

    told, opened = texts(language), open_lesson(name)
    title, pairs = text_of(opened, told).title, seeds or opened.lesson.seeds
    played = list(tracked(play(opened, pairs), title, pairs))
    return card(opened, told, findings(opened, played)), told


def _write(card: Card, told: Texts, path: Path) -> None:
    from simulation.page.lesson.sheet import sheet

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(sheet(card, told), encoding="utf-8")
    say(path)


def _show(card: Card, told: Texts) -> None:
    """The card in the terminal, with its answers last."""
    said = told.words
    lines = [
        card.title, "", f"{said.question}: {card.question}", card.story, f"A: {card.sides[0]}; B: {card.sides[1]}", "",
        f"{said.predict}: {card.predict}", *(f"  - {text}" for _, text in card.choices), "",
        f"{said.do}:", *(f"  {number}. {step}" for number, step in enumerate(card.steps, 1)), "",
        f"{said.look}:", *(f"  {each.date}: {each.sentence}" for each in card.seen), "",
        f"{said.right} {dict(card.choices)[card.right]}", card.made, "", f"{said.home}: {card.home}",
    ]  # fmt: skip
    say("\n".join(lines))


def checked_lesson(file: str) -> int:
    """Check a lesson file with its scenarios and texts, and print its faults; how many there are."""
    from simulation.page.lesson.lessons import open_lesson
    from simulation.page.lesson.texts import text_of, texts
    from simulation.scenario.faults import ScenarioFaults

    try:
        opened = open_lesson(file)
        said = text_of(opened, texts())
    except ScenarioFaults as faults:
        say(str(faults))
        return len(faults.faults)
    lesson = opened.lesson
    size = f"{lesson.seeds} pairs of runs of {lesson.quarters} quarters at 1:{1 / lesson.scale:.3g}"
    say(f"{file}: ok: {lesson.name}: {said.title} ({size})")
    return 0


def checked_texts(file: str) -> int:
    """Check a file of lessons' texts, and print its faults; how many there are."""
    from simulation.page.lesson.lessons import open_lesson, shipped_lessons
    from simulation.page.lesson.texts import over_english, text_of
    from simulation.scenario.faults import ScenarioFaults

    try:
        told = over_english(Path(file))
        for name in shipped_lessons():
            text_of(open_lesson(name), told)
    except ScenarioFaults as faults:
        say(str(faults))
        return len(faults.faults)
    say(f"{file}: ok: {told.name}: {len(told.lessons)} lessons")
    return 0


def listed() -> Iterator[tuple[str, str]]:
    """Name and question of every lesson, in the order of teaching."""
    from simulation.page.lesson.lessons import shipped_lessons
    from simulation.page.lesson.texts import texts

    told = texts().lessons
    return ((name, told[name].question if name in told else "") for name in shipped_lessons())
