"""Parts of the page beside its pictures: levers, the story, towns with a name, the key, the table, the list of keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

from simulation.page.charts import curve_of, ending
from simulation.page.frames import Frame, Named
from simulation.page.ground import Ground
from simulation.page.live import dom
from simulation.page.live.levers import Lever, offered, standing
from simulation.page.live.session import Session
from simulation.page.live.stories import Story
from simulation.page.live.wording import Wording
from simulation.page.theme import SYMBOLS, Look, Theme, looks
from simulation.report import words
from simulation.report.templates import filled, own

LeadOn = Callable[[str, str], object]
"""Leads on to a story: what it is about, and its key."""
SHAPES = {
    "circle": '<circle cx="50" cy="50" r="46"/>',
    "rect": '<rect x="8" y="8" width="84" height="84"/>',
    "diamond": '<path d="M50,0L100,50L50,100L0,50Z"/>',
    "triangle": '<path d="M50,4L98,92L2,92Z"/>',
}
SHAPES |= {symbol: f'<path d="{symbol[7:]}"/>' for symbol in SYMBOLS.values() if symbol.startswith("path")}


class Levers:
    """The levers of B: a field each, what is wrong beside it, and what runs B."""

    def __init__(self, session: Session, said: Wording, changed: Callable[[], object]) -> None:
        self.session, self.said, self.changed = session, said, changed
        self.fields: dict[str, Element] = {}
        self.names: dict[str, TextElement] = {}
        self.wrong: dict[str, TextElement] = {}

    def build(self) -> None:
        """Fields for the levers that say something in the scenario; to be called inside their container."""
        for each in (self.fields, self.names, self.wrong):
            each.clear()
        base = self.session.base_of_b()
        groups: dict[str, list[Lever]] = {}
        for lever in offered(base):
            groups.setdefault(lever.group, []).append(lever)
        for group, members in groups.items():
            with dom.box("fieldset"):
                dom.text(self.said.groups[group], "legend")
                for lever in members:
                    self._lever(lever, standing(lever, base))

    def _lever(self, lever: Lever, stands: str) -> None:
        key, told = lever.key, self.said.levers[lever.key]
        with dom.box(classes="lever"):
            with dom.box(classes="top"):
                self.names[key] = dom.text(told.name, "label", for_=f"lever-{key}")
                if not lever.choices:
                    self._number(lever, stands)
            if lever.choices:
                self._choice(lever, stands)
            else:
                self._slider(lever, stands)
            dom.text(f"{told.unit}; {told.says}" if told.unit else told.says, "p", "quiet small", id=f"says-{key}")
            self.wrong[key] = dom.text("", "p", "wrong", id=f"wrong-{key}")

    def _attributes(self, key: str) -> dict[str, str]:
        return {"id": f"lever-{key}", "aria-describedby": f"says-{key} wrong-{key}"}

    def _number(self, lever: Lever, stands: str) -> None:
        value = self.session.values.get(lever.key, "")
        self.fields[lever.key] = dom.field(
            "text", value, lambda text: self._type(lever, text), "number", inputmode="decimal", placeholder=stands,
            autocomplete="off", **self._attributes(lever.key),
        )  # fmt: skip

    def _slider(self, lever: Lever, stands: str) -> None:
        value = self.session.values.get(lever.key) or stands.split(" / ")[0] or str(lever.low)
        dom.field(
            "range", value, lambda text: self._slide(lever, text), min=str(lever.low), max=str(lever.high),
            step=str(lever.step), id=f"slider-{lever.key}", aria_label=self.said.levers[lever.key].name, tabindex="-1",
        )  # fmt: skip

    def _choice(self, lever: Lever, stands: str) -> None:
        options = {"": f"({self.said.choice(stands)})" if stands else "\N{EN DASH}"}
        options |= {each: self.said.choice(each) for each in lever.choices}
        value = self.session.values.get(lever.key, "")
        self.fields[lever.key] = dom.choice(
            options, value, lambda text: self._set(lever, text), **self._attributes(lever.key)
        )

    def _type(self, lever: Lever, text: str) -> None:
        dom.put(f"slider-{lever.key}", text)
        self._set(lever, text)

    def _slide(self, lever: Lever, text: str) -> None:
        dom.put(f"lever-{lever.key}", text)
        self._set(lever, text)

    def _set(self, lever: Lever, text: str) -> None:
        self.session.values[lever.key] = text
        self.check()
        self.changed()

    def check(self) -> dict[str, str]:
        """Say beside each lever what is wrong with it; the faults by lever."""
        faults = self.session.faults()
        for key, field in self.fields.items():
            wrong = faults.get(key, "")
            self.wrong[key].text = f"\N{WARNING SIGN} {wrong}" if wrong else ""
            field.props.set_optional("aria-invalid", "true" if wrong else None)
            moved = bool(self.session.values.get(key))
            self.names[key].classes(**{"add" if moved else "remove": "moved"})
        return faults


def story(told: Story, said: Wording, lead_on: LeadOn) -> None:
    """A story in its card; to be called inside it."""
    dom.text(told.title, "h3")
    dom.text(words.quarter(told.quarter), "p", "quiet small")
    for heading, facts in told.parts:
        dom.text(said.story.get(heading, heading), "h3", "quiet small")
        with dom.box("dl", "facts"):
            for fact in facts:
                dom.text(fact.value, "dt")
                with dom.box("dd"):
                    dom.text(said.story.get(fact.label, fact.label), "span")
                    if fact.rule:
                        with dom.box("details", "small quiet"):
                            dom.text(f"{said.page['rule']} {fact.rule}", "summary")
                            dom.text(fact.says)
    if told.what == "cell" and told.links:
        dom.text(said.story["largest"], "h3", "quiet small")
    for link in told.links:
        if link.text:
            dom.button(link.text, partial(lead_on, link.what, link.key), "link")


def names(earned: Sequence[tuple[str, Named]], said: Wording, lead_on: LeadOn) -> None:
    """Towns that have earned a name, latest first; to be called inside their list."""
    for quarter, cluster in earned:
        with dom.box("li"):
            dom.text(f"{words.quarter(quarter)} ", "span", "quiet")
            dom.button(cluster.name, partial(lead_on, "cell", str(cluster.cell)), "link")
    if not earned:
        dom.text(said.page["names_none"], "li", "quiet")


def key(ground: Ground, theme: Theme, said: Wording) -> None:
    """The key of the map; to be called inside its box."""
    lines = [
        _of_product(look, theme)
        for look in looks(ground.specialties, theme, ground.country).values()
        if look.key != "other"
    ]
    ring = {"fill": "none", "stroke": theme.ink}
    if ground.zones:
        lines.append(_key_line(said.page["zone_key"], "rect", {**ring, "stroke-width": 12}))
    lines.append(_key_line(said.page["super_key"], "circle", {**ring, "stroke-width": 8, "stroke-dasharray": "24 16"}))
    for line in lines:
        ui.html(line, tag="span", sanitize=False)


def _of_product(look: Look, theme: Theme) -> str:
    edge = theme.paper if theme.name == "projector" else theme.ink
    paint = {"fill": look.colour, "stroke": edge, "stroke-width": 4}
    return _key_line(look.name, look.symbol, paint, look.letter, look.letter_ink)


def _key_line(name: str, symbol: str, paint: dict[str, object], letter: str = "", letter_ink: str = "") -> str:
    """A shape as it is painted on the map, its letter, and what it stands for, as HTML."""
    shape = own(SHAPES[symbol])
    return filled("page/live/key_line.html", name=name, shape=shape, paint=paint, letter=letter, letter_ink=letter_ink)


def table(so_far: dict[str, list[Frame]], keys: Sequence[str], said: Wording) -> str:
    """The curves as a table of years, as HTML; the last quarter of each year."""
    sides, last = [name for name, frames in so_far.items() if frames], len(so_far["A"]) - 1
    rows = [
        (words.quarter(frame.quarter), [_cell(key, so_far[side][n]) for key in keys for side in sides])
        for n, frame in enumerate(so_far["A"])
        if frame.quarter.endswith("Q4") or n == last
    ]
    heads = [f"{said.curve(key)} {side}" for key in keys for side in sides]
    return filled("page/live/table.html", quarter=said.page["quarter"], heads=heads, rows=rows)


def _cell(key: str, frame: Frame) -> str:
    value = frame.nation[key]
    return "\N{EN DASH}" if value != value else ending(curve_of(key), value)
