"""A scenario file loads, or every fault of it is told on one line with its place."""

from __future__ import annotations

import math
import os
import re
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.scenario.faults import ScenarioFaults
from simulation.scenario.loading import differences, load, name_of, shipped
from simulation.scenario.schema import Scenario


def faults_of(path: Path) -> list[str]:
    """The lines that loading a file complains in."""
    with pytest.raises(ScenarioFaults) as caught:
        load(path)
    return str(caught.value).splitlines()


def write(folder: Path, text: str, name: str = "a.toml") -> Path:
    """A scenario file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_scenario_loads_and_tells_what_it_is(name: str) -> None:
    scenario = load(name)
    assert scenario.name == name
    assert scenario.title
    assert scenario.summary


def test_shipped_titles_are_their_own() -> None:
    titles = [load(path).title for path in shipped().values()]
    assert len(set(titles)) == len(titles)


def test_a_scenario_written_out_loads_as_itself(tmp_path: Path) -> None:
    for name in shipped():
        scenario = load(name)
        again = load(write(tmp_path, scenario.to_toml()))
        assert again == scenario
        assert again.digest == scenario.digest
        assert again.to_toml() == scenario.to_toml()


def test_a_child_says_only_what_differs(tmp_path: Path) -> None:
    write(
        tmp_path,
        '[zones.rashakai]\ndelay_quarters = 8\nphases = 2\n[policy.x]\ninstrument = "open_zone"\nstart = "2025"\n',
    )
    child = write(tmp_path, 'extends = "a.toml"\n[zones.rashakai]\ndelay_quarters = 4\n', "b.toml")
    zone = load(child).zones["rashakai"]
    assert (zone.delay_quarters, zone.phases) == (4, 2)
    assert "x" in load(child).policy


def test_a_policy_that_changes_its_instrument_is_replaced_whole(tmp_path: Path) -> None:
    write(tmp_path, '[policy.x]\ninstrument = "upkeep_rule"\nstart = "2025"\nfloor_pct = 50.0\n')
    child = write(tmp_path, 'extends = "a.toml"\n[policy.x]\ninstrument = "open_zone"\nstart = "2026"\n', "b.toml")
    assert load(child).policy["x"].instrument == "open_zone"


def test_title_and_summary_are_not_inherited(tmp_path: Path) -> None:
    write(tmp_path, 'title = "parent"\nseed = 3\n')
    child = load(write(tmp_path, 'extends = "a.toml"\n', "b.toml"))
    assert (child.title, child.seed, child.name) == ("", 3, "b")


def test_all_faults_come_at_once_with_their_lines(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        'scael = 0.1\nquarters = "many"\n[mechanism]\n[zones.rashaki]\n[policy.a]\ninstrument = "tax_holyday"\n'
        '[policy.b]\ninstrument = "upkeep_rule"\nwhere = "dhabji"\nstart = "2020Q5"\nfloor_pct = 500.0\n',
    )
    told = faults_of(path)
    assert [line.split(": ")[0] for line in told] == [f"{path}:{n}" for n in (1, 2, 3, 4, 6, 9, 10, 11)]
    for line, word in zip(
        told,
        ("scale", "whole number", "mechanisms", "rashakai", "tax_holiday", "dhabeji", "2031Q2", "100"),
        strict=True,
    ):
        assert word in line
    assert "did you mean scale?" in told[0]
    assert told[7].startswith(f"{path}:11: policy.b.floor_pct: 500.0 found; a number, at least 0, at most 100")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('map = "pakistan"\n', 'map = "pakistan" found; country = "pakistan" would be right'),
        ('map = "plain"\n', r'map = "plain" found; the table \[plain\] alone'),
        ('country = "pakstan"\n', 'country: unknown country "pakstan" found; .* did you mean pakistan'),
        ('country = "./nowhere"\n', r"country: .*nowhere holds no country\.csv"),
        ('loan_book = "foundin"\n', "loan_book: unknown loan book .* did you mean founding"),
        ('[treasury]\nreference_book = "embasy"\n', "treasury.reference_book: .* did you mean embassy"),
        ('[loans.rashakai]\nlike = "Z-RSQ"\n', "loans.rashakai.like: .* did you mean Z-RSK"),
        ('[loans.rashakai]\nlike = "nonsense"\n', "loans.rashakai.like: unknown row of seeds/loans.csv"),
        ('[loans.bostan]\nlike = "Z-T1"\n', "loans.bostan.like: .Z-T1. found, which is no zone's loan"),
        ('[loans.rashakai]\nlike = "Z-RSK"\nmaturity_quarters = 4\n', "maturity_quarters: 4 found; more than the 11"),
        ("[loans.f13]\ngrace_quarters = 80\nmaturity_quarters = 80\n", "loans.f13.maturity_quarters: 80 found; more"),
        ("[loans.f31]\ngrace_quarters = 8\n", "loans.f31: .* no loan of the book; .*did you mean f13"),
        ("[loans.i_sah]\nswitched_on = false\n", "loans.i_sah: .* no loan of the book"),
        ('[loans.f13]\nborrower = "zone:rashaki"\n', "loans.f13.borrower: .* did you mean zone:rashakai"),
        ('[loans.f13]\nborrower = "power:thar"\n', "loans.f13.borrower: .* did you mean power:thar_coal"),
        ('[workouts.a]\nloans = ["goverment"]\n', "workouts.a.loans: .* did you mean government"),
        ('[investment]\nplan_zones = ["dhabej"]\n', "investment.plan_zones: .* did you mean dhabeji"),
        (
            '[policy.a]\ninstrument = "workout"\nstart = "2027"\nkind = "rollover"\nloans = "zone"\n',
            "policy.a.loans: .* did you mean zones",
        ),
        (
            '[policy.a]\ninstrument = "open_zone"\nwhere = "rashaki"\nstart = "2025"\n',
            "policy.a.where: .* did you mean rashakai",
        ),
        ("[zones.dhabji]\nphases = 2\n", "zones.dhabji: .* did you mean dhabeji"),
        (
            "[plain]\nrows = 9\ncolumns = 9\ntowns = 3\nfirms_at_1_10 = 500\nspecialties = 3\n"
            "[zones.all]\nphases = 2\n",
            "zones.all: unknown zone .* nothing here",
        ),
    ],
)
def test_every_name_that_is_not_there_is_told(tmp_path: Path, text: str, said: str) -> None:
    told = faults_of(write(tmp_path, text))
    assert len(told) == 1
    assert re.search(said, told[0])


def test_the_plain_map_has_specialties_of_its_own(tmp_path: Path) -> None:
    text = """[plain]
