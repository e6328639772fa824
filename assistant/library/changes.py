"""The change sequence, how far whoever follows it has come, and other small facts of the library. All functions work
inside the caller's transaction."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from assistant.errors import StoreFailed
from assistant.library.tables import ChangeRow, StateRow


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


def note_changes(session: Session, paper_ids: Sequence[str]) -> None:
    """Tell whoever follows that these papers' units are others now, or none."""
    if not paper_ids:
        return
    first = next_change(session, len(paper_ids)) - len(paper_ids) + 1
    session.execute(delete(ChangeRow).where(ChangeRow.paper_id.in_(paper_ids)))
    session.execute(insert(ChangeRow), [{"paper_id": one, "seq": first + at} for at, one in enumerate(paper_ids)])


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
