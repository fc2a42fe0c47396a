"""Who of those who would found a firm finds money and land enough, at the first place or at another (step 11)."""

from __future__ import annotations

import dataclasses

import numpy as np

from simulation.agents.firms.state import FounderKind
from simulation.economy import Economy, Given
from simulation.engine.table import Column, total_by
from simulation.markets.places import anywhere, nearby, over, served_in_turn
from simulation.phases.birth import Founders, can_pay
from simulation.phases.choice import Choice, room_needed


def placed(
    now: Economy, given: Given, who: Founders, choice: Choice, turn: str
) -> tuple[Founders, Column, Founders, Founders]:
    """Who gets land where they look, what of it is taken, who is refused it, and who is too poor for a zone's."""
    pay = can_pay(now, given, who)
    poor = who.take(np.flatnonzero(~pay & (who.site >= choice.cells)))
    able = who.take(np.flatnonzero((who.site >= 0) & pay))
    need = room_needed(given, able.site, able.workers)
    got = served_in_turn(given.luck, turn, now.quarter, able.id, able.site, choice.room, need, able.weight)
    taken = total_by(able.site, got * need, choice.room.size)
    settled = dataclasses.replace(able, weight=got).take(np.flatnonzero(got))
    return settled, taken, left_over(now, given, able, got), poor


def left_over(now: Economy, given: Given, who: Founders, got: Column) -> Founders:
    """Those of each row who got no land; where others of it did, with an identity of their own."""
    again = given.luck.identities("the rest of a row", now.quarter, who.id)
    rest = dataclasses.replace(who, id=np.where(got > 0.0, again, who.id), weight=who.weight - got)
    return rest.take(np.flatnonzero(rest.weight))


def placed_again(
    now: Economy, given: Given, choice: Choice, taken: Column, of: tuple[Founders, Founders]
) -> list[Founders]:
    """The refused look once more at the room that is left, then those too poor for a zone do outside zones."""
    everywhere = np.ones(choice.room.size)
    outside = np.where(np.arange(choice.room.size) < choice.cells, 1.0, 0.0)
    found = []
    for who, open_to_them, turn in zip(
        of, (everywhere, outside), ("turn of the refused", "turn of the poor"), strict=True
    ):
        choice = choice.left(taken, open_to_them)
        again = looking_again(now, given, who.take(np.flatnonzero(who.kind != FounderKind.INVITED)), choice)
        got, taken, _, _ = placed(now, given, again, choice, turn)
        found.append(got)
    return found


def looking_again(now: Economy, given: Given, who: Founders, choice: Choice) -> Founders:
    """The same people with another place: near home for those who stay there, anywhere for the others."""
    near, far = np.flatnonzero(who.home >= 0), np.flatnonzero(who.home < 0)
    site = np.full(who.id.size, -1, dtype=np.int64)
    site[near] = nearby(
        given.luck, "second place near home", now.quarter, who.id[near], who.home[near], who.specialty[near],
        choice.odds, given.neighbourhood,
    )  # fmt: skip
    if far.size:
        site[far] = anywhere(
            given.luck, "second place", now.quarter, who.id[far], who.specialty[far], over(given.blocks, choice.odds)
        )
    return dataclasses.replace(who, site=site)


def joined(groups: list[Founders]) -> Founders:
    """All of these groups."""
    names = [f.name for f in dataclasses.fields(Founders)]
    return Founders(**{name: np.concatenate([getattr(group, name) for group in groups]) for name in names})
