"""Plain elements of a page, where the library's own widgets would bring more than is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

SENDS_VALUE = "(event) => emit(event.target.value)"


def box(tag: str = "div", classes: str = "", **attributes: str) -> Element:
    """An element that holds others; underscores in names of attributes stand for hyphens."""
    return _dressed(ui.element(tag), classes, attributes)


def text(words: str, tag: str = "p", classes: str = "", **attributes: str) -> TextElement:
    """An element of text, which can be changed by setting `.text`."""
    return _dressed(TextElement(tag=tag, text=words), classes, attributes)


def _dressed(element: Any, classes: str, attributes: Mapping[str, str]) -> Any:
    element.classes(classes)
    for name, value in attributes.items():
        element.props[name.strip("_").replace("_", "-")] = value
    return element


def set_to(element: Element, **attributes: str | None) -> None:
    """Set attributes of an element, or take them away with None, and tell the browser."""
    for name, value in attributes.items():
        name = name.strip("_").replace("_", "-")
        if value is None:
            element.props.pop(name, None)
        else:
            element.props[name] = value
    element.update()


def button(words: str, pressed: Callable[[], Any], classes: str = "", **attributes: str) -> TextElement:
    """A button."""
    made = text(words, "button", classes, type="button", **attributes)
    made.on("click", lambda _: pressed())
    return made


def field(kind: str, value: str, changed: Callable[[str], Any], classes: str = "", **attributes: str) -> Element:
    """An input of one line or a slider; `changed` hears its value when it is left, of a slider while it moves."""
    made = box("input", classes, type=kind, value=value, **attributes)

    def hear(event: Any) -> None:
        made.props["value"] = str(event.args)
        changed(str(event.args))

    made.on("input" if kind == "range" else "change", hear, js_handler=SENDS_VALUE, throttle=0.05)
    return made


def choice(
    options: Mapping[str, str], value: str, changed: Callable[[str], Any], classes: str = "", **attributes: str
) -> Element:
    """A list to choose from: key to words."""
    made = box("select", classes, value=value, **attributes)
    with made:
        for key, words in options.items():
            text(words, "option", value=key)

    def hear(event: Any) -> None:
        made.props["value"] = str(event.args)
        changed(str(event.args))

    made.on("change", hear, js_handler=SENDS_VALUE)
    return made
