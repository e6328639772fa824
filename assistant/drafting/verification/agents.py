"""Who acts in a clause: offices, councils, companies, groups of people; read off articles and prepositions."""

import re
from typing import NamedTuple

from assistant.drafting.verification.wording import related
from assistant.german import fold

_FEMININE = r"stadt|verwaltung|gemeinde|kommune|fraktion|polizei|feuerwehr|kirche|kirchengemeinde|behörde|firma|gmbh|bahn|region|schule|initiative|versammlung|gesellschaft|genossenschaft|bürgermeisterin|leitung|vertretung|regierung|kita|bürgerinitiative|sparkasse|stiftung|aufsicht"
_NEUTER = r"land|amt|ministerium|präsidium|unternehmen|büro|gericht|dezernat|werk"
_MASCULINE = r"bund|kreis|rat|ausschuss|beirat|investor|bauherr|verein|verband|bauhof|betrieb|träger|betreiber|eigentümer|vermieter|mieter|gutachter|bürgermeister|kreistag|landtag|vorhabenträger|auftragnehmer|veranstalter|eigenbetrieb|zweckverband|stadtrat|ortschaftsrat"
_PLURAL = r"stadtwerke|verkehrsbetriebe|anlieger|anwohner|eigentümer|mieter|vermieter|eltern|bürger|vereine|schulen|träger|betreiber|nutzer|gemeinden|kommunen|fraktionen|veranstalter|nachbarn|antragsteller|grünen"
_ACTOR = re.compile(
    rf"\b(?P<actor>(?:[A-ZÄÖÜ][a-zäöüß-]*?)?(?P<gender>(?P<fem>{_FEMININE})|(?P<plural>{_PLURAL})|(?P<masc>{_MASCULINE})|(?P<neut>{_NEUTER}))(?P<ending>es|s|en|n)?)(?![^\W\d_])",
    re.I,
)
_BEFORE = re.compile(
    r"(?:(?P<prep>durch|von|vom|seitens|an|am|in|im|bei|beim|mit|für|gegenüber|zu|zum|zur|nach|laut|auf|aus|gegen|über|ohne|unter|vor|zwischen|neben|wegen)\s)?"
    r"(?P<art>der|die|das|den|dem|des|eine?[mnrs]?|jede[rnms]?)?\s?(?:[a-zäöüß]+e[nrsm]?\s){0,2}$", re.I
)
_PASSIVE = re.compile(r"\b(?:wird|werden|wurden?|worden)\b.*\b(?!werden|worden)[^\W\d_]*(?:ge|be|ver|er|ent|zer|iert)[^\W\d_]*(?:t|en|iert)\b", re.I)


class Actor(NamedTuple):
    word: str
    subject: bool
    agent: bool


def actors(clause: str) -> list[Actor]:
    """Every actor of a clause, with whether it can be its subject, or the agent of a passive."""
    found = []
    for match in _ACTOR.finditer(clause):
        if not match["actor"][0].isupper():
            continue
        before = _BEFORE.search(clause[max(0, match.start() - 40) : match.start()])
        prep = ((before["prep"] if before else None) or "").lower()
        article = ((before["art"] if before else None) or "").lower()
        found.append(Actor(fold(match["actor"]), not prep and _nominative(match, article), prep in ("durch", "von", "vom", "seitens")))
    return found


def _nominative(match: re.Match[str], article: str) -> bool:
    if match["ending"] in ("s", "es") or article in ("den", "dem", "des", "einem", "einen", "eines", "jedem", "jeden"):
        return False
    if article == "der":
        return bool(match["masc"]) or bool(match["plural"] and match["plural"].lower() in ("träger", "betreiber", "eigentümer", "mieter", "vermieter", "veranstalter"))
    return article != "einer"


def acting(clause: str) -> str | None:
    """The one who acts: the agent of a passive, else the first possible subject."""
    found = actors(clause)
    if _PASSIVE.search(clause):
        return next((a.word for a in found if a.agent), None)
    return next((a.word for a in found if a.subject), None)


def same_actor(one: str, other: str) -> bool:
    return related(one, other) or one in other or other in one
