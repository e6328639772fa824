"""What of an earlier answer lasts, and what was true only on its day.

Rules, responsibilities, contracts, procedure and the line taken answer again. Figures, states and
plans were true when they were written; they are shown with their date, never as today's.
"""

from collections.abc import Sequence

from assistant.drafting.patterns import any_of, words
from assistant.german import Mention, mentions

_RULE = any_of(
    r"§|\bArt\.\s?\d",
    words(
        "gemäß", "laut", "nach Maßgabe", "auf Grundlage", "rechtlich\\w*", "gesetzlich\\w*", "grundsätzlich", "generell"
    ),
    words(
        "in der Regel", "zuständig\\w*", "obliegt", "obliegen", "verpflichtet", "erforderlich", "zulässig", "unzulässig"
    ),
    words(
        "nicht möglich",
        "vorgeschrieben",
        "vorgesehen",
        "geregelt",
        "vertraglich\\w*",
        "darf",
        "dürfen",
        "muss",
        "müssen",
    ),
    r"\b\w*(?:satzung|richtlinien?|verordnung|gesetz(?:es|buch)?|ordnung|vorschrift(?:en)?|vertrag|verträge|vereinbarung)\b",
    r"\b\w*(?:konzept|leitlinien?|kriterien|verfahren|zuständigkeit|aufgabe)\b",
)
_STATE = any_of(
    words(
        "aktuell\\w*", "derzeit\\w*", "momentan\\w*", "zurzeit", "zur zeit", "gegenwärtig\\w*", "bislang", "bisher\\w*"
    ),
    words(
        "zwischenzeitlich",
        "inzwischen",
        "mittlerweile",
        "kürzlich",
        "jüngst",
        "soeben",
        "gerade",
        "heute",
        "noch nicht",
    ),
    words(
        "in kürze",
        "demnächst",
        "in diesem jahr",
        "im laufenden jahr",
        "im nächsten jahr",
        "laufende[nr]?",
        "in den letzten",
    ),
    words(
        "kommenden",
        "vergangenen",
        "(?:nächsten|letzten) (?:wochen|monaten|jahren|jahr)",
        "seit (?:\\w+ )?(?:19|20)\\d\\d",
    ),
    r"\bstand:?\s",
)
_PLAN = any_of(
    r"\b(?:geplant|vorgesehen ist|soll(?:en)?|wird|werden)\b.{0,90}\b(?:19|20)\d\d\b",
    r"\b(?:19|20)\d\d\b.{0,90}\b(?:geplant|vorgesehen|erfolgen|beginnen|abgeschlossen sein|vorgelegt)\b",
    r"\b(?:wird|werden) (?:derzeit|aktuell|momentan|zurzeit|noch|in kürze|demnächst|voraussichtlich)\b",
    r"\b(?:im|in|ab|bis|zum|ende|anfang|mitte)\s+(?:\w+\s+)?(?:19|20)\d\d\b.{0,200}\b(?:wird|werden)\b",
    words("voraussichtlich", "ist in (?:arbeit|vorbereitung|planung)"),
)
_PAST = any_of(
    r"\bam \d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄÖÜ][a-zä]+)",
    r"\b(?:hat|wurden?|fand|fanden|betrug(?:en)?|lag(?:en)?)\b.{0,80}\b(?:19|20)\d\d\b",
)


# `Die Gebühr von 30,70 € gilt nicht mehr.`
_ENDED = any_of(r"\b(?:gilt|gelten|besteht|bestehen)\s+nicht\s+mehr\b", words("aufgehoben", "außer Kraft"))


def ended(text: str) -> bool:
    """Whether the sentence says that something is over: its values are then not those of its day."""
    return bool(_ENDED.search(text))


def dated(text: str) -> list[Mention]:
    """The figures and amounts of the sentence: what must not pass as today's."""
    return [m for m in mentions(text) if m.kind in ("figure", "amount")]


def speaks_of_its_day(text: str) -> str | None:
    """The words that bind the sentence to the day it was written, if any."""
    found = _PLAN.search(text) or _STATE.search(text)
    return found.group() if found else None


def durability(text: str, values: Sequence[Mention] | None = None) -> float:
    """How likely the sentence still holds, 0 to 1, judged by its words alone."""
    values = dated(text) if values is None else values
    score = 0.6
    score += 0.25 if _RULE.search(text) else 0.0
    score -= 0.12 * min(len(values), 4)
    score -= 0.2 if _STATE.search(text) else 0.0
    score -= 0.3 if _PLAN.search(text) else 0.0
    score -= 0.15 if _PAST.search(text) else 0.0
    return max(0.0, min(1.0, score))
