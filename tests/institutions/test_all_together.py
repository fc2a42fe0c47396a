"""From loans to zones and back: money closes, and what is owed is felt."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.finance.ledger import balance_sheet
from simulation.finance.settings import Capacity, Channels, Investment, MoneyShock, Stage, Treasury
from simulation.finance.terms import LoanTerms, Workout
from simulation.institutions.holdings import institution_assets, institution_claims
from simulation.institutions.reports import loan_rows, nation_row, zone_rows
from simulation.quarter_zero.institutions import begun
from simulation.quarter_zero.loan_book import schedules
from simulation.scenario.money import PowerRules, ZonePlan

from .invented import FACTS, lived, scenario, zone

IN_2029, IN_2035 = 56, 80
STRICT = Capacity(creditors_act=False)
"""Nobody agrees new terms of himself."""


def served(of: Any) -> float:
    """Service on all loans over a run [bn USD of 2020, 1:1]."""
    rows = [row for one, seen in enumerate(of) for row in loan_rows(seen.now, one)]
    return sum(row["paid_usd_mn"] + row["guarantee_called_usd_mn"] for row in rows) / 1000.0


def test_the_baseline_is_no_stress_while_observed_and_relief_when_it_is_repaid() -> None:
    run = lived(scenario(capacity=STRICT, loans={}))
    for quarter, seen in enumerate(run):
        nation, paths = seen.now.nation, seen.now.setup.paths
        if quarter < seen.now.setup.account.free_from:
            assert abs(nation.stress_pct_of_exports) < 0.05
            assert nation.room == pytest.approx(1.0, abs=0.01)
        assert seen.services.reliability == pytest.approx(paths.at(paths.reliability, quarter), abs=1e-9)
    committed = run[-1].now.setup.committed_service[-1] / run[-1].now.nation.exports[-1]
    assert run[-1].now.nation.stress_pct_of_exports == pytest.approx(-100.0 * committed, rel=0.02)
    assert committed > 0.04
    assert run[-1].now.nation.room > 1.0


@pytest.mark.parametrize("book", ["founding", "embassy", "itemised"])
def test_every_book_runs_and_is_repaid(book: str) -> None:
    last = lived(scenario(loan_book=book, loans={}), 110)[-1].now
    assert all(account.owed == 0.0 for account in last.loans)


def test_without_loans_their_works_are_not_built_and_as_grants_they_are() -> None:
    loans, none, grants = (lived(scenario(investment=Investment(funding=how))) for how in ("loans", "none", "grants"))
    assert none[-1].services.reliability < loans[-1].services.reliability
    assert grants[-1].services.reliability == loans[-1].services.reliability
    assert zone(none[-1], "serviced_ha") < zone(grants[-1], "serviced_ha")
    assert none[IN_2029].now.nation.stress_pct_of_exports < -2.0
    assert grants[IN_2029].now.nation.stress_pct_of_exports < -2.0
    assert served(grants) == 0.0


def test_the_account_of_the_founding_book_follows_the_record_and_closes_by_hand() -> None:
    reserves, account = 0.0, begun(scenario(), FACTS).external
    for quarter, seen in enumerate(lived(scenario(), 90)):
        now, last = seen.now.external, seen.now.external.last
        paid = {what: amount for *_, what, amount in seen.flows if what.startswith("foreign exchange")}
        came = last.exports + last.remittances + last.capital + last.programme - last.imports
        book = seen.now.nation.service[-1]
        reserves = account.reserves + came - now.other_paid - book - now.fled - now.repaid
        assert now.reserves == pytest.approx(reserves, rel=1e-9)
        assert paid["foreign exchange bought"] == pytest.approx(last.imports + now.other_paid + book + now.fled)
        assert now.reserves >= 0.0
        assert quarter >= 40 or now.share == 1.0
        account = now


def test_a_country_that_owes_more_than_it_can_earn_falls_into_arrears_and_comes_out_by_terms() -> None:
    huge = LoanTerms(
        borrower="government", principal_mn=200_000.0, currency="USD", rate_kind="fixed", rate_pct_per_year=20.0,
        grace_quarters=8, maturity_quarters=60, profile="equal_principal", draw_start="2017Q1", draw_end="2019Q4",
    )  # fmt: skip
    heavy, calm = (lived(scenario(loans=loans), 120) for loans in ({"huge": huge}, {}))
    rows = [nation_row(seen.now, quarter) for quarter, seen in enumerate(heavy)]
    assert min(seen.now.external.share for seen in heavy) < 0.2
    assert any(row["government_in_default"] for row in rows)
    assert all(seen.now.external.share == 1.0 for seen in calm)
    drawn = 200_000.0
    assert max(row["debt_outstanding_usd_mn"] for row in rows) < 2.0 * drawn  # it does not swell for ever
    assert max(account.behind for seen in heavy for account in seen.now.loans) <= 14  # three years and an instalment
    assert sum(row["written_off_usd_mn"] for row in rows) > 0.3 * drawn
    free = lived(scenario(loans={"huge": huge}, capacity=Capacity(limited=False)), 40)
    assert all(account.arrears == 0.0 for seen in free for account in seen.now.loans if account.key == "huge")


def test_a_sudden_stop_costs_reserves_and_a_programme_lends_when_they_are_nearly_gone() -> None:
    stops = Capacity(stop_hazard=0.0), Capacity(sudden_stops=False)
    assert [seen.now.external.reserves for seen in lived(scenario(capacity=stops[0]), 60)] == [
        seen.now.external.reserves for seen in lived(scenario(capacity=stops[1]), 60)
    ]
    hit, calm = lived(scenario(), 60, luck=0.0), lived(scenario(), 60)
    assert hit[43].now.external.reserves < calm[43].now.external.reserves - 2_000.0
    assert hit[44].services.exchange > calm[44].services.exchange
    alone = lived(scenario(capacity=Capacity(rescue=False)), 60, luck=0.0)
    assert hit[-1].now.external.programme_owed > 0.0 == alone[-1].now.external.programme_owed
    assert hit[-1].now.external.reserves > alone[-1].now.external.reserves


def test_a_creditor_acts_after_three_years_in_arrears() -> None:
    poor = {"all": ZonePlan(tax_share_pct=0.0)}
    alone, helped = (lived(scenario(zones=poor, capacity=rule), 140) for rule in (STRICT, Capacity()))
    wait = round(Capacity().creditors_wait_quarters)
    assert max(account.behind for seen in alone for account in seen.now.loans) > 40
    assert max(account.behind for seen in helped for account in seen.now.loans) <= wait + 2
    assert zone(helped[-1], "arrears") < zone(alone[-1], "arrears")
    assert any(account.workout for account in helped[-1].now.loans)


def test_a_zone_that_cannot_pay_decays_and_is_not_lent_more() -> None:
    poor = lived(scenario(capacity=STRICT, zones={"all": ZonePlan(tax_share_pct=0.0)}))
    rich = lived(
        scenario(capacity=STRICT, zones={"all": ZonePlan(tax_share_pct=0.0, support_pct_of_works_per_year=20.0)})
    )
    assert zone(poor[IN_2029], "arrears") > 0.0
    assert zone(rich[IN_2029], "arrears") == 0.0
    assert zone(poor[IN_2035], "quality") < zone(rich[IN_2035], "quality") - 0.1
    assert zone(poor[-1], "works") < zone(rich[-1], "works")


def test_what_a_guaranteed_zone_cannot_pay_the_treasury_pays_in_its_place_and_nothing_is_in_arrears() -> None:
    backed = {"rashakai": LoanTerms(like="Z-RSK", guaranteed=True), "allama_iqbal": LoanTerms(like="Z-AIC")}
    poor, plan = scenario(), {"all": ZonePlan(tax_share_pct=0.0)}
    alone = lived(scenario(capacity=STRICT, zones=plan))
    helped = lived(scenario(capacity=STRICT, zones=plan, loans=backed))
    assert zone(alone[IN_2029], "arrears") > 0.0 == zone(helped[IN_2029], "arrears")
    called = sum(seen.now.treasury.guarantees_called for seen in helped)
    unpaid = [
        amount
        for seen in helped
        for payer, _, what, amount in seen.flows
        if what == "principal" and payer == "treasury"
    ]
    assert called == pytest.approx(helped[-1].now.treasury.guarantees_in_all) != 0.0
    assert sum(unpaid) > 0.0
    assert lived(poor)[-1].now.treasury.guarantees_in_all == pytest.approx(
        0.0, abs=1e-9
    )  # none of the zones' loans is guaranteed unless told


def test_another_book_is_stress_only_against_the_book_that_was_observed() -> None:
    own, seen = (
        lived(scenario(loan_book="embassy", treasury=Treasury(reference_book=book)), 70)
        for book in ("same", "founding")
    )
    assert abs(own[39].now.nation.stress_pct_of_exports) < 0.05
    assert seen[39].now.nation.stress_pct_of_exports < -2.0  # the embassy's account is repaid over more years


def test_with_the_channel_of_zones_loans_cut_the_treasury_pays_and_quality_holds() -> None:
    cut, on = lived(scenario(channels=Channels(zone_loans=False))), lived(scenario())
    assert zone(cut[IN_2035], "arrears") == 0.0
    assert zone(cut[IN_2035], "quality") > zone(on[IN_2035], "quality")


def test_a_floor_of_upkeep_slows_decay() -> None:
    floors = [{"all": ZonePlan(upkeep_floor_share=share)} for share in (0.0, 0.5)]
    without, with_floor = (lived(scenario(zones=floor), 70)[-1] for floor in floors)
    assert zone(without, "quality") <= zone(with_floor, "quality")


def test_reprofiling_gives_relief_now_and_asks_for_more_in_all() -> None:
    rule = {"one": Workout(kind="reprofiling", start="2027Q1")}
    plain, later = lived(scenario(), 130), lived(scenario(workouts=rule), 130)
    assert later[IN_2029].now.nation.stress_pct_of_exports < -1.0
    assert served(later) > served(plain)


def test_a_haircut_costs_lenders_and_default_costs_the_nation() -> None:
    rule = {"one": Workout(kind="haircut", start="2027Q1", haircut_pct=30)}
    stop = {"one": Workout(start="2027Q1", stop_paying=True)}
    plain, cut, broke = (lived(scenario(capacity=STRICT, workouts=way), 130) for way in ({}, rule, stop))
    assert served(cut) < served(plain)
    assert served(broke) < served(cut)
    assert broke[IN_2029].services.real_policy_rate > plain[IN_2029].services.real_policy_rate
    assert broke[IN_2029].services.exchange > plain[IN_2029].services.exchange
    assert broke[IN_2035].services.reliability < plain[IN_2035].services.reliability
    assert broke[IN_2029].services.world_demand_factor < broke[IN_2035].services.world_demand_factor < 1.0  # it heals
    assert plain[IN_2035].services.world_demand_factor == 1.0


def test_in_a_swap_lenders_take_the_rents() -> None:
    rule = {"one": Workout(kind="equity_swap", loans=("zone",), start="2027Q1", lease_quarters=8)}
    run = lived(scenario(workouts=rule), 70)
    taken = [amount for *_, what, amount in run[50].flows if what == "lease income"]
    assert sum(taken) > 0.0
    assert zone(run[50], "rent_income") == pytest.approx(0.0, abs=1e-12)
    assert all(a.owed == 0.0 for a in run[-1].now.loans if a.loan.borrower == "zone:rashakai")


def test_unpaid_power_bills_call_the_guarantee_and_cost_hours_and_under_cost_recovery_the_tariff() -> None:
    shock = {"bills": MoneyShock(what="unpaid_power_bills", start="2023Q1", size_pct=60, last_quarters=12)}
    asked: dict[str, Any] = {"loan_book": "itemised", "money_shocks": shock}
    hit = lived(scenario(**asked, power=PowerRules(tariff_rule="cost_recovery")), 50)
    calm = lived(scenario(loan_book="itemised", power=PowerRules(tariff_rule="cost_recovery")), 50)
    assert hit[-1].now.treasury.guarantees_in_all > calm[-1].now.treasury.guarantees_in_all
    assert hit[-1].services.reliability < calm[-1].services.reliability
    assert hit[-1].services.tariff > calm[-1].services.tariff
    deaf = lived(scenario(**asked, channels=Channels(power_arrears=False)), 50)
    assert deaf[-1].services.reliability == pytest.approx(calm[-1].services.reliability)


def test_a_weak_rupee_makes_foreign_debt_dearer_and_imports_cut_home_demand() -> None:
    shock = {"rupee": MoneyShock(what="real_depreciation", start="2024Q1", size_pct=20, last_quarters=8)}
    weak, plain = lived(scenario(money_shocks=shock), 42), lived(scenario(), 42)
    assert weak[40].services.exchange == pytest.approx(1.2, abs=0.01)
    assert weak[40].services.home_demand_factor < 1.0
    assert weak[40].now.treasury.service_paid > 1.15 * plain[40].now.treasury.service_paid


def test_stopping_the_programme_ends_draws_and_works() -> None:
    run = lived(scenario(investment=Investment(stop_after="2021Q4")), 60)
    for seen in run[28:]:
        assert not [what for *_, what, amount in seen.flows if what == "loan draws" and amount]
    assert zone(run[-1], "works") == zone(run[30], "works")


def test_the_further_plan_adds_land_power_and_debt() -> None:
    all_of_it = Stage(planned_share=1.0)
    more = Investment(energy=all_of_it, zones=all_of_it, transport=all_of_it, plan_zones=("allama_iqbal",))
    big, plain = lived(scenario(investment=more)), lived(scenario())
    assert zone(big[-1], "serviced_ha", "allama_iqbal") > 2.0 * zone(plain[-1], "serviced_ha", "allama_iqbal")
    assert big[-1].services.reliability > plain[-1].services.reliability
    assert served(big) > served(plain)


def test_institutions_do_not_know_the_scale() -> None:
    small, large = (lived(scenario(scale=scale), 60)[-1] for scale in (0.01, 1.0))
    assert zone(small, "quality") == zone(large, "quality")
    assert nation_row(small.now, 59) == nation_row(large.now, 59)


def test_two_scenarios_alike_until_a_date_have_the_same_path_until_then() -> None:
    plain = lived(scenario(), 60)
    later = lived(scenario(workouts={"one": Workout(kind="haircut", start="2028Q1")}), 60)
    for one, two in zip(plain[:52], later[:52], strict=True):
        assert one.flows == two.flows  # V24
        assert np.array_equal(one.services.quality, two.services.quality)
    assert plain[-1].flows != later[-1].flows


def test_rows_of_results_name_loans_zones_and_the_nation() -> None:
    now = lived(scenario(), 45)[-1].now
    loans, zones = loan_rows(now, 44), zone_rows(now, 44)
    assert {row["loan"] for row in loans} == {"f13", "f06", "rashakai", "allama_iqbal"}
    assert [row["zone"] for row in zones] == list(FACTS.keys)
    row = nation_row(now, 44)
    assert 30.0 < row["external_service_over_exports_pct"] < 50.0
    assert row["external_service_due_over_exports_pct"] >= row["external_service_over_exports_pct"] - 1e-9
    assert row["external_service_over_exports_pct"] > row["book_service_over_exports_pct"] > 5.0


def rolled_forward(of: Any) -> float:
    """Largest miss of a loan's debt, rolled forward from the rows of the quarters before, over what it owed at most."""
    owed: dict[str, float] = {}
    most: dict[str, float] = {}
    gap = 0.0
    for quarter, seen in enumerate(of):
        for row in loan_rows(seen.now, quarter):
            key = row["loan"]
            more = sum(row[f"{name}_usd_mn"] for name in ("draw", "capitalised", "interest", "fee", "penalty", "added"))
            less = sum(row[f"{name}_usd_mn"] for name in ("paid", "guarantee_called", "written_off"))
            rolled = owed.get(key, 0.0) + (more - less) / row["usd_per_own"]
            owed[key] = row["balance_own_mn"] + row["arrears_usd_mn"] / row["usd_per_own"]
            most[key] = max(most.get(key, 0.0), owed[key])
            gap = max(gap, abs(rolled - owed[key]) / most[key])
    return gap


