"""How a run of a Word file looks: what it says itself over its style over the defaults."""

from dataclasses import dataclass, replace
from typing import Any

from assistant.reading.numbering import W

_OFF = frozenset({"0", "false", "off", "none"})
_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Look:
    """Character properties; None means that nothing is said and what stands behind decides."""

    italic: bool | None = None
    bold: bool | None = None
    hidden: bool | None = None
    color: str | None = None
    behind: str | None = None
    size: float | None = None
    raised: bool | None = None

    def over(self, behind: "Look") -> "Look":
        missing = {name: getattr(behind, name) for name in _FIELDS if getattr(self, name) is None}
        return replace(self, **missing)


_FIELDS = ("italic", "bold", "hidden", "color", "behind", "size", "raised")


@dataclass(frozen=True, slots=True)
class Style:
    look: Look = Look()
    list: str = ""
    level: int | None = None
    heading: bool = False
    paragraph_shade: str | None = None


class Styles:
    """The styles of a document, each with all that it inherits."""

    def __init__(self, root: Any | None):
        self._elements: dict[str, Any] = {}
        self._done: dict[str, Style] = {}
        self.defaults = Look()
        self.default_paragraph = ""
        if root is None:
            return
        for style in root.iter(f"{W}style"):
            key = style.get(f"{W}styleId", "")
            self._elements[key] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self.default_paragraph = key
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.defaults = look_of(defaults)

    def get(self, key: str, depth: int = 0) -> Style:
        if key in self._done:
            return self._done[key]
        element = self._elements.get(key)
        if element is None or depth > _DEPTH:
            return Style()
        base_element = element.find(f"{W}basedOn")
        base = self.get(base_element.get(f"{W}val", ""), depth + 1) if base_element is not None else Style()
        style = self._over(element, base)
        self._done[key] = style
        return style

    def _over(self, element: Any, base: Style) -> Style:
        properties = element.find(f"{W}pPr")
        number, level = numbering_of(properties)
        name = element.find(f"{W}name")
        named = name is not None and name.get(f"{W}val", "").casefold().startswith(("heading", "überschrift", "title"))
        outline = properties is not None and properties.find(f"{W}outlineLvl") is not None
        return Style(
            look=look_of(element.find(f"{W}rPr")).over(base.look),
            list=base.list if number is None else number,
            level=base.level if level is None else level,
            heading=base.heading or named or outline,
            paragraph_shade=shade_of(properties) or base.paragraph_shade,
        )


def numbering_of(properties: Any | None) -> tuple[str | None, int | None]:
    """(list, level) that paragraph properties name; None where they are silent."""
    found = properties.find(f"{W}numPr") if properties is not None else None
    if found is None:
        return None, None
    number, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
    text = level.get(f"{W}val", "") if level is not None else ""
    return (number.get(f"{W}val", "") if number is not None else None), (int(text) if text.isdigit() else None)


def look_of(properties: Any | None) -> Look:
    """What a `w:rPr` says."""
    if properties is None:
        return Look()
    size, raised = properties.find(f"{W}sz"), properties.find(f"{W}vertAlign")
    color = properties.find(f"{W}color")
    return Look(
        italic=_switch(properties, "i"),
        bold=_switch(properties, "b"),
        hidden=_switch(properties, "vanish"),
        color=color.get(f"{W}val") if color is not None else None,
        behind=_highlight(properties) or shade_of(properties),
        size=_points(size.get(f"{W}val", "")) if size is not None else None,
        raised=raised.get(f"{W}val") == "superscript" if raised is not None else None,
    )


def shade_of(properties: Any | None) -> str | None:
    """The background colour that a `w:shd` paints."""
    shade = properties.find(f"{W}shd") if properties is not None else None
    fill = shade.get(f"{W}fill") if shade is not None else None
    return None if fill in (None, "auto") else fill


def _highlight(properties: Any) -> str | None:
    highlight = properties.find(f"{W}highlight")
    name = highlight.get(f"{W}val") if highlight is not None else None
    return None if name in (None, "none", "white") else "808080"


def _switch(properties: Any, name: str) -> bool | None:
    element = properties.find(f"{W}{name}")
    return None if element is None else element.get(f"{W}val", "1") not in _OFF


def _points(half: str) -> float | None:
    try:
        return float(half) / 2
    except ValueError:
        return None
