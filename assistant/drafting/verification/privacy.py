"""Personal data of people who hold no public office."""

import re
from collections.abc import Iterator

from assistant import german
from assistant.german import Mention
from assistant.model import Flag, FlagKind

_MESSAGE = "{}: personenbezogene Angabe. Bitte vor der Veröffentlichung streichen oder verallgemeinern."
_EMAIL = re.compile(r"\b(?P<name>[\w.+-]{1,64})@(?P<domain>[\w-]{1,63}(?:\.[\w-]{2,63}){1,4})\b")
_FREE_MAIL = re.compile(
    r"^(?:gmx|web|t-online|gmail|googlemail|arcor|yahoo|aol|freenet|hotmail|posteo|outlook|icloud|mailbox|live)\.", re.I
)
# `erika.muster`, `e-m-muster`, `muster77`: a person; `info`, `tiefbauamt`, `sjb`: an office.
_PERSONS_MAIL = re.compile(r"^[^\W\d_]{1,}[._-][^\W\d_]{2,}|^[^\W\d_]{4,}\d+$")
_FUNCTION_MAIL = re.compile(
    r"amt\b|büro|buero|stelle\b|verkehr|info|kontakt|post|presse|service|rathaus"
    r"|zentrale|management|kunden|auskunft",
    re.I,
)
# An authority's own domain, or the short name of an office below it (`tba.beispielstadt.de`).
_OFFICE_DOMAIN = re.compile(
    r"stadt|kreis|gemeinde|rathaus|land(?:tag|ratsamt)?|kommun|agentur|polizei|jobcenter"
    r"|bund\.|^[a-z]{2,4}\.[\w-]+\.de$",
    re.I,
)
_PHONE = re.compile(
    r"(?<![\w/.])(?:\+49\s?(?:\(0?\d{2,5}\)\s?|[\s/-]?\d{2,5}[\s/-]{1,3})"
    r"|0\d{2,5}[\s/-]{1,3})\d{2,10}(?:[\s-]\d{1,6}){0,3}(?![\d/])"
)
_MOBILE = re.compile(r"(?:\+49\s?|0)1[567]\d")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?\d{4}){4}\s?\d{1,4}\b")
_PLATE = re.compile(r"\b[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}\s[1-9]\d{0,3}[EH]?\b")
_VEHICLE = re.compile(r"\b(?:Kennzeichen|Fahrzeug\w*|Pkw|PKW|Lkw|LKW|Auto|Wagen|Halter\w*)\b")
_BIRTH = re.compile(
    r"\b(?:Geburtsdatum|geboren am|geb\.)\W{0,3}(?:\w+\s){0,2}?(?P<date>\d{1,2}\.\s?(?:\d{1,2}\.|[A-Z]\w+)\s?\d{4})"
)
_DEAD = re.compile(r"\bgest(?:\.|orben)|†|\bverstorben\b")
_ADDRESS = re.compile(
    r"\b(?:[A-ZÄÖÜ][\w-]*(?:straße|strasse|str\.|weg|platz|gasse|allee|ring|ufer|damm|steig)"
    r"|[A-ZÄÖÜ][\w-]*(?:er|en)\s(?:Str\.|Straße|Strasse|Weg|Allee|Ring|Platz)"
    r"|(?:Am|An der|Im|In der|Auf dem|Zum|Zur)\s[A-ZÄÖÜ]\w+)\s\d{1,4}(?:\s?[a-z])?\b"
)
_PRIVATE_ROLE = (
    r"(?:Mieter|Anwohner|Antragsteller|Bewerber|Einwohner|Schüler|Geschädigte|Eigentümer|Nachbar|Patient|Kläger"
    r"|Beschwerdeführer|Bewohner|Besitzer|Halter|"
    r"Verletzte|Petent|Hinweisgeber|Asylbewerber|Hundehalter|Fahrer)(?:in|r|n|s)?"
)
_ROLE_NAME = re.compile(
    rf"\b(?:[Dd](?:er|ie|en|em|es)|[Ee]in(?:e[nmrs]?)?|[Aa]ls|[Vv]on"
    rf"|[Dd]urch)\s(?:(?!sachkundig)[a-zäöü]+\s)?{_PRIVATE_ROLE}\s(?:(?:des|der)\s[\w-]+\s)?(?:(?:Herrn?"
    rf"|Frau)\s)?(?P<name>[A-ZÄÖÜ][a-zäöüß-]+\s[A-ZÄÖÜ][a-zäöüß-]+)"
    r"|\b(?:Familie|Eheleute"
    r"|Ehepaar)\s(?P<family>[A-ZÄÖÜ][a-zäöüß-]+(?:\sund\s[A-ZÄÖÜ][a-zäöüß-]+)?(?:\s[A-ZÄÖÜ][a-zäöüß-]+)?)"
)
_PRIVATE = re.compile(
    rf"\b(?:{_PRIVATE_ROLE}|wohn(?:t|haft)(?=[^.;]{{1,60}}\d)|Hund|beschwert sich|beschwerte sich|bezieht|Konto"
    rf"|Bürgergeld"
    rf"|Sozialhilfe|Wohngeld|krankgeschrieben|schwerbehindert|hat Anzeige|Personalakte|"
    r"gekündigt|verweigert|verletzt|verhaftet|verurteilt|verwiesen|Schulden|insolvent|Krankheit|erkrankt)\b"
)
# Whoever holds an office, speaks for one or is called into one is named in public.
_OFFICIAL = re.compile(
    r"\b(?:\w*[Bb]ürgermeister|\w*[Ss]tadtr[aä]t|\w*[Dd]ezernent|\w*[Ll]eiter|\w*[Mm]inister|Ansprechpartner"
    r"|Geschäftsführer|\w*[Vv]orsitzende|Architekt|Ortsvorsteher|Landr[aä]t|"
    r"\w*[Rr]eferent|\w*[Bb]eauftragte|Abgeordnete|Intendant|Präsident|Sprecher|Gutachter|Professor|Prof"
    r"|\w*[Mm]itglied|\w*[Vv]ertreter|Nachfolger|\w*[Bb]eirat|Gemeinderat|Ortschaftsrat|Aufsichtsrat|\w*ausschuss"
    r"|Pfarrer)\w{0,4}\b|\b(?:beruf|bestell|gewähl|entsand)t\b|\bSachbearbeit\w+|\((?:CDU|SPD|FDP|AfD|GRÜNE|Grüne"
    r"|Linke|FW)\)"
)
_ORGANIZATION = re.compile(
    r"GmbH|\bAG\b|\be\.\s?V\.|c/o|\b\w*(?:[Bb]üro|[Aa]mt|[Ss]telle|[Bb]etrieb|werke?|[Bb]ehörde|[Aa]rchitekten"
    r"|[Gg]esellschaft"
    r"|[Vv]erein|[Ff]raktion|[Zz]entrale|[Ss]ervice\w*|[Bb]ank|[Kk]asse)\b|\b(?:Verwaltung|Rathaus)\b"
)
_SENSITIVE = re.compile(
    r"\b(?:krankgeschrieben|schwerbehindert|vorbestraft|suchtkrank|drogenabhängig|insolvent|Bürgergeld|Sozialhilfe"
    r"|Grundsicherung|Asylbewerberleistungen)\b"
)
_ONE_PERSON = re.compile(
    r"^(?:Er|Sie|Der|Die|Herr|Frau|Sein|Ihr)\b(?:\s(?:Mitarbeiter(?:in)?|Beschäftigte|Beamt(?:e|in)"
    r"|[A-ZÄÖÜ]\w+in)\b|\s(?:ist|hat|war|bezieht|wurde)\b|\s[A-ZÄÖÜ]\w+\s(?:[A-ZÄÖÜ]\w+\s)?(?:bezieht|ist|war)\b)"
)


