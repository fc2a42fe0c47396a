"""Lessons: a question, two scenarios with the same luck, and what to look at, as a small file says it.

scenarios/lessons/why_firms_cluster/lesson.toml beside its scenario files; all that is read aloud stands in
scenarios/lessons/texts/, one file a language (lesson_texts.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field, ValidationError

from simulation.country.country import Country
from simulation.country.default import DEFAULT
from simulation.country.finding import country_of
from simulation.finance.settings import Quarter
from simulation.measures.schema_agents import SHEETS
from simulation.measures.schema_money import MEANINGS
from simulation.scenario.faults import Fault, ScenarioFaults, unknown
from simulation.scenario.loading import LESSON, checked, name_of, scenarios_folder
from simulation.scenario.reading import Source, read, read_one
from simulation.scenario.schema import Scenario
from simulation.scenario.shipped import is_there
from simulation.scenario.wording import worded
from simulation.seeding.settings import Settings
from simulation.units import quarter_index, quarter_name

FOLDER = "lessons"
SHARED = "clusters.shared"
"""The share of A's clusters that B has too: same place, same specialty."""
TABLES_READ = ("nation", "zones", "clusters")
SIDES = ("a", "b")
MOST_MINUTES, LAST_PLACE = 30, 99


class Side(Settings):
    """One of the two scenarios of a lesson."""

    scenario: str = Field(min_length=1, description="a scenario file, by its path from the lesson's folder")
    luck: int = Field(default=0, ge=0, le=1_000_000, description="added to the seed: 0 is the same luck in A and B")


class Look(Settings):
    """A number to look at: where it stands in the tables of results, when, and what is expected of it."""

    measure: str = Field(
        pattern=r"^[a-z_]+\.[a-z_0-9]+$",
        description="nation.COLUMN, zones.COLUMN, or clusters.shared: the share of A's clusters that B has too",
    )
    quarter: Quarter = Field(description="the date")
    zones: tuple[str, ...] = Field(default=(), description="of zones.COLUMN: keys of zones or of groups of zones")
    expect: Literal["more", "less", "same", "most", "half", "few"] = Field(
        description="B against A: more, less, or no clear difference; of clusters.shared: most or few"
    )


class Lesson(Settings):
    """What a lesson file says; its words stand in the files of texts."""

    name: str = Field(default="unnamed", pattern=r"^[a-z0-9_]+$", max_length=60, description="key of its texts")
    place: int = Field(ge=1, le=LAST_PLACE, description="its place in the list of lessons")
    minutes: int = Field(default=10, ge=1, le=MOST_MINUTES, description="how long it takes in class")
    quarters: int = Field(ge=4, le=400, description="length of the runs")
    scale: float = Field(gt=0, le=1, description="share of the firms that are simulated")
    seeds: int = Field(default=8, ge=2, le=100, description="pairs of runs behind the numbers of the teacher's sheet")
    first_seed: int = Field(default=1, ge=0, lt=2**31, description="luck of the first pair: the one that is watched")
    a: Side = Field(description="what is compared with")
    b: Side = Field(description="what differs")
    look: dict[str, Look] = Field(min_length=1, max_length=4, description="what to look at, by name")
    predict: str = Field(description="the look that is predicted before the run, by its name")
    curves: tuple[str, ...] = Field(
        default=("firms", "workers"), min_length=1, max_length=4, description="columns of `nation` drawn beside the map"
    )


class Opened(NamedTuple):
    """A lesson with its two scenarios, checked, at the lesson's scale and length."""

    lesson: Lesson
    a: Scenario
    b: Scenario

    def pair(self, number: int) -> dict[str, Scenario]:
        """The two scenarios of the n-th pair of runs, counted from 0."""
        seed = self.lesson.first_seed + number
        return {side: getattr(self, side).but(seed=seed + getattr(self.lesson, side).luck) for side in SIDES}


def shipped_lessons() -> dict[str, Path]:
    """The files of the shipped lessons by name, in the order of teaching."""
    files = sorted((scenarios_folder() / FOLDER).glob(f"*/{LESSON}"))
    return {path.parent.name: path for path in sorted(files, key=lambda path: (_place(path), path))}


def _place(path: Path) -> int:
    try:
        place = read_one(path).data.get("place")
    except ScenarioFaults:
        return LAST_PLACE
    return place if isinstance(place, int) else LAST_PLACE


def is_lesson(path: str | Path) -> bool:
    """Whether a file is a lesson's: it says what to look at."""
    try:
        return is_there(path) and not Path(path).is_dir() and "look" in read_one(Path(path)).data
    except ScenarioFaults:
        return False


def is_texts(path: str | Path) -> bool:
    """Whether a file holds the texts of lessons."""
    try:
        return is_there(path) and not Path(path).is_dir() and "lessons" in read_one(Path(path)).data
    except ScenarioFaults:
        return False


def found(name: str) -> Path:
    """The file of a lesson's name or path; ScenarioFaults names the lessons there are."""
    path, known = Path(name), shipped_lessons()
    if name in known:
        return known[name]
    if path.is_dir():
        return path / LESSON
    if path.is_file():
        return path
    raise ScenarioFaults([Fault(name, "", f"{unknown('lesson', name, known)}; see `sez list lessons`")])


