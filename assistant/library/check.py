"""Comparing the truth with everything derived from it, item by item."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select, text

from assistant.errors import VorlagenError
from assistant.library import versions
from assistant.library.chroma import ChromaFailed
from assistant.library.guard import is_damage
from assistant.library.sound import damaged_files
from assistant.library.tables import PaperRow, UnitRow, VectorRow
from assistant.library.units import short_hash
from assistant.library.values import unit_hash
from assistant.model import Value

if TYPE_CHECKING:
    from assistant.library.library import Library

_SHOWN = 100
_REINDEX = "Mit „vorlagen check --repair“ beheben."


class Problem(Value):
    """What is wrong, where, and what mends it."""

    what: str
    where: str
    mend: str


class CheckReport(Value):
    ok: bool
    papers: int
    exchanges: int
    passages: int
    problems: tuple[Problem, ...] = ()


def check(library: "Library", also: Sequence[Any] = ()) -> CheckReport:
    """All differences there are; `also` are problems that others found."""
    problems = [*_sql(library), *words_problems(library), *_vectors(library), *_chroma(library)]
    problems += [Problem(what=one.what, where=one.where, mend=one.mend) for one in also]
    return CheckReport(ok=not problems, problems=tuple(problems), **library.counts(public_only=False))


# --- the truth itself ---------------------------------------------------------------------------


def _sql(library: "Library") -> Iterator[Problem]:
    with library.reading() as session:
        if library.engine.dialect.name == "sqlite":
            for (said,) in session.execute(text("PRAGMA quick_check(20)")):
                if said != "ok":
                    yield Problem(
                        what=f"Die Datenbank ist beschädigt: {said}.",
                        where=str(library.engine.url.database),
                        mend="Eine Sicherung zurückspielen („vorlagen restore“).",
                    )
        wrong = [paper_id for paper_id in _papers(session) if not _is_whole(session, paper_id)]
        marked = [version.id for version, _ in versions.unsettled(session, versions.all_keys(session))]
    yield from _listed(
        wrong,
        lambda paper_id: Problem(
            what="Der gespeicherte Text stimmt nicht mit seiner Prüfsumme überein.",
            where=f"Vorlage {paper_id}",
            mend="Die Quelle neu aufnehmen („vorlagen ingest --full“) oder eine Sicherung zurückspielen.",
        ),
    )
    yield from _listed(
        marked,
        lambda paper_id: Problem(
            what="Es ist nicht richtig vermerkt, was durch eine neuere Fassung ersetzt ist.",
            where=f"Vorlage {paper_id}",
            mend=_REINDEX,
        ),
    )


def _papers(session: Any) -> list[str]:
    return list(session.execute(select(PaperRow.id).order_by(PaperRow.pk)).scalars())


def _is_whole(session: Any, paper_id: str) -> bool:
    """Whether the paper's units still have the contents that were hashed, at their places in its text."""
    row = session.execute(select(PaperRow).where(PaperRow.id == paper_id)).scalar_one()
    units = session.execute(select(UnitRow).where(UnitRow.paper_pk == row.pk)).scalars().all()
    session.expunge_all()
    return all(unit_hash(row, unit) == unit.hash and _stands_there(row.text, unit) for unit in units)


def _stands_there(paper_text: str, unit: UnitRow) -> bool:
    return not unit.spans or "\n\n".join(paper_text[start:end] for start, end in unit.spans) == unit.text


def expected(library: "Library") -> dict[int, str]:
    """What every index must hold: each unit's id and content hash."""
    with library.reading() as session:
        return {row[0]: row[1] for row in session.execute(select(UnitRow.id, UnitRow.hash))}


def expected_files(library: "Library") -> dict[tuple[str, int], str]:
    """What the word index must hold of files: a hash of all its units' hashes for each paper and file."""
    query = select(PaperRow.id, UnitRow.file, UnitRow.hash).join(PaperRow, PaperRow.pk == UnitRow.paper_pk)
    units: dict[tuple[str, int], list[str]] = {}
    with library.reading() as session:
        for paper_id, file, digest in session.execute(query.order_by(UnitRow.id)):
            units.setdefault((paper_id, file), []).append(digest)
    return {key: short_hash(*hashes) for key, hashes in units.items()}


