"""Who asked what and when, as the title of a paper tells it."""

import re

from assistant.german import parse_date
from assistant.model import Date, InquiryHead

DATE = r"\d{1,2}\. ?(?:\d{1,2}\.|[A-Za-zä]{3,9}) ?\d{2,4}|\d{4}-\d\d-\d\d"

_FROM_PERSON = (
    r"(?:von )?(?:de[rs] |dem )?(?P<person>(?:Herrn?|Frau|Stadtr[aä]t(?:in|s|es|in)?"
    r"|Stadtverordneten?|Ratsherrn?|Ratsfrau|(?:Marktg|G)emeinder[aä]t(?:in|s)?"
    r"|(?:Rats|Kreistags|Bürgerschafts|(?:Stadt|(?:Marktg|G)emeinde)rats|Ortsbeirats)mitglieds?"
    r"|(?:Gemeinde|Stadt)vertreter(?:in|s)?|Bezirksverordneten?|Kreisr[aä]t(?:in|s)?|GR|SR|StR(?:in)?|Stv\.)"
    r"(?: (?:Dr\.|Prof\.|von|van|zu|de|[A-ZÄÖÜ][\w.-]*)){1,4})"
)
_TITLE_PERSON = re.compile(r"(?<!\bim )" + _FROM_PERSON + r"(?=\W|\Z)")
_BESIDE_PERSON = re.compile(r" ?\((?P<group>[A-ZÄÖÜ][^()\d]{1,60})\)")  # `Stadtrat Mohn (UWG)`
_TITLE_GROUP = re.compile(
    r"(?:anfrage|antrag|antrags|anfragen)"
    r"(?: (?:gem\.|gemäß|nach) § ?\d+\w?(?: Abs\. ?\d)?(?: (?:der )?(?:GeschO|GO|Geschäftsordnung)(?: des \w+)?)?)?"
    r"(?:,? (?:Nr\. ?)?[\w.-]*[\d/][\w/.-]*)? (?:von )?(?:de[rs] )"
    r"(?P<group>\w*(?:fraktion|gruppe|liste) [„\"][^„“”\"]{2,40}[“”\"]"
    r"|[\w/&ÄÖÜäöüß.,-]+(?: [\w/&.,-]+){0,6}?)"
    r"(?= (?:zum thema|zu |zur |vom |hier:|betreffend|betr\.|bezüglich|hinsichtlich|wegen|über |[„\"(]|[–-] )"
    r"|\s?[:–,]|\Z)",
    re.IGNORECASE,
)
_TITLE_COLON = re.compile(
    r"(?:an|be)?(?:anfrage|antrag) (?P<group>\w*(?:fraktion|gruppe|liste) [„\"][^„“”\"]{2,40}[“”\"]"
    r"|[\w/&ÄÖÜäöüß.-]+(?:, [\w/&.-]+){0,4}): (?P<topic>.+)\Z",
    re.IGNORECASE,
)
_AFTER_COLON = re.compile(r"(?:anfrage|antrag)\b[^:]{5,120}: (?P<topic>.{4,})\Z", re.IGNORECASE)
_QUOTED = re.compile(r"[„\"](?P<topic>[^„“”\"]{4,160})[“”\"]")
_GENITIVE = re.compile(r"(?<=rat)e?s\Z|(?<=vereins)\Z|(?<=bund)e?s\Z|(?<=ausschuss)es\Z")
_TITLE_TOPIC = re.compile(
    r"(?:zum Thema|zu dem Thema|betreffend|betr\.:?|bezüglich|bzgl\.|(?:hier|Thema"
    r"|Betreff):)\s+[„\"]?(?P<topic>.+?)[“\"”]?(?:,? (?:vom|v\.) (?:" + DATE + r").*|\Z)",
    re.IGNORECASE,
)
_TITLE_DATE = re.compile(rf"(?<!sitzung )(?:vom|v\.|am) ({DATE})", re.IGNORECASE)


