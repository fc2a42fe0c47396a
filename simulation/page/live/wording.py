"""The page's words: simulation/page/texts/en.toml, ur.toml, ...; what a language leaves out is said in English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from simulation.measures.overview import of_nation
from simulation.scenario.reading import merged

FOLDER = Path(__file__).parent / "texts"
ENGLISH = "en"


class LeverText(BaseModel):
    """A lever in plain words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    unit: str
    says: str = Field(min_length=1)


class Wording(BaseModel):
    """All words of the page in one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str
    name: str
    direction: Literal["ltr", "rtl"]
    page: Mapping[str, str]
    curves: Mapping[str, str] = {}
    """Titles of measures, where they are other than declared."""
    units: Mapping[str, str] = {}
    groups: Mapping[str, str]
    levers: Mapping[str, LeverText]
    choices: Mapping[str, str]
    story: Mapping[str, str]
    keys: Mapping[str, str]

    def say(self, key: str, **filled: object) -> str:
        """A sentence of the page, its braces filled."""
        return self.page[key].format(**filled)

    def curve(self, name: str) -> str:
        """What stands above a curve."""
        return self.curves.get(name) or of_nation(name).called

    def unit(self, unit: str) -> str:
        """A unit in words of the language."""
        return self.units.get(unit) or unit

    def choice(self, key: str) -> str:
        """What a choice is called."""
        return self.choices.get(key) or key.replace("_", " ").capitalize()


def languages() -> tuple[str, ...]:
    """Tags of the languages there are."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def wording(language: str = ENGLISH) -> Wording:
    """The words of a language over the English ones; KeyError where there is no such language."""
    if language not in languages():
        raise KeyError(language)
    read = {tag: tomllib.loads((FOLDER / f"{tag}.toml").read_text(encoding="utf-8")) for tag in (ENGLISH, language)}
    return Wording.model_validate(merged(read[ENGLISH], read[language]))