# --- words --------------------------------------------------------------------------------------


def words_problems(library: "Library") -> Iterator[Problem]:
    place = library.generations.root
    try:
        library.generations.follow()
        index = library.generations.current()
        damaged = damaged_files(index.path)
        found, files = (index.ids(), index.files()) if not damaged else ({}, {})
    except BaseException as error:
        if not (is_damage(error) or isinstance(error, VorlagenError)):
            raise
        yield Problem(what="Der Wortindex ist nicht lesbar.", where=str(place), mend=_REINDEX)
        return
    for file in damaged:
        yield Problem(what="Eine Datei des Wortindex ist beschädigt.", where=str(file), mend=_REINDEX)
    if not damaged:
        yield from differences(expected(library), found, "Wortindex")
        yield from differences(expected_files(library), files, "Wortindex", "Datei")


def differences(
    wanted: dict[Any, str], found: dict[Any, str], place: str, what: str = "Abschnitt"
) -> Iterator[Problem]:
    """One problem for each unit or file that is missing, too much or different."""
    faults = [(unit, "fehlt") for unit in sorted(wanted.keys() - found.keys())]
    faults += [(unit, "ist zu viel") for unit in sorted(found.keys() - wanted.keys())]
    faults += [(unit, "ist veraltet") for unit in sorted(wanted.keys() & found.keys()) if wanted[unit] != found[unit]]
    yield from _listed(
        faults,
        lambda fault: Problem(
            what=f"{'Eine' if what == 'Datei' else 'Ein'} {what} {fault[1]}.",
            where=f"{place}, {what} {fault[0]}",
            mend=_REINDEX,
        ),
    )


def _listed(faults: list, told: Any) -> Iterator[Problem]:
    """A hundred faults one by one, the rest as a number."""
    yield from (told(fault) for fault in faults[:_SHOWN])
    if len(faults) > _SHOWN:
        last = told(faults[-1])
        yield Problem(what=f"{len(faults) - _SHOWN} weitere Abweichungen dieser Art.", where=last.where, mend=last.mend)


# --- vectors ------------------------------------------------------------------------------------


def _vectors(library: "Library") -> Iterator[Problem]:
    with library.reading() as session:
        faulty = sorted(faulty_vectors(session, library.vectors.fingerprint, library.vectors.dimensions))
    yield from _listed(
        faulty,
        lambda digest: Problem(what="Ein Vektor fehlt oder ist unbrauchbar.", where=f"Vektor {digest}", mend=_REINDEX),
    )


def faulty_vectors(session: Any, fingerprint: str, dimensions: int) -> set[str]:
    """Hashes of the texts that have no vector of length one under this embedding."""
    query = select(UnitRow.vector_hash, VectorRow.vector).outerjoin(
        VectorRow, (VectorRow.hash == UnitRow.vector_hash) & (VectorRow.fingerprint == fingerprint)
    )
    faulty = set()
    for digest, blob in session.execute(query.distinct().execution_options(yield_per=5000)):
        if blob is None or len(blob) != 2 * dimensions:
            faulty.add(digest)
            continue
        length = float(np.linalg.norm(np.frombuffer(blob, dtype=np.float16).astype(np.float32)))
        if not (abs(length - 1) < 0.01 or length == 0):
            faulty.add(digest)
    return faulty


def _chroma(library: "Library") -> Iterator[Problem]:
    try:
        found = library.chroma.compared(library.embedder.fingerprint)
    except ChromaFailed as error:
        yield Problem(what="Der Vektorspeicher antwortet nicht.", where=str(error), mend=_REINDEX)
        return
    if found is not None:
        yield from differences(*found, "Vektorspeicher")
