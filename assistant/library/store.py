"""Writing papers into SQL, and reading them back. All functions work inside the caller's transaction."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from sqlalchemy import Table, delete, insert, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from assistant.database import Base
from assistant.errors import StoreFailed
from assistant.library.references import references_in
from assistant.library.tables import ChangeRow, CiteRow, ObjectRow, PaperRow, SourceRow, StateRow, UnitRow, VectorRow
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


def next_change(session: Session, count: int = 1) -> int:
    """Raise the change sequence and return it; its row is held until the end of the transaction, so that
    numbers become visible in their order."""
    raised = session.execute(
        text("UPDATE state SET value = CAST(CAST(value AS INTEGER) + :n AS TEXT) WHERE name = 'seq' RETURNING value"),
        {"n": count},
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


def put_papers(session: Session, papers: Sequence[tuple[Incoming, PaperRow | None]]) -> list[str]:
    """Store these papers, each over the one it replaces if any; returns their ids. Ingest lives by the
    number of statements, so there is one of each kind for all papers together."""
    if not papers:
        return []
    ids = _ids(session, papers)
    pks = _put_heads(session, papers, ids)
    units, cites = [], []
    for (incoming, _), paper_id, pk in zip(papers, ids, pks, strict=True):
        units += _unit_values(paper_id, pk, incoming)
        cites += _cite_values(pk, incoming.reading.paper)
    _insert(session, UnitRow, units)
    _insert(session, CiteRow, cites)
    rows = [row for (incoming, _), pk in zip(papers, pks, strict=True) for row in _source_values(incoming, pk)]
    _put_sources(session, rows)
    note_changes(session, ids)
    return ids


def _put_heads(session: Session, papers: Sequence[tuple[Incoming, PaperRow | None]], ids: list[str]) -> list[int]:
    new, pks = [], {}
    for (incoming, replaces), paper_id in zip(papers, ids, strict=True):
        values = _paper_values(incoming.reading.paper, incoming) | {"id": paper_id}
        if replaces is None:
            new.append(values)
        else:
            pks[paper_id] = replaces.pk
            session.execute(update(PaperRow).where(PaperRow.pk == replaces.pk).values(values))
    if pks:
        for table in (UnitRow, CiteRow):
            session.execute(delete(table).where(table.paper_pk.in_(pks.values())))
    if new:
        made = insert(_table(PaperRow)).returning(_table(PaperRow).c.id, _table(PaperRow).c.pk)
        pks |= {row[0]: row[1] for row in session.execute(made, new)}
    return [pks[paper_id] for paper_id in ids]


def _cite_values(pk: int, paper: Paper) -> list[dict[str, Any]]:
    cites = references_in(paper.text)
    cites.pop(reference_key(paper.reference) or "", None)
    return [{"paper_pk": pk, "reference_key": key, "printed": printed} for key, printed in cites.items()]


def _insert(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(_table(table)), rows)


def _table(model: type[Base]) -> Table:
    """The bare table: rows in bulk need none of what the ORM does for each of them."""
    return cast(Table, model.__table__)


def note_changes(session: Session, paper_ids: Sequence[str]) -> None:
    """Tell whoever follows that these papers' units are others now, or none."""
    if not paper_ids:
        return
    first = next_change(session, len(paper_ids)) - len(paper_ids) + 1
    session.execute(delete(ChangeRow).where(ChangeRow.paper_id.in_(paper_ids)))
    _insert(session, ChangeRow, [{"paper_id": one, "seq": first + at} for at, one in enumerate(paper_ids)])


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
    """Note what these origins became; instead of what was noted before."""
    _put_sources(session, [_source(origin, feed, paper_pk, failure) for origin in origins])


def _source_values(incoming: Incoming, pk: int) -> list[dict[str, Any]]:
    return [_source(origin, incoming.feed, pk, incoming.failure) for origin in incoming.origins]


def _source(origin: Origin, feed: str, paper_pk: int | None, failure: str | None) -> dict[str, Any]:
    return {
        "key": origin.key,
        "feed": feed,
        "hash": origin.version,
        "name": origin.name,
        "paper_pk": paper_pk,
        "failure": failure,
    }


def _put_sources(session: Session, rows: list[dict[str, Any]]) -> None:
    keys = [row["key"] for row in rows]
    for start in range(0, len(keys), 500):
        session.execute(delete(SourceRow).where(SourceRow.key.in_(keys[start : start + 500])))
    _insert(session, SourceRow, rows)


def put_objects(session: Session, feed: str, values: dict[str, dict[str, Any]]) -> None:
    """Keep what a source wants to remember."""
    keys = list(values)
    for start in range(0, len(keys), 500):
        chosen = ObjectRow.key.in_(keys[start : start + 500])
        session.execute(delete(ObjectRow).where(ObjectRow.feed == feed, chosen))
    _insert(session, ObjectRow, [{"feed": feed, "key": key, "value": value} for key, value in values.items()])


def known_names(session: Session, papers: Sequence[Incoming]) -> set[str]:
    """Which of these papers' names (keys of origins, OParl ids, references) the library knows already."""
    keys = [origin.key for one in papers for origin in one.origins]
    ids = [one.reading.paper.oparl_id for one in papers]
    references = [reference_key(one.reading.paper.reference) for one in papers]
    found: set[str] = set()
    for column, names in ((SourceRow.key, keys), (PaperRow.oparl_id, ids), (PaperRow.reference_key, references)):
        wanted = [name for name in names if name]
        for start in range(0, len(wanted), 500):
            rows = session.execute(select(column).where(column.in_(wanted[start : start + 500])))
            found.update(name for row in rows if (name := row[0]))
    return found


def names_of(incoming: Incoming) -> set[str]:
    """All names under which the library may know the paper already."""
    paper = incoming.reading.paper
    names = {paper.oparl_id, reference_key(paper.reference), *(origin.key for origin in incoming.origins)}
    return {name for name in names if name}


def remove_paper(session: Session, row: PaperRow) -> None:
    """Take the paper and all that hangs on it out of the truth; the indexes follow."""
    for table in (UnitRow, CiteRow):
        session.execute(delete(table).where(table.paper_pk == row.pk))
    session.execute(update(SourceRow).where(SourceRow.paper_pk == row.pk).values(paper_pk=None))
    session.execute(delete(PaperRow).where(PaperRow.pk == row.pk))
    note_changes(session, [row.id])


def _ids(session: Session, papers: Sequence[tuple[Incoming, PaperRow | None]]) -> list[str]:
    """Short ids made from what the papers are, so that the same papers get the same ids anywhere; where
    one is taken, the next seed is used."""
    seeds = [_seeds(incoming) for incoming, _ in papers]
    wanted = [[hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:12] for seed in one] for one in seeds]
    query = select(PaperRow.id).where(PaperRow.id.in_([one for several in wanted for one in several]))
    taken = set(session.execute(query).scalars())
    ids = []
    for (_, replaces), several in zip(papers, wanted, strict=True):
        chosen = replaces.id if replaces else next(one for one in several if one not in taken)
        taken.add(chosen)
        ids.append(chosen)
    return ids


def _seeds(incoming: Incoming) -> list[str]:
    paper = incoming.reading.paper
    first = paper.oparl_id or reference_key(paper.reference) or (paper.files[0].sha256 if paper.files else "")
    key = incoming.origins[0].key
    return [first, f"{first}\n{key}", *(f"{first}\n{key}\n{number}" for number in range(8))]


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
