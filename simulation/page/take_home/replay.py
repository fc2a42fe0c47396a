"""A replay: recorded runs in one file that opens by double click, needs no network, and holds nothing but itself."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from simulation.measures.overview import of_nation
from simulation.page.lesson.card import Card
from simulation.page.lesson.texts import ReplayWords, Texts
from simulation.page.take_home.echarts import library
from simulation.page.take_home.packing import BAND_LEAST, LETTERS, Told, packed, shown_columns
from simulation.report import words
from simulation.units import quarter_index

HANDOUT = Path(__file__).parent / "handout"
BYTES_ALLOWED = 2_000_000
MOST_SCENARIOS = len(LETTERS)


class TooLargeError(ValueError):
    """A replay that would not be handed out easily."""


def replay(told: Sequence[Told], texts: Texts, card: Card | None = None, columns: Sequence[str] = ()) -> str:
    """The whole file; TooLargeError, DifferentMapsError and NoChartLibraryError say what would be right."""
    said, drawn = texts.replay, tuple(columns) or shown_columns(told)
    data = packed(told, drawn, names_of(drawn, texts))
    data |= {"words": said.model_dump(), "first": len(told) - 1, "locked": card.until if card else 0}
    title = card.title if card else said.title
    parts = _map(told, said) + _curves(data, said, told) + _card(card, texts)
    body = "\n".join((
        f'<header><h1>{escape(title)}</h1><span id="date"></span></header>',
        f'<main class="{"lesson" if card else ""}">{parts}</main>',
        _table(data, said),
        f"<footer>{escape(_made(told, said))}</footer>",
        _bar(data, said),
        '<p id="live" aria-live="polite" class="quiet" hidden></p>',
    ))  # fmt: skip
    page = _document(title, body, data, texts)
    if len(page.encode()) > BYTES_ALLOWED:
        size = f"{len(page.encode()) / 1e6:.1f} MB"
        raise TooLargeError(f"the file would have {size}; fewer scenarios, seeds or quarters would keep it below 2 MB")
    return page


def names_of(columns: Sequence[str], texts: Texts) -> dict[str, str]:
    """Columns in plain words; those without a word of their own as they are declared."""
    return {c: texts.columns.get(c) or of_nation(c).called for c in columns}


def _document(title: str, body: str, data: Mapping[str, Any], texts: Texts) -> str:
    """The file, which lets nothing run or load but what it holds, by their hashes."""
    style = (HANDOUT / "replay.css").read_text(encoding="utf-8")
    scripts = (library(), (HANDOUT / "replay.js").read_text(encoding="utf-8"))
    allowed = " ".join(_hash(script) for script in scripts)
    policy = (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    held = json.dumps(data, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")
    return (
        f'<!doctype html>\n<html lang="{texts.language}" dir="{texts.direction}" data-theme="light"><head>'
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{style}</style></head>\n<body>\n{body}\n"
        f'<script type="application/json" id="data">{held}</script>\n'
        "<!-- Apache ECharts, Apache License 2.0; zrender, BSD 3-Clause -->\n"
        + "".join(f"<script>{script}</script>\n" for script in scripts)
        + "</body></html>\n"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _map(told: Sequence[Told], said: ReplayWords) -> str:
    tabs = "".join(
        f'<button role="tab" aria-selected="false"><b class="{letter.lower()}">{letter}</b>'
        f" {escape(each.title)}</button>"
        for letter, each in zip(LETTERS, told, strict=False)
    )
    return (
        f'<section><div class="tabs" role="tablist" aria-label="{escape(said.scenarios)}">{tabs}</div>'
        f'<h2>{escape(said.map)} <small id="shown"></small></h2><div id="map" role="img"></div>'
        f'<ul id="key"></ul><p class="quiet">{escape(said.area)}</p></section>'
    )


def _curves(data: Mapping[str, Any], said: ReplayWords, told: Sequence[Told]) -> str:
    runs = max(len(each.runs) for each in told)
    luck = said.one_run if runs == 1 else said.band if runs >= BAND_LEAST else said.thin
    curves = "".join(
        f"<h2>{escape(curve['name'])} <small>{escape(curve['unit'])}</small></h2>"
        f'<div class="curve" id="curve{n}" role="img" aria-label="{escape(curve["name"])}"></div>'
        for n, curve in enumerate(data["curves"])
    )
    seed = told[0].runs[0].scenario.seed
    return f'<section>{curves}<p class="quiet">{escape(luck.format(runs=runs, seed=seed))}</p></section>'


def _card(card: Card | None, texts: Texts) -> str:
    """The lesson: question, prediction, steps; what the runs say shows once an answer is chosen."""
    if card is None:
        return ""
    said, head = texts.words, "<h2>{}</h2>".format
    guesses = "".join(
        f'<label><input type="radio" name="guess" value="{key}"> {escape(text)}</label>' for key, text in card.choices
    )
    seen = "".join(f"<li>{escape(each.date)}: {escape(each.sentence)}</li>" for each in card.seen)
    return "".join((
        f'<section id="card">{head(escape(said.question))}<p>{escape(card.question)}</p><p>{escape(card.story)}</p>',
        f"{head(escape(said.predict))}<fieldset><legend>{escape(card.predict)}</legend>{guesses}</fieldset>",
        f'<p class="quiet">{escape(texts.replay.hidden.format(date=card.hidden_after))}</p>',
        f"{head(escape(said.do))}<ol>{''.join(f'<li>{escape(step)}</li>' for step in card.steps)}</ol>",
        f'<div class="after">{head(escape(said.look))}<ul class="seen">{seen}</ul>',
        f'<p class="quiet">{escape(card.made)}</p>{head(escape(said.home))}<p>{escape(card.home)}</p></div></section>',
    ))  # fmt: skip


def _table(data: Mapping[str, Any], said: ReplayWords) -> str:
    """The curves as a table, the last quarter of every year."""
    shown = [n for n, quarter in enumerate(data["quarters"]) if quarter_index(quarter) % 4 == 3]
    head = "".join(
        f"<th>{escape(curve['name'])}, {tab['letter']}</th>" for curve in data["curves"] for tab in data["tabs"]
    )
    rows = "".join(f"<tr><td>{data['quarters'][n][:4]}</td>{''.join(_cells(data, n))}</tr>" for n in shown)
    table = f"<table><thead><tr><th>{escape(said.year)}</th>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<details><summary>{escape(said.table)}</summary><div class="wide">{table}</div></details>'


def _cells(data: Mapping[str, Any], quarter: int) -> list[str]:
    cells = []
    for number, curve in enumerate(data["curves"]):
        for tab in data["tabs"]:
            value = tab["lines"][number]["run"][quarter]
            cells.append(f"<td>{'' if value is None else _shown(value, curve)}</td>")
    return cells


def _shown(value: float, curve: Mapping[str, Any]) -> str:
    if curve["unit"] == "%":
        return words.per_cent(value)
    return words.short(value * (1e6 if curve["money"] else 1.0))


def _bar(data: Mapping[str, Any], said: ReplayWords) -> str:
    buttons = {"slower": "\N{MINUS SIGN}", "faster": "+"}
    return (
        f'<div class="bar"><button id="play" class="main" aria-pressed="false">{escape(said.play)}</button>'
        f'<button id="back" aria-label="{escape(said.back)}">\N{LEFTWARDS ARROW}</button>'
        f'<button id="on" aria-label="{escape(said.on)}">\N{RIGHTWARDS ARROW}</button>'
        f'<input id="timeline" type="range" min="0" max="{len(data["quarters"]) - 1}" step="1" '
        f'aria-label="{escape(said.timeline)}">'
        f'<button id="slower" aria-label="{escape(said.slower)}">{buttons["slower"]}</button><span id="speed"></span>'
        f'<button id="faster" aria-label="{escape(said.faster)}">{buttons["faster"]}</button>'
        f'<button id="theme" aria-label="{escape(said.theme)}">\N{CIRCLE WITH RIGHT HALF BLACK}</button></div>'
    )


def _made(told: Sequence[Told], said: ReplayWords) -> str:
    """Which runs these are, and how they were made."""
    from simulation.keeping.provenance import versions

    scenario = told[0].runs[0].scenario
    scale = f"1:{1 / scenario.scale:.3g}" if scenario.scale < 1 else "1:1"
    return said.made.format(scale=scale, version=versions()["sez-clusters"], keys=said.keys)
