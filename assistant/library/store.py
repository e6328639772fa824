"""Writing papers into SQL, and reading them back. All functions work inside the caller's transaction."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from assistant.errors import StoreFailed
from assistant.library.references import references_in
from assistant.library.tables import ChangeRow, CiteRow, PaperRow, SourceRow, StateRow, UnitRow, VectorRow
from assistant.library.units import Unit, embedded_text, reference_key, short_hash
from assistant.model import Exchange, File, FoundPaper, InquiryHead, Paper, PaperReading, Span, Voice
from assistant.sources import Origin


@dataclass(frozen=True, slots=True)
class Incoming:
    """A paper as read, on its way into the library."""

    origins: tuple[Origin, ...]
    feed: str
    kind: str
    reading: PaperReading
    failure: str | None = None


def next_change(session: Session) -> int:
    """The next number of the change sequence; holds its row until the end of the transaction,
    so that numbers become visible in their order."""
    raised = session.execute(
        text("UPDATE state SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE name = 'seq' RETURNING value")
    ).scalar()
    if raised is None:
        raise StoreFailed("Der Datenbank fehlt ihr Zähler. Bitte eine Sicherung zurückspielen („vorlagen restore“).")
    return int(raised)


def current_change(session: Session) -> int:
    return int(get_state(session, "seq") or 0)


def get_state(session: Session, name: str) -> str | None:
    return session.execute(select(StateRow.value).where(StateRow.name == name)).scalar()


def set_state(session: Session, name: str, value: str | None) -> None:
    session.execute(delete(StateRow).where(StateRow.name == name))
    if value is not None:
        session.execute(insert(StateRow).values(name=name, value=value))


def note_change(session: Session, paper_id: str) -> None:
    """Tell whoever follows that this paper's units are others now, or none."""
    seq = next_change(session)
    session.execute(delete(ChangeRow).where(ChangeRow.paper_id == paper_id))
    session.execute(insert(ChangeRow).values(paper_id=paper_id, seq=seq))


def changes_after(session: Session, seq: int, limit: int | None = None) -> list[tuple[int, str]]:
    query = select(ChangeRow.seq, ChangeRow.paper_id).where(ChangeRow.seq > seq).order_by(ChangeRow.seq)
    return [(int(row[0]), row[1]) for row in session.execute(query.limit(limit) if limit else query)]


def position(session: Session, name: str) -> int:
    """How far whoever goes by this name has followed the changes."""
    return int(get_state(session, name) or 0)


def is_behind(session: Session, name: str) -> bool:
    query = select(StateRow.name, StateRow.value).where(StateRow.name.in_(("seq", name)))
    found = {row[0]: row[1] for row in session.execute(query)}
    return int(found.get("seq", 0)) > int(found.get(name, 0))


def advance(session: Session, name: str, seq: int) -> None:
    """Move the position forward; never back, another process may be further."""
    if seq > position(session, name):
        set_state(session, name, str(seq))


def drop_positions(session: Session, keep: Sequence[str]) -> None:
    """Forget the positions of indexes that are gone: all whose names begin with none of these."""
    gone = delete(StateRow).where(StateRow.name.like("followed:%"))
    for prefix in keep:
        gone = gone.where(~StateRow.name.startswith(prefix, autoescape=True))
    session.execute(gone)


def put_paper(session: Session, incoming: Incoming, replaces: PaperRow | None) -> str:
    """Store the paper, over the one it replaces if any; returns its id."""
    paper = incoming.reading.paper
    paper_id = replaces.id if replaces else _free_id(session, incoming)
    values = _paper_values(paper, incoming) | {"id": paper_id}
    if replaces:
        pk = replaces.pk
        session.execute(update(PaperRow).where(PaperRow.pk == pk).values(values))
        session.execute(delete(UnitRow).where(UnitRow.paper_pk == pk))
        session.execute(delete(CiteRow).where(CiteRow.paper_pk == pk))
    else:
        pk = session.execute(insert(PaperRow).values(values).returning(PaperRow.pk)).scalar_one()
    units = _unit_values(paper_id, pk, incoming)
    if units:
        session.execute(insert(UnitRow), units)
    cites = references_in(paper.text)
    cites.pop(values["reference_key"], None)
    if cites:
        session.execute(insert(CiteRow), [{"paper_pk": pk, "reference_key": k, "printed": p} for k, p in cites.items()])
    link_sources(session, incoming.origins, incoming.feed, pk, incoming.failure)
    note_change(session, paper_id)
    return paper_id


def texts_to_embed(reading: PaperReading) -> Iterable[tuple[str, str]]:
    """The texts of a paper's units (its passages sized already) as they go into vectors, with their hashes."""
    paper = reading.paper
    topic = paper.inquiry.topic or "" if paper.inquiry else ""
    pairs = [(exchange.question, exchange.answer) for exchange in paper.exchanges]
    pairs += [("", passage.text) for passage in reading.passages]
    for question, words in pairs:
        embedded = embedded_text(paper.name, topic, question, words)
        yield short_hash(embedded), embedded


