"""What changes of the page's parts."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui
from nicegui.element import Element

from simulation.page.charts import CURVES_OF_COUNTRY, CURVES_OF_PLAIN, curve_of
from simulation.page.frames import Frame, Named
from simulation.page.live import dom, panels
from simulation.page.live.layout import Layout
from simulation.page.live.panels import LeadOn
from simulation.page.live.session import Session
from simulation.page.live.stories import Story
from simulation.page.live.wording import Wording
from simulation.page.theme import Theme
from simulation.report import words

CURVES_MOST = 5


class Parts(Layout):
    """The page's parts, and what may be put into them."""

    def put_curves(self, session: Session, said: Wording, first: Sequence[str]) -> dict[str, Element]:
        """A figure for each curve, those that a lesson looks at first, the difference after them."""
        usual = CURVES_OF_PLAIN if session.sides["A"].ground.plain else CURVES_OF_COUNTRY
        shown = list(dict.fromkeys([*first, *usual]))[:CURVES_MOST]
        for figure in [child for child in self.curves_box if child is not self.difference_figure]:
            figure.delete()
        charts = {}
        with self.curves_box:
            for n, key in enumerate(shown):
                with dom.box("figure", "second" if n > 1 else ""):
                    with dom.box("figcaption"):
                        dom.text(f"{said.curve(key)} ", "b")
                        dom.text(said.unit(curve_of(key).unit_in_full), "span", "quiet small")
                    charts[key] = self._chart("curve-box", said.curve(key))
        self.difference_figure.move(target_index=len(shown))
        self.difference_of.clear()
        with self.difference_of:
            names = {key: said.curve(key) for key in shown}
            dom.choice(
                names, shown[0], self.view.difference_of, id="difference-of", aria_label=said.page["difference_of"]
            )
        return charts

    def put_levers(self) -> None:
        """The levers of the scenario that B starts from."""
        self.levers_box.clear()
        with self.levers_box:
            self.levers.build()
        self.levers.check()

    def put_key(self, session: Session, theme: Theme, said: Wording) -> None:
        """The key of the map in a theme."""
        self.key.clear()
        with self.key:
            panels.key(session.sides["A"].ground, theme, said)

    def put_names(self, earned: Sequence[tuple[str, Named]], said: Wording, lead_on: LeadOn) -> None:
        """The list of names and the latest in the banner."""
        self.names.clear()
        with self.names:
            panels.names(earned, said, lead_on)
        self.banner.clear()
        if earned:
            with self.banner:
                dom.text(f"{said.page['new_name']}, {words.quarter(earned[0][0])}", "h3")
                dom.text(earned[0][1].name)

    def put_story(self, told: Story | None, quarter: str, said: Wording, lead_on: LeadOn) -> None:
        """A story, or that there is none."""
        self.story.clear()
        with self.story:
            if told is None:
                dom.text(said.say("story_gone", quarter=words.quarter(quarter)))
            else:
                panels.story(told, said, lead_on)
        self.open_drawer("aside", only_open=True)
        ui.run_javascript("document.querySelector('.story').scrollIntoView({block: 'nearest'})")

    def clear_story(self, said: Wording) -> None:
        """How a story is asked for."""
        self.story.clear()
        with self.story:
            dom.text(said.page["story_says"], "p", "quiet small")

    def put_fault(self, key: str, told: str) -> None:
        """What is wrong with a field, or nothing."""
        self.faults[key].text = f"\N{WARNING SIGN} {told}" if told else ""

    def put_table(self, session: Session, keys: Sequence[str], said: Wording) -> None:
        """The curves so far as a table."""
        self.table.set_content(panels.table(session.so_far(), keys, said))

    def show_sides(self, session: Session, said: Wording, compared: bool) -> None:
        """One map or two, each with what it shows in words."""
        self.page.classes(**{"remove" if compared else "add": "alone"})
        for name, figure in self.figures.items():
            figure.classes(**{"add" if session.watched == name else "remove": "watched"})
        for name, side in session.sides.items():
            frame = session.frame(name)
            self.captions[name].text = side.title
            if frame is not None:
                self.maps[name].parent_slot.parent.props["aria-label"] = _map_in_words(name, frame, said)

    def tell(self, trouble: str, loading: bool, said: Wording) -> None:
        """What went wrong, or what is being prepared."""
        self.trouble.text = trouble or (said.page["loading_says"] if loading else "")
        self.trouble.classes(**{"add" if trouble else "remove": "fault"})


def _map_in_words(side: str, frame: Frame, said: Wording) -> str:
    largest = "; ".join(f"{each.name} ({words.short(each.workers)})" for each in frame.named[:5])
    return said.say("map_alt", side=side, quarter=words.quarter(frame.quarter), named=len(frame.named), largest=largest)
