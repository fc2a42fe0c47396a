"""A teacher's sheet: one printed page of a lesson with its answers, in one file that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from simulation.page.lesson.card import Card, Seen
from simulation.page.lesson.texts import Texts, Words

STYLE = """
:root{color-scheme:light}
body{font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;color:#1B2430;
max-width:46rem;margin:1.5rem auto;padding:0 1rem;font-variant-numeric:tabular-nums}
h1{font-size:1.5em;line-height:1.2;margin:.2rem 0}h2{font-size:1.05em;margin:.85rem 0 .2rem}
p,ul,ol{margin:.25rem 0}ul,ol{padding-inline-start:1.4rem}.quiet{color:#5A6675}
.ask{font-size:1.15em}.side{font-weight:700}.a{color:#0067A5}.b{color:#C2510C}
table{border-collapse:collapse;width:100%;margin:.35rem 0;font-size:.92em}
td,th{padding:.2rem .5rem;border-bottom:1px solid #D5DAE0;text-align:end;vertical-align:top}
td:first-child,th:first-child{text-align:start}thead th{border-bottom:1.5px solid #5A6675}
.teacher{border-inline-start:4px solid #5A6675;padding-inline-start:.8rem;margin-top:.9rem}
@media print{@page{size:A4;margin:12mm}
body{margin:0;max-width:none;padding:0;font-size:9.5pt;line-height:1.35}h2{margin-top:.6rem}
h1{font-size:15pt}.teacher,table,tr{break-inside:avoid}}
"""


def sheet(card: Card, told: Texts) -> str:
    """The page of a card that was filled from runs."""
    said = told.words
    parts = [
        f"<h1>{escape(card.title)}</h1>",
        f'<p class="quiet">{escape(said.minutes.format(minutes=card.minutes))}</p>',
        _heading(said.question),
        f'<p class="ask">{escape(card.question)}</p>',
        f"<p>{escape(card.story)}</p>",
        _sides(card),
        _heading(said.predict),
        f"<p>{escape(card.predict)}</p>",
        _list("ul", [text for _, text in card.choices]),
        _heading(said.do),
        _list("ol", card.steps),
        _heading(said.home),
        f"<p>{escape(card.home)}</p>",
        _teacher(card, said),
    ]
    return (
        f'<!doctype html>\n<html lang="{told.language}" dir="{told.direction}"><head><meta charset="utf-8">'
        f"<title>{escape(card.title)}</title>"
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{STYLE}</style></head>\n<body>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _list(kind: str, items: Sequence[str]) -> str:
    return f"<{kind}>" + "".join(f"<li>{escape(item)}</li>" for item in items) + f"</{kind}>"


def _sides(card: Card) -> str:
    """What A and B are called."""
    named = zip(("a", "b"), card.sides, strict=True)
    return (
        "<p>"
        + "; ".join(f'<span class="side {side}">{side.upper()}</span> {escape(name)}' for side, name in named)
        + "</p>"
    )


def _teacher(card: Card, said: Words) -> str:
    """Answers: what the runs gave, what the class should see, what the model does not show."""
    right = dict(card.choices).get(card.right, "")
    made = f"{card.made} {said.command.format(command=f'sez lesson {card.name} --sheet')}"
    parts = [
        _heading(said.teacher),
        f"<p><b>{escape(said.right)}</b> {escape(right)}</p>",
        _list("ul", [f"{each.date}: {each.sentence}" for each in card.seen]),
        _table(card, said),
        f"<p><b>{escape(said.answer)}</b> {escape(card.answer)}</p>",
        f"<p><b>{escape(said.caution)}</b> {escape(card.caution)}</p>",
        f'<p class="quiet">{escape(made)}</p>',
    ]
    return '<div class="teacher">' + "".join(parts) + "</div>"


def _table(card: Card, said: Words) -> str:
    head = (said.measured, "A", "B", said.difference, said.interval, said.expected)
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in _row(each, said)) + "</tr>" for each in card.seen
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{rows}</tbody></table>"


def _row(seen: Seen, said: Words) -> tuple[str, ...]:
    expected = said.as_expected if seen.expected else said.not_as_expected
    return f"{seen.name}, {seen.date}", seen.a, seen.b, seen.difference, seen.interval, expected
