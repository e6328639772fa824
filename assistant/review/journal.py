"""The journal: who did what and when, append-only, each entry closed over the one before.

Entries are written in the transaction of the act itself: either both are kept or neither.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.model import Value
from assistant.review.tables import JournalRow

_BEGINNING = "0" * 64


class Entry(NamedTuple):
    seq: int
    at: dt.datetime
    by: str
    act: str
    subject: str
    details: dict[str, Any]


class Problem(Value):
    """An entry that was changed, taken out or put in afterwards."""

    what: str
    where: str
    mend: str


def digest(text: str | bytes) -> str:
    """What the journal keeps instead of a text."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def record(session: Session, at: dt.datetime, by: str, act: str, subject: str, **details: Any) -> None:
    """Add an entry to the journal, in the caller's transaction."""
    last = session.execute(sa.select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).scalar()
    row = JournalRow(
        seq=last.seq + 1 if last else 1,
        at=at,
        by=by,
        act=act,
        subject=subject,
        details=details,
        previous=last.hash if last else _BEGINNING,
        hash="",
    )
    row.hash = _closing(row)
    session.add(row)
    session.flush()


def _closing(row: JournalRow) -> str:
    content = [row.seq, row.at.astimezone(dt.UTC).isoformat(), row.by, row.act, row.subject, row.details, row.previous]
    return digest(json.dumps(content, sort_keys=True, ensure_ascii=False))


def problems(rows: Iterable[JournalRow]) -> list[Problem]:
    """Every place at which the chain of the journal is broken."""
    found, expected, previous = [], 1, _BEGINNING
    for row in rows:
        if row.seq != expected:
            found.append(_problem(f"Vor diesem Eintrag fehlen {row.seq - expected} Einträge.", row))
        elif row.previous != previous:
            found.append(_problem("Der Eintrag schließt nicht an den vorigen an.", row))
        if row.hash != _closing(row):
            found.append(_problem("Der Eintrag wurde nachträglich verändert.", row))
        expected, previous = row.seq + 1, row.hash
    return found


def _problem(what: str, row: JournalRow) -> Problem:
    return Problem(
        what=what,
        where=f"Protokoll, Eintrag {row.seq}",
        mend="Bitte mit der letzten Sicherung vergleichen und den Vorfall melden.",
    )
