"""Where the parts of the page stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

from simulation.page.live import dom, panels
from simulation.page.live.hands import Hands
from simulation.page.live.wording import Wording

TABS = ("map", "curves", "levers", "lesson")


class Layout:
    """All parts of a page; what changes of them is in `parts.Parts`."""

    def __init__(self, view: Hands, said: Wording, presets: Mapping[str, str], lessons: Mapping[str, str]) -> None:
        self.view, self.said = view, said
        self.lessons = {"": said.page["no_lesson"]} | dict(lessons)
        self.maps: dict[str, Element] = {}
        self.figures: dict[str, Element] = {}
        self.captions: dict[str, TextElement] = {}
        self.faults: dict[str, TextElement] = {}
        with dom.box("div", "page alone", inert="", lang=said.language, dir=said.direction) as self.page:
            self._head(presets)
            self._levers()
            self._middle()
            self._aside()
            self._bar()
            self._tabs()
            self._keys()
            self.live = dom.text("", "p", "live", aria_live="polite")
        self.timer = ui.timer(1.0 / view.session.speed, view.tick, active=False)

    def _head(self, presets: Mapping[str, str]) -> None:
        view, said, session = self.view, self.said, self.view.session
        with dom.box("header", "head"):
            dom.text(said.page["title"], "h1")
            with dom.box("label"):
                dom.text(said.page["scenario_a"], "span", "a")
                dom.choice(presets, session.preset_a, partial(view.choose, "A"), id="preset-a")
            with dom.box("label"):
                dom.text(said.page["scenario_b"], "span", "b")
                none = {"": said.page["same_as_a"]}
                dom.choice(none | dict(presets), "", partial(view.choose, "B"), id="preset-b")
            self._number("luck", "seed", str(session.seed), view.set_luck)
            self._number("scale", "scale", str(session.scale), view.set_scale)
            self.theme = dom.button(said.page["theme"], view.turn_theme, aria_pressed="false")
            dom.button("?", lambda: ui.run_javascript("document.getElementById('keys').showModal()"),
                       aria_label=said.page["keys"])  # fmt: skip
            self.state = dom.text("", "span", "chip")
            self.date = dom.text("", "span", "date", id="date")

    def _number(self, name: str, key: str, value: str, put: Callable[[str], object]) -> None:
        with dom.box("label", "small-only"):
            dom.text(self.said.page[name], "span")
            dom.field("text", value, put, "number", id=key, title=self.said.page[f"{name}_says"], autocomplete="off",
                      **{"aria-describedby": f"wrong-{key}"})  # fmt: skip
            self.faults[key] = dom.text("", "span", "fault", id=f"wrong-{key}", role="alert")

    def _levers(self) -> None:
        view, said = self.view, self.said
        with dom.box("section", "levers", aria_label=said.page["levers"]):
            dom.text(said.page["levers_of_b"], "h2", "b")
            dom.text(said.page["levers_says"], "p", "quiet small")
            self.levers_box = dom.box("div")
            self.faults["levers"] = dom.text("", "p", "fault", role="alert", id="wrong-levers")
            with dom.box("div", "buttons"):
                dom.button(said.page["run_b"], view.run_b, "main", id="run-b")
                dom.button(said.page["save_a"], partial(view.save, "A"), id="save-a")
                dom.button(said.page["save_b"], partial(view.save, "B"), "only-b", id="save-b")
            dom.text(said.page["saved_says"], "p", "quiet small")
        self.levers = panels.Levers(view.session, said, lambda: None)

    def _middle(self) -> None:
        said = self.said
        with dom.box("main", "middle", aria_label=said.page["main"]):
            with dom.box("div", "maps"):
                for side in ("A", "B"):
                    self._map(side)
            with dom.box("div", "curves") as self.curves_box:
                pass
            with self.curves_box, dom.box("figure", "only-b second") as self.difference_figure:
                with dom.box("figcaption"):
                    dom.text(f"{said.page['difference']} ", "b", title=said.page["difference_says"])
                    self.difference_of = dom.box("span")
                self.difference = self._chart("curve-box", said.page["difference"])

    def _map(self, side: str) -> None:
        with dom.box("figure", f"watched only-{side.lower()}") as figure:
            with dom.box("figcaption"):
                dom.text(f"{side} ", "b", side.lower())
                self.captions[side] = dom.text("", "span")
            self.maps[side] = self._chart("map-box", "")
            self.maps[side].on(
                "componentClick", lambda event: self.view.clicked(side, event.args),
                js_handler="(at) => emit({seriesId: at.seriesId, name: at.name, value: at.value})",
            )  # fmt: skip
        self.figures[side] = figure

    def _chart(self, classes: str, alt: str) -> Element:
        """A chart in a box that says what it shows; a property of the chart itself would have it drawn anew."""
        with dom.box("div", classes, role="img", aria_label=alt):
            return ui.echart({}).classes(replace="chart")

    def _aside(self) -> None:
        view, said = self.view, self.said
        with dom.box("aside", "aside", aria_label=said.page["story"]):
            self.trouble = dom.text("", "p", "fault", role="alert")
            self.banner = dom.box("div", "banner")
            with dom.box("section", "card lesson", aria_label=said.page["lesson"]):
                with dom.box("label"):
                    dom.text(said.page["lesson"], "h2")
                    dom.choice(self.lessons, "", view.choose_lesson, id="lesson")
                self.lesson = dom.box("div")
            with dom.box("section", "card story", aria_label=said.page["story"]) as self.story:
                dom.text(said.page["story_says"], "p", "quiet small")
            with dom.box("section", "card"):
                dom.text(said.page["names"], "h2")
                self.names = dom.box("ul", "names small")
            with dom.box("section", "card"):
                dom.text(said.page["key"], "h2")
                self.key = dom.box("div", "key small")
            with dom.box("details", "card"):
                dom.text(said.page["table"], "summary")
                self.table = ui.html("", sanitize=False).classes("data small")

    def _bar(self) -> None:
        view, said = self.view, self.said
        with dom.box("nav", "bar", aria_label=said.page["timeline"]):
            self.play = dom.button("", view.play, "main play", id="play")
            dom.button("◀", lambda: view.step(-1), id="back", aria_label=said.page["back"])
            dom.button("▶", lambda: view.step(1), id="on", aria_label=said.page["on"])
            self.timeline = dom.field("range", "0", lambda at: view.go(int(at)), "timeline", id="timeline", min="0",
                                      max="163", step="1", aria_label=said.page["timeline"])  # fmt: skip
            dom.button("\N{MINUS SIGN}", lambda: view.faster(-1), "wide-only", aria_label=said.page["slower"])
            self.speed = dom.button("", view.next_speed, id="speed")
            dom.button("+", lambda: view.faster(1), "wide-only", aria_label=said.page["faster"])
            dom.button(said.page["levers"], lambda: self.open_drawer("levers"), "wide-only drawer", id="open-levers")
            dom.button(said.page["story"], lambda: self.open_drawer("aside"), "wide-only drawer", id="open-aside")

    def _tabs(self) -> None:
        with dom.box("nav", "tabs", aria_label=self.said.page["main"]):
            for tab in TABS:
                button = dom.text(self.said.page[tab], "button", type="button", data_tab=tab,
                                  aria_pressed=str(tab == "map").lower())  # fmt: skip
                button.on("click", js_handler=f"() => sez.tab('{tab}')")

    def _keys(self) -> None:
        said = self.said
        with dom.box("dialog", "", id="keys", aria_label=said.page["keys"]):
            dom.text(said.page["keys"], "h2")
            with dom.box("dl", "facts"):
                for key, does in said.keys.items():
                    dom.text(key, "dt")
                    dom.text(does, "dd")
            with dom.box("label"):
                dom.box("input", type="checkbox", checked="checked", id="keys-on").on(
                    "change", js_handler="(event) => { sez.keys = event.target.checked }"
                )
                dom.text(said.page["keys_on"], "span")
            dom.text(said.page["keys_says"], "p", "quiet small")
            dom.text(said.page["close"], "button", type="button").on(
                "click", js_handler="(event) => event.target.closest('dialog').close()"
            )

    def open_drawer(self, name: str, only_open: bool = False) -> None:
        """Open or close what lies over the curves on a projector."""
        closing = self.page.props.get("data-open") == name and not only_open
        self.page.props["data-open"] = "" if closing else name
        if name:
            tab = "lesson" if name == "aside" else name
            ui.run_javascript(f"sez.tab('{tab}')")
