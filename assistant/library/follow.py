"""How the word index follows the truth: by the change sequence, at least once, never ahead of it."""

from sqlalchemy import Engine

from assistant.database import reading, writing
from assistant.library import store
from assistant.library.words import WordIndex

_AT_ONCE = 500


def follow_words(engine: Engine, index: WordIndex) -> int:
    """Index all papers changed since last time; how many. Costs one query when there are none.

    The position is read while the index's one writer is held, and written after its commit: killed
    in between, the same papers are indexed again, which changes nothing.
    """
    name = position_name(index)
    with reading(engine) as session:
        behind = store.current_change(session) > int(store.get_state(session, name) or 0)
    done = 0
    while behind:
        with index.writing() as batch, reading(engine) as session:
            changed = store.changes_after(session, int(store.get_state(session, name) or 0), _AT_ONCE)
            ids = [paper_id for _, paper_id in changed]
            for paper_id in ids:
                batch.delete(paper_id)
            by_paper: dict[str, list] = {}
            for unit in store.load_units(session, paper_ids=ids):
                by_paper.setdefault(unit.paper.id, []).append(unit)
            for paper_id, units in by_paper.items():
                batch.replace(paper_id, units)
        if changed:
            with writing(engine) as session:
                advance(session, name, changed[-1][0])
        done += len(changed)
        behind = len(changed) == _AT_ONCE
    return done


def position_name(index: WordIndex) -> str:
    """Where this index's position is kept; another folder is another index."""
    return f"followed:{index.path.parent.parent.name}/{index.path.parent.name}/{index.path.name}"


def advance(session, name: str, seq: int) -> None:
    """Move the position forward; never back, another process may be further."""
    if seq > int(store.get_state(session, name) or 0):
        store.set_state(session, name, str(seq))
