"""What each table of results holds: its key, and every measure with unit and meaning.

This list is the reference (`sez list measures`), the metadata of every Parquet file, and what pages, replays, Mesa and
comparisons know of a measure (declaring.py).
"""

from __future__ import annotations

from typing import NamedTuple

from simulation.measures.declaring import MONEY, THOUSAND, Measure, counted, money, once_a_year, share
from simulation.measures.schema_money import of_books


class Sheet(NamedTuple):
    """One table of results: `key` names the columns that tell its rows apart."""

    key: tuple[str, ...]
    meaning: str
    measures: tuple[Measure, ...]

    def measure(self, name: str) -> Measure:
        """The measure of that name; for a column not listed, what the books or its name say (`of_books`)."""
        return next((m for m in self.measures if m.name == name), None) or of_books(name)


QUARTER = Measure("quarter", "quarter", "calendar quarter, as 2015Q1")
SPECIALTY = Measure("specialty", "name", "specialty's identifier in seeds/specialties.csv")
FIRMS = counted("firms", "firms at the end of the quarter", title="Firms")._replace(magnitude=THOUSAND)
WORKERS = counted("workers", "workers of firms, full-time", title="Workers")._replace(magnitude=THOUSAND)
VALUE_ADDED = money("value_added_usd_mn", "sales less materials and bought services", title="Value added")
EXPORTS = money("exports_usd_mn", "sales abroad, in home money of 2015's exchange rate", title="Exports")
HOME_SALES = money("home_sales_usd_mn", "sales at home", title="Home sales")
OUTPUT = money("output_usd_mn", "output at the seller's price", title="Output")
CAPITAL = money("capital_usd_mn", "firms' capital", MONEY, "Capital")