@pytest.mark.parametrize("kind", ["none", "rollover", "reprofiling", "haircut", "equity_swap"])
def test_the_rows_of_the_loans_roll_forward_whatever_is_agreed(kind: Any) -> None:
    rules = {"a": Workout(kind=kind, loans=("zone", "power"), start="2027Q1"), "b": Workout(kind="none")}
    fees = LoanTerms(interest_in_grace="capitalised", fees_paid="capitalised", upfront_fee_pct=2.0)
    shock = {"rupee": MoneyShock(what="real_depreciation", start="2022Q1", size_pct=20.0)}
    asked = scenario(workouts=rules, loans=scenario().loans | {"f13": fees}, money_shocks=shock)
    assert rolled_forward(lived(asked)) < 1e-9


def test_the_rows_of_the_loans_are_worth_what_the_ledger_paid() -> None:
    shock = {"rupee": MoneyShock(what="real_depreciation", start="2022Q1", size_pct=20.0)}
    for quarter, seen in enumerate(lived(scenario(money_shocks=shock), 60)):
        paid = sum(amount for *_, what, amount in seen.flows if what in ("interest", "principal", "fees", "arrears"))
        rows = loan_rows(seen.now, quarter)
        told = sum(row["paid_usd_mn"] + row["guarantee_called_usd_mn"] for row in rows)
        assert told == pytest.approx(paid, rel=1e-9, abs=1e-9)