def known_vectors(session: Session, fingerprint: str, hashes: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(hashes), 500):
        query = select(VectorRow.hash).where(
            VectorRow.fingerprint == fingerprint, VectorRow.hash.in_(hashes[start : start + 500])
        )
        found.update(session.execute(query).scalars())
    return found


def link_sources(
    session: Session, origins: Iterable[Origin], feed: str, paper_pk: int | None, failure: str | None = None
) -> None:
    for origin in origins:
        session.execute(delete(SourceRow).where(SourceRow.key == origin.key))
        session.execute(
            insert(SourceRow).values(
                key=origin.key, feed=feed, hash=origin.version, name=origin.name, paper_pk=paper_pk, failure=failure
            )
        )


def remove_paper(session: Session, row: PaperRow) -> None:
    """Take the paper and all that hangs on it out of the truth; the indexes follow."""
    for table in (UnitRow, CiteRow):
        session.execute(delete(table).where(table.paper_pk == row.pk))
    session.execute(update(SourceRow).where(SourceRow.paper_pk == row.pk).values(paper_pk=None))
    session.execute(delete(PaperRow).where(PaperRow.pk == row.pk))
    note_change(session, row.id)


def _free_id(session: Session, incoming: Incoming) -> str:
    """A short id made from what the paper is, so that the same papers get the same ids anywhere."""
    paper = incoming.reading.paper
    first = paper.oparl_id or reference_key(paper.reference) or (paper.files[0].sha256 if paper.files else "")
    for seed in (first, f"{first}\n{incoming.origins[0].key}", f"{first}\n{paper.text}"):
        made = hashlib.sha256(seed.encode()).hexdigest()[:12]
        if session.execute(select(PaperRow.pk).where(PaperRow.id == made)).scalar() is None:
            return made
    raise AssertionError("three different hashes are all taken")


def _paper_values(paper: Paper, incoming: Incoming) -> dict[str, Any]:
    dumped = paper.model_dump(mode="json", include={"consultations", "inquiry", "files"})
    return {
        "origin": incoming.kind,
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
        "notices": [notice.model_dump(mode="json") for notice in incoming.reading.notices],
        "text": paper.text,
    }


def _organizations(paper: Paper) -> tuple[str, ...]:
    """Every body that has to do with the paper: those that advised on it, and who asked."""
    names = [consultation.organization for consultation in paper.consultations]
    names.append(paper.inquiry.organization if paper.inquiry else None)
    return tuple(dict.fromkeys(name for name in names if name))


def _unit_values(paper_id: str, pk: int, incoming: Incoming) -> list[dict[str, Any]]:
    paper = incoming.reading.paper
    rows = [_exchange_values(paper, exchange) for exchange in paper.exchanges]
    rows += [_passage_values(paper, passage) for passage in incoming.reading.passages]
    topic = paper.inquiry.topic or "" if paper.inquiry else ""
    head = _hashed_head(paper_id, paper, topic, _organizations(paper))
    for ordinal, row in enumerate(rows):
        row["ordinal"], row["paper_pk"] = ordinal, pk
        row["vector_hash"] = short_hash(embedded_text(paper.name, topic, row["question"], row["text"]))
        row["hash"] = short_hash(*head, *(row[name] for name in _HASHED))
    return rows


_HASHED = ("kind", "number", "question", "text", "voice", "date", "replaced", "spans")


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


def unit_hash(paper: PaperRow, unit: UnitRow) -> str:
    """The hash that a stored unit should have."""
    head = _hashed_head(paper.id, paper, (paper.inquiry or {}).get("topic") or "", paper.organizations)
    return short_hash(*head, *(getattr(unit, name) for name in _HASHED))


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


# --- reading back -------------------------------------------------------------------------------


def find_paper(session: Session, name: str) -> PaperRow | None:
    """The row of the paper that goes by this name: our id, its OParl id (also under another host, councils
    move), its reference."""
    name = name.strip()
    row = _first(session, select(PaperRow).where(or_(PaperRow.id == name, PaperRow.oparl_id == name)))
    if row is None and name.startswith(("http://", "https://")):
        path = urlsplit(name).path.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        row = _first(session, select(PaperRow).where(PaperRow.oparl_id.like(f"http%://%{path}", escape="\\")))
    elif row is None and (key := reference_key(name)):
        row = _first(session, select(PaperRow).where(PaperRow.reference_key == key).order_by(PaperRow.pk))
    return row


def _first(session: Session, query: Any) -> PaperRow | None:
    return session.execute(query.limit(1)).scalars().first()


