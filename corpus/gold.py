"""What must be read and found in the corpus, derived from the manuscripts so that it cannot drift."""

import json
from typing import Any

from corpus.manuscript import Block, Manuscript


def datasets(papers: list[Manuscript], inquiries: list[Manuscript]) -> dict[str, bytes]:
    """All datasets for `vorlagen eval run`, by their path under `gold/`."""
    return {f"reading/{paper.stem}.json": _json(reading(paper)) for paper in papers}


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def reading(paper: Manuscript) -> dict[str, Any]:
    """The paper as `vorlagen parse` must give it, as far as this one file says."""
    head = paper.head
    known = ("reference", "paper_type", "name", "department", "clerk", "file_number", "outcome", "inquiry")
    return {
        **{key: head.get(key) for key in known},
        "date": paper.date.isoformat(),
        "public": head.get("public", True),
        "consultations": [
            {"organization": organization, "date": date, "role": role, "agenda_item": item}
            for organization, date, role, item in head.get("consultations", [])
        ],
        "exchanges": exchanges(paper),
    }


def exchanges(paper: Manuscript) -> list[dict[str, Any]]:
    questions: dict[str, Block] = {number: block for block in paper.of_kind("frage") for number in block.numbers}
    answers = {number: block for block in paper.of_kind("antwort") for number in block.numbers}
    refers = {str(number): others for number, others in paper.head.get("refers_to", {}).items()}
    return [
        {
            "number": number,
            "question": question.text,
            "answer": answers[number].text,
            "refers_to": refers.get(number, []),
            "joint_with": [other for other in answers[number].numbers if other != number],
        }
        for number, question in questions.items()
        if number in answers
    ]
