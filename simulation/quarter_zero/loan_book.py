"""The loans of a scenario: its book, what it changes in it or adds, shares and shifts, and the further plan."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from math import fsum
from typing import TypedDict

import numpy as np

from simulation.country.finding import country_of
from simulation.finance.books import NO_BOOK, OWN_BOOK, UnknownLoan, book, even, from_seeds, growing, key_of, switched
from simulation.finance.loans import Loan, Schedule, schedule
from simulation.finance.paths import QUARTERS, MoneyPaths, Path, shocked
from simulation.finance.paths import from_seeds as paths_of_seeds
from simulation.finance.terms import NEEDED, LoanTerms
from simulation.policy.lending import under_policy
from simulation.quarter_zero.programme import further_loans, staged
from simulation.scenario.schema import Scenario
from simulation.seeding.seeds import Seeds
from simulation.units import quarter_index


def scenario_paths(scenario: Scenario) -> MoneyPaths:
    """Rates and prices of a scenario, its shocks included."""
    plain = paths_of_seeds(country_of(scenario.country).seeds, scenario.treasury.kibor_over_policy_rate_pct)
    return shocked(plain, scenario.money_shocks.values())


def schedules(scenario: Scenario) -> dict[str, Schedule]:
    """The contractual schedule of every loan of a scenario, by key; none where its works are no loans.

    A workout is no part of a contract: what it changes is known only when it happens.
    """
    investment = scenario.investment
    if investment.funding != "loans":
        return {}
    last = None if investment.stop_after is None else quarter_index(investment.stop_after)
    paths = scenario_paths(scenario)
    loans = scenario_loans(scenario, paths)
    return {key: schedule(loan, paths.reference(loan), last) for key, loan in loans.items()}


def scenario_loans(scenario: Scenario, paths: MoneyPaths) -> dict[str, Loan]:
    """Every loan of a scenario by key, shares, shifts and the programme included."""
    investment = scenario.investment
    loans = {key: staged(loan, investment, paths.start) for key, loan in resolved(scenario, paths).items()}
    loans |= further_loans(investment, country_of(scenario.country))
    loans = {key: under_policy(loan, scenario.policy) for key, loan in loans.items()}
    return {key: loan for key, loan in loans.items() if loan.principal > 0.0}


def committed_service(scenario: Scenario) -> tuple[Path, Path]:
    """External service of the reference book as committed, in all and the government's own [mn USD of 2020].

    No shock, and no change in it.
    """
    seeds = country_of(scenario.country).seeds
    paths = paths_of_seeds(seeds, scenario.treasury.kibor_over_policy_rate_pct)
    service, own = np.zeros(QUARTERS), np.zeros(QUARTERS)
    for loan in committed_loans(scenario, paths):
        of = schedule(loan, paths.reference(loan))
        for quarter, amount in zip(of.quarter.tolist(), (of.service + of.fee).tolist(), strict=True):
            if loan.abroad:
                worth = paths.constant_usd(amount, loan.currency, quarter)
                service[quarter - paths.first] += worth
                own[quarter - paths.first] += worth if loan.borrower == "government" else 0.0
    return service, own


def committed_loans(scenario: Scenario, paths: MoneyPaths) -> tuple[Loan, ...]:
    """Loans of the reference book on the terms they were committed on."""
    name = scenario.treasury.reference_book
    reference = scenario.loan_book if name == "same" else name
    country = country_of(scenario.country)
    if name == "same" and reference == NO_BOOK:
        reference = country.loan_books[0]  # what is committed stays so if it is not lent
    return tuple(book(country.seeds, reference, paths).values())


def resolved(scenario: Scenario, paths: MoneyPaths) -> dict[str, Loan]:
    """The committed loans: the book's, changed where the scenario says so, the railway's, and the scenario's own."""
    seeds = country_of(scenario.country).seeds
    loans = book(seeds, scenario.loan_book, paths)
    if scenario.investment.ml1:
        loans |= {key_of(each): own(from_seeds(seeds, each, paths)) for each in switched(seeds, "ml1")}
    for key, terms in scenario.loans.items():
        if not terms.switched_on:
            loans.pop(key, None)
            continue
        loans[key] = changed(key, _base(key, terms, loans, paths, seeds), terms, paths)
    return loans


