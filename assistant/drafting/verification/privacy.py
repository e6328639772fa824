"""Personal data of people who hold no public office."""

import re
from collections.abc import Iterator

from assistant import german
from assistant.german import Mention
from assistant.model import Flag, FlagKind

_MESSAGE = "{}: personenbezogene Angabe. Bitte vor der Veröffentlichung streichen oder verallgemeinern."
_EMAIL = re.compile(r"\b(?P<name>[\w.+-]{1,64})@(?P<domain>[\w-]{1,63}(?:\.[\w-]{2,63}){1,4})\b")
_FUNCTION_MAIL = re.compile(
    r"^(?:info|kontakt|post|poststelle|mail|presse|service|verwaltung|rathaus|stadt|gemeinde|\w*amt|\w*buero"
    r"|\w*büro|\w*stelle|\w*verkehr)$",
    re.I,
)
_OFFICE_DOMAIN = re.compile(r"stadt|kreis|gemeinde|rathaus|land(?:tag|ratsamt)?|kommun", re.I)
_PHONE = re.compile(r"(?<![\w/.])(?:\+49[\s/-]?|0)\d{2,5}[\s/-]{1,3}\d{2,8}(?:[\s-]\d{1,6}){0,2}(?![\d/])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?\d{4}){4}\s?\d{1,4}\b")
_PLATE = re.compile(r"\b[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}\s\d{1,4}[EH]?\b")
_BIRTH = re.compile(
    r"\b(?:Geburtsdatum|geboren am|geb\.)\W{0,3}(?:\w+\s){0,2}?(?P<date>\d{1,2}\.\s?(?:\d{1,2}\.|[A-Z]\w+)\s?\d{4})"
)
_ADDRESS = re.compile(
    r"\b(?:[A-ZÄÖÜ][\w-]*(?:straße|str\.|weg|platz|gasse|allee|ring|ufer|damm|steig)|(?:Am|An der|Im|In der|Auf dem"
    r"|Zum)\s[A-ZÄÖÜ]\w+)\s\d{1,4}\s?[a-z]?\b"
)
_PRIVATE_ROLE = (
    r"(?:Mieter|Anwohner|Antragsteller|Bewerber|Einwohner|Schüler|Geschädigte|Eigentümer|Nachbar|Patient|Kläger"
    r"|Beschwerdeführer|Bewohner|Besitzer|Halter|"
    r"Verletzte|Petent|Hinweisgeber|Asylbewerber|Hundehalter|Fahrer)(?:in|r|n|s)?"
)
_ROLE_NAME = re.compile(
    rf"\b{_PRIVATE_ROLE}\s(?P<name>[A-ZÄÖÜ][a-zäöüß-]+\s[A-ZÄÖÜ][a-zäöüß-]+)|\bFamilie\s(?P<family>[A-ZÄÖÜ][a-zäöüß-]+)"
)
_PRIVATE = re.compile(
    rf"\b(?:{_PRIVATE_ROLE}|wohnt|wohnhaft|Hund|beschwert sich|beschwerte sich|bezieht|Konto|Bürgergeld|Sozialhilfe"
    rf"|Wohngeld|krankgeschrieben|schwerbehindert|hat Anzeige|Personalakte|"
    r"gekündigt|verweigert|verletzt|verhaftet|verurteilt|verwiesen|Schulden|insolvent|Krankheit|erkrankt)\b"
)
_OFFICIAL = re.compile(
    r"\b(?:\w*[Bb]ürgermeister|\w*[Ss]tadtr[aä]t|\w*[Dd]ezernent|\w*[Ll]eiter|\w*[Mm]inister|Ansprechpartner"
    r"|Geschäftsführer|\w*[Vv]orsitzende|Architekt|Ortsvorsteher|Landr[aä]t|"
    r"\w*[Rr]eferent|\w*[Bb]eauftragte|Abgeordnete|Intendant|Präsident|Sprecher|Gutachter|Professor"
    r"|Pfarrer)\w{0,4}\b|\((?:CDU|SPD|FDP|AfD|GRÜNE|Grüne|Linke|FW)\)"
)
_SENSITIVE = re.compile(
    r"\b(?:krankgeschrieben|schwerbehindert|vorbestraft|suchtkrank|drogenabhängig|insolvent|Bürgergeld|Sozialhilfe"
    r"|Grundsicherung|Asylbewerberleistungen)\b"
)
_ONE_PERSON = re.compile(
    r"^(?:Er|Sie|Der|Die|Herr|Frau|Sein|Ihr)\b(?:\s(?:Mitarbeiter(?:in)?|Beschäftigte|Beamt(?:e|in)"
    r"|[A-ZÄÖÜ]\w+in)\b|\s(?:ist|hat|war|bezieht|wurde)\b|\s[A-ZÄÖÜ]\w+\s(?:bezieht|ist|war)\b)"
)