def personal_data(text: str) -> list[Flag]:
    """Contact data, accounts, birth dates, private addresses, names and circumstances of private persons."""
    found = [*_dates_and_plates(text)]
    for sentence in german.sentences(text):
        part = text[sentence.start : sentence.end]
        named = [m for m in german.mentions(part) if m.kind == "person"]
        spans = [*_contacts(part, named), *_people(part, named), *_circumstances(part)]
        found += [_flag(text, sentence.start + start, sentence.start + end, what) for start, end, what in spans]
    return sorted({(f.start, f.end): f for f in found}.values(), key=lambda flag: (flag.start, flag.end))


def _dates_and_plates(text: str) -> Iterator[Flag]:
    if _VEHICLE.search(text):
        yield from (_flag(text, *m.span(), "Kennzeichen") for m in _PLATE.finditer(text))
    if not _DEAD.search(text):
        yield from (_flag(text, *m.span("date"), "Geburtsdatum") for m in _BIRTH.finditer(text))


_Place = tuple[int, int, str]


def _contacts(part: str, named: list[Mention]) -> Iterator[_Place]:
    """Mail of a person; telephone and account only where a person is spoken of and no office."""
    for match in _EMAIL.finditer(part):
        if _belongs_to_a_person(match["name"], match["domain"]):
            yield *match.span(), "E-Mail-Adresse"
    private = bool(_PRIVATE.search(part)) or (bool(named) and not _OFFICIAL.search(part))
    private = private and not _ORGANIZATION.search(part)
    accounts = [m.span() for m in _IBAN.finditer(part)]
    if private:
        yield from ((*span, "Kontonummer") for span in accounts)
    for match in _PHONE.finditer(part):
        inside = any(a <= match.start() < b for a, b in accounts)
        if not inside and (private or _MOBILE.match(match[0]) or _PERSONS_MAIL.search(_mail_names(part))):
            yield *match.span(), "Telefonnummer"


