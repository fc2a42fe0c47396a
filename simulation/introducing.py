"""What a result is, played or read, and how it introduces itself: three lines on a screen, a table in a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow

    from simulation.scenario.schema import Scenario


class Result(Protocol):
    """A run, just played or read back: who draws or tells of it needs no more."""

    @property
    def scenario(self) -> Scenario:
        """What was played."""

    @property
    def tables(self) -> Mapping[str, pyarrow.Table]:
        """Its tables by name."""


class Image(Protocol):
    """A picture in memory."""

    @property
    def png(self) -> bytes:
        """Its bytes."""

    @property
    def words(self) -> str:
        """What it shows, for those who do not see it."""

    def save(self, path: str | Path) -> Path:
        """Write it into a file."""


class Pictures(Protocol):
    """The pictures of a result, each drawn when it is asked for."""

    def growth(self) -> Image:
        """The nation's workers, and those of its zones or specialties."""

    def map(self) -> Image:
        """The country with its clusters and zones in the last quarter."""

    def finance(self) -> Image:
        """Loans, debt service and cover ratios."""

    def zone(self, name: str) -> Image:
        """Workers, firms, quality and arrears of one zone by its key or name; ValueError where there is none."""


SHOWN = ("firms", "workers", "exports_usd_mn", "debt_outstanding_usd_mn", "arrears_usd_mn")
"""Figures of the nation by which a result introduces itself."""


def in_three_lines(kind: str, scenario: Scenario, tables: Mapping[str, pyarrow.Table]) -> str:
    """A result for the screen: what was played, how the nation ends, which tables there are."""
    told = f"seed {scenario.seed}, scale {scenario.scale:g}, {scenario.quarters} quarters"
    return "\n".join((
        f"{kind} of {scenario.name}: {scenario.title or 'no title'} ({told})",
        _ending(tables) or "no table of the nation was kept",
        f"tables: {', '.join(tables)}",
    ))  # fmt: skip


def _ending(tables: Mapping[str, pyarrow.Table]) -> str:
    """The nation's figures in the last quarter."""
    last = _rows(tables)[-1:]
    return "; ".join(f"{name} {value}" for row in last for name, value in row.items())


def _rows(tables: Mapping[str, pyarrow.Table]) -> list[dict[str, str]]:
    """The nation's figures in the first quarter, in the last of every fifth year, and at the end."""
    if "nation" not in tables:
        return []
    nation = tables["nation"]
    quarters = nation.column("quarter").to_pylist()
    wanted = [n for n, q in enumerate(quarters) if n in (0, len(quarters) - 1) or (q.endswith("Q4") and q[3] in "05")]
    columns = {name: nation.column(name).to_pylist() for name in SHOWN if name in nation.column_names}
    return [
        {"quarter": quarters[n]} | {name: f"{values[n] or 0.0:,.0f}" for name, values in columns.items()}
        for n in wanted
    ]


def in_html(kind: str, scenario: Scenario, tables: Mapping[str, pyarrow.Table]) -> str:
    """A result for a notebook: its first line and a table of the nation."""
    from html import escape

    first, *_, last = in_three_lines(kind, scenario, tables).splitlines()
    rows = _rows(tables)
    head = "".join(f"<th>{escape(name)}</th>" for name in (rows[0] if rows else ()))
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row.values()) + "</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if rows else ""
    return f"<p>{escape(first)}</p>{table}<p>{escape(last)}</p>"
