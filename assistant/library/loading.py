"""Papers and their units, read back from SQL. All functions work inside the caller's transaction."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Row, Text, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from assistant.library.tables import CiteRow, PaperRow, UnitRow
from assistant.library.units import Unit, reference_key
from assistant.model import Exchange, File, FoundPaper, InquiryHead, Paper, Replacement, Span, Voice, replacement_of

_FOUND = (
    PaperRow.id,
    PaperRow.oparl_id,
    PaperRow.reference,
    PaperRow.name,
    PaperRow.date,
    PaperRow.paper_type,
    PaperRow.department,
    PaperRow.public,
    PaperRow.outcome,
)


def find_paper(session: Session, name: str) -> PaperRow | None:
    """The row of the paper that goes by this name: our id, its OParl id (also under another host, councils
    move), its reference (the version in force, where several carry it)."""
    name = name.strip()
    row = _first(session, select(PaperRow).where(or_(PaperRow.id == name, PaperRow.oparl_id == name)))
    if row is None and name.startswith(("http://", "https://")):
        path = urlsplit(name).path.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        row = _first(session, select(PaperRow).where(PaperRow.oparl_id.like(f"http%://%{path}", escape="\\")))
    elif row is None and (key := reference_key(name)):
        query = select(PaperRow).where(PaperRow.reference_key == key).order_by(PaperRow.pk)
        rows = session.execute(query).scalars().all()
        in_force = (one for one in rows if _whole(one.replaced, len(one.text)) is None)
        row = next(in_force, rows[-1] if rows else None)
    return row


def replaced_by(session: Session, paper_ids: Sequence[str], before: dt.date | None = None) -> dict[str, str]:
    """For those of these papers that another one had replaced as a whole before that day, the id of that one."""
    query = select(PaperRow.id, PaperRow.replaced, func.length(PaperRow.text)).where(
        PaperRow.id.in_(paper_ids), cast(PaperRow.replaced, Text) != "[]"
    )
    found = {paper_id: _whole(told, length, before) for paper_id, told, length in session.execute(query)}
    return {paper_id: one.by for paper_id, one in found.items() if one}


def _whole(told: list, length: int, before: dt.date | None = None) -> Replacement | None:
    """The newest replacement of the whole text that was known before that day."""
    whole = (one for one in _replacements(told) if one.start == 0 and one.end >= length)
    return replacement_of(whole, 0, length, before)


def _first(session: Session, query: Any) -> PaperRow | None:
    return session.execute(query.limit(1)).scalars().first()


def load_paper(session: Session, row: PaperRow, public_only: bool = False) -> Paper:
    """The paper of this row. With `public_only` it does not name what replaced it where that is not public: it is
    overtaken all the same."""
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
        replaced=_nameable(session, row) if public_only else _replacements(row.replaced),
    )


def _nameable(session: Session, row: PaperRow) -> tuple[Replacement, ...]:
    told = _replacements(row.replaced)
    query = select(PaperRow.id).where(PaperRow.id.in_({one.by for one in told}), PaperRow.public.is_(True))
    public = set(session.execute(query).scalars()) if told else set()
    return tuple(one if one.by in public else one.model_copy(update={"by": ""}) for one in told)


def _replacements(told: list) -> tuple[Replacement, ...]:
    return tuple(Replacement.model_validate(one) for one in told)


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


def latest(session: Session, limit: int, public_only: bool) -> list[FoundPaper]:
    """The heads of the papers that came last, newest first."""
    query = select(*_FOUND).order_by(PaperRow.pk.desc()).limit(limit)
    if public_only:
        query = query.where(PaperRow.public.is_(True))
    return [_found(row) for row in session.execute(query)]


def _found(row: Row) -> FoundPaper:
    return FoundPaper.model_validate({column.key: row._mapping[column] for column in _FOUND})


def advising(session: Session, paper_ids: Sequence[str]) -> dict[str, set[str]]:
    """The bodies that each of these papers was put before."""
    query = select(PaperRow.id, PaperRow.consultations).where(PaperRow.id.in_(paper_ids))
    return {
        paper_id: {one["organization"] for one in told if one.get("organization")}
        for paper_id, told in session.execute(query)
    }


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
    *_FOUND,
    PaperRow.organizations,
    PaperRow.inquiry,
    PaperRow.files,
    PaperRow.replaced.label("replacements"),
)


def load_units(
    session: Session, *, ids: Sequence[int] = (), paper_ids: Sequence[str] = (), before: dt.date | None = None
) -> list[Unit]:
    """The units with these ids, or those of these papers; what is gone is left out. Replaced is what was so before
    that day."""
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
            found += [_unit(row[0], _head(row, heads), before) for row in session.execute(query)]
    return found


@dataclass(frozen=True, slots=True)
class _Head:
    """What the units of one paper share."""

    paper: FoundPaper
    topic: str
    organizations: tuple[str, ...]
    files: tuple[str, ...]
    replaced: tuple[Replacement, ...]


def _head(row: Row, heads: dict[int, _Head]) -> _Head:
    if row.pk not in heads:
        files = tuple(file["name"] for file in row.files)
        heads[row.pk] = _Head(
            _found(row),
            (row.inquiry or {}).get("topic") or "",
            tuple(row.organizations),
            files,
            _replacements(row.replacements),
        )
    return heads[row.pk]


def _unit(row: UnitRow, head: _Head, before: dt.date | None) -> Unit:
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
        replaced=row.replaced or replacement_of(head.replaced, row.start, row.end, before) is not None,
        refers_to=tuple(row.refers_to),
        joint_with=tuple(row.joint_with),
        organizations=head.organizations,
        content_hash=row.hash,
    )
