"""All pictures of a run, into one folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

import simulation
from simulation.measures.clusters import SHORT
from simulation.report import canvas, finance_picture, growth_picture, loan_books, map_picture, plain_picture
from simulation.report.names import ZONE_NAMES
from simulation.report.words import count_word


def draw_all(run: Any, folder: Path) -> list[Path]:
    """growth.png, map.png and finance.png of a run (its `tables` and `scenario`), each with its words beside it."""
    frames = {name: run.tables[name].to_pandas() for name in ("nation", "zones", "specialties", "clusters", "loans")}
    scenario = run.scenario
    about = canvas.About(scenario.name, scenario.seed, scenario.scale, simulation.__version__)
    folder = Path(folder)
    return [
        draw_growth(frames, about, folder / "growth.png"),
        draw_map(frames, about, folder / "map.png", scenario.plain, map_picture.placed_by(scenario.zones)),
        draw_finance(frames, about, folder / "finance.png"),
    ]


def draw_growth(frames: dict[str, pd.DataFrame], about: canvas.About, path: Path) -> Path:
    """The nation's curve, and those of the CPEC zones (or of the specialties, on a map without them)."""
    items, parts, heading = small_multiples(frames)
    words = growth_picture.told(frames["nation"], items, parts, about)
    with canvas.sheet(growth_picture.HEIGHT_MM) as figure:
        growth_picture.draw(figure, frames["nation"], items, heading)
        canvas.write(figure, words)
        return canvas.keep(figure, path, words)


def small_multiples(frames: dict[str, pd.DataFrame]) -> tuple[dict[str, Any], str, str]:
    """Workers by quarter of each zone or specialty, largest first; how a sentence calls them all; their heading."""
    zones = frames["zones"]
    nine = zones[zones.zone.astype(str).isin(ZONE_NAMES)]
    if len(nine):
        paths = {
            ZONE_NAMES[str(z)]: own.workers.to_numpy(dtype=float) for z, own in nine.groupby("zone", observed=True)
        }
        return _largest_first(paths), "CPEC zones", f"{count_word(len(paths))} CPEC zones"
    kinds = frames["specialties"]
    named = {
        SHORT.get(str(kind), str(kind).replace("_", " ")).capitalize(): own.workers.to_numpy(dtype=float)
        for kind, own in kinds.groupby("specialty", observed=True)
    }
    return _largest_first(named), "", "Largest specialties"


def _largest_first(paths: dict[str, Any]) -> dict[str, Any]:
    return dict(sorted(paths.items(), key=lambda item: (-item[1][-1], item[0]))[: growth_picture.SHOWN])


def draw_map(
    frames: dict[str, pd.DataFrame],
    about: canvas.About,
    path: Path,
    plain: Any = None,
    placed: Sequence[map_picture.Placed] = (),
) -> Path:
    """The clusters of the last quarter, and the zones that the scenario places itself."""
    with canvas.sheet(height_of_map(plain)) as figure:
        words = put_map(figure, frames, about, str(frames["nation"].quarter.iloc[-1]), plain, placed)
        return canvas.keep(figure, path, words)


def height_of_map(plain: Any = None) -> float:
    """Height of the map's sheet [mm]."""
    return map_picture.HEIGHT_MM if plain is None else plain_picture.HEIGHT_MM


def put_map(
    figure: Figure,
    frames: dict[str, pd.DataFrame],
    about: canvas.About,
    quarter: str,
    plain: Any = None,
    placed: Sequence[map_picture.Placed] = (),
) -> canvas.Words:
    """The clusters of a quarter on a sheet; the size of a mark is against the largest cluster of the whole run."""
    every = frames["clusters"]
    now = every[every.quarter.astype(str) == quarter]
    largest = float(every.workers.max()) if len(every) else 1.0
    picture: Any = map_picture if plain is None else plain_picture
    words: canvas.Words = picture.told(now, quarter, about)
    where = (int(quarter[:4]), placed) if plain is None else ((plain.columns, plain.rows),)
    picture.draw(figure, now, largest, *where)
    canvas.write(figure, words)
    return words


def draw_finance(frames: dict[str, pd.DataFrame], about: canvas.About, path: Path) -> Path:
    """Service, cover and balances of all loans; a sheet that says so where there are none."""
    if frames["loans"].empty or not float(np.nansum(frames["loans"].get("contractual_usd_mn", pd.Series([0.0])))) > 0:
        return _no_loans(about, path)
    nation, loans, zones = frames["nation"], frames["loans"], frames["zones"]
    quarters = list(nation.quarter)
    books = loan_books.Books(quarters, loans)
    own = loan_books.ZoneBooks(quarters, loans, zones) if len(loan_books.of_zones(loans)) else None
    words = finance_picture.told(books, own, about)
    with canvas.sheet(finance_picture.HEIGHT_MM) as figure:
        finance_picture.draw(figure, books, own, nation.get("external_service_over_exports_pct"))
        canvas.write(figure, words)
        return canvas.keep(figure, path, words)


def _no_loans(about: canvas.About, path: Path) -> Path:
    words = canvas.Words(
        "No loan is owed", "This scenario has no loans, or none had begun.", about.line(), "No loan is owed."
    )
    with canvas.sheet(30.0) as figure:
        canvas.write(figure, words)
        return canvas.keep(figure, path, words)
