"""Every layout in `layouts` gives exactly the exchanges written below its line `=== erwartet`.

A new case is one file and no code. The towns are invented.
"""

import json
from pathlib import Path

import pytest

from assistant.model import PaperReading
from assistant.reading.assemble import assemble_paper
from assistant.reading.document import FileMeta
from assistant.reading.plain import document_from_text

CASES = sorted((Path(__file__).parent / "layouts").glob("*.txt"))
MARK = "=== erwartet\n"


def read(*files: tuple[str, str]) -> PaperReading:
    return assemble_paper([(FileMeta(name), document_from_text(text)) for name, text in files])


def folded(text: str) -> str:
    return " ".join(text.split())


def test_there_are_at_least_forty_layouts() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_layout(case: Path) -> None:
    text, expected = case.read_text(encoding="utf-8").split(MARK)
    found = [
        {
            "number": exchange.number,
            "question": folded(exchange.question),
            "answer": folded(exchange.answer),
            "joint_with": list(exchange.joint_with),
            "refers_to": list(exchange.refers_to),
        }
        for exchange in read(("Antwort.txt", text)).paper.exchanges
    ]
    wanted = [json.loads(line) for line in expected.splitlines()]
    for one in wanted:
        one["question"], one["answer"] = folded(one["question"]), folded(one["answer"])
    assert found == wanted


def test_a_text_that_says_nothing_about_itself() -> None:
    text = (
        "BEISPIEL\n\nVorlage-Nr.: M 24/0001\n\n1. Wie viele Bänke gibt es?\n\n"
        "Es gibt 17 Bänke.\n\n2. Wer pflegt sie?\n\nDer Betriebshof."
    )
    found = read(("datei.txt", text)).paper.exchanges
    assert [(one.number, one.answer) for one in found] == [("1", "Es gibt 17 Bänke."), ("2", "Der Betriebshof.")]
