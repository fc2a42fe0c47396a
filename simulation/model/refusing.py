"""What a view answers when somebody would set, move or remove it: which setting or instrument does that."""

from __future__ import annotations

from collections.abc import Sequence


class ReadOnlyError(AttributeError):
    """Somebody set, moved or removed what only a quarter's phases change; the message names what to use instead."""


class GoneError(LookupError):
    """Somebody asked an agent that is no longer in the economy."""


def refusal(what: str, levers: Sequence[str]) -> ReadOnlyError:
    """The error for `what` ("Firm.workers cannot be set"), with the levers that move it: settings and instruments."""
    settings = [lever for lever in levers if "." in lever]
    instruments = [lever for lever in levers if "." not in lever]
    ways = []
    if settings:
        spelled = settings[0].replace(".", "__")
        ways.append(f"the setting {' or '.join(settings)}, as in load(...).but({spelled}=...)")
    if instruments:
        ways.append(f"the policy instrument {' or '.join(instruments)} in a [policy.<name>] table of the scenario")
    return ReadOnlyError(
        f"{what}: agents and cells show the engine's tables, which only a quarter changes. Use {'; or '.join(ways)}."
    )
