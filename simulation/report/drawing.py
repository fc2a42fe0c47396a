"""All pictures of a run, into one folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

import simulation
from simulation.country.country import Country
from simulation.country.finding import country_of
from simulation.engine.table import Column
from simulation.introducing import Result
from simulation.report import canvas, finance_picture, growth_picture, loan_books, map_picture, own_zones, plain_picture
from simulation.report.ground import land_of
from simulation.report.words import count_word

if TYPE_CHECKING:
    from simulation.scenario.schema import Plain, Scenario


def draw_all(run: Result, folder: Path) -> list[Path]:
    """growth.png, map.png and finance.png of a run (its `tables` and `scenario`), each with its words beside it."""
    frames = {name: run.tables[name].to_pandas() for name in ("nation", "zones", "specialties", "clusters", "loans")}
    about, folder = about_run(run.scenario), Path(folder)
    placed = own_zones.placed_by(run.scenario.zones, about.country)
    return [
        draw_growth(frames, about, folder / "growth.png"),
        draw_map(frames, about, folder / "map.png", run.scenario.plain, placed),
        draw_finance(frames, about, folder / "finance.png"),
    ]


def about_run(scenario: Scenario) -> canvas.About:
    """What the pictures of a scenario's run tell of it."""
    country = country_of(scenario.country)
    return canvas.About(scenario.name, scenario.seed, scenario.weight, simulation.__version__, country)


def draw_growth(frames: dict[str, pd.DataFrame], about: canvas.About, path: Path) -> Path:
    """The nation's curve, and those of the programme's zones (or of the specialties, on a map without them)."""
    items, parts, heading = small_multiples(frames, about.country)
    words = growth_picture.told(frames["nation"], items, parts, about)
    with canvas.sheet(growth_picture.HEIGHT_MM) as figure:
        growth_picture.draw(figure, frames["nation"], items, heading)
        canvas.write(figure, words)
        return canvas.keep(figure, path, words)


def small_multiples(frames: dict[str, pd.DataFrame], country: Country) -> tuple[dict[str, Column], str, str]:
    """Workers by quarter of each zone or specialty, largest first; how a sentence calls them all; their heading."""
    zones = frames["zones"]
    built = zones[zones.zone.astype(str).isin(country.programme_zones)]
    if len(built):
        paths = {
            country.short_name(str(z)): own.workers.to_numpy(dtype=float)
            for z, own in built.groupby("zone", observed=True)
        }
        called = f"{country.programme.title} zones"
        return _largest_first(paths), called, f"{count_word(len(paths))} {called}"
    kinds = frames["specialties"]
    named = {
        country.specialty(str(kind)).mark.capitalize(): own.workers.to_numpy(dtype=float)
        for kind, own in kinds.groupby("specialty", observed=True)
    }
    return _largest_first(named), "", "Largest specialties"


def _largest_first(paths: dict[str, Column]) -> dict[str, Column]:
    return dict(sorted(paths.items(), key=lambda item: (-item[1][-1], item[0]))[: growth_picture.SHOWN])


def draw_map(
    frames: dict[str, pd.DataFrame],
    about: canvas.About,
    path: Path,
    plain: Plain | None = None,
    placed: Sequence[own_zones.Placed] = (),
) -> Path:
    """The clusters of the last quarter, and the zones that the scenario places itself."""
    with canvas.sheet(height_of_map(plain)) as figure:
        words = put_map(figure, frames, about, str(frames["nation"].quarter.iloc[-1]), plain, placed)
        return canvas.keep(figure, path, words)


def height_of_map(plain: Plain | None = None) -> float:
    """Height of the map's sheet [mm]."""
    return map_picture.HEIGHT_MM if plain is None else plain_picture.HEIGHT_MM


def put_map(
    figure: Figure,
    frames: dict[str, pd.DataFrame],
    about: canvas.About,
    quarter: str,
    plain: Plain | None = None,
    placed: Sequence[own_zones.Placed] = (),
) -> canvas.Words:
    """The clusters of a quarter on a sheet; the size of a mark is against the largest cluster of the whole run."""
    every = frames["clusters"]
    now = every[every.quarter.astype(str) == quarter]
    largest = float(every.workers.max()) if len(every) else 1.0
    if plain is None:
        words = map_picture.told(now, quarter, about)
        map_picture.draw(figure, now, largest, int(quarter[:4]), land_of(about.country), placed)
    else:
        words = plain_picture.told(now, quarter, about)
        plain_picture.draw(figure, now, largest, (plain.columns, plain.rows))
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
    name = about.country.short_name
    with canvas.sheet(finance_picture.HEIGHT_MM) as figure:
        finance_picture.draw(figure, books, own, _over_exports(nation), name)
        canvas.write(figure, words)
        return canvas.keep(figure, path, words)


def _over_exports(nation: pd.DataFrame) -> Column:
    """External debt service over exports [%]; nothing where the run kept no such column."""
    column = "external_service_over_exports_pct"
    return nation[column].to_numpy(dtype=float) if column in nation else np.zeros(len(nation))


def _no_loans(about: canvas.About, path: Path) -> Path:
    words = canvas.Words(
        "No loan is owed", "This scenario has no loans, or none had begun.", about.line(), "No loan is owed."
    )
    with canvas.sheet(30.0) as figure:
        canvas.write(figure, words)
        return canvas.keep(figure, path, words)
