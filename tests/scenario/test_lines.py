"""The scanner finds every key that tomllib finds, on the line where a person would look."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.scenario.lines import lines_of, too_deep

TEXT = '''\
title = "a [not] = table" # [nor] = this
long = """
[no.table]
x = 1
"""
raw = \'\'\'
y = "2"\'\'\'

[loans.rashakai]
grace_quarters = 12
"odd key".part = 1.5
draws = [1,
  2, # two
  { year = 2030, "sh.are" = [0.5, 0.5] },
]
lender = { name = "x", terms = { rate = 3.0 } }

  [ zones . "allama iqbal" ]
  start = 2021-04-01T00:00:00

[[steps]]
at = 1
[[steps]]
at = 2
'''


def paths(data: Any, above: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """All paths of parsed data."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found = {above} if above else set()
    return found.union(*(paths(value, (*above, str(key))) for key, value in pairs))


def test_every_key_is_found_on_its_line() -> None:
    lines = lines_of(TEXT)
    assert lines["title",] == 1
    assert lines["raw",] == 6
    assert lines["loans",] == lines["loans", "rashakai"] == 9
    assert lines["loans", "rashakai", "odd key", "part"] == 11
    assert lines["loans", "rashakai", "draws", "1"] == 13
    assert lines["loans", "rashakai", "draws", "2", "sh.are"] == 14
    assert lines["loans", "rashakai", "lender", "terms", "rate"] == 16
    assert lines["zones", "allama iqbal", "start"] == 19
    assert lines["steps", "1", "at"] == 24


def test_the_scanner_and_tomllib_see_the_same_keys() -> None:
    assert paths(tomllib.loads(TEXT)) - {("steps",)} == set(lines_of(TEXT)) - {("steps",)}


@pytest.mark.parametrize("text", ["a = " + "[" * 40, ".".join("k" * 40) + " = 1", "a = " + "{b = " * 40])
def test_nesting_and_long_keys_are_noticed(text: str) -> None:
    assert too_deep("x = 1\n" + text) == 2


def test_a_list_of_many_decimals_is_not_deep() -> None:
    assert too_deep("a = [" + ", ".join(["1.5"] * 100) + "]\n" + "b = 2.5\n" * 100) is None


@given(st.text(alphabet="ab.=[]{},\"'#\n\\ 1", max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_stops_the_scanner(text: str) -> None:
    assert too_deep(text) is None or too_deep(text)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert paths(data) <= {*lines_of(text), *((path[:n]) for path in lines_of(text) for n in range(len(path)))}
