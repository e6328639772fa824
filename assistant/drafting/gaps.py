"""What is still missing, in words that a clerk can send on."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.drafting.aspects import Asked, Aspect
from assistant.drafting.evidence import Evidence
from assistant.drafting.extractive import COVERS, Answer
from assistant.drafting.values import asked_value
from assistant.model import DepartmentShare, DraftItem, FoundPaper, ItemStatus, Scope

_SLOT = {
    Asked.current_value: "aktueller Wert",
    Asked.current_state: "aktueller Stand",
    Asked.event: "aktueller Termin",
    Asked.lasting: "Angabe",
}
_LONGEST_QUOTE = 220
_SHORT = 5
_TO_SUPPLY = "Zuzuliefern: "


def open_point(answer: Answer, said: bool, departments: Sequence[DepartmentShare]) -> str | None:
    """What is missing for one aspect, with the old values beside the gap; None when it is answered.

    `said`: the draft holds a sentence for it. That answers what lasts, never what is asked anew.
    """
    lasts = answer.aspect.asked is Asked.lasting
    if said and lasts and answer.sure >= COVERS:
        return None
    asked = _understandable(answer.aspect)
    if said and lasts:
        return f"{asked} – in den früheren Antworten vielleicht nur zum Teil behandelt; bitte prüfen und ergänzen."
    if answer.old:
        history = "; ".join(f"{german_date(e.date)}: {_with_number(e, answer.aspect)}" for e in answer.old)
        return f"{asked} [{_SLOT[answer.aspect.asked]}, Stand …; {history}]"
    if said:
        return f"{asked} [{_SLOT[answer.aspect.asked]}, Stand …]"
    return f"{asked} – in den gefundenen früheren Antworten nicht behandelt{_ask(departments)}."


def _understandable(aspect: Aspect) -> str:
    """The aspect with what it refers to, where it is too short to be sent to another office."""
    if len(aspect.text.split()) > _SHORT or not aspect.context:
        return aspect.text
    return f"{aspect.text} (zu: „{_without_quotes(_shortened(aspect.context))}“)"


def _with_number(e: Evidence, aspect: Aspect) -> str:
    """The old value with the number of the paper in which it can be read up."""
    said, number = old_value(e, aspect), e.precedent.paper.reference
    if not number:
        return said
    return f"{said[:-1]}, Vorlage {number})" if said.endswith(")") else f"{said} (Vorlage {number})"


def old_value(e: Evidence, aspect: Aspect) -> str:
    """What the old paper said: the value that is asked for, where it can be told, and the sentence."""
    if e.heads:
        return f"laut Tabelle {_shortened(e.text)}"
    text = e.text if len(e.text) <= _LONGEST_QUOTE else e.text[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    quoted = f"„{_without_quotes(text)}“"
    value = asked_value(e.text, aspect.text) if aspect.asked is Asked.current_value else None
    return f"{value} ({quoted})" if value else quoted


def nothing_found(
    question: str,
    aspects: Sequence[Aspect],
    scope: Scope,
    departments: Sequence[DepartmentShare],
    related: Sequence[FoundPaper] = (),
) -> tuple[str, ...]:
    """For `no_precedent`: what was searched, where the subject was treated before, who probably knows, what
    would have to be supplied."""
    where = "allen öffentlichen Vorlagen" if scope.public_only else "allen Vorlagen"
    when = f", die vor dem {german_date(scope.before)} bekannt waren," if scope.before else ""
    searched = f"Gesucht wurde in {where}{when} nach: „{_without_quotes(_shortened(question))}“."
    names = ", ".join(f"{d.name} ({round(d.share * 100)} %)" for d in departments[:3])
    knows = f"Vermutlich zuständig: {names}." if names else "Wer zuständig ist, ist zu klären."
    on_topic = "; ".join(_paper(paper) for paper in related)
    return (
        f"{searched} Keine frühere Antwort trägt mit ausreichender Sicherheit.",
        *([f"Zum Thema gefunden, ohne diese Frage sicher zu beantworten: {on_topic}."] if on_topic else []),
        knows,
        *(f"{_TO_SUPPLY}{_understandable(aspect)}" for aspect in aspects),
    )


def missing(item: DraftItem) -> list[tuple[int, str]]:
    """The open points that ask for something, each with its place; where was searched and who probably
    knows is for the person who drafts, not for a department or the document."""
    points = list(enumerate(item.open_points))
    named = [(place, text.removeprefix(_TO_SUPPLY)) for place, text in points if text.startswith(_TO_SUPPLY)]
    return named or ([] if item.status is ItemStatus.no_precedent else points)


def _paper(paper: FoundPaper) -> str:
    number = f"Vorlage {paper.reference} vom" if paper.reference else "Vorlage vom"
    return f"{number} {german_date(paper.date)} („{_without_quotes(_shortened(paper.name))}“)"


def german_date(day: date | None) -> str:
    return f"{day.day:02}.{day.month:02}.{day.year}" if day else "ohne Datum"


def _ask(departments: Sequence[DepartmentShare]) -> str:
    return f"; Zulieferung erbitten bei: {departments[0].name}" if departments else "; Zulieferung erbitten"


def _shortened(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    return text if len(text) <= 200 else text[:200].rsplit(" ", 1)[0] + " …"


def _without_quotes(text: str) -> str:
    return text.replace("„", "‚").replace("“", "‘").replace('"', "'")