def load_paper(session: Session, row: PaperRow) -> Paper:
    units = session.execute(
        select(UnitRow).where(UnitRow.paper_pk == row.pk, UnitRow.kind == "exchange").order_by(UnitRow.ordinal)
    ).scalars()
    return Paper(
        id=row.id,
        oparl_id=row.oparl_id,
        reference=row.reference,
        paper_type=row.paper_type,
        name=row.name,
        date=row.date,
        department=row.department,
        clerk=row.clerk,
        file_number=row.file_number,
        public=row.public,
        outcome=row.outcome,  # type: ignore[arg-type]  # pydantic makes the Outcome of it
        consultations=tuple(row.consultations),
        inquiry=InquiryHead.model_validate(row.inquiry) if row.inquiry else None,
        exchanges=tuple(_exchange(unit) for unit in units),
        text=row.text,
        files=tuple(File.model_validate(file) for file in row.files),
    )


def _exchange(row: UnitRow) -> Exchange:
    return Exchange(
        number=row.number,
        question=row.question,
        answer=row.text,
        date=row.date,
        page=row.page,
        refers_to=tuple(row.refers_to),
        joint_with=tuple(row.joint_with),
        file=row.file,
        spans=tuple(Span(start=start, end=end) for start, end in row.spans),
    )


def citations(session: Session, paper_ids: Sequence[str], public_only: bool, backwards: bool) -> dict[str, list[str]]:
    """Which papers these refer to, or (backwards) which refer to them."""
    citing, cited = aliased(PaperRow), aliased(PaperRow)
    asked, other = (cited, citing) if backwards else (citing, cited)
    query = (
        select(asked.id, other.id)
        .select_from(CiteRow)
        .join(citing, citing.pk == CiteRow.paper_pk)
        .join(cited, cited.reference_key == CiteRow.reference_key)
        .where(citing.pk != cited.pk)
        .order_by(other.pk)
    )
    if public_only:
        query = query.where(other.public.is_(True))
    found: dict[str, list[str]] = {paper_id: [] for paper_id in paper_ids}
    for start in range(0, len(paper_ids), 500):
        for one, another in session.execute(query.where(asked.id.in_(paper_ids[start : start + 500]))):
            found[one].append(another)
    return found


_HEAD = (
    PaperRow.pk,
    PaperRow.id,
    PaperRow.oparl_id,
    PaperRow.reference,
    PaperRow.name,
    PaperRow.date,
    PaperRow.paper_type,
    PaperRow.department,
    PaperRow.public,
    PaperRow.outcome,
    PaperRow.organizations,
    PaperRow.inquiry,
    PaperRow.files,
)


def load_units(session: Session, *, ids: Sequence[int] = (), paper_ids: Sequence[str] = ()) -> list[Unit]:
    """The units with these ids, or those of these papers; what is gone is left out."""
    found: list[Unit] = []
    for chosen, wanted in ((UnitRow.id, list(ids)), (PaperRow.id, list(paper_ids))):
        for start in range(0, len(wanted), 500):
            query = (
                select(UnitRow, *_HEAD)
                .join(PaperRow, PaperRow.pk == UnitRow.paper_pk)
                .where(chosen.in_(wanted[start : start + 500]))
                .order_by(UnitRow.id)
            )
            heads: dict[int, _Head] = {}
            found += [_unit(row[0], _head(row, heads)) for row in session.execute(query)]
    return found


@dataclass(frozen=True, slots=True)
class _Head:
    """What the units of one paper share."""

    paper: FoundPaper
    topic: str
    organizations: tuple[str, ...]
    files: tuple[str, ...]


def _head(row: Any, heads: dict[int, _Head]) -> _Head:
    if row.pk not in heads:
        paper = FoundPaper(
            id=row[2],
            oparl_id=row.oparl_id,
            reference=row.reference,
            name=row.name,
            date=row[6],
            paper_type=row.paper_type,
            department=row.department,
            public=row.public,
            outcome=row.outcome,
        )
        files = tuple(file["name"] for file in row.files)
        heads[row.pk] = _Head(paper, (row.inquiry or {}).get("topic") or "", tuple(row.organizations), files)
    return heads[row.pk]


def _unit(row: UnitRow, head: _Head) -> Unit:
    return Unit(
        id=row.id,
        paper=head.paper,
        kind="exchange" if row.kind == "exchange" else "passage",
        text=row.text,
        start=row.start,
        end=row.end,
        title=head.paper.name,
        topic=head.topic,
        file=row.file,
        file_name=head.files[row.file] if row.file < len(head.files) else "",
        number=row.number,
        question=row.question,
        spans=tuple(Span(start=start, end=end) for start, end in row.spans),
        page=row.page,
        voice=Voice(row.voice),
        date=row.date,
        passage_kind=row.passage_kind or "",
        replaced=row.replaced,
        refers_to=tuple(row.refers_to),
        joint_with=tuple(row.joint_with),
        organizations=head.organizations,
        content_hash=row.hash,
    )
