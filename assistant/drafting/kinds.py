"""The kind of answer that a draft proposes, in the administration's own terms."""

from collections.abc import Sequence
from datetime import date, timedelta

from assistant.drafting.evidence import Evidence
from assistant.drafting.extractive import ASKED_THE_SAME, Answer
from assistant.drafting.gaps import german_date
from assistant.drafting.patterns import any_of
from assistant.drafting.values import tells_no_data
from assistant.model import DraftItem

ANSWERED = "beantwortet"
PARTLY = "teilweise beantwortet"
JOINT = "gemeinsam beantwortet"
EARLIER = "Verweis auf frühere Antwort"
PARALLEL = "Verweis auf die Antwort"
NO_DATA = "keine Daten"
NOT_OURS = "nicht zuständig"
OPEN = "Zulieferung erforderlich"
NOTHING = "keine frühere Antwort gefunden"

_WEEKS_AGO = timedelta(days=90)

_NOT_OURS = any_of(
    r"\b(?:nicht|keine) (?:in der |in die |im )?(?:zuständigkeit\w*|zuständig)\b|\bkeinen Einfluss\b",
    r"\b(?:Zuständigkeit|zuständig)\b.{0,60}\b"
    r"(?:Land(?:es)?|Bund(?:es)?|Polizei|Deutsche[nr]? Bahn|Regierungspräsidium\w*|Landratsamt\w*)\b",
)


def answer_kind(answers: Sequence[Answer], today: date, joint_with: str | None = None) -> str:
    """What kind of answer these make together; `joint_with`: the question that says the same."""
    if joint_with:
        return f"{JOINT} mit Frage {joint_with}"
    text = " ".join(e.text for a in answers for e in a.sentences)
    if not text:
        return OPEN
    before = answered_before(answers, today)
    if before:
        return _reference(before, today)
    if tells_no_data(text):
        return NO_DATA
    if _NOT_OURS.search(text):
        return NOT_OURS
    return ANSWERED if all(a.covered for a in answers) else PARTLY


def answered_before(answers: Sequence[Answer], today: date) -> Evidence | None:
    """A sentence of the one paper that was asked the same and whose answer still answers all of it.

    What asks for today's value, state or date is asked anew, unless the answer is a few weeks old: that is
    another group's Anfrage for the same session.
    """
    said = [e for a in answers for e in a.sentences]
    if not all(a.sentences and a.same_question >= ASKED_THE_SAME for a in answers):
        return None
    lasts = all(a.covered for a in answers)
    one_paper = len({e.precedent.paper.id for e in said}) == 1
    return said[0] if one_paper and (lasts or _is_recent(said[0], today)) else None


def proposed_reference(item: DraftItem) -> str | None:
    """The earlier answer to which the item proposes to refer, as long as no person has written in it."""
    by_machine = bool(item.sentences) and all(s.author == "machine" for s in item.sentences)
    return item.answer_kind if by_machine and item.answer_kind.startswith((EARLIER, PARALLEL)) else None


def _reference(e: Evidence, today: date) -> str:
    paper = e.precedent.paper
    name = f"Vorlage {paper.reference}" if paper.reference else f"„{paper.name}“"
    if _is_recent(e, today):
        return f"{PARALLEL} vom {german_date(e.date)} ({name})"
    return f"{EARLIER} ({name} vom {german_date(e.date)})"


def _is_recent(e: Evidence, today: date) -> bool:
    return e.date is not None and today - e.date <= _WEEKS_AGO
