"""What was forgotten stays so: hashes of the names and contents that must not come back.

They are kept in SQL, in a file of the data directory that no restore replaces, and beside every backup
made here, so that restoring an older one does not bring the text back.
"""

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from assistant import database
from assistant.errors import NotFound
from assistant.library import changes, loading, store
from assistant.library.failpoints import failpoint
from assistant.library.files import write_atomically
from assistant.library.tables import ForgottenRow, PaperRow, SourceRow, UnitRow, VectorRow
from assistant.library.units import reference_key
from assistant.model import Paper
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.library.library import Library

Elsewhere = Callable[[Session, Paper], list[str]]
_LIST = "forgotten.json"
_BACKUPS = "backups"


def anything(session: Session) -> bool:
    """Whether anything was ever forgotten here."""
    return session.execute(select(ForgottenRow.hash).limit(1)).scalar() is not None


def is_forgotten(session: Session, incoming: store.Incoming) -> bool:
    """By any of its names, or when all its files are forgotten ones (an annex may be shared)."""
    paper = incoming.reading.paper
    names = [paper.oparl_id, reference_key(paper.reference), *(origin.key for origin in incoming.origins)]
    files = {hashed(file.sha256) for file in paper.files}
    wanted = {hashed(name) for name in names if name} | files
    found = set(session.execute(select(ForgottenRow.hash).where(ForgottenRow.hash.in_(wanted))).scalars())
    return bool(found - files) or (bool(files) and files <= found)


def hashed(name: str) -> str:
    """Hashes only: the record of what was forgotten must not tell it again."""
    return hashlib.sha256(f"forgotten\n{name}".encode("utf-8", "surrogatepass")).hexdigest()


def forget(library: "Library", name: str, elsewhere: Elsewhere | None = None) -> list[str]:
    """Remove the paper everywhere, down to the free pages of the database, and keep it away. `elsewhere` does the
    same, in the same transaction, for what later stages keep of it; returns what they could not let go.

    Raises NotFound when no paper goes by this name.
    """
    with library.session() as session:
        row = loading.find_paper(session, name)
        if row is None:
            raise NotFound(f"Eine Vorlage „{name}“ ist nicht im Bestand. Bitte Kennung oder Vorlage-Nr. prüfen.")
        _remember(session, _hashes(session, row), row.id)
        kept = _remove(session, row, elsewhere)
    failpoint("forget-after-commit")
    _write_lists(library)
    wipe(library)
    return kept


def _remove(session: Session, row: PaperRow, elsewhere: Elsewhere | None) -> list[str]:
    kept = elsewhere(session, loading.load_paper(session, row)) if elsewhere else []
    _drop_vectors(session, row.pk)
    session.execute(delete(SourceRow).where(SourceRow.paper_pk == row.pk))
    store.remove_paper(session, row)
    return kept


def wipe(library: "Library") -> None:
    """Leave no trace of what was removed in indexes, quarantine, WAL or free pages."""
    library.reindex(keep_previous=False)
    shutil.rmtree(library.settings.data_dir / "quarantine", ignore_errors=True)
    database.compact(library.engine)


def _hashes(session: Session, row: PaperRow) -> set[str]:
    names = [row.oparl_id, row.reference_key, *(file["sha256"] for file in row.files)]
    names += session.execute(select(SourceRow.key).where(SourceRow.paper_pk == row.pk)).scalars()
    return {hashed(name) for name in names if name}


def _remember(session: Session, hashes: Iterable[str], paper_id: str) -> None:
    wanted = set(hashes)
    known = set(session.execute(select(ForgottenRow.hash).where(ForgottenRow.hash.in_(wanted))).scalars())
    now = dt.datetime.now(dt.UTC)
    rows = [{"hash": one, "paper_id": paper_id, "at": now} for one in sorted(wanted - known)]
    if rows:
        session.execute(insert(ForgottenRow), rows)


def _drop_vectors(session: Session, paper_pk: int) -> None:
    """Vectors tell something of their text too; those that no other paper shares go."""
    mine = select(UnitRow.vector_hash).where(UnitRow.paper_pk == paper_pk)
    others = select(UnitRow.vector_hash).where(UnitRow.paper_pk != paper_pk)
    session.execute(delete(VectorRow).where(VectorRow.hash.in_(mine), VectorRow.hash.not_in(others)))


# --- across backups -----------------------------------------------------------------------------


def remember_backup(library: "Library", file: Path) -> None:
    with library.session() as session:
        known = json.loads(changes.get_state(session, _BACKUPS) or "[]")
        changes.set_state(session, _BACKUPS, json.dumps(sorted({*known, str(file)})))
    _write_lists(library)


def _write_lists(library: "Library") -> None:
    """The list of what is forgotten, in the data directory and beside each backup that still exists."""
    with library.reading() as session:
        rows = session.execute(select(ForgottenRow.hash, ForgottenRow.paper_id).order_by(ForgottenRow.hash)).all()
        backups = json.loads(changes.get_state(session, _BACKUPS) or "[]")
    if not rows:
        return
    data = json.dumps([list(row) for row in rows]).encode()
    write_atomically(library.settings.data_dir / _LIST, data)
    for backup in backups:
        if Path(backup).exists():
            write_atomically(_beside(Path(backup)), data)


def _beside(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.{_LIST}")


def forget_again(settings: Settings, backup: Path, elsewhere: Elsewhere | None = None) -> None:
    """After a restore: what has been forgotten since the backup was made goes again."""
    from assistant.library.library import Library

    with Library.open(settings) as library:
        lists = [_beside(backup.resolve()), settings.data_dir / _LIST]
        rows = [tuple(row) for path in lists if path.exists() for row in json.loads(path.read_bytes())]
        with library.session() as session:
            for digest, paper_id in rows:
                _remember(session, [digest], paper_id)
            gone = [row for row in session.execute(select(PaperRow)).scalars() if _is_gone(session, row)]
            for row in gone:
                _remove(session, row, elsewhere)
        if gone:
            wipe(library)


def _is_gone(session: Session, row: PaperRow) -> bool:
    names = [row.oparl_id, row.reference_key]
    wanted = {hashed(name) for name in names if name} or {hashed(file["sha256"]) for file in row.files}
    found = set(session.execute(select(ForgottenRow.hash).where(ForgottenRow.hash.in_(wanted))).scalars())
    return bool(found) and (found == wanted or bool(row.oparl_id or row.reference_key))