def _mail_names(part: str) -> str:
    """The first name before an @ that is a person's, empty where there is none."""
    found = (m["name"] for m in _EMAIL.finditer(part) if _belongs_to_a_person(m["name"], m["domain"]))
    return next(found, "")


def _belongs_to_a_person(name: str, domain: str) -> bool:
    if _FREE_MAIL.match(domain):
        return True
    return bool(_PERSONS_MAIL.match(name)) and not _FUNCTION_MAIL.search(name) and not _OFFICE_DOMAIN.search(domain)


def _people(part: str, named: list[Mention]) -> Iterator[_Place]:
    roles = [m.span("name" if m["name"] else "family") for m in _ROLE_NAME.finditer(part)]
    private = bool(_PRIVATE.search(part)) and not _OFFICIAL.search(part)
    born = [(m.start, m.end) for m in named if not _DEAD.search(part) and re.match(r",?\s\(?geb\.", part[m.end :])]
    spans = roles + born + ([(m.start, m.end) for m in named] if private else [])
    yield from ((start, end, "Name") for start, end in _outermost(spans))
    for match in _ADDRESS.finditer(part):
        if (private and _said_of_a_person(part, named, match)) or _lives_there(part, named, match):
            yield *match.span(), "Anschrift"


def _said_of_a_person(part: str, named: list[Mention], address: re.Match[str]) -> bool:
    """A private person stands before the address, no firm or office in the sentence."""
    before = part[max(0, address.start() - _BESIDE) : address.start()]
    person = bool(re.search(rf"\b{_PRIVATE_ROLE}\b|\bwohn(?:t|haft)\b", before))
    return (person or any(m.end <= address.start() for m in named)) and not _ORGANIZATION.search(part)


_BESIDE = 60
_BETWEEN = re.compile(r"\s?,?\s(?:Md[LB],\s|wohnhaft\s(?:in\s)?(?:der\s)?)?|,\s")
_POSTCODE = re.compile(r",\s\d{5}\s")


def _lives_there(part: str, named: list[Mention], address: re.Match[str]) -> bool:
    """A name with an address right after it, and no firm or office to which it could belong."""
    before = part[: address.start()]
    after_name = any(_BETWEEN.fullmatch(part, m.end, address.start()) for m in named)
    in_line = bool(_POSTCODE.match(part, address.end())) and bool(
        re.search(r"(?:(?:Herrn?|Frau|Dr\.)\s.{3,60}),\s(?:Md[LB],\s)?$", before)
    )
    return (after_name or in_line) and not _ORGANIZATION.search(before) and not re.search("dienstansässig", before)


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _circumstances(part: str) -> Iterator[_Place]:
    """Health and social benefits of one person, not of a group."""
    if _ONE_PERSON.search(part):
        yield from ((*m.span(), "Persönliche Verhältnisse") for m in _SENSITIVE.finditer(part))


def _flag(text: str, start: int, end: int, what: str) -> Flag:
    return Flag(kind=FlagKind.personal_data, text=text[start:end], start=start, end=end, message=_MESSAGE.format(what))
