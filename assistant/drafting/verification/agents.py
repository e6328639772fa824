"""Who acts in a clause: offices, councils, companies, groups of people; read off articles and prepositions."""

import re
from typing import NamedTuple

from assistant.drafting.verification.wording import related, root
from assistant.german import fold

_FEMININE = """
    stadt verwaltung gemeinde kommune fraktion polizei feuerwehr kirche kirchengemeinde behörde firma gmbh bahn
    region schule initiative versammlung gesellschaft genossenschaft bürgermeisterin leitung vertretung regierung
    kita bürgerinitiative sparkasse krankenkasse diakonie caritas zentrale agentur universität hochschule klinik
    musikschule volkshochschule stiftung aufsicht versicherung kasse bank post telekom
"""
_NEUTER = """
    land amt ministerium präsidium unternehmen büro gericht dezernat werk institut krankenhaus jugendamt
"""
_MASCULINE = """
    bund kreis rat ausschuss beirat investor bauherr verein verband bauhof betrieb träger betreiber eigentümer
    vermieter mieter gutachter bürgermeister kreistag landtag vorhabenträger auftragnehmer veranstalter
    eigenbetrieb zweckverband stadtrat ortschaftsrat
"""
_PLURAL = """
    stadtwerke verkehrsbetriebe anlieger anwohner eigentümer mieter vermieter eltern bürger vereine schulen träger
    betreiber nutzer gemeinden kommunen fraktionen veranstalter nachbarn antragsteller grünen
"""


def _one_of(words: str) -> str:
    return "|".join(words.split())


_ACTOR = re.compile(
    rf"\b(?P<actor>(?:[A-ZÄÖÜ][a-zäöüß-]*?)?(?:(?P<fem>{_one_of(_FEMININE)})|(?P<plural>{_one_of(_PLURAL)})"
    rf"|(?P<masc>{_one_of(_MASCULINE)})|(?P<neut>{_one_of(_NEUTER)}))(?P<ending>es|s|en|n)?)(?![^\W\d_])",
    re.I,
)
_BEFORE = re.compile(
    r"(?<!\w)(?:(?P<prep>durch|von|vom|seitens|an|am|in|im|bei|beim|mit|für|gegenüber|zu|zum|zur|nach|laut|auf|aus"
    r"|gegen"
    r"|über|ohne|unter|vor|zwischen|neben|wegen)\s)?"
    r"(?:(?P<art>der|die|das|den|dem|des|k?eine?[mnrs]?|jede[rnms]?)\s)?(?:(?!gegenüber|über"
    r"|unter)[a-zäöüß]{3,}e[nrsm]?\s){0,2}$",
    re.I,
)
# `Die Stadt bekommt die Kosten vom Kreis erstattet` is a passive too.
_PASSIVE = re.compile(r"\b(?:wird|werden|wurden?|worden|bekomm(?:t|en)|bekam(?:en)?|erh(?:ä|a|ie)lt(?:en)?)\b", re.I)
_RECEIVING = re.compile(r"\b(?:bekomm(?:t|en)|bekam(?:en)?|erh(?:ä|a|ie)lt(?:en)?)\b", re.I)
# Who holds a part, not who it is: `Betreiber ist der Verein`.
_PART = re.compile(
    r"(?:betreiber|träger|eigentümer|veranstalter|bauherr|vermieter|mieter|nutzer|antragsteller)(?:in|s)?"
)
_WITH = re.compile(r"\bbei(?:m|\sde[rmn]|\seine[rm])?\s(?:[a-zäöüß]+\s)?(?P<who>[A-ZÄÖÜ][\w-]+)")
_LIES_WITH = re.compile(r"\bl(?:ie|a)g(?:t|en)?\b")
_PARTICIPLE = re.compile(
    r"\b(?!werden|worden)(?:[^\W\d_]*ge[^\W\d_]{2,}(?:t|en)|(?:be|ver|er|ent|zer)[^\W\d_]{2,}(?:t|en)|[^\W\d_]+iert)\b",
    re.I,
)


