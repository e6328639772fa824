"""What every format is read into: pages of lines, before anyone knows what they mean.

A `Document` says only what can be seen: the words of each line, how they are set and where they
stand. What they mean (head, question, answer, box) is decided later, from these values alone, so
that the same paper gives the same result as PDF, DOCX and text.

Conventions that every format keeps:
- An empty line (`Line("")`) ends a paragraph. A format that knows its paragraphs (DOCX) puts one
  after each of them; a PDF puts one where the gap between two lines is wider than the usual one.
- A page holds its lines in reading order, without the characters that separate them.
- Lines of a table are `table_row`s with their `cells`; `text` is then the cells joined by tabs.
- What is not meant to be seen is not in the lines; a `Notice` tells about it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

from assistant.model import Notice

LineKind = Literal["text", "header", "footer", "table_row", "textbox", "heading", "list"]
TextFrom = Literal["text", "ocr", "none"]


class Line(NamedTuple):
    """One printed line (or one whole paragraph, where the format does not break lines).

    `italic` and `bold` are the shares of its letters set so, 0 to 1; `size` is the font size in
    points and `x0`, `top` the place on the page in points from its top left corner, 0 where the
    format does not say. `label` is a number that a word processor computes (`1.`, `a)`), which
    does not stand in `text`.
    """

    text: str
    kind: LineKind = "text"
    italic: float = 0.0
    bold: float = 0.0
    size: float = 0.0
    x0: float = 0.0
    top: float = 0.0
    label: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `number` counts from 1. `text_from` tells a scanned page in a mixed document."""

    number: int
    lines: tuple[Line, ...]
    text_from: TextFrom = "text"


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read; `text_from` is `ocr` as soon as one page was, `none` when nothing was found."""

    pages: tuple[Page, ...] = ()
    notices: tuple[Notice, ...] = ()
    text_from: TextFrom = "text"


@dataclass(frozen=True, slots=True)
class FileMeta:
    """What is known about a file from outside: its name, address, hash and date."""

    name: str
    uri: str | None = None
    sha256: str = ""
    date: dt.date | None = None
