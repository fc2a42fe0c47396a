"""Words of files have no meaning for a terminal: brackets, colons and escape sequences are shown as they stand."""

from __future__ import annotations

import pytest
from rich.table import Table

from simulation.scenario.faults import literal
from simulation.telling.consoles import console, tracked

HOSTILE = "[/red] [bold]x :bell: \x1b[31m"
SHOWN = "[/red] [bold]x :bell: \\x1b[31m"


def test_hostile_words_are_shown_letter_by_letter(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table(HOSTILE, title=HOSTILE)
    table.add_row(HOSTILE)
    shown = console()
    shown.print(table)
    shown.print(HOSTILE)
    assert capsys.readouterr().out.count(SHOWN) == 4


def test_a_bar_may_have_any_title(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(tracked([1, 2], HOSTILE, 2)) == [1, 2]
    assert "\x1b[31m" not in capsys.readouterr().err


def test_lines_stay_lines() -> None:
    assert literal("a\n\x07b") == "a\n\\x07b"
