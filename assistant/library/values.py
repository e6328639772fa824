"""A paper as read, as the values of its rows in SQL."""

from collections.abc import Iterable
from typing import Any

from assistant.library.references import references_in
from assistant.library.replacing import claims_of
from assistant.library.tables import PaperRow, UnitRow
from assistant.library.units import embedded_text, reference_key, short_hash
from assistant.model import Exchange, File, Paper, PaperReading, Voice


def texts_to_embed(reading: PaperReading) -> Iterable[tuple[str, str]]:
    """The texts of a paper's units (its passages sized already) as they go into vectors, with their hashes."""
    paper = reading.paper
    topic = paper.inquiry.topic or "" if paper.inquiry else ""
    pairs = [(exchange.question, exchange.answer) for exchange in paper.exchanges]
    pairs += [("", passage.text) for passage in reading.passages]
    for question, words in pairs:
        embedded = embedded_text(paper.name, topic, question, words)
        yield short_hash(embedded), embedded


def paper_values(reading: PaperReading, origin: str) -> dict[str, Any]:
    """The values of a paper's own row; `origin` is the kind of source that it came from."""
    paper = reading.paper
    dumped = paper.model_dump(mode="json", include={"consultations", "inquiry", "files"})
    return {
        "origin": origin,
        "oparl_id": paper.oparl_id,
        "reference": paper.reference,
        "reference_key": reference_key(paper.reference),
        "paper_type": paper.paper_type,
        "name": paper.name,
        "date": paper.date,
        "department": paper.department,
        "clerk": paper.clerk,
        "file_number": paper.file_number,
        "public": paper.public,
        "outcome": paper.outcome.value if paper.outcome else None,
        "organizations": list(_organizations(paper)),
        "consultations": dumped["consultations"],
        "inquiry": dumped["inquiry"],
        "files": dumped["files"],
        "notices": [notice.model_dump(mode="json") for notice in reading.notices],
        "replaced": [],  # settled when all is stored
        "text": paper.text,
    }


def _organizations(paper: Paper) -> tuple[str, ...]:
    """Every body that has to do with the paper: those that advised on it, and who asked."""
    names = [consultation.organization for consultation in paper.consultations]
    names.append(paper.inquiry.organization if paper.inquiry else None)
    return tuple(dict.fromkeys(name for name in names if name))


def cite_values(pk: int, paper: Paper) -> list[dict[str, Any]]:
    """The rows of the references that a paper prints, its own left out."""
    cites = references_in(paper.text)
    cites.pop(reference_key(paper.reference) or "", None)
    return [{"paper_pk": pk, "reference_key": key, "printed": printed} for key, printed in cites.items()]


def claim_values(pk: int, paper: Paper) -> list[dict[str, Any]]:
    """The rows of the numbers whose papers this one may replace."""
    return [{"paper_pk": pk, "reference_key": key, "claim": claim.value} for key, claim in claims_of(paper).items()]


def unit_values(paper_id: str, pk: int, reading: PaperReading) -> list[dict[str, Any]]:
    """The rows of a paper's exchanges and passages."""
    paper = reading.paper
    rows = [_exchange_values(paper, exchange) for exchange in paper.exchanges]
    rows += [_passage_values(paper, passage) for passage in reading.passages]
    topic = paper.inquiry.topic or "" if paper.inquiry else ""
    head = _hashed_head(paper_id, paper, topic, _organizations(paper))
    for ordinal, row in enumerate(rows):
        row["ordinal"], row["paper_pk"] = ordinal, pk
        row["vector_hash"] = short_hash(embedded_text(paper.name, topic, row["question"], row["text"]))
        row["hash"] = short_hash(*head, *(row[name] for name in _HASHED))
    return rows


_HASHED = ("kind", "number", "question", "text", "voice", "date", "replaced", "spans")


def unit_hash(paper: PaperRow, unit: UnitRow) -> str:
    """The hash that a stored unit should have."""
    head = _hashed_head(paper.id, paper, (paper.inquiry or {}).get("topic") or "", paper.organizations)
    return short_hash(*head, *(getattr(unit, name) for name in _HASHED))


def _hashed_head(paper_id: str, paper: Paper | PaperRow, topic: str, organizations: Iterable[str]) -> tuple:
    """What of its paper an index knows of a unit."""
    return (
        paper_id,
        paper.oparl_id,
        paper.reference,
        paper.name,
        topic,
        paper.paper_type,
        paper.department,
        paper.public,
        list(organizations),
    )


def _exchange_values(paper: Paper, exchange: Exchange) -> dict[str, Any]:
    spans = exchange.spans
    start = min((span.start for span in spans), default=0)
    end = max((span.end for span in spans), default=0)
    file = paper.files[exchange.file] if exchange.file < len(paper.files) else None
    return {
        "kind": "exchange",
        "file": exchange.file,
        "number": exchange.number,
        "question": exchange.question,
        "text": exchange.answer,
        "spans": [[span.start, span.end] for span in spans],
        "start": start,
        "end": end,
        "page": exchange.page,
        "voice": Voice.administration.value,
        "date": exchange.date or _known_on(paper, file),
        "passage_kind": None,
        "replaced": bool(file and file.replaced),
        "refers_to": list(exchange.refers_to),
        "joint_with": list(exchange.joint_with),
    }


def _passage_values(paper: Paper, passage: Any) -> dict[str, Any]:
    file = paper.files[passage.file] if passage.file < len(paper.files) else None
    return {
        "kind": "passage",
        "file": passage.file,
        "number": "",
        "question": "",
        "text": passage.text,
        "spans": [[passage.start, passage.end]],
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "voice": passage.voice.value,
        "date": passage.date or _known_on(paper, file),
        "passage_kind": passage.kind.value,
        "replaced": bool(file and file.replaced),
        "refers_to": [],
        "joint_with": [],
    }


def _known_on(paper: Paper, file: File | None) -> Any:
    return (file.date if file else None) or paper.date
