"""The versions of an answer as a reader wants them: what one person wrote in one sitting is one change.

Saving happens at every pause, so that nothing is lost; every state is kept and can be restored.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.review import TAKEN_OUT, Edit, Piece, Version, word_differences

_PAUSE = dt.timedelta(minutes=15)  # a longer one begins another sitting
_STRONGEST = (Edit.substantive, Edit.editorial, Edit.none)


@dataclass(frozen=True)
class Sitting:
    """The newest version of a sitting, what it changed in all, and the states between, newest first."""

    version: Version
    pieces: tuple[Piece, ...]
    edit: Edit
    reasons: tuple[str, ...]
    taken_out: tuple[str, ...]
    between: tuple[Version, ...]


def sittings(versions: Sequence[Version]) -> list[Sitting]:
    """The versions of one answer, newest first, told by sittings."""
    groups: list[list[Version]] = []
    for version in versions:
        if groups and _goes_on(groups[-1][-1], version):
            groups[-1].append(version)
        else:
            groups.append([version])
    ends = [group[0] for group in groups]
    return [_sitting(group, before) for group, before in zip(groups, [*ends[1:], None], strict=True)]


def _goes_on(later: Version, earlier: Version) -> bool:
    """Whether two neighbours are pauses of one person's writing."""
    same = (later.act, later.by) == (earlier.act, earlier.by) and later.act == "edited"
    return same and later.at - earlier.at <= _PAUSE


def _sitting(group: Sequence[Version], before: Version | None) -> Sitting:
    newest = group[0]
    said = [reason for version in reversed(group) for reason in version.reasons]
    return Sitting(
        version=newest,
        pieces=tuple(word_differences(before.content.text, newest.content.text)) if before else (),
        edit=min((version.edit for version in group), key=_STRONGEST.index),
        reasons=tuple(dict.fromkeys(reason for reason in said if not reason.startswith(TAKEN_OUT))),
        taken_out=tuple(dict.fromkeys(r.removeprefix(TAKEN_OUT) for r in said if r.startswith(TAKEN_OUT))),
        between=tuple(group[1:]),
    )
