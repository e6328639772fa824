"""Reading: are exchanges, questions and heads read exactly?

A case is a document beside a `.json` of the same stem: a Paper (with `exchanges`) or an Inquiry
(with `questions`), as far as known. Exact: question and answer are each at least 95 % similar
(rapidfuzz `ratio`) after white space is folded.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from rapidfuzz import fuzz

from assistant.errors import BadInput, VorlagenError
from assistant.reading import ReadFile, read_inquiry, read_paper
from evals.setup import Setup

_DOCUMENTS = (".txt", ".md", ".pdf", ".docx", ".eml")
_HEAD = ("reference", "paper_type", "name", "date", "department", "clerk", "file_number", "public", "outcome")


def produce(setup: Setup) -> Iterable[dict]:
    for document, gold in _cases(setup):
        yield _case(document, gold)


def score(rows: list[dict]) -> dict:
    measures = {
        "exchanges_exact": _share(rows, "found", "expected"),
        "documents_exact": sum(row["exact"] == 1 for row in rows) / len(rows),
        "superfluous": sum(row["superfluous"] for row in rows),
        "head_fields_right": _share(rows, "head_right", "head_expected"),
        "unread": sum(bool(row.get("error")) for row in rows),
    }
    for key in ("type", "style"):
        for value in sorted({row[key] for row in rows if row[key]}):
            measures[f"exchanges_exact, {value}"] = _share([r for r in rows if r[key] == value], "found", "expected")
    return measures


def _share(rows: list[dict], part: str, whole: str) -> float | None:
    total = sum(row[whole] for row in rows)
    return sum(row[part] for row in rows) / total if total else None


def _cases(setup: Setup) -> Iterable[tuple[Path, dict]]:
    folders = [setup.dataset("reading")]
    if setup.data is None:
        from corpus import papers_dir

        folders.append(papers_dir())
    for path in sorted(folders[0].rglob("*.json")):
        try:
            gold = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise BadInput(f"„{path}“ ist kein gültiges JSON.") from error
        places = [path.parent, *folders[1:]]
        documents = [place / (path.stem + ending) for place in places for ending in _DOCUMENTS]
        yield from ((document, gold) for document in documents if document.is_file())


def _case(document: Path, gold: dict) -> dict:
    row = {
        "id": document.name,
        "type": document.suffix.lstrip("."),
        "style": gold.get("style"),
        "expected": 0,
        "found": 0,
        "superfluous": 0,
        "head_right": 0,
        "head_expected": 0,
    }
    try:
        expected, read, head = _read(document, gold)
    except VorlagenError as error:
        expected = [(x["question"], x["answer"]) for x in gold.get("exchanges", ())] or gold.get("questions", [])
        return {**row, "expected": len(expected), "exact": 0.0, "error": str(error), "note": str(error)}
    left = list(read)
    missed = []
    for pair in expected:
        hit = next((other for other in left if _same(pair, other)), None)
        if hit is None:
            missed.append(pair[0][:80])
        else:
            left.remove(hit)
    found = len(expected) - len(missed)
    fields = [field for field in _HEAD if field in gold]
    wrong = [field for field in fields if head.get(field) != gold[field]]
    return {
        **row,
        "expected": len(expected),
        "found": found,
        "superfluous": len(left),
        "exact": found / max(len(expected), len(read), 1) if expected or read else 1.0,
        "head_right": len(fields) - len(wrong),
        "head_expected": len(fields),
        "note": "; ".join([*(f"fehlt: {text}" for text in missed), *(f"Kopf: {field}" for field in wrong)]),
    }


def _read(document: Path, gold: dict) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]], dict]:
    data = document.read_bytes()
    if "questions" in gold:
        inquiry = read_inquiry(data, document.name)
        texts = [q if isinstance(q, str) else q["text"] for q in gold["questions"]]
        return [(t,) for t in texts], [(q.text,) for q in inquiry.questions], inquiry.model_dump(mode="json")
    paper = read_paper([ReadFile(name=document.name, data=data)]).paper
    expected = [(e["question"], e["answer"]) for e in gold.get("exchanges", ())]
    return expected, [(e.question, e.answer) for e in paper.exchanges], paper.model_dump(mode="json")


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return all(fuzz.ratio(_fold(a), _fold(b)) >= 95 for a, b in zip(one, other, strict=True))


def _fold(text: str) -> str:
    return " ".join(text.split())
