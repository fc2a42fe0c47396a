"""Faults of a scenario file: what was found, what would be right, and where, each on one line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, NamedTuple

FOUND_LENGTH = 60
KEYS_SHOWN = 12
KEYS_SHOWN_BESIDE_A_SUGGESTION = 4


class Fault(NamedTuple):
    """One thing to put right: `place` is FILE:LINE or FILE, `key` dotted or empty."""

    place: str
    key: str
    text: str

    def __str__(self) -> str:
        return on_one_line(": ".join(part for part in self if part))


class ScenarioFaults(ValueError):
    """All faults of a scenario at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def on_one_line(text: str) -> str:
    """A text without characters that would end the line or speak to the terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def literal(text: str) -> str:
    """A text of several lines without characters that would speak to the terminal."""
    return "\n".join(on_one_line(line) for line in text.split("\n"))


def shown(value: Any) -> str:
    """A value as it stands in the file, on one line, cut where it is long."""
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, dict):
        text = "a table"
    elif isinstance(value, list):
        text = "a list"
    else:
        text = on_one_line(f'"{value}"' if isinstance(value, str) else str(value))
    return text if len(text) <= FOUND_LENGTH else text[: FOUND_LENGTH - 3] + "..."


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant: alike, or holding what was written."""
    by_lower = {each.lower(): each for each in known}
    asked = str(word)[:100].lower()
    close = difflib.get_close_matches(asked, by_lower, n=1, cutoff=0.6)
    holding = [each for each in by_lower if len(asked) > 2 and (asked in each or each in asked)]
    found = [*close, *holding]
    return by_lower[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean ...?` where a known word is close, else nothing."""
    close = closest(word, known)
    return f"; did you mean {close}?" if close else ""


def one_of(known: Iterable[str], most: int = KEYS_SHOWN) -> str:
    """The words that would be right, the first of them where they are many."""
    words = list(known)
    few = words if len(words) <= most else [*words[:most], "..."]
    return "one of " + ", ".join(few) if words else "nothing here"


def unknown(kind: str, word: str, known: Iterable[str]) -> str:
    """The text for a word that is not known."""
    words = list(known)
    suggestion = did_you_mean(word, words)
    most = KEYS_SHOWN_BESIDE_A_SUGGESTION if suggestion else KEYS_SHOWN
    return f"unknown {kind} {shown(word)} found; {one_of(words, most)} would be right{suggestion}"
