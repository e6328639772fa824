"""Plain text, Markdown and OParl File text as a Document.

Form feeds end pages. Text taken from a PDF by a council system often has none, but shows where its
pages began: its empty lines hold a blank, and only a page's end leaves two bare line ends.
"""

import re

from assistant.reading.document import Document, Line, Page
from assistant.reading.hidden import instructions, strip_hidden

# Emphasis never reaches over a blank line; `Bürger*innen` and `2 * 3` are none.
_EMPHASIS = re.compile(
    r"(?<![\w\\*])(\*{1,3})(?=[^\s*])((?:[^*\\\n]|\\.|(?<=\w)\*(?=\w)|\n(?!\s*\n)){1,4000}?)(?<=[^\s\\])\1(?![\w*])"
    r"|<(b|i|strong|em)>([^<]{1,4000})</\3>"
)
_ESCAPE = re.compile(r"\\+(?=[*_#\[\]()`~>+.!|{}-])")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\((https?://[^()\s]{1,500})\)")
_HEADING = re.compile(r"#{1,6} +(?=\S)")
_RULE = re.compile(r"[\s|:+=_—–-]*\Z")
_BULLET_BEFORE_NUMBER = re.compile(r"[-*•] +(?=(?:\d{1,2}|[A-Za-z]) ?[.)]|(?:zu )?(?:frage|ziffer)\b)", re.IGNORECASE)
_SIGNS = ("*", "#", "\\", "</", "](http")
_MARKUP = re.compile(r"\\[*_#\[]|<(?:b|i|strong|em)>|(?<![\w*])\*{1,3}[^\s*]|^#{1,6} \S|\]\(http", re.MULTILINE)


def document_from_text(text: str) -> Document:
    """The document that `text` is; Markdown's and HTML's emphasis becomes `italic` and `bold`."""
    text, notices = strip_hidden(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))
    marked_up = any(sign in text for sign in _SIGNS) and _MARKUP.search(text)
    read = _marked_up_lines if marked_up else _lines
    pages = tuple(Page(number, read(part)) for number, part in enumerate(_pages(text), 1))
    found = "text" if text.strip() else "none"
    return Document(pages, notices + instructions(text), found)


def _pages(text: str) -> list[str]:
    if "\f" in text:
        return text.removesuffix("\f").split("\f")
    if text.startswith("\n\n") and text.count(" \n") > text.count("\n") / 2:
        return text[2:].split("\n\n")
    return [text]


def _lines(text: str) -> tuple[Line, ...]:
    if not ("\t" in text or "|" in text or "#" in text):
        return tuple(Line(raw.strip()) for raw in text.split("\n"))
    return tuple(_line(raw) for raw in text.split("\n") if not _draws_table(raw))


def _draws_table(raw: str) -> bool:
    """A row that only draws the rule below a table's head is no line at all."""
    return ("\t" in raw or raw.startswith("|")) and "-" in raw and _RULE.match(raw) is not None


def _line(raw: str, italic: float = 0.0, bold: float = 0.0) -> Line:
    if "\t" in raw or raw.startswith("|"):
        return _table_row(raw, italic, bold)
    if raw.startswith("#") and (heading := _HEADING.match(raw)):
        return Line(raw[heading.end() :].strip(), "heading", italic, bold)
    return Line(raw.strip(), "text", italic, bold)


def _table_row(raw: str, italic: float, bold: float) -> Line:
    """Cells parted by tabs or Markdown's bars; one filled cell alone is no table."""
    parts = raw.strip().strip("|").split("|") if raw.startswith("|") else raw.split("\t")
    cells = tuple(part.strip() for part in parts)
    if sum(map(bool, cells)) <= 1:
        return Line("".join(cells), "text", italic, bold)
    return Line("\t".join(cells), "table_row", italic, bold, cells=cells)


def _marked_up_lines(text: str) -> tuple[Line, ...]:
    plain, styles = _without_emphasis(text)
    lines, offset = [], 0
    for raw in plain.split("\n"):
        end = offset + len(raw)
        shares = [_share(styles, mark, offset, end) for mark in ("i", "b")]
        text_line = _LINK.sub(_link_text, raw)
        text_line = _ESCAPE.sub("", text_line)
        if (bullet := _BULLET_BEFORE_NUMBER.match(text_line)) is not None:
            text_line = text_line[bullet.end() :]
        if not _draws_table(text_line):
            lines.append(_line(text_line, *shares))
        offset = end + 1
    return tuple(lines)


def _without_emphasis(text: str) -> tuple[str, list[tuple[str, int, int]]]:
    """The text without its emphasis marks, and which ranges of it they set how."""
    parts: list[str] = []
    styles: list[tuple[str, int, int]] = []
    done = length = 0
    for match in _EMPHASIS.finditer(text):
        parts.append(text[done : match.start()])
        length += len(parts[-1])
        words = match[2] if match[1] else match[4]
        for mark in _marks(match[1] or match[3]):
            styles.append((mark, length, length + len(words)))
        parts.append(words)
        length += len(words)
        done = match.end()
    return "".join([*parts, text[done:]]), styles


def _marks(sign: str) -> str:
    return {"*": "i", "**": "b", "***": "ib", "i": "i", "em": "i", "b": "b", "strong": "b"}[sign]


def _share(styles: list[tuple[str, int, int]], mark: str, start: int, end: int) -> float:
    if not styles or end <= start:
        return 0.0
    covered = sum(max(0, min(stop, end) - max(begin, start)) for kind, begin, stop in styles if kind == mark)
    return min(1.0, covered / (end - start))


def _link_text(match: re.Match[str]) -> str:
    shown, target = match[1], match[2]
    bare = _ESCAPE.sub("", shown)
    return bare if bare == _ESCAPE.sub("", target) else f"{bare} ({target})"
