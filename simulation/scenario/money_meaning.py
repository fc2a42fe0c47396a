"""Whether what a scenario writes of workouts, works, shocks and loan policy can act at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulation.country.country import Country
from simulation.finance.settings import Stage
from simulation.finance.workouts import CREDITORS
from simulation.scenario.faults import shown
from simulation.scenario.loan_contracts import base_of, first_draw, quarter_or_none
from simulation.scenario.meaning import Finding, table_in, tables_in
from simulation.units import quarter_name

SECTORS = ("energy", "transport", "zones", "other")


def findings(data: Mapping[str, Any], country: Country) -> Iterator[Finding]:
    """Every workout, stage, shock and agreement on loans that would do nothing, or not what it seems to say."""
    for table, kind in (("workouts", "kind"), ("policy", "instrument")):
        for name, rule in tables_in(data, table):
            if table == "workouts" or rule.get(kind) == "workout":
                yield from _workout((table, name), rule, data, country)
            elif rule.get(kind) == "loan_terms":
                yield from _signed_before((table, name), rule, data, country)
    yield from _one_name_each(data)
    for sector in SECTORS:
        yield from _stage(("investment", sector), table_in(table_in(data, "investment"), sector))
    for name, shock in tables_in(data, "money_shocks"):
        yield from _shock(("money_shocks", name), shock, country.first_quarter)


def _workout(
    key: tuple[str, ...], rule: Mapping[str, Any], data: Mapping[str, Any], country: Country
) -> Iterator[Finding]:
    haircut, words = rule.get("haircut_pct"), rule.get("loans", "")
    if isinstance(haircut, float) and 0.0 < haircut < 1.0:
        share = f"{100.0 * haircut:g}"
        yield (*key, "haircut_pct"), f"{haircut:g} found, which is {haircut:g} %; {share} would be {share} %"
    listed = [words] if isinstance(words, str) else words if isinstance(words, list) else []
    theirs = listed and all(_of_government(str(word), data, country) for word in listed)
    if rule.get("kind") == "equity_swap" and theirs:
        yield (
            (*key, "loans"),
            f"{', '.join(map(str, listed))} found for a swap of debt for lease income; a government has no lease to "
            "give: zone, power, or keys of their loans would be right",
        )


def _one_name_each(data: Mapping[str, Any]) -> Iterator[Finding]:
    """A workout whose name another has, so that one of them would never come."""
    agreed = {name for name, rule in tables_in(data, "policy") if rule.get("instrument") == "workout"}
    for table, taken, whose in (
        ("workouts", agreed, "the workout of an instrument in policy"),
        ("workouts", {CREDITORS}, "what creditors do of themselves (capacity.creditors_act)"),
        ("policy", {CREDITORS}, "what creditors do of themselves (capacity.creditors_act)"),
    ):
        for name, rule in tables_in(data, table):
            if name in taken and (table == "workouts" or rule.get("instrument") == "workout"):
                yield (table, name), f"{name} found, which is also the name of {whose}; another name would be right"


def _of_government(word: str, data: Mapping[str, Any], country: Country) -> bool:
    """Whether a word means loans of the government alone."""
    base = base_of(word, data, country)
    borrower = table_in(table_in(data, "loans"), word).get("borrower", "" if base is None else base.borrower)
    return "government" in (word, borrower)


def _signed_before(
    key: tuple[str, ...], rule: Mapping[str, Any], data: Mapping[str, Any], country: Country
) -> Iterator[Finding]:
    """An agreement on a loan that is signed before it begins, or after it ends."""
    word, start, until = rule.get("loans"), quarter_or_none(rule.get("start")), quarter_or_none(rule.get("until"))
    drawn = first_draw(word, data, country) if isinstance(word, str) else None
    if drawn is None or start is None:
        return
    if drawn < start or (until is not None and drawn >= until):
        yield (
            (*key, "start"),
            f"{shown(rule.get('start'))} found, but {word} is signed at its first draw in {quarter_name(drawn)}, when "
            "loan_terms holds or never; a start before that, or the instrument workout, would be right",
        )


def _stage(key: tuple[str, ...], stage: Mapping[str, Any]) -> Iterator[Finding]:
    start, end = (
        quarter_or_none(stage.get(name, Stage.model_fields[name].default)) for name in ("plan_start", "plan_end")
    )
    if start is not None and end is not None and end < start:
        field = "plan_end" if "plan_end" in stage else "plan_start"
        yield (
            (*key, field),
            f"{shown(stage[field])} found; the plan runs from plan_start to plan_end, and {quarter_name(end)} is "
            f"before {quarter_name(start)}: a quarter from {quarter_name(start)} on for plan_end would be right",
        )


def _shock(key: tuple[str, ...], shock: Mapping[str, Any], first: int) -> Iterator[Finding]:
    """A shock that is over before the run begins."""
    start = quarter_or_none(shock.get("start"))
    lasts = [shock.get("last_quarters", 8), shock.get("fade_quarters", 0)]
    if start is not None and all(isinstance(one, int) for one in lasts) and start + sum(lasts) <= first:
        yield (
            (*key, "start"),
            f"{shown(shock.get('start'))} found, so that it is over before the run begins in {quarter_name(first)}; "
            "a later quarter would be right",
        )
