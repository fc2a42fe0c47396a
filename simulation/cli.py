"""The command line: `sez check | schema | explain`, and those of commands/.

Nothing heavy is imported at the top. Answers go to standard output, progress and complaints to standard error.
Exit codes: 0 done, 1 could not be done, 2 wrong use, wrong scenario or a folder in use, 130 stopped by the user,
143 by the system (SIGTERM).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation.commands import (
    animate,
    bench,
    comparing,
    ensembles,
    export_html,
    facts,
    lesson,
    listing,
    money,
    page,
    querying,
    running,
    starting,
    studying,
)
from simulation.telling.answers import WRONG, say, stop

app = typer.Typer(
    help="Specialty clusters and loans in a country's special economic zones.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
starting.register(app)
running.register(app)
money.register(app)
comparing.register(app)
ensembles.register(app)
page.register(app)
querying.register(app)
facts.register(app)
listing.register(app)
studying.register(app)
lesson.register(app)
export_html.register(app)
animate.register(app)
bench.register(app)


def _tell_version(asked: bool) -> None:
    if asked:
        from simulation import __version__

        typer.echo(f"sez {__version__}")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_tell_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """Specialty clusters and loans in Pakistan's special economic zones."""


@app.command()
def check(
    files: Annotated[
        list[str], typer.Argument(help="files of scenarios, experiments or lessons, or names of scenarios")
    ],
) -> None:
    """Check scenario, experiment and lesson files: every fault at once, a line each, with what would be right."""
    from simulation.commands.ensembles import checked_experiment
    from simulation.commands.lesson import checked_lesson, checked_texts
    from simulation.ensemble.experiment import is_experiment
    from simulation.page.lesson.lessons import is_lesson, is_texts
    from simulation.scenario.faults import ScenarioFaults
    from simulation.scenario.loading import load

    wrong = 0
    for file in files:
        kinds = ((is_experiment, checked_experiment), (is_lesson, checked_lesson), (is_texts, checked_texts))
        check_kind = next((checked for is_kind, checked in kinds if is_kind(file)), None)
        if check_kind:
            wrong += check_kind(file)
            continue
        try:
            scenario = load(file)
        except ScenarioFaults as faults:
            wrong += len(faults.faults)
            typer.echo(str(faults))
        else:
            firms, memory = scenario.firms_at_start, scenario.bytes_needed / 1e9
            size = f"{firms:,.0f} firms, {scenario.quarters} quarters, {memory:.1f} GB"
            say(f"{file}: ok: {scenario.name}: {scenario.title} ({size})")
    if wrong:
        stop(f"{wrong} {'fault' if wrong == 1 else 'faults'}", WRONG)


@app.command()
def schema() -> None:
    """Print the JSON schema of scenario files, for editors."""
    import json

    from simulation.scenario.schema import Scenario
    from simulation.seeding.settings import SchemaWithDefaults

    # A file names its parent, which a resolved scenario no longer does.
    told = Scenario.model_json_schema(schema_generator=SchemaWithDefaults)
    told["properties"]["extends"] = {
        "type": "string",
        "description": "the scenario this one changes: a path, or a shipped name",
    }
    typer.echo(json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema"} | told, indent=2))


@app.command()
def explain(
    run: Annotated[Path, typer.Argument(help="folder of a kept run")],
    zone: Annotated[str, typer.Option(help="a zone's key or name")],
    quarter: Annotated[str | None, typer.Option(help="such as 2031Q2; the last one unless told")] = None,
) -> None:
    """Say in ten lines how a zone stands in a kept run."""
    from simulation.country.finding import country_of
    from simulation.keeping import results
    from simulation.keeping.manifest import DamagedError
    from simulation.scenario.meaning import zone_called
    from simulation.telling import explain as explained

    try:
        kept = results.read(run)
        tables = {name: kept.tables[name].to_pandas() for name in ("zones", "loans") if name in kept.tables}
        for line in explained.lines(
            tables, zone_called(zone, country_of(kept.scenario.country), kept.scenario.zones), quarter
        ):
            typer.echo(line)
    except (DamagedError, ValueError) as error:
        stop(str(error))
