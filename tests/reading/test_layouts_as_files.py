"""Each layout of `layouts`, printed as a PDF and as a Word file, gives the exchanges that its text gives."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.reading.assemble import assemble_paper
from assistant.reading.document import Document, FileMeta
from assistant.reading.docx import document_from_docx
from assistant.reading.pdf import document_from_pdf
from tests.reading import printed
from tests.reading.test_exchanges import CASES, MARK, folded

READERS: dict[str, Callable[[str], Document]] = {
    "pdf": lambda text: document_from_pdf(printed.as_pdf(text), "antwort.pdf", lambda: None),
    "docx": lambda text: document_from_docx(printed.as_docx(text), "antwort.docx"),
}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_layout_as_a_file(case: Path, kind: str) -> None:
    text, expected = case.read_text(encoding="utf-8").split(MARK)
    paper = assemble_paper([(FileMeta(f"Antwort.{kind}"), READERS[kind](text))]).paper
    found = [(e.number, folded(e.question), folded(e.answer), e.joint_with, e.refers_to) for e in paper.exchanges]
    wanted = [json.loads(line) for line in expected.splitlines()]
    assert found == [
        (
            one["number"],
            folded(one["question"]),
            folded(one["answer"]),
            tuple(one["joint_with"]),
            tuple(one["refers_to"]),
        )
        for one in wanted
    ]
