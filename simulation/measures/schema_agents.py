"""What the tables of single loans, cells, firms and links hold; entries, firms and links are rows as simulated."""

from __future__ import annotations

from simulation.agents.firms.state import FounderKind
from simulation.measures.declaring import MONEY, MONEY_A_QUARTER, Measure, money
from simulation.measures.schema import CLUSTERS, NATION, QUARTER, SPECIALTIES, SPECIALTY, ZONES, Sheet

KINDS = tuple(kind.name.lower() for kind in FounderKind)
"""Founder kinds by number, as the firms' table counts them."""
CELL = Measure("cell", "cell", "cell of the map's grid")
FIRM = Measure("firm", "identity", "firm's 64-bit identity")
WEIGHT = Measure("weight", "firms", "firms like this one that the row stands for; all else is of one of them")

LOANS = Sheet(("quarter", "loan"), "loans, one row a quarter each", (
    QUARTER,
    Measure("loan", "name", "loan's key in the scenario"),
    Measure("lender", "name", "who lends"),
    Measure("borrower", "name", "who owes"),
))  # fmt: skip
CELLS = Sheet(("quarter", "cell", "specialty"), "occupied cells, one row a year each", (
    QUARTER,
    CELL,
    SPECIALTY,
    Measure("firms", "firms", "firms"),
    Measure("rows", "rows", "rows that stand for them"),
    Measure("workers", "workers", "workers of its firms"),
))  # fmt: skip
ENTRIES = Sheet(("firm",), "every row of firms that ever was, in the order of its birth", (
    FIRM,
    WEIGHT,
    Measure("parent", "identity", "firm its founder left, 0 for none"),
    Measure("kind", "name", "how it was founded: " + ", ".join(KINDS)),
    Measure("quarter", "quarter", "quarter of its birth; those at the start were born before"),
    SPECIALTY,
    CELL,
    Measure("zone", "name", "zone it was born in, empty outside"),
))  # fmt: skip
LEDGER = Sheet(("quarter", "payer", "payee", "what"), "payments between sectors, one row a quarter each", (
    QUARTER,
    Measure("payer", "name", "sector that pays"),
    Measure("payee", "name", "sector that is paid"),
    Measure("what", "name", "what for"),
    money("amount_usd_mn", "amount paid", MONEY_A_QUARTER),
))  # fmt: skip
BALANCE = Sheet(("quarter", "holder", "issuer", "instrument"), "what sectors own and owe at the end of each quarter", (
    QUARTER,
    Measure("holder", "name", "sector that owns it"),
    Measure("issuer", "name", "sector that owes it, empty for machines, stocks and works"),
    Measure("instrument", "name", "what it is"),
    money("amount_usd_mn", "amount", MONEY),
))  # fmt: skip
AGENTS_FIRMS = Sheet(("quarter", "firm"), "firms, or rows for several, once a year each, at 1:10 and below", (
    QUARTER,
    FIRM,
    WEIGHT,
    SPECIALTY,
    CELL,
    Measure("zone", "name", "zone it is in, empty outside"),
    Measure("workers", "workers", "workers"),
    Measure("capital_usd_mn", MONEY, "capital"),
    Measure("value_added_usd_mn", MONEY_A_QUARTER, "value added"),
    Measure("exports_usd_mn", MONEY_A_QUARTER, "sales abroad"),
    Measure("debt_usd_mn", MONEY, "bank debt"),
))  # fmt: skip
LINKS = Sheet(("quarter", "buyer"), "who buys inputs at home from whom, once a year, at 1:10 and below", (
    QUARTER,
    Measure("buyer", "identity", "firm that buys"),
    WEIGHT,
    Measure("supplier", "identity", "supplier it buys from"),
    Measure("distance_km", "km", "as the crow flies"),
))  # fmt: skip

SHEETS: dict[str, Sheet] = {
    "nation": NATION,
    "zones": ZONES,
    "specialties": SPECIALTIES,
    "clusters": CLUSTERS,
    "loans": LOANS,
    "cells": CELLS,
    "entries": ENTRIES,
    "ledger": LEDGER,
    "balance": BALANCE,
    "firms": AGENTS_FIRMS,
    "links": LINKS,
}
