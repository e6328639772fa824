"""The same paper as text, PDF and Word file gives the same exchanges, and the same head."""

from collections.abc import Callable

import pytest

from assistant.model import Paper
from assistant.reading import ReadFile, read_paper
from tests.reading import made

WAYS: dict[str, Callable[[], bytes]] = {
    "text": lambda: made.as_text().encode(),
    "pdf": made.as_pdf,
    "docx with typed numbers": made.as_docx,
    "docx with computed numbers": lambda: made.as_docx(computed_numbers=True),
}


def read(way: str) -> Paper:
    return read_paper([ReadFile("vorlage", WAYS[way]())]).paper


@pytest.mark.parametrize("way", WAYS)
def test_the_exchanges_are_those_that_were_written(way: str) -> None:
    written = [(asked.number, " ".join(asked.question), "\n\n".join(asked.answer)) for asked in made.ASKED]
    assert [(e.number, e.question, e.answer) for e in read(way).exchanges] == written


@pytest.mark.parametrize("way", WAYS)
def test_the_head_is_that_which_was_written(way: str) -> None:
    paper = read(way)
    head = (paper.reference, str(paper.date), paper.department, paper.clerk)
    assert head == ("M 24/0077", "2024-03-12", "Amt für Grünflächen", "Lindholm, Tilda")
    assert [(c.organization, str(c.date), c.role) for c in paper.consultations] == [
        ("Umweltausschuss", "2024-03-21", "Kenntnisnahme")
    ]
