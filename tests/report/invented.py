"""Tables of an invented run of Pakistan, made from the seeds and smooth curves, for tests of pictures only."""

import numpy as np
import pandas as pd

from simulation.country.finding import country_of
from simulation.measures.clusters import key, title
from simulation.units import quarter_name

PAKISTAN = country_of("pakistan")
QUARTERS = [quarter_name(q) for q in range(164)]


def rising(start, end, middle=60.0, width=18.0):
    t = np.arange(len(QUARTERS))
    s = 1 / (1 + np.exp(-(t - middle) / width))
    return start + (end - start) * (s - s[0]) / (s[-1] - s[0])


def nation():
    rng = np.random.default_rng(1)
    wave = np.exp(np.cumsum(rng.normal(0, 0.004, len(QUARTERS))))
    return pd.DataFrame(
        {
            "quarter": QUARTERS,
            "firms": rising(512e3, 760e3),
            "workers": rising(5.0e6, 8.4e6) * wave,
            "value_added_usd_mn": rising(8200, 21000) * wave,
            "exports_usd_mn": rising(5600, 19000) * wave,
        }
    )


def zones():
    ends = {"rashakai": 26e3, "allama_iqbal": 93e3, "dhabeji": 63e3, "bostan": 8.8e3, "ict_model": 12e3,
            "moqpondass": 900, "mirpur": 23e3, "mohmand_marble": 7e3, "port_qasim_kip": 46e3}  # fmt: skip
    parts = []
    for n, (zone, end) in enumerate(ends.items()):
        opened = 16 + 4 * n
        path = np.where(np.arange(164) < opened, 0, rising(0, end, 50 + 4 * n, 9))
        parts.append(pd.DataFrame({"quarter": QUARTERS, "zone": zone, "workers": path, "firms": path / 60}))
    return pd.concat(parts, ignore_index=True)


def clusters():
    rows = []
    for who, facts in PAKISTAN.seeds.table("quarter_zero_clusters").items():
        specialty = str(facts["specialty_id"])
        if specialty == "mixed" or float(facts["workers_2015"]) < 6000:
            continue
        city = str(facts["city"])
        upper = float(facts["latitude_deg"]) > 31.3 and float(facts["longitude_deg"]) > 73.8
        for quarter, grown in (("2015Q1", 1.0), ("2055Q4", 1.8)):
            rows.append(
                {
                    "quarter": quarter,
                    "cluster": key(city, specialty) + who[-4:],
                    "name": title(city, PAKISTAN.specialty(specialty).mark),
                    "place": city,
                    "specialty": specialty,
                    "status": "growing" if len(rows) % 3 else "mature",
                    "super_cluster": "Sialkot super-cluster" if upper else "",
                    "longitude_deg": facts["longitude_deg"],
                    "latitude_deg": facts["latitude_deg"],
                    "workers": float(facts["workers_2015"]) * grown,
                    "makers": float(facts["firms_2015"]) * grown,
                }
            )
    return pd.DataFrame(rows)


def loans(paying=0.8):
    """Three loans: one paid as agreed, one for years only in part, one small."""
    t = np.arange(len(QUARTERS))
    parts = []
    for loan, borrower, lender, principal, first, years in (
        ("f13", "power:all", "Chinese commercial banks", 13000, 36, 9),
        ("f06", "government", "Export-Import Bank of China", 6000, 28, 15),
        ("rashakai", "zone:rashakai", "China Development Bank", 77, 44, 12),
    ):
        drawn = np.clip(t / 24, 0, 1) * principal
        repaid = np.clip((t - first) / (4 * years), 0, 1) * principal
        balance = np.maximum(drawn - repaid, 0)
        due = np.where(balance > 0, balance * 0.0125, 0) + np.diff(repaid, prepend=0)
        short = (t > 50) & (t < 66) & (loan == "f13")
        paid = np.where(short, paying, 1.0) * due
        parts.append(
            pd.DataFrame(
                {
                    "quarter": QUARTERS,
                    "loan": loan,
                    "lender": lender,
                    "borrower": borrower,
                    "workout": "",
                    "contractual_usd_mn": due,
                    "paid_usd_mn": paid,
                    "guarantee_called_usd_mn": 0.0,
                    "balance_usd_mn": balance,
                    "arrears_usd_mn": np.cumsum(due - paid) * (t < 90),
                    "draw_usd_mn": np.diff(drawn, prepend=0),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def zones_that_owe():
    table = zones()
    t = np.tile(np.arange(164), table.zone.nunique())
    owing = (table.zone == "rashakai") & (t > 40) & (t < 110)
    table["debt_service_due_usd_mn"] = np.where(owing, 2.0, 0.0)
    table["cover_ratio"] = np.where(owing, 0.5 + (t - 40) / 25, 0.0)
    return table
