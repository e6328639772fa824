"""What must be read and found in the corpus, derived from the manuscripts so that it cannot drift.

Only the search questions and what answers them are written by hand (`quellen/fragen.yaml`).
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from corpus.manuscript import Block, Manuscript

_REFERENCE = re.compile(r"\b(?:[MBA] \d{2}/\d{4}|20\d{2}/0\d{3})\b")  # not the school year 2018/2019


def datasets(papers: list[Manuscript], letters: list[Manuscript], asked: dict[str, Any]) -> dict[str, bytes]:
    """All datasets for `vorlagen eval run`, by their path under `gold/`."""
    files = {f"reading/{paper.stem}.json": _json(reading(paper)) for paper in papers if paper.form != "scan"}
    files |= {f"inquiries/{letter.stem}.json": _json(inquiry(letter)) for letter in letters}
    queries, judged = _retrieval(papers, asked["retrieval"])
    return files | {
        "retrieval/queries.jsonl": _lines(queries),
        "retrieval/qrels.txt": "".join(f"{query}\t0\t{paper}\t1\n" for query, paper in judged).encode(),
        "drafting/inquiries.jsonl": _lines(_drafting(papers)),
        "abstention/questions.jsonl": _lines(asked["abstention"]),
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def _lines(rows: Iterable[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows).encode()


# --- reading ------------------------------------------------------------------------------------


def reading(paper: Manuscript) -> dict[str, Any]:
    """The paper as `vorlagen parse` must give it, as far as this one file says."""
    head = paper.head
    known = ("reference", "paper_type", "name", "department", "clerk", "file_number", "outcome", "inquiry")
    return {
        **{key: head.get(key) or None for key in known},
        "style": paper.style,
        "date": paper.date,
        "public": head.get("public", True),
        "consultations": [
            {"organization": organization, "date": date, "role": role, "agenda_item": item}
            for organization, date, role, item in head.get("consultations", [])
        ],
        "exchanges": exchanges(paper),
    }


def exchanges(paper: Manuscript) -> list[dict[str, Any]]:
    if paper.style == "lauftext" and paper.head.get("inquiry"):
        return [_running(paper)]
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
        for number, question in _questions(paper)
        if number in answers
    ]


def _running(paper: Manuscript) -> dict[str, Any]:
    """An answer in one running text: its topic is the question, all of it the answer."""
    answer = "\n\n".join(block.text for block in paper.blocks)
    topic = paper.head["inquiry"]["topic"]
    return {"number": "", "question": topic, "answer": answer, "refers_to": [], "joint_with": []}


def _questions(paper: Manuscript) -> list[tuple[str, Block]]:
    return [(number, block) for block in paper.of_kind("frage") for number in block.numbers]


def inquiry(letter: Manuscript) -> dict[str, Any]:
    """The letter as `vorlagen parse --as inquiry` must give it; `answerable` names its questions with a precedent."""
    return {
        "kind": letter.head["paper_type"],
        **{key: letter.head["inquiry"][key] for key in ("asked_by", "organization", "date", "topic")},
        "questions": [{"number": number, "text": block.text} for number, block in _questions(letter)],
        "other": letter.head.get("other", []),
        "answerable": letter.head["answerable"],
    }


# --- finding and drafting -----------------------------------------------------------------------


def _retrieval(
    papers: list[Manuscript], written: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """The questions written by hand, and each follow-up paper with the earlier papers it cites."""
    queries = [{key: row[key] for key in ("id", "text", "before")} for row in written]
    judged = [(row["id"], paper) for row in written for paper in row["relevant"]]
    first = {paper.head["reference"]: paper.date for paper in reversed(papers)}
    for paper in _follow_ups(papers):
        known = [cited for cited in _cited(paper) if first[cited] < paper.date]
        if known:
            queries.append({"id": paper.head["reference"], "text": _asked(paper), "before": paper.date})
            judged += [(paper.head["reference"], cited) for cited in known]
    return [row | {"id": _key(row["id"])} for row in queries], [(_key(query), paper) for query, paper in judged]


def _key(identifier: str) -> str:
    return re.sub(r"[ /]", "-", identifier)


def _drafting(papers: list[Manuscript]) -> Iterable[dict[str, Any]]:
    """Follow-up Anfragen with the answer that the town gave, knowing what was written before."""
    for paper in _follow_ups(papers):
        answers = [{"number": row["number"], "answer": row["answer"]} for row in exchanges(paper)]
        yield {"id": _key(paper.head["reference"]), "text": _asked(paper), "before": paper.date, "answers": answers}


def _follow_ups(papers: list[Manuscript]) -> list[Manuscript]:
    return [paper for paper in papers if exchanges(paper) and _cited(paper)]


def _cited(paper: Manuscript) -> list[str]:
    body = "\n".join(block.text for block in paper.blocks)
    return sorted(set(_REFERENCE.findall(body)) - {paper.head["reference"]})


def _asked(paper: Manuscript) -> str:
    """The topic and the questions; no reference number gives the answer away."""
    questions = [f"{number}. {_REFERENCE.sub('', block.text)}" for number, block in _questions(paper)]
    topic = (paper.head.get("inquiry") or {}).get("topic") or paper.head["name"]
    return "\n\n".join([topic, *questions])