def personal_data(text: str) -> list[Flag]:
    """Contact data, accounts, birth dates, private addresses, names and circumstances of private persons."""
    found = [*_contacts(text), *_people(text), *_circumstances(text)]
    kept: dict[tuple[int, int], Flag] = {(flag.start, flag.end): flag for flag in found}
    return sorted(kept.values(), key=lambda flag: (flag.start, flag.end))


def _contacts(text: str) -> Iterator[Flag]:
    for match in _EMAIL.finditer(text):
        if not _FUNCTION_MAIL.match(match["name"]) and not _OFFICE_DOMAIN.search(match["domain"]):
            yield _flag(text, *match.span(), "E-Mail-Adresse")
    if not re.search(r"\b(?:\w*[Bb]üro|\w*[Aa]mt|\w*stelle|Verwaltung|Rathaus|Zentrale|Service\w*)\b", text):
        yield from (_flag(text, *m.span(), "Telefonnummer") for m in _PHONE.finditer(text))
    yield from (_flag(text, *m.span(), "Kontonummer") for m in _IBAN.finditer(text))
    yield from (_flag(text, *m.span(), "Kennzeichen") for m in _PLATE.finditer(text))
    yield from (_flag(text, *m.span("date"), "Geburtsdatum") for m in _BIRTH.finditer(text))


def _people(text: str) -> Iterator[Flag]:
    for sentence in german.sentences(text):
        part = text[sentence.start : sentence.end]
        named = [m for m in german.mentions(part) if m.kind == "person"]
        roles = list(_ROLE_NAME.finditer(part))
        private = bool(_PRIVATE.search(part)) and not _OFFICIAL.search(part)
        spans = [m.span("name" if m["name"] else "family") for m in roles] + (
            [(m.start, m.end) for m in named] if private else []
        )
        yield from (
            _flag(text, sentence.start + start, sentence.start + end, "Name") for start, end in _outermost(spans)
        )
        if private or (named and not _OFFICIAL.search(part) and _private_person(part, named)):
            yield from (
                _flag(text, sentence.start + m.start(), sentence.start + m.end(), "Anschrift")
                for m in _ADDRESS.finditer(part)
            )


def _private_person(sentence: str, named: list[Mention]) -> bool:
    """A name with an address right after it."""
    return any(_ADDRESS.match(sentence, m.end + 2) for m in named)


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _circumstances(text: str) -> Iterator[Flag]:
    """Health and social benefits of one person, not of a group."""
    for sentence in german.sentences(text):
        part = text[sentence.start : sentence.end]
        if _ONE_PERSON.search(part):
            yield from (
                _flag(text, sentence.start + m.start(), sentence.start + m.end(), "Persönliche Verhältnisse")
                for m in _SENSITIVE.finditer(part)
            )


def _flag(text: str, start: int, end: int, what: str) -> Flag:
    return Flag(kind=FlagKind.personal_data, text=text[start:end], start=start, end=end, message=_MESSAGE.format(what))
