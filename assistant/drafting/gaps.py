"""What is still missing, in words that a clerk can send on."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.drafting.aspects import Asked, Aspect
from assistant.drafting.evidence import Evidence
from assistant.drafting.extractive import Answer
from assistant.drafting.lasting import dated, ended
from assistant.german import Mention, stem, words
from assistant.model import DepartmentShare, Scope

_SLOT = {
    Asked.current_value: "aktueller Wert",
    Asked.current_state: "aktueller Stand",
    Asked.event: "aktueller Termin",
    Asked.lasting: "Angabe",
}
_LONGEST_QUOTE = 220
_SHORT = 5
_MONEY = re.compile(
    r"kosten|kostet|ausgaben|einnahmen|betrag|beträge|zuschuss|zuschüsse|mittel\b|euro|€|preis|gebühr", re.IGNORECASE
)
_COUNTED = re.compile(r"\b[Ww]ie\s?viele?\s+(?:[a-zäöüß]+\s+){0,2}([A-ZÄÖÜ][\wäöüß-]+)")


def open_point(answer: Answer, said: bool, departments: Sequence[DepartmentShare]) -> str | None:
    """What is missing for one aspect, with the old values beside the gap; None when it is answered.

    `said`: the draft holds a sentence for it. That answers what lasts, never what is asked anew.
    """
    if said and answer.aspect.asked is Asked.lasting:
        return None
    asked = _understandable(answer.aspect)
    if answer.old:
        history = "; ".join(f"{german_date(e.date)}: {old_value(e, answer.aspect)}" for e in answer.old)
        return f"{asked} [{_SLOT[answer.aspect.asked]}, Stand …; {history}]"
    if said:
        return f"{asked} [{_SLOT[answer.aspect.asked]}, Stand …]"
    return f"{asked} – in den gefundenen früheren Antworten nicht behandelt{_ask(departments)}."


def _understandable(aspect: Aspect) -> str:
    """The aspect with what it refers to, where it is too short to be sent to another office."""
    if len(aspect.text.split()) > _SHORT or not aspect.context:
        return aspect.text
    return f"{aspect.text} (zu: „{_without_quotes(_shortened(aspect.context))}“)"


def old_value(e: Evidence, aspect: Aspect) -> str:
    """What the old paper said: the value that is asked for, where it can be told, and the sentence."""
    text = e.text if len(e.text) <= _LONGEST_QUOTE else e.text[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    quoted = f"„{_without_quotes(text)}“"
    value = asked_value(e.text, aspect.text) if aspect.asked is Asked.current_value else None
    return f"{value} ({quoted})" if value else quoted


def asked_value(sentence: str, question: str) -> str | None:
    """The one value of the sentence that the question asks for: an amount where money is asked, else
    the figure with the noun that is counted. None where it cannot be told."""
    if ended(sentence):
        return None
    values = dated(sentence)
    if _MONEY.search(question):
        fitting = [m for m in values if m.kind == "amount"]
    else:
        counted = _COUNTED.search(question)
        noun = stem(words(counted[1])[0]) if counted else ""
        fitting = [m for m in values if noun and noun in _counts(sentence, m)]
    if len(fitting) != 1:
        return None
    return fitting[0].text if _MONEY.search(question) else f"{fitting[0].text} {_after(sentence, fitting[0])}".strip()


def _counts(sentence: str, value: Mention) -> set[str]:
    """What a figure counts: the noun in it or right after it."""
    near = f"{value.text} {_after(sentence, value)}"
    return {stem(word) for word in words(near)}


def _after(sentence: str, value: Mention) -> str:
    """The noun that follows a figure, with an adjective before it."""
    found = re.match(r"\s((?:[a-zäöüß]+\s)?[A-ZÄÖÜ][\wäöüß-]+)", sentence[value.end :])
    return found[1] if found else ""


def nothing_found(
    question: str, aspects: Sequence[str], scope: Scope, departments: Sequence[DepartmentShare]
) -> tuple[str, ...]:
    """For `no_precedent`: what was searched, who probably knows, what would have to be supplied."""
    where = "allen öffentlichen Vorlagen" if scope.public_only else "allen Vorlagen"
    when = f", die vor dem {german_date(scope.before)} bekannt waren," if scope.before else ""
    searched = f"Gesucht wurde in {where}{when} nach: „{_shortened(question)}“."
    names = ", ".join(f"{d.name} ({round(d.share * 100)} %)" for d in departments[:3])
    knows = f"Vermutlich zuständig: {names}." if names else "Wer zuständig ist, ist zu klären."
    return (
        f"{searched} Keine frühere Antwort trägt mit ausreichender Sicherheit.",
        knows,
        *(f"Zuzuliefern: {aspect}" for aspect in aspects),
    )


def german_date(day: date | None) -> str:
    return f"{day.day:02}.{day.month:02}.{day.year}" if day else "ohne Datum"


def _ask(departments: Sequence[DepartmentShare]) -> str:
    return f"; Zulieferung erbitten bei: {departments[0].name}" if departments else "; Zulieferung erbitten"


def _shortened(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    return text if len(text) <= 200 else text[:200].rsplit(" ", 1)[0] + " …"


def _without_quotes(text: str) -> str:
    return text.replace("„", "‚").replace("“", "‘").replace('"', "'")
