"""What the columns mean that zones, loans and the nation get from their books (simulation/institutions/reports.py)."""

from __future__ import annotations

from simulation.measures.declaring import MONEY, SHARE, THOUSAND, Measure

MEANINGS = {
    "afforded_share": "of what is due abroad, what foreign exchange and revenue let the government pay",
    "added_usd_mn": "fee or accrued interest that a workout put on the balance in the quarter",
    "arrears_usd_mn": "debt service that was due and is not paid, at the end of the quarter",
    "balance_own_mn": "what is owed without arrears, in the loan's own currency, nominal",
    "balance_usd_mn": "what is owed without arrears",
    "book": "account of the corridor's loans it belongs to",
    "book_service_over_exports_pct": "service paid abroad on the loans of the book over all exports, of the last year",
    "book_service_over_revenue_pct": "debt service that the treasury paid on these loans over its revenue",
    "capitalised_usd_mn": "interest and fees put on the balance by contract in the quarter",
    "cash_usd_mn": "cash of the authority",
    "contractual_usd_mn": "interest, principal and fees due by contract, without arrears",
    "cover_ratio": "cash before debt service over scheduled debt service; empty or 0 where none is due",
    "currency": "currency of the contract",
    "debt_outstanding_usd_mn": "balances and arrears of all loans of the scenario",
    "debt_service_due_usd_mn": "debt service due by contract in the quarter, without arrears",
    "debt_service_paid_usd_mn": "debt service paid in the quarter; the nation's with guarantees called",
    "development_room_share": "development spending over its path, as debt service and taxes leave it",
    "draw_usd_mn": "drawn in the quarter",
    "exports_in_all_usd_mn": "exports of goods and services, all the country's, in dollars",
    "external_service_due_over_exports_pct": "external service due, arrears left out, over exports, of the last year",
    "external_service_over_exports_pct": "external service paid on all debt over the run's exports, of the last year",
    "external_service_over_revenue_pct": "external service paid on all debt over revenue in dollars, of the last year",
    "fee_usd_mn": "fees of the quarter",
    "government_in_default": "whether the government is in default on a loan",
    "government_revenue_usd_mn": "revenue of the treasury in the quarter",
    "guarantee_called_usd_mn": "paid by the treasury in place of the borrower",
    "guarantees_called_usd_mn": "paid by the treasury in place of borrowers in the quarter",
    "in_default": "whether the borrower is in default",
    "inflows_stopped": "whether foreign inflows stay away",
    "income_usd_mn": "income of the quarter: rent, plots, tax share, support",
    "interest_usd_mn": "interest due in the quarter",
    "lease_paid_usd_mn": "lease income taken by the lender in a swap",
    "let_ha": "land let to firms",
    "locked_up": "whether the cover ratio is below the lock-up: no own works, less promotion",
    "open": "whether land can be let",
    "paid_usd_mn": "paid by the borrower in the quarter",
    "penalty_usd_mn": "penalty on arrears of the quarter",
    "plot_price_usd_mn_per_hectare": "price of serviced land",
    "plots_usd_mn": "land sales collected in the quarter",
    "policy_rate_rise_points": "rise of the policy rate by debt service",
    "power_receivables_usd_mn": "bills that power companies have not been paid",
    "power_reliability_share": "share of hours in which the grid serves",
    "power_tariff_ratio": "industrial tariff in real terms over 2015's",
    "principal_usd_mn": "principal due in the quarter",
    "programme_owed_usd_mn": "owed for programmes that lent when reserves were nearly gone",
    "promotion": "factor on the odds of being chosen by founders",
    "quality": "infrastructure quality; 1 is new works well kept, 0.7 places outside zones",
    "rate_pct_per_year": "fixed rate, or spread over the reference, with what default and workouts added",
    "rate_of_quarter_pct": "rate at which interest accrued in the quarter, its reference included; 0 in a swap",
    "real_exchange_ratio": "real exchange rate over the baseline's; above 1 a weak rupee",
    "revenue_short_pct": "by how much the treasury's revenue falls short of its path; below 0 it is more",
    "rent_usd_mn": "rents of the quarter that are left to the authority",
    "reserves_months": "foreign reserves in months of imports; 0 where the seeds have no external account",
    "reserves_usd_mn": "foreign reserves of the central bank, in dollars",
    "reserve_usd_mn": "reserve for debt service",
    "running_usd_mn": "running cost paid in the quarter",
    "serviced_ha": "land with works finished",
    "stress_over_exports_pct": "service on the book above the committed (kept when the data end), over exports",
    "stress_over_revenue_pct": "service and guarantees of the treasury over the committed, likewise, over revenue",
    "support_usd_mn": "treasury support of the quarter",
    "tax_share_usd_mn": "taxes passed on by the treasury in the quarter",
    "unpaid_power_usd_bn": "power bills and power companies' debt unpaid above the baseline, at 1:1",
    "usd_per_own": "USD of 2020 for a unit of the loan's currency when the quarter was paid: every sum's conversion",
    "upkeep_needed_usd_mn": "upkeep that keeps quality, of the quarter",
    "upkeep_usd_mn": "upkeep paid in the quarter",
    "workout": "workout in force, empty for none",
    "works_built_usd_mn": "works built so far, at cost",
    "works_usd_mn": "works built in the quarter",
    "written_off_usd_mn": "written off by lenders in the quarter",
}
"""By column; units follow from the names (`unit_of`)."""
TITLES = {
    "arrears_usd_mn": "Debt service due and not paid",
    "debt_outstanding_usd_mn": "Debt outstanding",
    "development_room_share": "Development spending over its path",
    "guarantees_called_usd_mn": "Guarantees called",
    "power_reliability_share": "Hours that the grid serves",
    "real_exchange_ratio": "Real exchange rate over the baseline's",
}
"""What stands above their curves."""
STATES = {
    "arrears_usd_mn", "balance_own_mn", "balance_usd_mn", "cash_usd_mn", "debt_outstanding_usd_mn", "let_ha",
    "power_receivables_usd_mn", "programme_owed_usd_mn", "reserve_usd_mn", "reserves_usd_mn", "serviced_ha",
    "works_built_usd_mn",
}  # fmt: skip
"""National columns that say how things stand at the end of a quarter; the others are flows of the quarter."""
IN_BILLIONS = ("debt_outstanding_usd_mn",)

