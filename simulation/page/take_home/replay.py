"""A replay: recorded runs in one file that opens by double click, needs no network, and holds nothing but itself."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from simulation.measures.overview import of_nation
from simulation.page.lesson.card import Card
from simulation.page.lesson.texts import ReplayWords, Texts
from simulation.page.take_home.echarts import LICENCES, library
from simulation.page.take_home.packing import BAND_LEAST, LETTERS, Told, packed, shown_columns
from simulation.report import words
from simulation.report.templates import filled, own
from simulation.units import quarter_index

HANDOUT = Path(__file__).parent / "handout"
BYTES_ALLOWED = 2_000_000
MOST_SCENARIOS = len(LETTERS)


class TooLargeError(ValueError):
    """A replay that would not be handed out easily."""


def replay(told: Sequence[Told], texts: Texts, card: Card | None = None, columns: Sequence[str] = ()) -> str:
    """The whole file; TooLargeError, DifferentMapsError and ChartLibraryError say what would be right."""
    said, drawn = texts.replay, tuple(columns) or shown_columns(told)
    data = packed(told, drawn, names_of(drawn, texts))
    data |= {"words": said.model_dump(), "first": len(told) - 1, "locked": card.until if card else 0}
    page = filled(
        "page/take_home/handout/replay.html",
        language=texts.language,
        direction=texts.direction,
        title=card.title if card else said.title,
        card=card,
        said=said,
        words=texts.words,
        data=data,
        luck=_luck(told, said),
        hidden=said.hidden.format(date=card.hidden_after) if card else "",
        rows=_rows(data),
        made=_made(told, said),
        held=_held(data),
        **_allowed(),
    )
    size = len(page.encode())
    if size > BYTES_ALLOWED:
        raise TooLargeError(
            f"the file would have {size / 1e6:.1f} MB; fewer scenarios, seeds or quarters would keep it below 2 MB"
        )
    return page


def names_of(columns: Sequence[str], texts: Texts) -> dict[str, str]:
    """Columns in plain words; those without a word of their own as they are declared."""
    return {c: texts.columns.get(c) or of_nation(c).called for c in columns}


def _allowed() -> dict[str, Any]:
    """Style and scripts, and the policy by which nothing runs or loads but they, by their hashes."""
    style = (HANDOUT / "replay.css").read_text(encoding="utf-8")
    scripts = (library(), (HANDOUT / "replay.js").read_text(encoding="utf-8"))
    policy = (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return {
        "style": own(style),
        "scripts": [own(script) for script in scripts],
        "policy": own(policy),
        "licences": LICENCES,
    }


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _held(data: Mapping[str, Any]) -> Markup:
    """The data as JSON inside a script, where `<` could end the script or begin a comment, and is written otherwise."""
    return own(json.dumps(data, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c"))


def _luck(told: Sequence[Told], said: ReplayWords) -> str:
    """What lines and bands are of."""
    runs = max(len(each.runs) for each in told)
    luck = said.one_run if runs == 1 else said.band if runs >= BAND_LEAST else said.thin
    return luck.format(runs=runs, seed=told[0].runs[0].scenario.seed)


def _rows(data: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """The curves as a table, the last quarter of every year."""
    shown = [n for n, quarter in enumerate(data["quarters"]) if quarter_index(quarter) % 4 == 3]
    return [(data["quarters"][n][:4], _cells(data, n)) for n in shown]


def _cells(data: Mapping[str, Any], quarter: int) -> list[str]:
    """Each curve of each scenario; empty where nothing was looked at."""
    cells = []
    for number, curve in enumerate(data["curves"]):
        for tab in data["tabs"]:
            value = tab["lines"][number]["run"][quarter]
            cells.append("" if value is None else _shown(value, curve))
    return cells


def _shown(value: float, curve: Mapping[str, Any]) -> str:
    if curve["unit"] == "%":
        return words.per_cent(value)
    return words.short(value * (1e6 if curve["money"] else 1.0))


def _made(told: Sequence[Told], said: ReplayWords) -> str:
    """Which runs these are, and how they were made."""
    from simulation.keeping.provenance import versions

    scenario = told[0].runs[0].scenario
    scale = f"1:{1 / scenario.scale:.3g}" if scenario.scale < 1 else "1:1"
    return said.made.format(scale=scale, version=versions()["sez-clusters"], keys=said.keys)
