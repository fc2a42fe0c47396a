"""Colours: a shape for a family of specialties, a shade for the product, a letter for certainty (palette.csv)."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from simulation.measures.clusters import SHORT

PAPER, LAND, COAST = "#FFFFFF", "#F1EEE6", "#8C95A1"
INK, QUIET, HAIR = "#1B2430", "#5A6675", "#D5DAE0"
NATION, LINE = "#4A5563", "#0067A5"
ARREARS = "#B3122B"
DRAW, GRACE = "#DCE8F2", "#FBEFD2"
MOTORWAY = "#BDB6A3"
LENDERS = ("#0E74A4", "#71CFD9", "#C0854E", "#DDC099", "#9BCFDE")
"""By seniority, the most senior first (at the bottom)."""
AREA_OF_MARKER = {"D": 0.72}
"""A diamond's corners reach out: less area for the same weight to the eye."""


class Mark(NamedTuple):
    """How a specialty is drawn."""

    specialty: str
    name: str
    colour: str
    marker: str
    letter: str
    family: str
    letter_ink: str
    colour_projector: str
    """On the dark ground of a projector."""
    letter_ink_projector: str


@lru_cache(maxsize=1)
def marks() -> dict[str, Mark]:
    """The mark of each specialty, in the order of the key (families together)."""
    with (Path(__file__).parent / "palette.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        r["specialty_id"]: Mark(
            r["specialty_id"],
            SHORT[r["specialty_id"]],
            r["hex_light"],
            r["marker"],
            r["code"],
            r["family"],
            r["code_ink_light"],
            r["hex_projector"],
            r["code_ink_projector"],
        )
        for r in rows
    }


def mark_of(specialty: str) -> Mark:
    """The mark of a specialty; those of an abstract map share the mark of everything else."""
    return marks().get(specialty, marks()["other"])
