"""What was measured, as tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.table import Table

ENGINES = ("engine, 1 thread(s)", "engine, 2 thread(s)", "numpy", "mesa-frames", "mesa")
GIB = 2.0**30


def table_of(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table whose first column is words and whose others are numbers."""
    table = Table(title=title, title_justify="left")
    for at, head in enumerate(heads):
        table.add_column(head, justify="right" if at else "left")
    for row in rows:
        table.add_row(*row)
    return table


def table_of_seconds(seconds: Mapping[str, float], times: Mapping[str, int], quarters: int) -> Table:
    """Where the time of a run went: seconds and their share, in the order of the quarter."""
    whole = max(1e-9, sum(seconds.values()))
    rows = [
        (what, f"{spent:,.3f}", f"{spent / whole:.1%}", f"{times[what]:,}", f"{1e3 * spent / times[what]:,.2f}")
        for what, spent in seconds.items()
    ]
    rows.append(("all", f"{whole:,.3f}", "100.0%", "", ""))
    return table_of(f"where the time went: {quarters} quarters", ("", "seconds", "share", "times", "ms each"), rows)


def tables(found: Mapping[str, Any]) -> Iterator[Table]:
    """What `sez bench` measured, of the sections that are there."""
    if "cold_start" in found:
        yield cold_start(found["cold_start"])
    if "yardsticks" in found:
        yield yardsticks(found["yardsticks"])
        yield profile(found["yardsticks"]["mesa_profile"])
    if "sizes" in found:
        yield sizes(found["sizes"])
        yield phases(found["sizes"][-1])
    if "runs" in found:
        yield runs(found["runs"])


def cold_start(found: Mapping[str, float]) -> Table:
    """Seconds until something happens."""
    rows = [
        ("sez --help", f"{found['help_s']:.2f}"),
        ("what a run imports", f"{found['import_s']:.2f}"),
        ("until the default 1:10 starts stepping", f"{found['begun_s']:.2f}"),
        ("until its first quarter is done", f"{found['first_step_s']:.2f}"),
    ]
    return table_of("cold start, compiled code kept", ("", "seconds"), rows)


def yardsticks(found: Mapping[str, Any]) -> Table:
    """Firm-quarters a second, and how many times Mesa's each is."""
    took: Mapping[str, float] = found["ns_a_firm"]
    rows = []
    for part in ("own part", "same work", "quarter"):
        mesa = took.get(f"mesa, {part}", took["mesa, quarter"])
        for engine in ENGINES:
            ns = took.get(f"{engine}, {part}")
            if ns is not None:
                rows.append((f"{part}: {engine}", f"{ns:,.0f}", f"{1e9 / ns:,.0f}", f"{mesa / ns:,.1f}"))
    if "mesa-frames, own part" not in took:
        rows.append(("own part: mesa-frames not measured: benchmarks/README.md says how", "", "", ""))
    title = f"side by side at {found['firms']:,} firms; medians of {found['turns']} quarters in turns"
    return table_of(title, ("", "ns a firm", "firm-quarters/s", "times Mesa"), rows)


def profile(rows: Sequence[Sequence[Any]]) -> Table:
    """Where Mesa's quarter goes, so that anybody can see that it was not made slow."""
    told = [(name, f"{calls:,}", f"{seconds:.3f}") for name, calls, seconds in rows]
    return table_of("Mesa's quarter by its own profile: the dearest functions", ("", "calls", "seconds"), told)


def sizes(found: Sequence[Mapping[str, Any]]) -> Table:
    """Time and bytes a firm by size."""
    base = found[0]["ns_a_firm_1"]
    rows = [
        (
            f"{one['firms']:,}", f"{one['ns_a_firm_1']:,.0f}", f"{one['ns_a_firm_1'] / base:.2f}",
            f"{one['ns_a_firm_2_wall']:,.0f}", f"{one['ns_a_firm_1_wall'] / one['ns_a_firm_2_wall']:.2f}",
            f"{one['bytes_a_firm']:.0f}", f"{one['bytes_a_firm_at_work']:.0f}", f"{one['peak_bytes_a_firm']:,.0f}",
        )
        for one in found
    ]  # fmt: skip
    heads = ("firms", "ns a firm", "over smallest", "two threads", "gain", "bytes a firm", "at work", "peak")
    return table_of("the engine by size: a quarter, one thread", heads, rows)


def phases(found: Mapping[str, Any]) -> Table:
    """Time, bytes and the limit, phase by phase."""
    listed: Sequence[Mapping[str, Any]] = found["phases"]
    whole = {name: sum(row[name] for row in listed) for name in listed[0] if name != "phase"}
    rows = [phase_row(row, whole["ns_a_firm"]) for row in [*listed, {"phase": "all", **whole}]]
    heads = ("", "ns a firm", "share", "compiled", "bytes", "exp", "log", "draws", "bare loop", "ratio")
    return table_of(f"phase by phase at {found['firms']:,} firms, one thread, a firm", heads, rows)


def phase_row(row: Mapping[str, Any], whole: float) -> list[str]:
    """One phase's line; the ratio is the compiled loops' time over the bare loop's."""
    compiled, bare = row["compiled_ns_a_firm"], row["bare_ns_a_firm"]
    counts = [f"{row[name]:,.1f}" for name in ("exps_a_firm", "logs_a_firm", "draws_a_firm")]
    ratio = f"{compiled / bare:.1f}" if bare >= 1.0 else ""
    spent = row["ns_a_firm"]
    share = [f"{spent:,.1f}", f"{spent / whole:.1%}", f"{compiled:,.1f}", f"{row['bytes_a_firm']:,.0f}"]
    return [row["phase"], *share, *counts, f"{bare:,.1f}", ratio]


def runs(found: Sequence[Mapping[str, Any]]) -> Table:
    """Whole runs in processes of their own."""
    rows = [
        (
            f"1:{1.0 / one['scale']:.0f}", f"{one['threads']}", f"{one['seconds']:.2f}", f"{one['own_seconds']:.2f}",
            f"{1e3 * one['own_seconds'] / (one['quarters'] + one['run_in_quarters']):.1f}",
            f"{one['peak_bytes'] / GIB:.2f}", f"{one['firms_at_the_end']:,.0f}",
        )
        for one in found
    ]  # fmt: skip
    heads = ("baseline", "threads", "seconds", "of the processor", "ms a quarter", "peak GiB", "firms at the end")
    return table_of("whole runs once loaded, set up, recorded, run-in included", heads, rows)