def test_a_floaters_row_tells_the_rate_of_its_quarter() -> None:
    seen = lived(scenario(), 45)[-1].now
    row = next(row for row in loan_rows(seen, 44) if row["loan"] == "f06")
    paths = seen.setup.paths
    assert row["rate_of_quarter_pct"] == pytest.approx(row["rate_pct_per_year"] + paths.at(paths.usd_rate, 44))


def test_the_balance_sheet_of_institutions_closes() -> None:
    now = lived(scenario(), 45)[-1].now
    sheet = balance_sheet(institution_claims(now, 44), institution_assets(now))
    assert sheet.at("corridor loans", "foreign lenders") > 0.0
    assert abs(sheet.values.sum(axis=0)).max() < 1e-9 * abs(sheet.values).sum()


WORKOUTS = st.builds(
    Workout, kind=st.sampled_from(["none", "rollover", "reprofiling", "haircut", "equity_swap"]),
    trigger=st.sampled_from(["date", "arrears", "cover"]), stop_paying=st.booleans(),
    start=st.integers(2016, 2026).map(lambda year: f"{year}Q3"), wait_quarters=st.integers(0, 6),
    repeat_quarters=st.sampled_from([0, 4, 40]), loans=st.sampled_from([("all",), ("government",), ("zone", "power")]),
)  # fmt: skip