def open_lesson(name: str | Path) -> Opened:
    """A lesson by name or file, with its scenarios; ScenarioFaults holds every fault of all three files."""
    path = found(str(name))
    source = read_one(path)
    lesson = _lesson(source, path)
    sides: dict[str, Scenario] = {}
    faults: list[Fault] = []
    for side in SIDES:
        try:
            sides[side] = _scenario(lesson, path.parent / getattr(lesson, side).scenario)
        except ScenarioFaults as found_there:
            faults += _seen_from(source, side, found_there)
    zones = country_of(sides["a"].country) if "a" in sides else None
    faults = [*_findings(lesson, source, zones), *faults]
    if faults:
        raise ScenarioFaults(faults)
    return Opened(lesson, sides["a"], sides["b"])


def _lesson(source: Source, path: Path) -> Lesson:
    data = {"name": path.resolve().parent.name} | source.data
    try:
        return Lesson.model_validate_json(json.dumps(data, default=str), strict=True)
    except ValidationError as error:
        told = dict.fromkeys(worded(Lesson, data, each) for each in error.errors())
        raise ScenarioFaults(Fault(source.place(key), ".".join(key), text) for key, text in told) from None


def _scenario(lesson: Lesson, path: Path) -> Scenario:
    source = read(path)
    source.data.setdefault("name", name_of(path))
    return checked(source).but(scale=lesson.scale, quarters=lesson.quarters)


def _seen_from(source: Source, side: str, faults: ScenarioFaults) -> Iterator[Fault]:
    """Faults of a side's scenario; one without a line of its own, such as a missing file, is told at the lesson's."""
    key = (side, "scenario")
    for fault in faults.faults:
        lined = fault.place.rpartition(":")[2].isdigit()
        yield fault if lined else Fault(source.place(key), ".".join(key), f"{fault.place}: {fault.text}")


def _findings(lesson: Lesson, source: Source, country: Country | None) -> Iterator[Fault]:
    """What the schema cannot see; names of zones only where scenario A says which country they are of."""
    first = (country or country_of(DEFAULT)).first_quarter
    for name, look in lesson.look.items():
        unknown_zones = [("zones", text) for text in _unknown_zones(look, country)] if country else []
        for key, text in [*_faults_of(look, first, lesson.quarters), *unknown_zones]:
            yield Fault(source.place(("look", name, key)), f"look.{name}.{key}", text)
    if lesson.predict not in lesson.look:
        yield Fault(source.place(("predict",)), "predict", unknown("look", lesson.predict, lesson.look))
    for column in lesson.curves:
        if column not in (known := columns_of("nation")):
            yield Fault(source.place(("curves",)), "curves", unknown("column of nation", column, known))


def columns_of(table: str) -> list[str]:
    """Numbers of a table of results: those of its sheet, then those of the money that may stand in it."""
    listed = [measure.name for measure in SHEETS[table].measures if measure.name not in SHEETS[table].key]
    return [*listed, *(name for name in MEANINGS if name not in listed)]


def _faults_of(look: Look, first: int, quarters: int) -> Iterator[tuple[str, str]]:
    table, column = look.measure.split(".")
    if table not in TABLES_READ or (table == "clusters" and look.measure != SHARED):
        yield "measure", unknown("measure", look.measure, ["nation.COLUMN", "zones.COLUMN", SHARED])
    elif look.measure != SHARED and column not in (known := columns_of(table)):
        yield "measure", unknown(f"column of {table}", column, known)
    if (look.measure == SHARED) != (look.expect in ("most", "half", "few")):
        right = "most or few" if look.measure == SHARED else "more, less or same"
        yield "expect", f'"{look.expect}" found; {right} would be right for {look.measure}'
    if (table == "zones") != bool(look.zones):
        right = "at least one zone" if table == "zones" else "nothing, since only zones.COLUMN has zones,"
        yield "zones", f"{', '.join(look.zones) or 'nothing'} found; {right} would be right"
    if not first <= quarter_index(look.quarter) < first + quarters:
        ends = f"{quarter_name(first)} to {quarter_name(first + quarters - 1)}"
        yield "quarter", f"{look.quarter} found; {ends} would be right: the run's"
    elif yearly(look) and not look.quarter.endswith("Q4"):
        yield (
            "quarter",
            f"{look.quarter} found; {look.quarter[:4]}Q4 would be right: {look.measure} is seen once a year",
        )


def _unknown_zones(look: Look, country: Country) -> Iterator[str]:
    known = [*country.groups, *country.zone_keys]
    return (unknown("zone", zone, known) for zone in look.zones if zone not in known)


def yearly(look: Look) -> bool:
    """Whether a number is looked at only in the last quarter of a year."""
    table, column = look.measure.split(".")
    return table == "clusters" or (table in SHEETS and SHEETS[table].measure(column).looked_at_yearly)


def zones_of(look: Look, country: Country) -> tuple[str, ...]:
    """The zones of a look, groups of them spelled out."""
    groups = country.groups
    return tuple(key for name in look.zones for key in (groups[name].zones if name in groups else (name,)))