SUFFIXES = (
    ("_usd_mn_per_year", ("million USD of 2020 a year", True)),
    ("_usd_mn_per_hectare", ("million USD of 2020 a hectare", False)),
    ("_usd_mn", (MONEY, True)),
    ("_usd_bn", ("billion USD of 2020", False)),
    ("_points", ("percentage points", False)),
    ("_per_own", ("USD of 2020 a unit of the loan's own currency", False)),
    ("_own_mn", ("million of the loan's own currency", True)),
    ("_ha", ("hectares", True)),
    ("_mw", ("megawatts", True)),
    ("_pct_per_year", ("% a year", False)),
    ("_pct", ("%", False)),
    ("_share", (SHARE, False)),
    ("_ratio", ("ratio", False)),
    ("_index", ("index", False)),
    ("_km", ("km", False)),
    ("_hours", ("hours", False)),
    ("_months", ("months", False)),
    ("_quarters", ("quarters", False)),
    ("_years", ("years", False)),
)
COUNTS = ("firms", "workers", "suppliers", "entries", "exits", "plots")


def unit_of(name: str) -> tuple[str, str, bool]:
    """Unit, meaning and whether it adds up, read from a column's name: `let_ha` is hectares, which do."""
    words = MEANINGS.get(name, name.replace("_", " "))
    for suffix, (unit, national) in SUFFIXES:
        if name.endswith(suffix):
            return unit, words, national
    return (name, words, True) if name in COUNTS else ("", words, False)


def of_books(name: str) -> Measure:
    """The measure that a column of the books is, or any column that no sheet lists."""
    unit, meaning, national = unit_of(name)
    return Measure(
        name, unit, meaning, national, TITLES.get(name, ""),
        "mean" if not national else "state" if name in STATES else "sum",
        magnitude=THOUSAND if name in IN_BILLIONS else 1.0,
    )  # fmt: skip