rows = 9
columns = 9
towns = 3
firms_at_1_10 = 500
specialties = 3

[policy.a]
instrument = "trade_promotion"
specialty = "product_%s"
start = "2020"
world_demand_lift_pct = 5
ramp_quarters = 4
cost_usd_mn_per_year = 1
"""
    assert load(write(tmp_path, text % "c")).plain is not None
    assert "did you mean product_" in faults_of(write(tmp_path, text % "d"))[0]


def test_names_that_are_there_are_no_faults(tmp_path: Path) -> None:
    text = """loan_book = "itemised"
[loans.own]
like = "Z-RSK"
lender = "Silk Bank"
borrower = "zone:bostan"
[loans.whole]
borrower = "power:hydro"
principal_mn = 5.0
maturity_quarters = 20
draw_start = "2026Q1"
profile = "bullet"
rate_pct_per_year = 4.0
[loans.i_sah]
grace_quarters = 8
[loans.p_ml1]
grace_quarters = 24
[investment]
ml1 = true
plan_zones = ["bostan"]
[workouts.a]
loans = ["own", "Silk Bank", "zone:bostan", "power:cpec", "further_bostan", "i_sah", "China Eximbank", "zone"]
[policy.p]
instrument = "loan_terms"
start = "2026"
loans = "whole"
"""
    assert load(write(tmp_path, text)).loans["own"].like == "Z-RSK"


def test_a_fault_of_the_parent_names_the_parents_file(tmp_path: Path) -> None:
    parent = write(tmp_path, "\nseed = -1\n")
    child = write(tmp_path, 'extends = "a.toml"\nquarters = 0\n', "b.toml")
    assert [line.split(": ")[0] for line in faults_of(child)] == [f"{parent}:2", f"{child}:2"]
    assert faults_of(child)[0].endswith(f"(extended by {child})")


def test_a_missing_key_is_told_at_its_table(tmp_path: Path) -> None:
    path = write(tmp_path, '# nothing\n[policy.a]\ninstrument = "upkeep_rule"\nstart = "2025Q1"\n')
    assert faults_of(path) == [
        f"{path}:2: policy.a.floor_pct: nothing found; a number, at least 0, at most 100 "
        "(share of needed upkeep paid before debt service) would be right"
    ]


@pytest.mark.parametrize("value", ["nan", "inf", "true", '"0.1"', "2031-01-01", "[0.1]", "{}"])
def test_no_other_kind_passes_for_a_number(tmp_path: Path, value: str) -> None:
    path = write(tmp_path, f"scale = {value}\n")
    assert faults_of(path)[0].startswith(f"{path}:1: scale: ")


def test_an_extends_cycle_and_a_long_chain_are_refused(tmp_path: Path) -> None:
    a = write(tmp_path, 'extends = "b.toml"\n')
    write(tmp_path, 'extends = "a.toml"\n', "b.toml")
    assert "in turn" in faults_of(a)[0]
    for n in range(9):
        write(tmp_path, f'extends = "c{n + 1}.toml"\n' if n < 8 else "seed = 7\n", f"c{n}.toml")
    assert "chain" in faults_of(tmp_path / "c0.toml")[0]
    assert load(tmp_path / "c1.toml").seed == 7


def test_an_absolute_parent_is_found_and_a_missing_one_is_told_at_the_line(tmp_path: Path) -> None:
    write(tmp_path, "seed = 9\n", "far/p.toml")
    assert load(write(tmp_path, f'extends = "{tmp_path}/far/p.toml"\n')).seed == 9
    path = write(tmp_path, '\nextends = "nowhere.toml"\n')
    assert faults_of(path)[0].startswith(f'{path}:2: extends: "nowhere.toml" found; there is no such file')


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"a = \x00", "binary"),
        (b"seed = 1\nb = '\xff'", ":2: the byte 0xff"),
        (b"seed = 1\nseed = 2\n", "one of the two"),
        (b"seed = \n", ":1: this is not TOML"),
        (b"a = " + b"[" * 900, "deeper"),
        (b".".join([b"k"] * 20_000) + b" = 1", "deeper"),
        (b"x" * 300_000, "bytes"),
        (b"k" * 5_000 + b" = 1", "letters"),
        (b"seed = " + b"9" * 5_000, "not TOML"),
    ],
)
def test_nasty_bytes_get_one_sentence(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(raw)
    told = faults_of(path)
    assert len(told) == 1
    assert said in told[0]
    assert len(told[0]) < 400


def test_folders_pipes_and_missing_files_get_one_sentence(tmp_path: Path) -> None:
    assert "folder" in faults_of(tmp_path)[0]
    assert "no such file" in faults_of(tmp_path / "none.toml")[0]
    os.mkfifo(tmp_path / "pipe.toml")
    assert "no ordinary file" in faults_of(tmp_path / "pipe.toml")[0]
    assert "did you mean pakistan-baseline?" in faults_of(Path("pakistan-baselin"))[0]


def test_windows_files_load(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbfseed = 4\r\nscale = 0.01\r\n")
    assert load(path).seed == 4


def test_a_fault_stays_on_its_line_whatever_the_key(tmp_path: Path) -> None:
    path = write(tmp_path, '"a\\n\\u001b[31mb\\u202e" = 1\n')
    told = faults_of(path)
    assert len(told) == 1
    assert told[0].isprintable()


def test_a_run_beyond_the_machines_memory_is_refused_with_the_estimate(tmp_path: Path) -> None:
    path = write(tmp_path, "\nscale = 100.0\n")
    told = faults_of(path)
    assert told[0].startswith(f"{path}:2: scale: 100 found, which needs ")
    assert "GB" in told[0]


def test_names_are_paths_below_scenarios_else_stems() -> None:
    assert name_of(Path("/x/scenarios/pakistan/no_loans.toml")) == "pakistan-no_loans"
    assert name_of(Path("/x/y/my study.toml")) == "my-study"
    assert name_of(Path("/x/y/..toml")) != ""


def test_a_change_in_the_session_is_checked_like_a_file() -> None:
    baseline = load("pakistan-baseline")
    changed = baseline.but(zones__rashakai__delay_quarters=4, seed=7)
    assert (changed.seed, changed.zones["rashakai"].delay_quarters) == (7, 4)
    assert changed.but({"zones.rashakai.phases": 2}).zones["rashakai"].delay_quarters == 4
    with pytest.raises(ScenarioFaults, match=r"^zones.rashakai.delay_quarter: .*did you mean delay_quarters\?"):
        baseline.but(zones__rashakai__delay_quarter=4)


def test_differences_are_the_changed_settings() -> None:
    baseline = load("pakistan-baseline")
    changed = baseline.but(scale=0.01, zones__cpec__delay_quarters=4)
    assert list(differences(baseline, changed)) == [("scale", 0.1, 0.01), ("zones.cpec.delay_quarters", None, 4)]


def test_the_digest_hears_numbers_and_not_words() -> None:
    baseline = load("pakistan-baseline")
    assert baseline.but(title="other").digest == baseline.digest
    assert baseline.but(behaviour__externalities__marshall_elasticity=0.0789).digest != baseline.digest


@given(st.binary(max_size=200))
def test_no_bytes_end_in_anything_but_a_scenario_or_faults(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.toml"
    path.write_bytes(raw)
    with suppress(ScenarioFaults):
        assert isinstance(load(path), Scenario)


@given(
    st.dictionaries(
        st.sampled_from([*Scenario.model_fields, "policy.a.where", "loans.f13.rate_pct_per_year", "x"]),
        st.one_of(st.integers(), st.floats(), st.booleans(), st.text(max_size=5), st.lists(st.integers(), max_size=2)),
        max_size=4,
    )
)
def test_no_values_end_in_anything_but_a_scenario_or_faults(changes: dict[str, object]) -> None:
    told = ""
    try:
        scenario = Scenario().but(changes)
    except ScenarioFaults as faults:
        told = str(faults)
    else:
        assert math.isfinite(scenario.scale)
        assert tomllib.loads(scenario.to_toml())
    assert all(line.isprintable() for line in told.split("\n"))


@pytest.mark.parametrize(
    "wish", ["pakistan-delayed_zones", "pakistan/delayed_zones", "scenarios/pakistan/delayed_zones.toml"]
)
def test_a_shipped_scenario_is_extended_by_its_name_from_anywhere(tmp_path: Path, wish: str) -> None:
    child = load(write(tmp_path, f'extends = "{wish}"\nquarters = 8\n'))
    assert child.zones["cpec"].delay_quarters == 16
    assert (child.quarters, child.name) == (8, "a")


def test_a_file_beside_goes_before_a_shipped_name(tmp_path: Path) -> None:
    write(tmp_path, "seed = 9\n", "pakistan-baseline")
    assert load(write(tmp_path, 'extends = "pakistan-baseline"\n')).seed == 9


def test_a_misspelt_parent_is_told_which_shipped_one_was_meant(tmp_path: Path) -> None:
    path = write(tmp_path, 'extends = "pakistan-basline"\n')
    assert faults_of(path)[0].endswith("did you mean pakistan-baseline?")
