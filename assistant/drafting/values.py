"""The value that a question asks for, in an earlier sentence."""

import re

from assistant.drafting.lasting import dated, ended
from assistant.drafting.patterns import any_of
from assistant.drafting.verification.wording import related
from assistant.german import Mention, fold, mentions, stem, words

_MONEY = re.compile(
    r"kosten|kostet|ausgaben|einnahmen|betrag|beträge|zuschuss|zuschüsse|mittel\b|euro|€|preis|gebühr", re.IGNORECASE
)
_COUNTED = re.compile(r"\b[Ww]ie\s?viele?\s+(?:[a-zäöüß]+\s+){0,2}([A-ZÄÖÜ][\wäöüß-]+)")
# Units of length, area, weight and the like: what has one is not counted.
_MEASURE = re.compile(
    r"(?:Quadrat|Kubik|Kilo|Zenti|Milli)?(?:[Mm]etern?|[Gg]ramm)|Hektar|Tonnen?|Litern?|(?:Kilo|Mega)watt\w*|Grad|km²?|m[²³]?|ha|kg|t|l"
    r"|kWh?|[MG]bit(?:/s)?|°C"
)
_MEASURED = re.compile(rf"[\d.,]+\s?(?:Mio\.\s|Millionen\s)?(?:{_MEASURE.pattern})(?![\w²³])")
# `Wie oft wird gereinigt?` is answered without a number, too.
_EXTENT = re.compile(r"\bwie (?:oft|häufig|lange|stark|alt)\b|\bin welchem umfang\b|\bentwickel", re.IGNORECASE)
_NO_DATA = any_of(
    r"\bkeine (?:\w+ ){0,2}"
    r"(?:Erkenntnisse|Daten|Zahlen|Informationen|Angaben|Statistik(?:en)?|Kenntnis(?:se)?|Auswertung(?:en)?)\b",
    r"\b(?:wird|werden)?\s?nicht (?:statistisch )?(?:erfasst|erhoben|bekannt|ausgewertet)\b",
)


def tells_no_data(text: str) -> bool:
    """Whether it says that nothing of the kind is known or counted."""
    return bool(_NO_DATA.search(text))


def gives_value(text: str, question: str) -> bool:
    """Whether it can serve a question for a value: it holds a number, where only one can answer; the number of
    these things where they are counted, no length or weight."""
    if _EXTENT.search(question):
        return True
    values = [m for m in mentions(text) if m.kind in ("figure", "amount")]
    counted = _COUNTED.search(question)
    if counted and not _MEASURE.fullmatch(counted[1]):
        values = [m for m in values if not _MEASURED.match(text[m.start :])]
        return bool(values) and _names(text, counted[1])
    return bool(values)


def _names(text: str, noun: str) -> bool:
    """Whether it speaks of these things, in another form or as part of a compound, too."""
    wanted = fold(noun)
    said = [fold(word) for word in re.findall(r"[^\W\d_]{4,}", text)]
    return any(related(wanted, word) or word.endswith(wanted) or wanted.endswith(word) for word in said)


def asks_for_money(question: str) -> bool:
    return bool(_MONEY.search(question))


def asked_value(sentence: str, question: str) -> str | None:
    """The one value of the sentence that the question asks for: an amount where money is asked, else
    the figure with the noun that is counted. None where it cannot be told."""
    if ended(sentence):
        return None
    values = dated(sentence)
    if asks_for_money(question):
        fitting = [m for m in values if m.kind == "amount"]
    else:
        counted = _COUNTED.search(question)
        noun = stem(words(counted[1])[0]) if counted else ""
        fitting = [m for m in values if noun and noun in _counts(sentence, m)]
    if len(fitting) != 1:
        return None
    return fitting[0].text if asks_for_money(question) else f"{fitting[0].text} {_after(sentence, fitting[0])}".strip()


def _counts(sentence: str, value: Mention) -> set[str]:
    """What a figure counts: the noun in it or right after it."""
    near = f"{value.text} {_after(sentence, value)}"
    return {stem(word) for word in words(near)}


def _after(sentence: str, value: Mention) -> str:
    """The noun that follows a figure, with an adjective before it."""
    found = re.match(r"\s((?:[a-zäöüß]+\s)?[A-ZÄÖÜ][\wäöüß-]+)", sentence[value.end :])
    return found[1] if found else ""