def own(loan: Loan) -> Loan:
    """A loan as one of the scenario's own, beside the book."""
    return dataclasses.replace(loan, book=OWN_BOOK)


def _base(key: str, terms: LoanTerms, loans: Mapping[str, Loan], paths: MoneyPaths, seeds: Seeds) -> Loan:
    if terms.like is not None:
        if terms.like not in seeds.table("loans"):
            raise UnknownLoan(f"loans.{key}.like: {terms.like!r} is no row of seeds/loans.csv")
        return own(from_seeds(seeds, terms.like, paths, terms.borrower))
    if key in loans:
        return loans[key]
    missing = [field for field in NEEDED if getattr(terms, field) is None]
    if missing:
        raise UnknownLoan(f"loans.{key}: not in the book and without {', '.join(missing)}; give them, or `like`")
    return Loan(key, str(terms.borrower), terms.lender or "lender", 0.0, book=OWN_BOOK)


def changed(key: str, base: Loan, terms: LoanTerms, paths: MoneyPaths) -> Loan:
    """The base with every term that is written put in its place."""
    plain = {
        "borrower": terms.borrower, "lender": terms.lender, "principal": terms.principal_mn,
        "currency": terms.currency, "reference": terms.reference, "grace": terms.grace_quarters,
        "maturity": terms.maturity_quarters, "profile": terms.profile, "revenue": terms.contracted_revenue,
        "upfront_fee": terms.upfront_fee_pct, "commitment_fee": terms.commitment_fee_pct,
        "insurance_fee": terms.insurance_fee_pct, "seniority": terms.seniority, "guaranteed": terms.guaranteed,
    }  # fmt: skip
    put = {field: value for field, value in plain.items() if value is not None}
    loan = dataclasses.replace(base, name=key, **put)  # type: ignore[arg-type]
    loan = dataclasses.replace(loan, abroad=loan.currency != paths.home.code)
    loan = dataclasses.replace(loan, **_rate(base, terms), **_times(base, terms))
    if terms.principal_mn is None and loan.currency != base.currency:
        loan = dataclasses.replace(loan, principal=_exchanged(base, loan, paths))
    if terms.interest_in_grace is not None:
        loan = dataclasses.replace(loan, capitalises_interest=terms.interest_in_grace == "capitalised")
    if terms.fees_paid is not None:
        loan = dataclasses.replace(loan, capitalises_fees=terms.fees_paid == "capitalised")
    if terms.grace_quarters is not None and terms.maturity_quarters is None:
        loan = dataclasses.replace(loan, maturity=terms.grace_quarters + base.maturity - base.grace)
    growth = terms.contracted_revenue_growth_pct_per_year
    return loan if growth is None else dataclasses.replace(loan, revenue=growing(growth, loan.instalments, loan.step))


def _exchanged(base: Loan, loan: Loan, paths: MoneyPaths) -> float:
    """The base's principal in the loan's currency [mn], at the rates of the loan's first draw as for seeds' rows."""
    at = loan.draw_start
    return base.principal / paths.per_usd(base.currency, at) * paths.per_usd(loan.currency, at)


class Rate(TypedDict):
    """The fields of a loan that say its rate."""

    floating: bool
    rate: float


class Times(TypedDict):
    """The fields of a loan that say when it is drawn and paid."""

    draw_start: int
    draws: tuple[float, ...]
    step: int


def _rate(base: Loan, terms: LoanTerms) -> Rate:
    floating = base.floating if terms.rate_kind is None else terms.rate_kind == "floating"
    rate = terms.spread_pct if floating else terms.rate_pct_per_year
    return Rate(floating=floating, rate=base.rate if rate is None else rate)


def _times(base: Loan, terms: LoanTerms) -> Times:
    start = base.draw_start if terms.draw_start is None else quarter_index(terms.draw_start)
    draws = base.draws
    if terms.draw_path:
        draws = tuple(share / fsum(terms.draw_path) for share in terms.draw_path)
    elif terms.draw_end is not None:
        draws = even(max(1, quarter_index(terms.draw_end) - start + 1))
    step = base.step if terms.payments_per_year is None else 4 // terms.payments_per_year
    return Times(draw_start=start, draws=draws, step=step)