class Actor(NamedTuple):
    word: str
    subject: bool
    agent: bool
    through: bool = False


def actors(clause: str) -> list[Actor]:
    """Every actor of a clause, with whether it can be its subject, or the agent of a passive."""
    found = []
    for match in _ACTOR.finditer(clause):
        if not match["actor"][0].isupper():
            continue
        if re.search(r"\bnicht\s(?:\w+\s)?$", clause[: match.start()]):
            continue
        before = _BEFORE.search(clause[max(0, match.start() - 40) : match.start()])
        prep = ((before["prep"] if before else None) or "").lower()
        article = ((before["art"] if before else None) or "").lower()
        actor = Actor(
            fold(match["actor"]),
            not prep and _nominative(match, article),
            prep in ("durch", "von", "vom", "seitens"),
            prep in ("durch", "seitens"),
        )
        if found and re.search(r"\b(?:und|oder|sowie)\s(?:\w+\s)?$", clause[: match.start()]):
            # The second of a pair plays the first one's part.
            actor = actor._replace(subject=found[-1].subject, agent=found[-1].agent)
        found.append(actor)
    return found


def _nominative(match: re.Match[str], article: str) -> bool:
    if (
        match["ending"] in ("s", "es")
        or article in ("den", "dem", "des", "jedem", "jeden")
        or re.fullmatch(r"k?eine[mns]", article)
    ):
        return False
    if article == "der":
        return bool(match["masc"]) or bool(
            match["plural"]
            and match["plural"].lower() in ("träger", "betreiber", "eigentümer", "mieter", "vermieter", "veranstalter")
        )
    return article != "einer"


def acting(clause: str) -> list[str]:
    """Those who act: the agents of a passive, else the first possible subject and its pair."""
    found = actors(clause)
    receiving = _RECEIVING.search(clause)
    if (
        _PASSIVE.search(clause)
        and _PARTICIPLE.search(_RECEIVING.sub(" ", clause))
        and not (receiving and not any(a.agent for a in found))
    ):
        return [a.word for a in found if a.agent]
    held = _LIES_WITH.search(clause) and _WITH.search(clause)
    if held and any(same_actor(fold(held["who"]), a.word) for a in found):
        return [fold(held["who"])]
    through = [a.word for a in found if a.through]
    if through:
        return through
    subjects = [a.word for a in found if a.subject]
    # `Träger ist der Kreis`: both are who acts.
    paired = bool(re.search(r"\b(?:und|sowie|ist|sind|war|waren|bleibt)\b", clause))
    if paired and len(subjects) > 1:
        return [s for s in subjects if not _PART.fullmatch(s)] or subjects
    return subjects[:1]


def same_actor(one: str, other: str) -> bool:
    """`Amt` and `Jugendamt` may be one; `Stadt` and `Stadtwerke`, which only begin alike, are two."""
    first, second = root(one), root(other)
    return related(one, other) or first.endswith(second) or second.endswith(first)


_TOWN = re.compile(r"(?:stadt|gemeinde|kommunal)?verwaltung|stadt|gemeinde|kommune")
_OTHERS = re.compile(
    r".*(?:fraktion|land|bund|landkreis|kirche|kirchengemeinde|polizei|bahn|initiative|versicherung|ministerium"
    r"|präsidium|regierung"
    r"|gericht|investor|bauherr|verein|vereine|verband|eigentümer|mieter|vermieter|gutachter|vorhabenträger"
    r"|veranstalter"
    r"|anlieger|anwohner|eltern|bürger|nachbarn|antragsteller|grünen|nutzer|bank|post|telekom|krankenkasse|diakonie"
    r"|caritas)"
)


def another_party(own: list[str], sources: list[str]) -> bool:
    """The town where the quote has others act: its offices may stand for it, a group or the state not."""
    return all(_TOWN.fullmatch(a) for a in own) and all(_OTHERS.fullmatch(a) for a in sources)
