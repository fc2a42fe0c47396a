"""Writes docs/reference from the code and the seeds: `make docs`.

Each page is a function that returns text, so that a test can compare the files with what the code says today.
"""

from __future__ import annotations

import argparse
import json
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

REFERENCE = Path(__file__).parent / "reference"
GENERATED = "<!-- written by `make docs`; edit the code, not this page -->"
NOT_SHOWN = ("instrument", "where", "start", "until", "note")
"""Fields that every instrument has, told once at the head of its page."""


def page(title: str, *parts: str) -> str:
    """A page with its title, and a line that says who writes it."""
    return "\n\n".join([f"# {title}", GENERATED, *(part for part in parts if part)]) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "/").strip() for cell in line) + " |" for line in lines)


def allowed(field: FieldInfo) -> str:
    """What a field takes, without its meaning."""
    from simulation.scenario.wording import expected

    if get_origin(bare(field.annotation)) is tuple:
        return "a list"
    return expected(field).removesuffix(f" ({field.description})").replace("in quotes", "")


def default_of(field: FieldInfo) -> str:
    """The default as TOML writes it; a dash where it must be said, or where nothing said means something else."""
    value = field.get_default(call_default_factory=True, validated_data={})
    if value is PydanticUndefined:
        return "must be said"
    return "-" if value is None or value == "" else f"`{json.dumps(value, default=str)}`"


def bare(annotation: Any) -> Any:
    """An annotation without metadata and without None."""
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        members = [each for each in get_args(annotation) if each is not type(None)]
        return bare(members[0]) if len(members) == 1 else annotation
    return annotation


def table_below(field: FieldInfo) -> tuple[type[BaseModel] | None, bool]:
    """The class of the table a field holds, and whether it is a table of such tables by key."""
    kind = bare(field.annotation)
    keyed = get_origin(kind) is dict
    inner = bare(get_args(kind)[1]) if keyed else kind
    return (inner, keyed) if isinstance(inner, type) and issubclass(inner, BaseModel) else (None, keyed)


def meaning_of(field: FieldInfo) -> str:
    """Description and unit of a field."""
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    unit = f" [{extra['unit']}]" if extra.get("unit") else ""
    return f"{field.description or ''}{unit}"


def sections(model: type[BaseModel], key: str) -> Iterator[str]:
    """The tables of a scenario file, each with its fields, depth first."""
    own = {name: field for name, field in model.model_fields.items() if table_below(field) == (None, False)}
    if own:
        rows = [(f"`{n}`", default_of(f), allowed(f), meaning_of(f)) for n, f in own.items()]
        head = f"## `[{key}]`" if key else "## At the top of the file"
        said = " ".join((model.__doc__ or "").split()) if key else ""
        text = table(("key", "default", "takes", "meaning"), rows)
        yield "\n\n".join(part for part in (head, said, text) if part)
    for name, field in model.model_fields.items():
        below, keyed = table_below(field)
        if below is not None and name != "behaviour":
            yield from sections(below, ".".join(filter(None, (key, name))) + (".<name>" if keyed else ""))


def scenario_page() -> str:
    """Every key of a scenario file."""
    from simulation.scenario.schema import Scenario

    intro = (
        "A scenario is a TOML file that says only what differs from its parent (`extends`, a path relative to the "
        "file, or a shipped name) or from the defaults below. Unknown keys are errors. `sez check FILE` tells every "
        "fault at once; "
        "[scenario.schema.json](scenario.schema.json) is for editors. The tables `[behaviour.*]` are in "
        "[parameters.md](parameters.md), `[policy.<name>]` in [instruments.md](instruments.md). A dash means that "
        "what is left out comes from the seeds or the loan book."
    )
    return page("The scenario file", intro, *sections(Scenario.complete(), ""))


def schema_file() -> str:
    """The JSON schema of scenario files, as `sez schema` prints it."""
    from typer.testing import CliRunner

    from simulation.cli import app

    return CliRunner().invoke(app, ["schema"]).stdout


def scenarios_page() -> str:
    """The shipped scenarios with their summaries."""
    from simulation.scenario.loading import load, shipped

    rows = []
    for name in shipped():
        asked = load(name)
        rows.append((f"`{name}`", asked.title, " ".join(asked.summary.split())))
    return page("Shipped scenarios", table(("name", "title", "what differs, and why one would ask"), rows))


def instruments_page() -> str:
    """Policy instruments and their fields."""
    from simulation.policy import INSTRUMENTS
    from simulation.policy.instrument import InAPlace

    shared = [
        (f"`{n}`", default_of(f), allowed(f), f.description) for n, f in InAPlace.model_fields.items() if n in NOT_SHOWN
    ]
    intro = (
        "An instrument is a table `[policy.<a name of your choice>]` whose `instrument` is one of the names below. "
        "What the model cannot say is in [limits.md](../explanation/limits.md)."
    )
    heads = ("key", "default", "takes", "meaning")
    others = [f"`{each.name()}`" for each in INSTRUMENTS if not issubclass(each, InAPlace)]
    but = f"Every instrument has these, but `where` is none of {', '.join(others)}, which hold for the whole country:"
    parts = [intro, but, table(heads, shared)]
    for each in INSTRUMENTS:
        rows = [
            (f"`{n}`", default_of(f), allowed(f), f.description or "")
            for n, f in each.model_fields.items()
            if n not in NOT_SHOWN
        ]
        parts += [f"## `{each.name()}`", " ".join((each.__doc__ or "").split()), table(heads, rows) if rows else ""]
    return page("Policy instruments", *parts)


