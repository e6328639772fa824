"""A manuscript: one document as it was written, before a house style sets it.

A manuscript is a text file: a head in YAML between two `---` lines, then blocks. A block begins
with a line `::: KIND ARGUMENT`; what stands before the first is a block of kind `text`.

    ::: frage 1            a question          ::: kasten TITLE   a box beside the text
    ::: antwort 1, 2       its answer          ::: versteckt      white on white
    ::: text               anything else       ::: seite          a new page

Inside a block, a blank line ends a paragraph; `## ` begins a heading, `- ` an item of a list,
`| a | b |` a row of a table (the first row is its head); `*…*` is italic and `**…**` bold.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

ElementKind = Literal["p", "h", "li", "table"]


@dataclass(frozen=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Element:
    """A paragraph, heading, list item (each with its runs) or a table (with its rows)."""

    kind: ElementKind
    runs: tuple[Run, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """The element as it must be read: a list with its dashes, a table with its columns."""
        if self.kind == "table":
            head, *others = ["| " + " | ".join(row) + " |" for row in self.rows]
            return "\n".join([head, "|" + "---|" * len(self.rows[0]), *others])
        return ("– " if self.kind == "li" else "") + "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Block:
    kind: str
    argument: str
    elements: tuple[Element, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(number.strip() for number in self.argument.split(",")) if self.argument else ("",)

    @property
    def text(self) -> str:
        return "\n\n".join(element.text for element in self.elements)


@dataclass(frozen=True)
class Manuscript:
    """A document's head and blocks; `stem` names the file that is made from it."""

    stem: str
    head: dict[str, Any]
    blocks: tuple[Block, ...] = field(default=())

    @property
    def form(self) -> str:
        return self.head["form"]

    @property
    def style(self) -> str:
        return self.head["style"]

    @property
    def date(self) -> dt.date:
        return self.head["date"]

    def of_kind(self, kind: str) -> list[Block]:
        return [block for block in self.blocks if block.kind == kind]


def read_manuscript(path: Path) -> Manuscript:
    _, head, body = re.split(r"^---\n", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
    return Manuscript(path.stem, yaml.safe_load(head), tuple(_blocks(body)))


def _blocks(body: str) -> list[Block]:
    first, *others = re.split(r"^:::[ \t]*", body, flags=re.MULTILINE)
    blocks = [_block("text\n" + first)] if first.strip() else []
    return blocks + [_block(other) for other in others]


def _block(source: str) -> Block:
    opening, _, text = source.partition("\n")
    kind, _, argument = opening.strip().partition(" ")
    return Block(kind, argument.strip(), tuple(_elements(text)))


def _elements(text: str) -> list[Element]:
    elements = []
    for chunk in re.split(r"\n\s*\n", text.strip("\n")):
        lines = [line.strip() for line in chunk.splitlines() if line.strip()]
        if lines and lines[0].startswith("|"):
            elements.append(Element("table", rows=tuple(_cells(line) for line in lines)))
        elif lines and lines[0].startswith("- "):
            items = re.split(r"(?:^|\n)- ", "\n".join(lines))[1:]
            elements += [Element("li", _runs(" ".join(item.split("\n")))) for item in items]
        elif lines and lines[0].startswith("## "):
            elements.append(Element("h", _runs(" ".join(lines)[3:])))
        elif lines:
            elements.append(Element("p", _runs(" ".join(lines))))
    return elements


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip("|").split("|"))


def _runs(text: str) -> tuple[Run, ...]:
    """The text cut where bold or italic begins and ends; `\\n` written as ` // ` breaks a line."""
    runs = []
    for piece in re.split(r"(\*\*[^*]+\*\*|\*[^*]+\*)", text.replace(" // ", "\n")):
        if piece.startswith("**"):
            runs.append(Run(piece[2:-2], bold=True))
        elif piece.startswith("*"):
            runs.append(Run(piece[1:-1], italic=True))
        elif piece:
            runs.append(Run(piece))
    return tuple(runs)
