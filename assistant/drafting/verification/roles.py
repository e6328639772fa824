"""Who acts, where and when, and what is compared with what."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.drafting.verification.agents import acting, actors, another_party, same_actor
from assistant.drafting.verification.arithmetic import growth_between
from assistant.drafting.verification.clauses import Segment, predicate
from assistant.drafting.verification.converse import told_from_the_other_side
from assistant.drafting.verification.statement import Defect, Statement, core_of
from assistant.drafting.verification.tracing import holds
from assistant.drafting.verification.wording import related
from assistant.german import fold

_CONTRASTS = (
    {"vor", "nach"},
    {"mit", "ohne"},
    {"über", "unter"},
    {"innerhalb", "außerhalb"},
    {"bis", "seit"},
    {"bis", "ab"},
    {"vor", "seit"},
    {"vor", "ab"},
    {"nach", "bis"},
    {"für", "gegen"},
)
_PREPOSITION = re.compile(
    r"\b(?P<prep>(?i:vor|nach|mit|für|gegen|ohne|über|unter|innerhalb|außerhalb|bis|seit|ab))\s"
    r"(?:zu[mr]?\s|de[mnrs]\s|die\s|das\s|eine[mnr]?\s|[a-zäöüß]+e[nrsm]?\s){0,3}(?P<word>[A-ZÄÖÜ\d](?:[\w.]*\w)?)"
)


def other_roles(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    theirs = [(m["prep"].lower(), fold(m["word"])) for s in used for m in _PREPOSITION.finditer(s.text)]
    for match in _PREPOSITION.finditer(statement.text):
        prep, word = match["prep"].lower(), fold(match["word"])
        governed = {p for p, w in theirs if w == word or (w[0].isalpha() and related(w, word))}
        if governed and prep not in governed and any({prep, other} in _CONTRASTS for other in governed):
            yield Defect(
                "misattributed", f"Im Zitat steht nicht „{match['prep']} {match['word']}“.", match["prep"], weight=2
            )
    yield from _comparison(statement, used)
    yield from _direction(statement, used)
    yield from _actors(statement, used)


_THAN = re.compile(
    r"\b(?:\w+er|mehr|weniger)\s(?:\w+\s){0,2}?als\s(?:(?:der|die|das|den|dem"
    r"|eine?[mnr]?)\s)?(?P<than>[A-ZÄÖÜ][\w-]*(?:\s[A-ZÄÖÜ](?!\w))?)"
)


def _comparison(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """`A ist günstiger als B`: what stands after `als` must stand there in the quote."""
    own = _THAN.search(statement.text)
    theirs = next((m for s in used if (m := _THAN.search(s.text))), None)
    if (
        own
        and theirs
        and fold(own["than"]) != fold(theirs["than"])
        and not related(fold(own["than"]), fold(theirs["than"]))
    ):
        yield Defect("misattributed", "Der Vergleich steht im Zitat umgekehrt.", own[0], weight=3)


_FEWER = re.compile(
    r"\b(?:weniger|geringer|niedriger|kleiner|gesunken|sank\w*|zurückgegangen|Rückgang|abgenommen)\b", re.I
)
_MORE = re.compile(r"\b(?:mehr|höher|größer|gestiegen|stieg\w*|zugenommen|Zunahme|Anstieg|gewachsen)\b", re.I)


def _direction(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """`2022 weniger als 2021`, where the quote's values say more."""
    fewer, more = bool(_FEWER.search(statement.text)), bool(_MORE.search(statement.text))
    if fewer == more or statement.quantities or len(statement.dates) < 2:
        return
    dated = [q for s in used for q in s.quantities if q.date and any(holds(d, q.date) for d in statement.dates)]
    for first, second in combinations(dated, 2):
        if first.base[0] == second.base[0] and first.date != second.date:
            growth = growth_between(first, second, statement.text)
            if growth and (growth > 0) != more:
                yield Defect("misattributed", "Die Werte im Zitat sagen das Gegenteil.", weight=3)
            return


_RECEIVES = re.compile(r"\b(?:erh(?:ä|a)lt\w*|erhielt\w*|bek(?:a|o)mm\w*|bekam\w*|empf\w+)\b", re.I)


def _actors(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    own = acting(statement.text)
    core = core_of(statement, used)
    # A part without a verb of its own shares the verb of the core, so who stands there acts as well.
    sources = [actor for s in used if s in core or not predicate((s,)) for actor in acting(s.text)]
    if told_from_the_other_side(statement, used):
        return
    if not own or not sources or any(same_actor(one, source) for one in own for source in sources):
        return
    named = [a for s in used for a in actors(s.text)]
    received = any(_RECEIVES.search(s.text) for s in used)
    if any(same_actor(own[0], a.word) for a in named) or (another_party(own, sources) and not received):
        yield Defect("misattributed", f"Im Zitat handelt nicht „{own[0]}“.", own[0], weight=3)