def title_inquiry(title: str) -> InquiryHead:
    """Who asked what and when, as a title tells: `Anfrage von Herrn X zum Thema Y vom 16.01.2023`."""
    if colon := _TITLE_COLON.search(title):
        return InquiryHead(organization=colon["group"], topic=colon["topic"].strip())
    person, group = _TITLE_PERSON.search(title), _TITLE_GROUP.search(title)
    asks = re.search("anfrage|antrag|zum thema", title, re.IGNORECASE)
    without_group = title.replace(group["group"], "", 1) if group else title
    topic = asks and (_TITLE_TOPIC.search(title) or _AFTER_COLON.search(without_group) or _QUOTED.search(without_group))
    date = _TITLE_DATE.search(title)
    beside = person and _BESIDE_PERSON.match(title, person.end())
    named = beside or (group if group and not person else None)
    return InquiryHead(
        asked_by=_nominative(person["person"]) if person else None,
        organization=_group_name(named["group"]) if named else None,
        date=day(date[1]) if date else None,
        topic=topic["topic"].strip(' .„“"') if topic else None,
    )


_REPLY = re.compile(
    r"(?:(?:aw|wg|re|fwd?|über|betreff|betr\.|betrifft|bezeichnung)\s?:\s*|betreffend )+", re.IGNORECASE
)
_KIND_OF_LETTER = re.compile(
    r"(?:\w+ )?(?:an|ein\w*)?(?:anfrage|antrag)(?: der [^:]{1,60}| \w+)?\s?[:–] ?", re.IGNORECASE
)
_BY_LAW = r"(?: (?:gem\.|gemäß|nach|i\. ?S\. ?v\.) §§? ?\d+\w?(?: Abs\. ?\d)?(?: (?:der )?[A-ZÄÖÜ]\w+)?)?"
_LONGEST = 400  # characters of a title; more is a text
# Where a title tells its topic without a word such as `zum Thema`, the surest first.
_TOLD = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<topic>(?!.*[Aa]nfrage.*[;–]).{5,160}?)\s?(?:;|\s[–-])\s"
        r"(?:[Kk]leine |[Gg]roße |[Gg]emeinsame )?Anfrage\b.*\Z",
        r".*\b[Aa]nfrage\b.{4,160}?(?:;|(?<=\d)\s[–-])\s(?:hier: )?(?P<topic>[A-ZÄÖÜ].{4,})\Z",
        r".*\b[Aa]nfragen?\b(?:(?!\bzu[rm]?\b).){0,160}?\s(?:zu(?:r|m| de[nr])?|über(?: d(?:ie|en|as))?|wegen)\s"
        r"(?!(?:\w*[Ss]itzung|TOP|Tagesordnung|Vorlage|Drucksache|Punkt|Antrag|Frage)\b)(?P<topic>\S.{3,}?)"
        rf"(?:,? (?:vom|v\.) (?:{DATE}).*)?\Z",
        rf".*\b[Aa]nfrage\b.{{0,120}}?\bvom (?:{DATE}) (?P<topic>[A-ZÄÖÜ].{{4,}})\Z",
        rf"(?:[Kk]leine |[Gg]roße |[Ss]chriftliche )?Anfrage{_BY_LAW} "
        r"(?!(?:Nr|Fraktion|Stadtr|Gemeinder|Herr|Frau|Freie|Die |Bündnis)\w*)(?P<topic>[A-ZÄÖÜ][a-zäöüß-]+.{2,})\Z",
    )
)


def plain_topic(title: str) -> str:
    """A title without what says which letter it is, whose and of which day: `Anfrage: Radwege`, `Anfrage der UWG
    vom 3. Mai 2022 zu Radwegen`."""
    title = _REPLY.sub("", title, count=1) if _REPLY.match(title) else title
    if kind := _KIND_OF_LETTER.match(title):
        return title[kind.end() :]
    able = _TOLD if len(title) < _LONGEST else ()
    told = next((found for pattern in able if (found := pattern.match(title))), None)
    return told["topic"].strip(" .„“") if told else title


def _group_name(group: str) -> str:
    """`der Liberalen Stadtgemeinschaft`, `des Jugendbeirates` in the nominative."""
    return re.sub(r"^(\w+e)n(?= [A-ZÄÖÜ])", r"\1", _GENITIVE.sub("", group.strip(" ,")))


def _nominative(person: str) -> str:
    return re.sub(r"^Herrn\b", "Herr", re.sub(r"^(\w*(?:rat|mitglied|vertreter))e?s\b", r"\1", person))


def day(text: str) -> Date | None:
    """The day a text consists of, unless it is none (`31.02.2020`)."""
    try:
        return parse_date(text)
    except ValueError:
        return None
