"""What was measured, as tables for people."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table


def table_of_seconds(seconds: Mapping[str, float], times: Mapping[str, int], quarters: int) -> Table:
    """Where the time of a run went: seconds and their share, in the order of the quarter."""
    table = Table(title=f"where the time went: {quarters} quarters")
    for head in ("", "seconds", "share", "times", "ms each"):
        table.add_column(head, justify="left" if head == "" else "right")
    whole = max(1e-9, sum(seconds.values()))
    for what, spent in seconds.items():
        each = f"{1e3 * spent / times[what]:,.2f}"
        table.add_row(what, f"{spent:,.3f}", f"{spent / whole:.1%}", f"{times[what]:,}", each)
    table.add_section()
    table.add_row("all", f"{whole:,.3f}", "100.0%", "", "")
    return table
