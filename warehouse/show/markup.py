"""HTML as a tree: what comes from the data is only ever text or an attribute's value, escaped on writing."""

from __future__ import annotations

from xml.etree.ElementTree import Element, tostring

from warehouse.text import cell, printable

Child = Element | str | None


def node(tag: str, *children: Child, **attributes: str | float) -> Element:
    """An element; an attribute's name may end in an underscore, and other underscores in it are dashes."""
    made = Element(tag, {_name(name): _value(value) for name, value in attributes.items()})
    for child in children:
        if isinstance(child, Element):
            made.append(child)
        elif child:
            _append_text(made, printable(child))
    return made


def isolated(text: str) -> Element:
    """A text from the data: whatever its direction is, the text around it keeps its own."""
    return node("bdi", text)


def document(root: Element) -> str:
    """The text of an HTML document."""
    return "<!DOCTYPE html>\n" + tostring(root, encoding="unicode", method="html") + "\n"


def _name(name: str) -> str:
    # viewBox is the one name of SVG here that is not in lower case
    return "viewBox" if name == "viewbox" else name.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return cell(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def _append_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
