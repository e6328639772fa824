"""A question taken apart into its aspects: what is asked, one thing at a time.

A council question often asks several things at once (`Welche Maßnahmen sind geplant und was
kosten sie? Wenn nein, warum nicht?`). Earlier papers mostly cover some of them, so a draft says
aspect by aspect what is covered and what is missing.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.drafting.patterns import any_of, words
from assistant.german import sentences


class Asked(StrEnum):
    """What kind of answer an aspect asks for; it decides whether an old answer can last."""

    current_value = "value"
    current_state = "state"
    event = "event"
    lasting = "lasting"


@dataclass(frozen=True)
class Aspect:
    """One thing asked. `context` is what the question says around it and may be meant by it."""

    text: str
    asked: Asked
    context: str = ""


# `a.` counts where a question may begin, not in `Händler u. s. w.`, `Hotels, z. B. am Bahnhof`.
_SUB = re.compile(
    r"(?:^|(?<=\n)|(?<=[?.:;,])\s|(?<!Anlage)(?<!Variante)\s(?=[a-h]\)\s+[A-ZÄÖÜ„]))[ \t]*"
    r"(?:\(?[a-z]\)|(?:(?<=[?:;]\s)|(?<=\n)|^)[a-z]\.(?=\s+(?!B\.)[A-ZÄÖÜ„])"
    r"|\d{1,2}\.\d{1,2}\.?(?=\s)|(?<![?.:;,]\s)[-–•*·](?=\s))[ \t]*",
    re.MULTILINE,
)
_TOO_SHORT = 2
_NUMBER = re.compile(r"^\s*(?:Frage\s+)?\d{1,2}(?:\.\d{1,2})*\s?[.):]\s+")
_FOLLOW_UP = re.compile(
    r"^(?:und\s+)?(?:(?:wenn|falls|sofern)\s+(?:ja|nein|nicht|dem so|so|doch)\b|warum nicht|ja oder nein)",
    re.IGNORECASE,
)
_COORDINATED = re.compile(
    r",?\s+(?:und|sowie|bzw\.)\s+(?=(?:w(?:er|en|em|essen|ie|as|ann|arum|eshalb|ieso|o|oher|ohin|omit|odurch)"
    r"|welche[nrsm]?|inwiefern|inwieweit)\b)",
    re.IGNORECASE,
)
_REQUEST = any_of(
    r"^(?:wir|ich)?\s*(?:bitte[nt]?|um)\b.*",
    words("bitte[nt]?", "ist darzulegen"),
    r"^(?:Auflistung|Darstellung|Angabe)\b",
)
_VALUE = any_of(
    r"\bwie\s?viel\w*",
    r"\bwie\s+(?:hoch|groß|oft|häufig|lange|viele|stark|teuer|alt)\b",
    r"\bwas\s+koste\w*|\bwas\s+(?:haben|hat)\b.*\bgekostet\b|\bwie verteil\w+",
    words("in welcher (?:höhe|größenordnung)", "in welchem umfang", "kenntnisse? .{0,30}(?:anzahl|anteil|zahl)"),
    r"\bwelche[nrms]?\s+(?:\w+\s+){0,3}?\w*"
    r"(?:kosten|ausgaben|einnahmen|mittel|betrag|beträge|summen?|umfang|anzahl|höhe|mengen?|anteile?|größenordnung)\b",
    r"^(?:wie (?:ist|lautet|war|hat sich)|bitte|wir bitten|um)\b.*"
    + words("anzahl", "anteil", "höhe", "summe", "zahlen", "quote", "auslastung"),
)
_RULE = any_of(
    r"^(?:auf|nach|aus|mit|unter) welche[nrm]\b(?!\s+\w*(?:höhe|umfang|kosten|mitteln|betrag|ausgaben|zahl))",
    words("vorgeschrieben", "zulässig", "gesetzlich\\w*", "rechtlich\\w*", "geregelt", "(?<!mit )anspruch"),
    r"^(?:warum|weshalb|wieso|wer|wem|wen)\b",
    r"^(?:wie|wodurch) (?:wird|werden|erfolgt|kann|können)\b(?!.{0,40}(?:derzeit|aktuell))",
    r"^welche (?:\w+ )?(?:regel\w*|kriterien|rechtlich\w*|gesetzlich\w*|vorschrift\w*|zuständigkeit\w*)\b",
)
_STATE = any_of(
    words(
        "aktuell\\w*", "derzeit\\w*", "momentan\\w*", "zurzeit", "gegenwärtig\\w*", "zwischenzeitlich", "mittlerweile"
    ),
    words(
        "inzwischen",
        "bisher\\w*",
        "bislang",
        "bereits",
        "schon",
        "heute",
        "noch immer",
        "(?:sach|kenntnis|planungs|umsetzungs|bearbeitungs|verfahrens|projekt|bau|zwischen|verhandlungs|arbeits)?stand",
        "(?:vorangeschritten|fortgeschritten|vorangekommen|gediehen)",
    ),
    r"^(?:und )?wie (?:weit (?:ist|sind|wurden?|war(?:en)?)|steht es (?:um|mit))\b(?!.*\bentfernt)",
    words("in den (?:letzten|vergangenen)", "seit (?:\\w+ )?(?:19|20)\\d\\d", "im jahre? (?:19|20)\\d\\d"),
)
_EVENT = any_of(
    r"^\s*(?:und\s+|ab\s+|bis\s+|seit\s+)?wann\b|^\s*(?:zu welchem zeitpunkt|in welchem zeitraum)\b",
    words("zeitplan", "(?<!aktuellen )(?<!jetzigen )(?<!diesem )zeitpunkt", "fertig(?:stellung|gestellt)"),
    r"\bam \d{1,2}\.\s?(?:\d|[A-ZÄÖÜ])",
)


def aspects_of(question: str) -> list[Aspect]:
    """The aspects of `question`, in order; a question without a question mark is one aspect."""
    aspects: list[Aspect] = []
    for head, part in _parts(_NUMBER.sub("", question)):
        pieces = [part[s.start : s.end] for s in sentences(part)] or [part]
        asking = [p for p in pieces if _asks(p)] or [part.strip()]
        context = " ".join([head, *(p for p in pieces if p not in asking)]).strip()
        for number, piece in enumerate(asking):
            goes_on = number > 0 and len(piece.split()) <= _TOO_SHORT
            if aspects and (goes_on or _FOLLOW_UP.match(piece)):
                last = aspects.pop()
                # `Gibt es …? Wenn ja, wie viele?`: an old answer lasts only where all that is asked does.
                most = last.asked if last.asked is not Asked.lasting else asked(_FOLLOW_UP.sub("", piece).lstrip(" ,:"))
                aspects.append(Aspect(f"{last.text} {_tidy(piece)}", most, last.context))
                continue
            aspects.extend(_aspect(text, context, aspects[-1].text if aspects else "") for text in _coordinated(piece))
    return aspects


def _parts(question: str) -> list[tuple[str, str]]:
    """(what leads in, part) for each sub-question; the lead-in is an own part when it asks itself."""
    marks = list(_SUB.finditer(question))
    if not marks or (len(marks) == 1 and "?" not in question[: marks[0].start()]):
        return [("", _SUB.sub("", question))]
    head = question[: marks[0].start()].strip()
    ends = [m.start() for m in marks[1:]] + [len(question)]
    subs = [question[m.end() : end].strip() for m, end in zip(marks, ends, strict=True)]
    if all(not _asks(sub) for sub in subs):
        # `Wie viele … gibt es? a) bei der Stadt b) bei den Gesellschaften`: each asks the head again.
        named = (" ".join(sub.split()).rstrip("?.,; ") for sub in subs)
        return [("", f"{head.rstrip('?: ')} ({name})?") for name in named if name] if head else [("", question)]
    return ([("", head)] if _asks(head) else []) + [(head, sub) for sub in subs if sub]


def _asks(text: str) -> bool:
    return "?" in text or bool(_REQUEST.search(text))


def _coordinated(text: str) -> list[str]:
    pieces = [p.strip(" ,") for p in _COORDINATED.split(text)]
    if any(len(p.split()) < 3 for p in pieces):
        return [_tidy(text)]
    return [_tidy(p if p.endswith(("?", ".")) else p + "?") for p in pieces]


def _aspect(text: str, context: str, before: str) -> Aspect:
    return Aspect(text, asked(text), " ".join(p for p in (context, before) if p))


def asked(text: str) -> Asked:
    """What kind of answer `text` asks for."""
    if _RULE.search(text):
        return Asked.lasting
    if _VALUE.search(text):
        return Asked.current_value
    if _EVENT.search(text):
        return Asked.event
    if _STATE.search(text):
        return Asked.current_state
    return Asked.lasting


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip(" ,;-–")
    return text[:1].upper() + text[1:]
