"""What a visitor may choose, and what the parts of a page call when the visitor's hands touch them."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from simulation.page.live.session import Session
from simulation.page.live.wording import Wording


class Offered(NamedTuple):
    """What there is to choose from, by name with its title."""

    presets: dict[str, str]
    lessons: dict[str, str]


class Hands(Protocol):
    """What a visitor does to a page, which `view.View` makes happen."""

    session: Session
    said: Wording

    def tick(self) -> None:
        """A moment passes."""

    def redraw(self, spoken: bool = True) -> None:
        """Show the session as it is."""

    def after_change(self) -> None:
        """Other scenarios are watched."""

    def play(self) -> None:
        """Play or pause."""

    def step(self, quarters: int) -> None:
        """So many quarters on or back."""

    def go(self, at: int) -> None:
        """Show a quarter."""

    def faster(self, steps: int) -> None:
        """Quicken or slow down."""

    def next_speed(self) -> None:
        """The next speed."""

    def turn_theme(self) -> None:
        """From light to projector and back."""

    def choose(self, side: str, preset: str) -> None:
        """Another scenario for A or B."""

    def choose_lesson(self, name: str) -> None:
        """Begin a lesson."""

    def set_luck(self, text: str) -> None:
        """Other luck."""

    def set_scale(self, text: str) -> None:
        """Another size."""

    def run_b(self) -> None:
        """Run B with its levers."""

    def save(self, side: str) -> None:
        """Hand out a scenario as a file."""

    def clicked(self, side: str, at: dict[str, Any]) -> None:
        """A mark on a map was clicked."""

    def difference_of(self, measure: str) -> None:
        """Draw the difference of another measure."""
