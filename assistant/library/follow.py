"""How the word index follows the truth: by the change sequence, at least once, never ahead of it."""

from collections.abc import Callable

from sqlalchemy import Engine

from assistant.database import reading, writing
from assistant.library import changes, loading
from assistant.library.failpoints import failpoint
from assistant.library.units import Unit
from assistant.library.words import WordIndex

_AT_ONCE = 500


def follow_words(engine: Engine, index: WordIndex, progress: Callable[[int, int], None] | None = None) -> int:
    """Index all papers changed since last time; how many. The caller holds the lock of the index.

    The position is written after the index's commit: killed in between, the same papers are indexed
    again, which changes nothing.
    """
    name = position_name(index)
    done = 0
    while True:
        with reading(engine) as session:
            changed = changes.changes_after(session, changes.position(session, name), _AT_ONCE)
            units = loading.load_units(session, paper_ids=[paper_id for _, paper_id in changed])
            total = changes.current_change(session) if progress else 0
        if not changed:
            return done
        _write(index, [paper_id for _, paper_id in changed], units)
        failpoint("words-after-commit")
        with writing(engine) as session:
            changes.advance(session, name, changed[-1][0])
        done += len(changed)
        if progress:
            progress(changed[-1][0], total)


def _write(index: WordIndex, paper_ids: list[str], units: list[Unit]) -> None:
    by_paper: dict[str, list[Unit]] = {paper_id: [] for paper_id in paper_ids}
    for unit in units:
        by_paper[unit.paper.id].append(unit)
    with index.writing() as batch:
        for paper_id, its in by_paper.items():
            batch.replace(paper_id, its)
        failpoint("words-before-commit")


def position_name(index: WordIndex) -> str:
    """Where this index's position is kept: `followed:GENERATION/VERSION`."""
    return f"followed:{index.path.parent.parent.name}/{index.path.name}"
