"""A text with Markdown's emphasis, bars and form feeds, printed as a real PDF and as a real Word file."""

import io
import re
from collections.abc import Iterator

import docx
import typst
from docx.text.paragraph import Paragraph

_SPECIAL = re.compile(r"([\\#*_`$<>@\[\]~=/+-])")
_EMPHASIS = re.compile(r"(\*{1,2})([^*\n]+(?:\n[^*\n]+)*)\1")


def as_pdf(text: str) -> bytes:
    """Line for line as the text has it; long lines break where the page ends."""
    pages = "\n#pagebreak()\n".join("\n\n".join(_typst(block) for block in _blocks(page)) for page in text.split("\f"))
    head = '#set page(paper: "a4", margin: 2cm)\n#set text(lang: "de", size: 10pt, hyphenate: false)\n'
    return typst.compile((head + "#set par(leading: 0.5em, spacing: 1.3em)\n" + pages).encode())


def _blocks(text: str) -> Iterator[str]:
    yield from (block.strip("\n") for block in re.split(r"\n\s*\n", text) if block.strip())


def _typst(block: str) -> str:
    rows = _table(block)
    if rows:
        cells = ", ".join(f"[{_escaped(cell)}]" for row in rows for cell in row)
        return f"#table(columns: {len(rows[0])}, {cells})"
    return " \\\n".join(_styled(block).split("\n"))


def _styled(block: str) -> str:
    """Emphasis as typst writes it; each line of it is set so by itself."""
    parts, done = [], 0
    for match in _EMPHASIS.finditer(block):
        parts.append(_escaped(block[done : match.start()]))
        call = "#strong[" if len(match[1]) == 2 else "#emph["
        parts.append("\n".join(f"{call}{_escaped(line)}]" for line in match[2].split("\n")))
        done = match.end()
    return "".join([*parts, _escaped(block[done:])])


def _escaped(text: str) -> str:
    return re.sub(r"(?m)^(\d+)\.", r"\1\\.", _SPECIAL.sub(r"\\\1", text))


def _table(block: str) -> list[list[str]]:
    lines = [line for line in block.split("\n") if not re.fullmatch(r"[\s|:-]+", line)]
    if not all("|" in line or "\t" in line for line in lines):
        return []
    return [[cell.strip() for cell in re.split(r"\||\t", line.strip().strip("|"))] for line in lines]


def as_docx(text: str) -> bytes:
    """A paragraph for each of the text's, with its lines broken as they are there."""
    document = docx.Document()
    for number, page in enumerate(text.split("\f")):
        if number:
            document.add_page_break()
        for block in _blocks(page):
            rows = _table(block)
            if rows:
                table = document.add_table(rows=len(rows), cols=len(rows[0]))
                for at, row in enumerate(rows):
                    for cell, words in zip(table.rows[at].cells, row, strict=True):
                        cell.text = words
            else:
                _fill(document.add_paragraph(), block)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _fill(paragraph: Paragraph, block: str) -> None:
    done = 0
    for match in _EMPHASIS.finditer(block):
        paragraph.add_run(block[done : match.start()])
        run = paragraph.add_run(match[2])
        run.bold, run.italic = len(match[1]) == 2, len(match[1]) == 1
        done = match.end()
    paragraph.add_run(block[done:])
