"""A lesson beside the map: the question, the prediction, what to try, what the runs said, the question to take home."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from nicegui import background_tasks
from nicegui.element import Element

from simulation.page.lesson.card import Card, card
from simulation.page.lesson.lessons import Opened, open_lesson
from simulation.page.lesson.texts import ENGLISH, languages, texts
from simulation.page.live import dom
from simulation.page.live.hands import Hands

if TYPE_CHECKING:
    from simulation.page.live.reels import Studio


class LessonPanel:
    """The card of the lesson that one visitor has chosen."""

    def __init__(self, view: Hands, studio: Studio, language: str, page: Element, box: Element) -> None:
        self.view, self.studio, self.page, self.box = view, studio, page, box
        self.told = texts(language if language in languages() else ENGLISH)
        self.opened: Opened | None = None
        self.card: Card | None = None
        self.predicted = ""
        self.fault = ""
        self.shown: tuple[Card | None, str, str, bool] | None = None

    @property
    def curves(self) -> tuple[str, ...]:
        """Columns of `nation` that the lesson looks at."""
        return self.opened.lesson.curves if self.opened else ()

    def choose(self, name: str) -> None:
        """Begin a lesson; no name puts it away."""
        self.predicted, self.fault, self.view.session.until = "", "", None
        self.opened = open_lesson(name) if name else None
        self.card = card(self.opened, self.told) if self.opened else None
        if self.opened and self.card:
            pair = self.opened.pair(0)
            self.view.session.watch_lesson(pair["a"], pair["b"], self.card.until)
            background_tasks.create(self._measure(name), name=f"lesson {name}")
        self.view.after_change()

    def put_away(self) -> None:
        """Another scenario was chosen: the lesson is over."""
        self.opened, self.card, self.predicted, self.fault = None, None, "", ""
        self.view.session.until = None
        dom.put("lesson", "")

    async def _measure(self, name: str) -> None:
        try:
            found = await self.studio.findings(name)
        except Exception as error:  # what stops the runs is told in the card
            found, self.fault = [], f"{type(error).__name__}: {error}"
        if self.opened and self.opened.lesson.name == name:
            self.card = card(self.opened, self.told, found)
            with self.page:
                self.draw()

    def predict(self, verdict: str) -> None:
        """The class has said what it expects: the rest may be seen."""
        if self.predicted:
            return
        self.predicted = verdict
        self.view.session.predicted()
        self.view.redraw()

    def draw(self) -> None:
        """Put the card up as it stands now, if that is another than before."""
        finished = self.view.session.state == "finished"
        state = (self.card, self.predicted, self.fault, finished)
        if state == self.shown:
            return
        self.shown = state
        self.box.clear()
        if self.card:
            with self.box:
                self._write(self.card, finished)

    def _write(self, told: Card, finished: bool) -> None:
        said = self.told.words
        self._part(said.question, told.question, told.story)
        self._part("", f"A: {told.sides[0]}. B: {told.sides[1]}.")
        self._part(said.predict, told.predict)
        with dom.box("div", "choices", role="group", aria_label=said.predict):
            for verdict, words in told.choices:
                button = dom.button(words, partial(self.predict, verdict), "choice",
                                    aria_pressed=str(verdict == self.predicted).lower())  # fmt: skip
                if self.predicted:
                    button.props["aria-disabled"] = "true"
        if not self.predicted:
            dom.text(self.view.said.say("predict_first", date=told.hidden_after), "p", "quiet small")
            return
        dom.text(said.do, "h3")
        with dom.box("ol", "steps"):
            for step in told.steps:
                dom.text(step, "li")
        self._look(told, finished)

    def _look(self, told: Card, finished: bool) -> None:
        said = self.told.words
        dom.text(said.look, "h3")
        if self.fault:
            dom.text(self.fault, "p", "fault")
        elif not (finished and told.seen):
            dom.text(self.view.said.page["lesson_waits"], "p", "quiet")
        else:
            for seen in told.seen:
                dom.text(f"{seen.date}: {seen.sentence}")
            right = dict(told.choices).get(told.right, "")
            dom.text(f"{said.right} {right}", "p", "right")
            dom.text(told.made, "p", "quiet small")
            self._part(said.home, told.home)

    def _part(self, heading: str, *paragraphs: str) -> None:
        if heading:
            dom.text(heading, "h3")
        for paragraph in paragraphs:
            dom.text(paragraph)