@settings(max_examples=25)
@given(
    rule=WORKOUTS, book=st.sampled_from(["founding", "embassy", "itemised", "none"]),
    let=st.floats(0.0, 0.5), tax=st.floats(0.0, 30.0), grace=st.integers(0, 60),
    kind=st.sampled_from(["annuity", "equal_principal", "bullet", "sculpted"]),
    rule_of_tariff=st.sampled_from(["path", "cost_recovery", "subsidy"]), size=st.floats(-20.0, 60.0),
)  # fmt: skip
def test_money_closes_in_random_scenarios(
    rule: Workout, book: str, let: float, tax: float, grace: int, kind: Any, rule_of_tariff: Any, size: float
) -> None:
    loans = {
        "rashakai": LoanTerms(like="Z-RSK", grace_quarters=grace, profile=kind, draw_start="2016Q1", draw_end="2019Q4")
    }
    shocks = {"rupee": MoneyShock(what="real_depreciation", start="2018Q1", size_pct=size, last_quarters=9)}
    asked = scenario(
        loan_book=book, loans=loans, workouts={"one": rule}, zones={"all": ZonePlan(tax_share_pct=tax, start="2015Q3")},
        money_shocks=shocks, power=PowerRules(tariff_rule=rule_of_tariff),
    )  # fmt: skip
    last = lived(asked, 48, let_a_year=let)[-1]  # the ledger and every loan are checked in each quarter
    assert np.isfinite(last.services.quality).all()
    assert (last.services.quality > 0.0).all()
    assert all(account.owed >= 0.0 for account in last.now.loans)


