"""Every letter in `letters` gives exactly the questions written below its line `=== erwartet`.

The first line there is what else is read of it: any field of the Inquiry, and the kinds of its other
requests. A new case is one file and no code. The towns are invented.
"""

import json
from pathlib import Path

import pytest

from assistant.reading.assemble import assemble_inquiry
from assistant.reading.plain import document_from_text
from tests.reading.test_exchanges import MARK, folded

CASES = sorted((Path(__file__).parent / "letters").glob("*.txt"))


def test_there_are_letters() -> None:
    assert len(CASES) >= 20


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_letter(case: Path) -> None:
    text, expected = case.read_text(encoding="utf-8").split(MARK)
    head, *questions = [json.loads(line) for line in expected.splitlines()]
    inquiry = assemble_inquiry(document_from_text(text), "anfrage.txt")
    assert [{"number": one.number, "text": folded(one.text)} for one in inquiry.questions] == questions
    assert [one.kind for one in inquiry.other] == head.pop("other")
    read = inquiry.model_dump(mode="json")
    assert {field: read[field] for field in head} == head
    for question in inquiry.questions:
        assert folded(inquiry.text[question.start : question.end]) == question.text