CLASS_NAMES = ("1 to 5", "6 to 9", "10 to 49", "50 to 249", "250 and more")
NATION = Sheet(
    ("quarter",),
    "the nation, one row a quarter",
    (
        QUARTER,
        FIRMS,
        counted("suppliers", "suppliers at the end of the quarter", title="Suppliers"),
        WORKERS,
        VALUE_ADDED,
        EXPORTS,
        money(
            "export_earnings_usd_mn",
            "dollars earned by sales abroad, at the real exchange rate",
            title="Dollars earned",
        ),
        HOME_SALES,
        OUTPUT,
        CAPITAL,
        Measure(
            "productivity_usd_per_worker_year",
            "USD of 2020 a worker and year",
            "value added per worker, annualised",
            title="Value added per worker",
        ),
        money("wage_income_usd_mn", "wages paid by firms", title="Wages paid"),
        Measure("wage_usd_per_year", "USD of 2020 a year", "mean wage, annualised", title="Mean wage"),
        Measure(
            "people_lifted",
            "people",
            "people of poor families whom jobs hold above the poverty line, over 2015",
            True,
            "People lifted over the poverty line",
            "state",
        ),
        counted("entries", "firms born in the quarter", "firms", in_a_year="sum"),
        counted("exits", "firms that ended in the quarter", "firms", in_a_year="sum"),
        share("spin_off_share", "spin-offs among the quarter's entrants"),
        money("firm_debt_usd_mn", "firms' bank debt", MONEY, "Firms' bank debt"),
        share("losing_share", "firms with a loss in the quarter"),
        share(
            "zone_workers_share",
            "workers whose firms are inside a zone or estate",
            "workers",
            "Workers in zones and estates",
        ),
        *once_a_year(
            *(
                share(f"size_{n}_share", f"firms with {w} workers (once a year)")
                for n, w in zip(("1_5", "6_9", "10_49", "50_249", "250_up"), CLASS_NAMES, strict=True)
            ),
            share("workers_in_250_up_share", "workers in firms of 250 and more (once a year)"),
            Measure("size_tail_exponent", "exponent", "Hill's estimate on the largest tenth of firms (once a year)"),
            Measure(
                "growth_laplace_ratio",
                "ratio",
                "mean absolute over standard deviation of firms' yearly growth: 0.71 Laplace",
            ),
            Measure("growth_spread", "log points", "standard deviation of firms' yearly growth (once a year)"),
            Measure(
                "growth_spread_large_over_small",
                "ratio",
                "that of 80 and more workers over that of 2 to 5 (once a year)",
            ),
            share(
                "specialised_share",
                "cells with enough firms that have a product (pattern 1; once a year)",
                "cells",
                "Towns with a product of their own",
            ),
            share("specialised_share_reshuffled", "the same with specialties dealt anew over the same firms, one deal"),
            share(
                "largest_town_workers_share",
                "workers within 25 km of the largest town centre (once a year)",
                "workers",
                "Workers in the largest town",
            ),
            Measure(
                "clusters", "clusters", "clusters of the whole country as simulated (once a year)", title="Clusters"
            ),
            Measure("super_clusters", "super-clusters", "groups of clusters tied by supplier flows (once a year)"),
            Measure("morans_i", "index", "likeness of neighbouring cells' workers, -1 to 1 (once a year)"),
            Measure(
                "krugman_index",
                "index",
                "mean distance of cells' mix from the nation's, weighted by firms (once a year)",
            ),
            Measure("ellison_glaeser", "index", "mean over specialties by workers (once a year)"),
            Measure(
                "ellison_glaeser_firms", "index", "the same by firm counts, which no giant can swing (once a year)"
            ),
            Measure(
                "ellison_glaeser_reshuffled", "index", "by workers, specialties dealt anew, one deal (once a year)"
            ),
            Measure("buyers_per_supplier", "firms", "mean number of buyers of a supplier (once a year)"),
            Measure(
                "supply_distance_km",
                "km",
                "mean way of domestic inputs, by money (once a year)",
                title="Mean way of inputs",
            ),
            share(
                "local_sourcing_share",
                "domestic inputs bought within 20 km, by money (once a year)",
                "inputs",
                "Inputs bought within 20 km",
            ),
            share("import_share", "inputs that come through the ports, by money (once a year)"),
            Measure("supply_modularity", "index", "trade in inputs within 100 km blocks beyond chance (once a year)"),
        ),
    ),
)
ZONES = Sheet(
    ("quarter", "zone"),
    "zones and estates, one row a quarter each",
    (
        QUARTER,
        Measure("zone", "name", "zone's identifier in seeds/zones.csv"),
        FIRMS,
        WORKERS,
        VALUE_ADDED,
        EXPORTS,
        counted("firms_within_35_km", "firms within 35 km of the zone, its own included", "firms"),
        counted("workers_within_35_km", "workers within 35 km of the zone", "workers"),
        money("value_added_within_35_km_usd_mn", "value added within 35 km of the zone"),
    ),
)
SPECIALTIES = Sheet(
    ("quarter", "specialty"),
    "specialties, one row a quarter each",
    (
        QUARTER,
        SPECIALTY,
        FIRMS,
        counted("suppliers", "suppliers that serve it"),
        WORKERS,
        VALUE_ADDED,
        EXPORTS,
        HOME_SALES,
        CAPITAL,
        counted("entries", "firms born in the quarter", "firms", in_a_year="sum"),
        share("losing_share", "firms with a loss in the quarter"),
        *once_a_year(
            Measure("largest_cell_firms_share", "share, 0 to 1", "firms in its largest cell (once a year)"),
            Measure("herfindahl_cells", "index", "sum of squared shares of cells in its firms (once a year)"),
            Measure("ellison_glaeser", "index", "by workers (once a year)"),
            Measure("ellison_glaeser_firms", "index", "by firm counts (once a year)"),
            Measure(
                "ellison_glaeser_reshuffled", "index", "by workers, specialties dealt anew, one deal (once a year)"
            ),
        ),
    ),
)
CLUSTERS = Sheet(
    ("quarter", "cluster"),
    "clusters, one row a year each (last quarter of the year, and the first of the run)",
    (
        QUARTER,
        Measure("cluster", "name", "key, the same in every scenario where it forms"),
        Measure("name", "name", 'as China names towns: "Datang, socks city"'),
        Measure("place", "name", "nearest large town of its core"),
        SPECIALTY,
        Measure("status", "name", "emerging, growing, mature or declining"),
        Measure("super_cluster", "name", "its super-cluster, empty where it stands alone"),
        Measure("core_cell", "cell", "cell that names it: with most of its makers, or nearly"),
        Measure("longitude_deg", "degrees", "of that cell"),
        Measure("latitude_deg", "degrees", "of that cell"),
        Measure("cells", "cells", "cells of 10 km it covers"),
        counted("firms", "firms of all specialties in its cells"),
        counted("makers", "firms of its own specialty", "firms"),
        counted("workers", "workers of its own specialty"),
        money("value_added_usd_mn", "value added of its makers"),
        money("exports_usd_mn", "exports of its makers"),
        Measure("location_quotient", "ratio", "share of the specialty in its firms over the nation's"),
        share("employment_share", "its workers over the specialty's in the nation"),
        Measure("growth_pct_per_year", "% a year", "growth of makers over the last five years of looks"),
        Measure("age_years", "years", "since it was first seen; counted from the first look for founding clusters"),
    ),
)
