"""report.html: a comparison in one file that needs nothing else, made to be read on paper as well."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np

from simulation.comparison import statistics
from simulation.comparison.findings import SHOWN, UNITS, Finding, signed, size_of
from simulation.comparison.picture import letter, order
from simulation.comparison.reading import Finished
from simulation.report import words
from simulation.telling.summary import shown_quarters

STYLE = """
body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;color:#1B2430;
max-width:62rem;margin:2rem auto;padding:0 1rem;font-variant-numeric:tabular-nums}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.1rem;margin-top:2rem}p,li{max-width:46rem}
.quiet,figcaption,caption{color:#5A6675}caption{text-align:left;padding:.3rem 0}
table{border-collapse:collapse;margin:.6rem 0;font-size:.92rem}
td,th{padding:.22rem .7rem;border-bottom:1px solid #D5DAE0;text-align:right;vertical-align:top}
th:first-child,td:first-child{text-align:left}thead th{border-bottom:1.5px solid #5A6675}
figure{margin:1rem 0}img{max-width:100%;height:auto}
.failed{border-left:4px solid #B3122B;padding:.3rem .8rem}code{font-size:.9em}
.wide{overflow-x:auto}pre.differs{columns:24rem;font-size:.78rem;line-height:1.35;white-space:pre-wrap}
@media print{body{margin:0;max-width:none;font-size:10pt}h2,caption{break-after:avoid}
table,figure,tr{break-inside:avoid}
.wide{overflow:visible}a{color:inherit;text-decoration:none}@page{margin:16mm}}
"""


def write(
    path: Path, ensemble: Finished, base: int, found: Sequence[Finding], differs: Sequence[str], picture: Path
) -> str:
    """The whole page."""
    parts = [
        f"<h1>{escape(heading(ensemble, base))}</h1>",
        f'<p class="quiet">{escape(how(ensemble))}</p>',
        *failed(ensemble),
        "<h2>What differs</h2>",
        settings(differs),
        "<h2>What was found</h2>",
        sentences(found),
        figure(picture),
        "<h2>Differences from the base</h2>",
        difference_table(ensemble, found),
        "<h2>Levels</h2>",
        level_table(ensemble, base),
        "<h2>How to read this</h2>",
        READING,
        f'<p class="quiet">{escape(made_by(ensemble))}</p>',
    ]
    title = escape(heading(ensemble, base))
    page = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style></head>\n<body>\n'
        + "\n".join(parts)
        + "\n</body></html>\n"
    )
    path.write_text(page, encoding="utf-8")
    return page


READING = (
    "<p>Each seed is one course of luck, and every scenario is run with the same seeds: founders, shocks and choices "
    "draw the same numbers wherever the scenarios leave them the same question. So a difference is taken pair by pair, "
    "and luck that both share falls out of it. Levels: the range that nine runs in ten lie in. Differences: the mean "
    "of the pairs, and the 90 % interval of that mean by Student's t; it says how well the mean is known, not how "
    "far single runs lie apart. <em>Apart from</em> is the first quarter from which the interval keeps clear of zero "
    "to the end. <em>Gain</em> is the standard deviation that unpaired runs would have over that of the pairs: at 3, "
    "pairing is worth nine times as many runs. <em>Pairs to show 1 %</em>: seeds with which a difference of 1 % of the "
    "base would be found clear nine times in ten.</p>"
)


def heading(ensemble: Finished, base: int) -> str:
    """What is compared with what."""
    others = [label for number, label in enumerate(ensemble.labels) if number != base]
    few = ", ".join(others[:4]) + (f" and {len(others) - 4} more" if len(others) > 4 else "")
    return f"{few} against {ensemble.labels[base]}" if others else ensemble.labels[base]


def how(ensemble: Finished) -> str:
    """Runs, seeds, quarters."""
    return (
        f"{len(ensemble.labels)} scenarios, {len(ensemble.replicates)} seeds each, {ensemble.kept()} runs, "
        f"{words.quarter(ensemble.quarters[0])} to {words.quarter(ensemble.quarters[-1])}."
    )


def failed(ensemble: Finished) -> list[str]:
    """Runs that failed, each with its seed and message, before any number is shown."""
    rows = ensemble.failures()
    if not rows:
        return []
    items = "".join(
        f"<li>{escape(row['scenario'])}, seed {row['seed']}: <code>{escape(row['message'])}</code></li>" for row in rows
    )
    text = f"{len(rows)} {words.plural(len(rows), 'run', 'runs')} failed and {words.plural(len(rows), 'is', 'are')}"
    return [
        f'<div class="failed"><p>{text} in no mean below; their pairs are left out as well.</p><ul>{items}</ul></div>'
    ]


def settings(differs: Sequence[str]) -> str:
    """The text of `sez diff` for each scenario."""
    return '<pre class="differs">' + escape("\n".join(differs)) + "</pre>" if differs else "<p>No setting differs.</p>"


def sentences(found: Sequence[Finding]) -> str:
    """One list a scenario."""
    told: dict[str, list[str]] = {}
    for each in found:
        told.setdefault(each.scenario, []).append(f"<li>{escape(each.sentence())}</li>")
    last = words.quarter(found[0].quarters[-1]) if found else ""
    return "".join(f"<p><b>{escape(name)}</b>, at {last}:</p><ul>{''.join(rows)}</ul>" for name, rows in told.items())


def figure(picture: Path) -> str:
    """A picture inside the page, with its words for those who do not see it."""
    alt = escape(picture.with_suffix(".txt").read_text(encoding="utf-8").strip(), quote=True)
    data = base64.b64encode(picture.read_bytes()).decode()
    return f'<figure><img src="data:image/png;base64,{data}" alt="{alt}"></figure>'


def difference_table(ensemble: Finished, found: Sequence[Finding]) -> str:
    """Differences at a few years, when they part, and what pairing gained."""
    dates = [ensemble.quarters.index(q) for q in shown_quarters(ensemble.quarters)]
    head = [
        "scenario",
        "measure",
        *(words.quarter(ensemble.quarters[d]) for d in dates),
        "apart from",
        "pairs above 0",
        "pairs to show 1 %",
        "gain",
    ]
    rows = [
        [each.scenario, _measure(each.measure), *(_difference(each, d) for d in dates), *_more(each)] for each in found
    ]
    return _table("Mean of pairs and its 90 % interval; ≈ where the interval holds 0.", head, rows)


def _difference(each: Finding, date: int) -> str:
    size = size_of(each.measure)
    mean, low, high = (size * float(column[date]) for column in (each.found.mean, each.found.low, each.found.high))
    if not np.isfinite(mean):
        return "–"
    if not np.isfinite(low):
        return signed(mean)
    return f"{signed(mean)} ({signed(low)} to {signed(high)})" + (" ≈" if low <= 0 <= high else "")


def _more(each: Finding) -> tuple[str, str, str, str]:
    since = "–" if each.apart_from is None else words.quarter(each.quarters[each.apart_from])
    paired, unpaired = float(each.found.sd_paired[each.last]), float(each.found.sd_unpaired[each.last])
    gain = f"{unpaired / paired:.2g}" if np.isfinite(paired) and paired > 0 else "–"
    needed = each.pairs_to_show(0.01)
    above = words.per_cent(each.share_above) if np.isfinite(each.share_above) else "–"
    return since, above, words.short(needed) if np.isfinite(needed) else "–", gain


def level_table(ensemble: Finished, base: int) -> str:
    """Levels at a few years with the range of nine runs in ten."""
    dates = [ensemble.quarters.index(q) for q in shown_quarters(ensemble.quarters)]
    rows = []
    for measure in (m for m in SHOWN if m in ensemble.numbers("nation")):
        cube = size_of(measure) * ensemble.measure(measure)
        for place, number in enumerate(order(ensemble, base)):
            level = statistics.levels(cube[number])
            cells = [_level(level, date) for date in dates]
            rows.append([_measure(measure), f"{letter(place)} {ensemble.labels[number]}", *cells])
    head = ["measure", "scenario", *(words.quarter(ensemble.quarters[d]) for d in dates)]
    return _table("Mean of the runs and the range of nine in ten.", head, rows)


def _level(level: statistics.Levels, date: int) -> str:
    mean, low, high = float(level.mean[date]), float(level.low[date]), float(level.high[date])
    return f"{words.short(mean)} ({words.short(low)} to {words.short(high)})" if np.isfinite(mean) else "–"


def _measure(name: str) -> str:
    return f"{SHOWN.get(name, name)}, {UNITS[name]}" if name in UNITS else SHOWN.get(name, name)


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f'<div class="wide"><table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def made_by(ensemble: Finished) -> str:
    """Versions, commit and sources, so that anyone can make the numbers again."""
    told = ensemble.about
    versions = ", ".join(f"{name} {number}" for name, number in told["versions"].items())
    return f"Made by {versions}; sources {told['sources_sha256'][:12]}, commit {told['commit'] or 'unknown'}."
