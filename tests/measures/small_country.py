"""A small country for the tests of measures: a torus with towns, a zone, firms and suppliers placed by hand."""

from types import SimpleNamespace

import numpy as np

from simulation.agents.firms.state import FounderKind, firms
from simulation.agents.suppliers.state import suppliers
from simulation.country.finding import country_of
from simulation.engine.luck import Luck

SPECIALTIES = ("surgical_instruments", "sports_goods", "furniture_wood", "other")


class Quarter(SimpleNamespace):
    """What a recorder sees of an economy."""

    def but(self, **changed):
        """The same with these parts replaced."""
        return Quarter(**{**vars(self), **changed})


def country(rows=20, columns=20):
    """A torus of 10 km cells with two towns and one zone in the second town's cell."""
    size = rows * columns
    row, column = np.divmod(np.arange(size), columns)
    grid = SimpleNamespace(
        rows=rows, columns=columns, cell_km=10.0, torus=True, row=row, column=column,
        x_km=column * 10.0, y_km=row * 10.0,
        longitude=70.0 + column * 0.1, latitude=30.0 + row * 0.09,
    )  # fmt: skip
    places = [SimpleNamespace(name="Sialkot", cell=0, people=9e5), SimpleNamespace(name="Gujrat", cell=210, people=4e5)]
    zones = [SimpleNamespace(key="rashakai", cell=210)]

    def place_name(cell):
        away = [min(abs(row[cell] - row[p.cell]), rows - abs(row[cell] - row[p.cell])) for p in places]
        return places[int(np.argmin(away))].name

    def hours_between(cells, quarter, upgrades=()):
        across = np.abs(grid.x_km[cells][:, None] - grid.x_km[cells])
        along = np.abs(grid.y_km[cells][:, None] - grid.y_km[cells])
        across, along = np.minimum(across, columns * 10 - across), np.minimum(along, rows * 10 - along)
        return np.hypot(across, along) / 40.0

    return SimpleNamespace(
        name="test", grid=grid, places=places, zones=zones, place_name=place_name, hours_between=hours_between,
        block_of_site=np.append(row // 10 * 2 + column // 10, 3),
        cell_of_site=np.append(np.arange(size), 210), zone_of_site=np.append(np.full(size, -1), 0),
    )  # fmt: skip


WEIGHT = 10.0


def given(the_map, names=SPECIALTIES):
    size = len(names)
    kinds = SimpleNamespace(
        names=names, base_wage=np.full(size, 0.0005), materials_share=np.full(size, 0.6), __len__=lambda: size
    )
    return SimpleNamespace(
        country=country_of("pakistan"),
        map=the_map,
        start=0,
        luck=Luck(1),
        specialties=Kinds(kinds),
        scenario=SimpleNamespace(policy={}, scale=1.0 / WEIGHT),
    )


class Kinds:
    """Specialties that know how many they are."""

    def __init__(self, columns):
        self.columns = columns

    def __getattr__(self, name):
        return getattr(self.columns, name)

    def __len__(self):
        return len(self.columns.names)


def economy(quarter, specialty, site, workers, supply=(), born=None):
    """An economy whose rows stand for ten firms each; `supply` lists (site, specialty, rows of its buyers)."""
    size = len(specialty)
    bought = np.zeros(size, dtype=np.uint64)
    for number, (_, _, buyers) in enumerate(supply):
        bought[buyers] = 1000 + number
    makers = firms(
        size, id=np.arange(1, size + 1, dtype=np.uint64), weight=WEIGHT,
        specialty=np.array(specialty), site=np.array(site),
        workers=np.array(workers, dtype=float), output=np.array(workers) * 0.002, price=1.0, supplier=bought,
        value_added=np.array(workers) * 0.001, exports=np.array(workers) * 0.0005, capital=np.array(workers) * 0.004,
    )  # fmt: skip
    sellers = suppliers(
        len(supply), weight=WEIGHT, id=1000 + np.arange(len(supply), dtype=np.uint64),
        site=np.array([s[0] for s in supply], dtype=np.int64),
        specialty=np.array([s[1] for s in supply], dtype=np.int64),
    )  # fmt: skip
    births = None if born is None else makers.take(np.array(born, dtype=np.int64))
    if births is not None:
        births = births.but(kind=np.full(len(births), FounderKind.SPIN_OFF))
    return Quarter(
        quarter=quarter, firms=makers, suppliers=sellers, births=births, deaths={"losses": 20.0, "age": 10.0},
        fields=None,
        flows=(("firms", "households", "wages", makers.all_of(makers.workers) * 0.0005),), institutions=None,
    )  # fmt: skip