def tables_page() -> str:
    """Tables of results: key, and every column with unit and meaning."""
    from simulation.measures.listed import columns_of_tables
    from simulation.measures.schema_agents import SHEETS

    intro = (
        "A run keeps one Parquet file a table; `read(folder).nation` or `run(...).nation` is a table in pandas. "
        "Money is million USD of constant 2020 prices. Counts and amounts are the nation's at every scale; in "
        "`entries`, `firms` and `links` a row stands for `weight` firms, and its other columns are of one of them. "
        "Every file carries unit and meaning of each column in its own metadata."
    )
    parts = [intro]
    for name, columns in columns_of_tables():
        sheet = SHEETS[name]
        rows = [(f"`{m.name}`", m.unit, "yes" if m.national else "", m.meaning) for m in columns]
        key = ", ".join(f"`{part}`" for part in sheet.key)
        said = f"{sheet.meaning[0].upper()}{sheet.meaning[1:]}. Key: {key}."
        parts += [f"## {name}", said, table(("column", "unit", "adds up", "meaning"), rows)]
    return page("Tables of results", *parts)


def parameters_page() -> str:
    """Every assumed number of behaviour and of institutions with range and source."""
    from simulation.country.finding import shipped_countries
    from simulation.seeding.seeds import Seeds, common_seeds

    heads = ("key", "value", "plausible", "unit", "confidence", "source", "meaning")

    def lines(seeds: Seeds, name: str, prefix: str = "") -> Iterator[tuple[object, ...]]:
        for row in seeds.rows(name):
            quantity = "" if row.quantity == "value" else f" ({row.quantity})"
            between = "" if row.low is None else f"{_plain(row.low)} to {_plain(row.high)}"
            key = f"`{prefix}{row.subject}`{quantity}"
            yield key, _plain(row.value), between, row.unit, row.confidence, row.source, row.note

    intro = (
        "Defaults of a scenario that nobody has measured, with the range to screen. A value may be set up to four "
        "widths of its range outside it. Counts marked *at 1:10* are stated at scale 0.1 and follow the scale."
    )
    behaviour = table(heads, lines(common_seeds(), "parameters", "behaviour."))
    money = table(heads, lines(common_seeds(), "money_parameters"))
    return page(
        "Parameters", intro, "## Behaviour (`seeds/common/parameters.csv`)", behaviour,
        "## Institutions (`seeds/common/money_parameters.csv`)",
        "Keys beginning with `zones.` stand in `[zones.<key>]`, those with `workout.` in `[workouts.<name>]`, those "
        "with `programme.` in `[investment]`; the others in the table they name.",
        money,
        *(
            f"## Zones of {key} (`seeds/{key}/money_parameters.csv`)\n\n"
            + table(heads, lines(Seeds(folder), "money_parameters"))
            for key, folder in shipped_countries().items()
        ),
    )  # fmt: skip


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def command_line_page() -> str:
    """The commands with their arguments and options."""
    import click
    import typer

    from simulation.cli import app

    commands = typer.main.get_command(app)
    parts = [
        "Answers go to standard output, progress and complaints to standard error. Exit codes: 0 done, 1 could not "
        "be done, 2 wrong use, wrong scenario or a folder in use, 130 stopped by the user, 143 by the system."
    ]
    context = click.Context(commands)  # type: ignore[arg-type]
    for name, command in commands.commands.items():  # type: ignore[attr-defined]
        with click.Context(command, parent=context, info_name=name) as here:
            usage = " ".join(command.get_usage(here).split()).removeprefix("Usage: ").removeprefix("sez ")
            heads = [parameter.get_help_record(here) for parameter in command.params]
        rows = [(f"`{record[0]}`", record[1]) for record in heads if record and record[0] != "--help"]
        said = " ".join((command.help or "").split())
        parts += [f"## sez {name}", said, f"    sez {usage}", table(("option", "meaning"), rows) if rows else ""]
    return page("The command line", *parts)


PAGES: dict[str, Callable[[], str]] = {
    "command_line.md": command_line_page,
    "instruments.md": instruments_page,
    "parameters.md": parameters_page,
    "scenario.md": scenario_page,
    "scenario.schema.json": schema_file,
    "scenarios.md": scenarios_page,
    "tables.md": tables_page,
}


def main() -> None:
    """Write every page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=REFERENCE, help="folder to write into")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for name, write in PAGES.items():
        (out / name).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
