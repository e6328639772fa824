"""Word files (DOCX): paragraphs with the looks and numbers that Word gives them, tables, text boxes.

The XML is read directly: python-docx does not know computed numbers, text boxes or inherited looks,
and it inflates a whole archive before one can ask what is in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.model import Notice
from assistant.reading.archive import Package
from assistant.reading.document import Document, Line, LineKind, Page
from assistant.reading.hidden import instructions, strip_hidden
from assistant.reading.layout import LIST_NUMBER, RAISED
from assistant.reading.numbering import Numbering, W
from assistant.reading.wordstyles import Look, Style, Styles, look_of, numbering_of, shade_of

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OTHER_PACKAGES = (
    ("xl/workbook.xml", "ist eine Tabelle (XLSX)"),
    ("ppt/presentation.xml", "ist eine Präsentation (PPTX)"),
    ("content.xml", "ist im OpenDocument-Format (ODT, ODS)"),
    ("META-INF/manifest.xml", "ist im OpenDocument-Format (ODT, ODS)"),
)
_TRANSPARENT = frozenset(
    f"{W}{n}" for n in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "hyperlink", "smartTag", "fldSimple")
)
_UNREAD = frozenset(f"{W}{n}" for n in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "tblPr", "instrText", "delText"))
_SYMBOLS = {
    "F0FE": "☒",
    "F0FD": "☒",
    "F078": "☒",
    "F054": "☒",
    "F0A8": "☐",
    "F06F": "☐",
    "F071": "☐",
    "F0FC": "✓",
    "F0E0": "→",
}
_MOST_BLOCKS = 100_000
_MOST_DEPTH = 40
_LONG = 100


@dataclass(slots=True)
class Span:
    text: str
    look: Look


@dataclass(slots=True)
class _State:
    """What is known while walking through the document."""

    styles: Styles
    numbering: Numbering
    footnotes: dict[str, str]
    rendered_breaks: bool
    pages: list[list[Line]] = field(default_factory=lambda: [[]])
    hidden: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    shade: str | None = None
    blocks: int = 0

    @property
    def lines(self) -> list[Line]:
        return self.pages[-1]


def document_from_docx(data: bytes, name: str) -> Document:
    """Read a Word file. Raises BadInput with what is wrong and what to do."""
    package = Package(data, name)
    path = _main_part(package)
    root = package.part(path)
    if root is None:
        raise package.damaged()
    related = package.related(path)
    parts = {kind: package.part(target) for kind, target in related if kind in ("styles", "numbering", "footnotes")}
    state = _State(
        Styles(parts.get("styles")),
        Numbering(parts.get("numbering")),
        _footnotes(parts.get("footnotes")),
        rendered_breaks=next(root.iter(f"{W}lastRenderedPageBreak"), None) is not None,
    )
    body = root.find(f"{W}body")
    for block in body if body is not None else ():
        _block(block, state, 0)
    _end_notes(state)
    margins = list(_margins(package, related, state))
    comments = [package.part(target) for kind, target in related if kind == "comments"]
    return _document(state, margins, comments)


def _main_part(package: Package) -> str:
    for path, what in _OTHER_PACKAGES:
        if path in package.entries:
            raise package.refused(what)
    for kind, target in package.related(""):
        if kind == "officeDocument" and target in package.entries:
            return target
    if "word/document.xml" in package.entries:
        return "word/document.xml"
    raise package.refused("ist ein Archiv (ZIP) und keine Word-Datei")


def _footnotes(root: Any | None) -> dict[str, str]:
    notes: dict[str, str] = {}
    for note in root.iter(f"{W}footnote") if root is not None else ():
        if note.get(f"{W}type") in (None, "normal"):
            notes[note.get(f"{W}id", "")] = "".join(text.text or "" for text in note.iter(f"{W}t")).strip()
    return notes


def _block(block: Any, state: _State, depth: int, kind: LineKind = "text") -> None:
    state.blocks += 1
    if depth > _MOST_DEPTH or state.blocks > _MOST_BLOCKS or not isinstance(block.tag, str) or block.tag in _UNREAD:
        return
    if block.tag == f"{W}p":
        _paragraph(block, state, depth, kind)
    elif block.tag == f"{W}tbl":
        _table(block, state, depth)
    elif block.tag in _TRANSPARENT:
        for child in block:
            _block(child, state, depth + 1, kind)


def _paragraph(paragraph: Any, state: _State, depth: int, kind: LineKind) -> None:
    """The lines of a paragraph and the empty one after it; its text boxes follow."""
    properties = paragraph.find(f"{W}pPr")
    style, label = _style_and_label(properties, state)
    if properties is not None and properties.find(f"{W}pageBreakBefore") is not None and not state.rendered_breaks:
        _new_page(state)
    boxes: list[Any] = []
    shade = shade_of(properties) or style.paragraph_shade or state.shade
    spans = list(_spans(paragraph, style.look.over(state.styles.defaults), state, boxes, shade))
    if style.heading and kind == "text":
        kind = "heading"
    elif label and kind == "text":
        kind = "list"
    _print(spans, state, kind, label)
    for box in boxes:
        for child in box:
            _block(child, state, depth + 1, "textbox")


def _style_and_label(properties: Any | None, state: _State) -> tuple[Style, str]:
    named = properties.find(f"{W}pStyle") if properties is not None else None
    style = state.styles.get(named.get(f"{W}val", "") if named is not None else state.styles.default_paragraph)
    number, level = numbering_of(properties)
    number = style.list if number is None else number
    level = style.level if level is None else level
    return style, state.numbering.label(number, level or 0) if number not in ("", "0") else ""


def _spans(
    parent: Any, look: Look, state: _State, boxes: list[Any], shade: str | None, depth: int = 0
) -> Iterator[Span]:
    for child in parent:
        if not isinstance(child.tag, str) or child.tag in _UNREAD or depth > _MOST_DEPTH:
            continue
        if child.tag == f"{W}r":
            yield from _run(child, look, state, boxes, shade)
        elif child.tag in _TRANSPARENT:
            yield from _spans(child, look, state, boxes, shade, depth + 1)


def _run(run: Any, behind: Look, state: _State, boxes: list[Any], shade: str | None) -> Iterator[Span]:
    properties = run.find(f"{W}rPr")
    named = properties.find(f"{W}rStyle") if properties is not None else None
    look = look_of(properties)
    if named is not None:
        look = look.over(state.styles.get(named.get(f"{W}val", "")).look)
    look = look.over(behind)
    for child in run:
        text = _run_text(child, state, boxes)
        if not text:
            continue
        reason = _why_hidden(look, shade)
        if reason and text.strip():
            state.hidden.setdefault(reason, []).append(text)
        elif not reason or "\f" in text:
            yield Span(text.translate(RAISED) if look.raised else text, look)


def _run_text(child: Any, state: _State, boxes: list[Any]) -> str:
    """The text of one element of a run; `\\f` where a page ends, `\\n` where a line does."""
    name = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
    match name:
        case "t":
            return child.text or ""
        case "tab" | "ptab":
            return "\t"
        case "br":
            if child.get(f"{W}type") == "page":
                return "" if state.rendered_breaks else "\f"
            return "\n"
        case "cr":
            return "\n"
        case "lastRenderedPageBreak":
            return "\f"
        case "noBreakHyphen":
            return "-"
        case "sym":
            return _SYMBOLS.get(child.get(f"{W}char", "").upper(), "•")
        case "footnoteReference":
            return _noted(child.get(f"{W}id", ""), state)
        case "drawing" | "pict" | "object":
            boxes += child.iter(f"{W}txbxContent")
        case _ if name == f"{_MC}AlternateContent":
            # The same box twice, for newer and older programs.
            choice = child.find(f"{_MC}Choice")
            boxes += (choice if choice is not None else child).iter(f"{W}txbxContent")
    return ""


def _noted(key: str, state: _State) -> str:
    text = state.footnotes.get(key)
    if text is None:
        return ""
    state.notes.append(text)
    return str(len(state.notes)).translate(RAISED)


def _why_hidden(look: Look, shade: str | None) -> str:
    if look.hidden:
        return "als verborgen formatiert"
    if look.size is not None and look.size < 2:
        return "winzig gesetzt"
    behind = look.behind or shade or "FFFFFF"
    if look.color and look.color != "auto" and _alike(look.color, behind):
        return "in der Farbe des Hintergrunds gesetzt"
    return ""


def _alike(one: str, other: str) -> bool:
    try:
        first, second = (tuple(int(color[at : at + 2], 16) for at in (0, 2, 4)) for color in (one, other))
    except ValueError:
        return False
    return all(abs(a - b) <= 20 for a, b in zip(first, second, strict=True))


def _print(spans: list[Span], state: _State, kind: LineKind, label: str) -> None:
    """Put a paragraph on the page, broken where it is broken in print, and end it."""
    current: list[Span] = []

    def put() -> None:
        nonlocal label
        line = _line(current, kind, label)
        if line.text or line.label:
            state.lines.append(line)
            label = ""
        current.clear()

    for span in spans:
        for part in re.split(r"([\n\f])", span.text):
            if part in ("\n", "\f"):
                put()
                if part == "\f":
                    _new_page(state)
            elif part:
                current.append(Span(part, span.look))
    put()
    if state.lines and state.lines[-1].text:
        state.lines.append(Line(""))


def _new_page(state: _State) -> None:
    if state.lines or len(state.pages) > 1:
        state.pages.append([])


def _line(spans: list[Span], kind: LineKind, label: str) -> Line:
    text = "".join(span.text for span in spans)
    cells = tuple(part.strip() for part in text.split("\t"))
    if len(cells) > 1 and LIST_NUMBER.fullmatch(cells[0]):
        cells = (f"{cells[0]} {cells[1]}", *cells[2:])
    filled = tuple(cell for cell in cells if cell)
    italic, bold = _share(spans, "italic"), _share(spans, "bold")
    size = max((span.look.size or 0.0 for span in spans), default=0.0)
    if len(filled) < 2 or max(map(len, filled)) > _LONG:
        return Line(" ".join(" ".join(filled).split()), kind, italic, bold, size, label=label)
    row: LineKind = "table_row" if kind == "text" else kind
    return Line("\t".join(filled), row, italic, bold, size, label=label, cells=filled)


def _share(spans: list[Span], style: str) -> float:
    letters = [(sum(map(str.isalnum, span.text)), getattr(span.look, style)) for span in spans]
    total = sum(count for count, _ in letters)
    return round(sum(count for count, styled in letters if styled) / total, 3) if total else 0.0


def _table(table: Any, state: _State, depth: int) -> None:
    """Rows of a table; one that only frames running text (one column, or long cells) is read as text."""
    rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl"), None) is table]
    single = all(len(list(_cells(row))) <= 1 for row in rows)
    for row in rows:
        cells = list(_cells(row))
        if single or any(_is_running_text(cell) for cell in cells):
            for cell in cells:
                for child in cell:
                    _block(child, state, depth + 1)
            continue
        line, breaks = _table_row(cells, state, depth)
        if line.text.strip():
            state.lines.append(line)
        state.pages += [[] for _ in range(breaks)]
    if state.lines and state.lines[-1].text:
        state.lines.append(Line(""))


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif isinstance(child.tag, str) and child.tag in _TRANSPARENT:
            yield from child.iter(f"{W}tc")


def _is_running_text(cell: Any) -> bool:
    long = [p for p in cell.iter(f"{W}p") if sum(len(t.text or "") for t in p.iter(f"{W}t")) > 200]
    return len(long) >= 2 or next(cell.iter(f"{W}tbl"), None) is not None


def _table_row(cells: list[Any], state: _State, depth: int) -> tuple[Line, int]:
    """A row of a table, and how many pages end inside it."""
    texts: list[str] = []
    spans: list[Span] = []
    breaks = 0
    for cell in cells:
        apart = replace(state, pages=[[Line("")]], shade=shade_of(cell.find(f"{W}tcPr")) or state.shade)
        for child in cell:
            _block(child, apart, depth + 1)
        state.blocks = apart.blocks
        breaks = max(breaks, len(apart.pages) - 1)
        inside = [line for page in apart.pages for line in page if line.text or line.label]
        texts.append(" ".join(" ".join(f"{line.label} {line.text}".split()) for line in inside))
        spans += [Span(line.text, Look(italic=line.italic > 0.5, bold=line.bold > 0.5)) for line in inside]
    italic, bold = _share(spans, "italic"), _share(spans, "bold")
    if sum(map(bool, texts)) < 2:
        return Line("".join(texts), "text", italic, bold), breaks
    return Line("\t".join(texts), "table_row", italic, bold, cells=tuple(texts)), breaks


def _end_notes(state: _State) -> None:
    for number, text in enumerate(state.notes, 1):
        state.lines.append(Line(f"{str(number).translate(RAISED)} {text}"))
        state.lines.append(Line(""))


def _margins(package: Package, related: list[tuple[str, str]], state: _State) -> Iterator[Line]:
    """Running heads and feet, each once: they stand in parts of their own."""
    seen: set[str] = set()
    for kind, target in sorted(related):
        if kind not in ("header", "footer"):
            continue
        root = package.part(target)
        apart = replace(state, pages=[[]], notes=[], blocks=0)
        for block in root if root is not None else ():
            _block(block, apart, 0)
        for line in apart.pages[0]:
            if line.text and line.text not in seen:
                seen.add(line.text)
                yield line._replace(kind="header" if kind == "header" else "footer")


def _document(state: _State, margins: list[Line], comments: list[Any]) -> Document:
    notices = [
        Notice(
            kind="hidden_text",
            text=" ".join(" ".join(words).split())[:500],
            message=f"Die Datei enthält Text, der {reason} ist; er wurde nicht gelesen.",
        )
        for reason, words in state.hidden.items()
    ]
    if state.blocks > _MOST_BLOCKS:
        notices.append(Notice(kind="unreadable", text="", message="Die Datei enthält zu viel, um alles zu lesen."))
    for root in comments:
        for comment in root.iter(f"{W}comment") if root is not None else ():
            text = " ".join("".join(t.text or "" for t in comment.iter(f"{W}t")).split())
            message = "Die Datei trägt einen Kommentar; er gehört nicht zum Text und wurde nicht gelesen."
            notices.append(Notice(kind="annotation", text=text[:500], message=message))
    heads = [line for line in margins if line.kind == "header"]
    feet = [line for line in margins if line.kind == "footer"]
    state.pages[0] = [*heads, *state.pages[0], *feet]
    pages = tuple(_clean(number, lines, notices) for number, lines in enumerate(state.pages, 1))
    found = any(line.text for page in pages for line in page.lines)
    return Document(pages, tuple(notices), "text" if found else "none")


def _clean(number: int, lines: list[Line], notices: list[Notice]) -> Page:
    clean = []
    for line in lines:
        text, found = strip_hidden(line.text, number)
        notices += found
        if found or text != line.text:
            line = line._replace(text=text, cells=tuple(strip_hidden(cell)[0] for cell in line.cells))
        clean.append(line)
    notices += instructions("\n".join(line.text for line in clean), number)
    return Page(number, tuple(clean))
