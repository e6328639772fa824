"""What was forgotten stays so: hashes of the names and contents that must not come back."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.library.store import Incoming
from assistant.library.tables import ForgottenRow
from assistant.library.units import reference_key


def is_forgotten(session: Session, incoming: Incoming) -> bool:
    paper = incoming.reading.paper
    names = [paper.oparl_id, reference_key(paper.reference), *(origin.key for origin in incoming.origins)]
    names += [file.sha256 for file in paper.files]
    hashes = list(forgotten_hashes(names))
    return session.execute(select(ForgottenRow.hash).where(ForgottenRow.hash.in_(hashes)).limit(1)).scalar() is not None


def forgotten_hashes(names: Iterable[str | None]) -> Iterable[str]:
    """Hashes only: the record of what was forgotten must not tell it again."""
    return (hashlib.sha256(f"forgotten\\n{name}".encode()).hexdigest() for name in names if name)