def test_bills_of_which_nearly_all_go_unpaid_close_the_books() -> None:
    shock = {"bills": MoneyShock(what="unpaid_power_bills", start="2027Q1", size_pct=70, last_quarters=12)}
    run = lived(scenario(loan_book="itemised", money_shocks=shock), 90)
    assert min(float(seen.now.power.cash.min()) for seen in run) < 0.0  # plants run on an overdraft


def test_what_was_drawn_before_the_start_is_owed_at_the_start_and_builds_works() -> None:
    early = {"rashakai": LoanTerms(like="Z-RSK", draw_start="2013Q1", draw_end="2014Q4")}
    at_start = begun(scenario(loans=early), FACTS)
    of = schedules(scenario(loans=early))["rashakai"]
    account = next(each for each in at_start.loans if each.key == "rashakai")
    assert account.position.balance == of.opening[of.quarter == 0][0] == pytest.approx(of.loan.principal)
    assert float(at_start.zones.fund[0]) > 0.0
    run = lived(scenario(loans=early, capacity=STRICT), 60)
    assert zone(run[-1], "works") == pytest.approx(zone(run[-1], "works_planned"))
    asked = sum(seen.now.loans[-1].quarter.principal for seen in run)
    assert asked == pytest.approx(float(of.principal[(of.quarter >= 0) & (of.quarter < 60)].sum()))
