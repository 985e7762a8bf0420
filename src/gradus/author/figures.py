"""Turns a matplotlib drawing into SVG that takes the page's colours and fonts.

The page forbids inline styles, and its two themes have different colours. So every style is
rewritten as an attribute, and each colour of the house becomes the variable of that name.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

COLOURS = {
    "#1d1c1a": "ink",
    "#625e57": "muted",
    "#dcd7cc": "rule",
    "#0072b2": "data1",
    "#d55e00": "data2",
    "#00805f": "model",
    "#b3307a": "error",
    "#8a6100": "gradient",
    "#ffffff": "paper",
    "#000000": "ink",
}
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
FONT = re.compile(r"(?:(?:italic|oblique|normal|bold|\d{3})\s+)*(?P<size>[\d.]+)px\b.*")
DROPPED = ("font-family", "font", "-inkscape-font-specification", "stroke-linejoin", "stroke-linecap")


def themed_svg(drawing: str, name: str) -> str:
    """Rewrite a drawing.

    Parameters
    ----------
    drawing
        What matplotlib wrote with ``svg.fonttype`` set to ``none``.
    name
        The figure's name. It goes before each id, since a page holds several figures.
    """
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(drawing)  # our own author's drawing
    _drop(root, {f"{{{SVG}}}metadata", f"{{{SVG}}}style", f"{{{SVG}}}title"})
    for element in root.iter():
        _unstyle(element)
        _rename(element, name)
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.set("class", "figure")
    root.set("font-family", "var(--font-sans)")
    root.set("stroke-linejoin", "round")
    text = ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
    return re.sub(r">\s+<", "><", text) + "\n"


def _drop(element: ElementTree.Element, tags: set[str]) -> None:
    for child in list(element):
        if child.tag in tags:
            element.remove(child)
        else:
            _drop(child, tags)


def _unstyle(element: ElementTree.Element) -> None:
    style = element.attrib.pop("style", "")
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font" and (match := FONT.fullmatch(value)):
            element.set("font-size", match["size"])
            if "italic" in value:
                element.set("font-style", "italic")
            if "bold" in value or " 700 " in f" {value} ":
                element.set("font-weight", "700")
        if key not in DROPPED:
            element.set(key, value)
    for key in ("fill", "stroke"):
        if (value := element.get(key, "").lower()) in COLOURS:
            element.set(key, f"var(--{COLOURS[value]})")


def _rename(element: ElementTree.Element, name: str) -> None:
    if "id" in element.attrib:
        element.set("id", f"{name}-{element.attrib['id']}")
    for key, value in element.attrib.items():
        if key in ("href", f"{{{XLINK}}}href") and value.startswith("#"):
            element.set(key, f"#{name}-{value[1:]}")
        elif "url(#" in value:
            element.set(key, value.replace("url(#", f"url(#{name}-"))
