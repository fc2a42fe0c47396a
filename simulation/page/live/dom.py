"""Plain elements of a page, where the library's own widgets would bring more than is needed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TypeVar

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

Made = TypeVar("Made", bound=Element)
SENDS_VALUE = "(event) => emit(event.target.value)"


def box(tag: str = "div", classes: str = "", **attributes: str) -> Element:
    """An element that holds others; underscores in names of attributes stand for hyphens."""
    return _dressed(ui.element(tag), classes, attributes)


def text(words: str, tag: str = "p", classes: str = "", **attributes: str) -> TextElement:
    """An element of text, which can be changed by setting `.text`."""
    return _dressed(TextElement(tag=tag, text=words), classes, attributes)


def _dressed(element: Made, classes: str, attributes: Mapping[str, str]) -> Made:
    element.classes(classes)
    for name, value in attributes.items():
        element.props[name.strip("_").replace("_", "-")] = value
    return element


def button(words: str, pressed: Callable[[], object], classes: str = "", **attributes: str) -> TextElement:
    """A button."""
    made = text(words, "button", classes, type="button", **attributes)
    made.on("click", lambda _: pressed())
    return made


def field(kind: str, value: str, changed: Callable[[str], object], classes: str = "", **attributes: str) -> Element:
    """An input of one line or a slider; `changed` hears its value when it is left, of a slider while it moves.

    Its value is the browser's own (Vue's ^ makes it an attribute): a page that is drawn anew while somebody types would
    otherwise take the letters away. `put` sets it.
    """
    made = box("input", classes, type=kind, **attributes)
    made.props["^value"] = value
    event = "input" if kind == "range" else "change"
    made.on(event, lambda heard: changed(str(heard.args)), js_handler=SENDS_VALUE, throttle=0.05)
    return made


def put(key: str, value: str) -> None:
    """Set the value of the field with this id, unless it is in somebody's hand."""
    ui.run_javascript(f"sez.put({json.dumps(key)}, {json.dumps(value)})")


def choice(
    options: Mapping[str, str], value: str, changed: Callable[[str], object], classes: str = "", **attributes: str
) -> Element:
    """A list to choose from: key to words; its value is the browser's own, as that of a field."""
    made = box("select", classes, **attributes)
    with made:
        for key, words in options.items():
            option = text(words, "option", value=key)
            if key == value:
                option.props["^selected"] = ""
    made.on("change", lambda heard: changed(str(heard.args)), js_handler=SENDS_VALUE)
    return made
