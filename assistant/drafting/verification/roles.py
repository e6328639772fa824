"""Who acts, where and when, and what is compared with what."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.drafting.verification.agents import acting, actors, another_party, same_actor
from assistant.drafting.verification.arithmetic import growth_between
from assistant.drafting.verification.clauses import predicate
from assistant.drafting.verification.comparison import turned_around
from assistant.drafting.verification.complements import other_complements
from assistant.drafting.verification.converse import receiver_supports, told_from_the_other_side
from assistant.drafting.verification.matching import equal
from assistant.drafting.verification.quantities import Quantity
from assistant.drafting.verification.segments import Segment
from assistant.drafting.verification.statement import Defect, Statement, core_of
from assistant.drafting.verification.tracing import holds


def other_roles(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    if not told_from_the_other_side(statement, used):
        yield from other_complements(statement, used)
    compared = turned_around(statement, used)
    if compared:
        yield Defect("misattributed", "Der Vergleich steht im Zitat umgekehrt.", compared, weight=3)
    yield from _direction(statement, used)
    yield from _other_side_of_a_value(statement, used)
    yield from _actors(statement, used)
    yield from _another_town(statement, used)


# What a town or a state can be called without being another one.
_SAME_TOWN = re.compile(
    r"(?:kreis|haupt|landeshaupt|hanse|universitäts|groß|bundes|heimat|samt|verbands|orts|einheits)$", re.I
)
_TOWN = re.compile(r"\b(?:Stadt|Gemeinde|Kommune|Land)\b")


def _another_town(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """`Die Stadt zahlt` of `die Nachbarstadt zahlt`, or of its `Altstadt`."""
    given = " ".join(s.text for s in used)
    for name in _TOWN.findall(statement.text):
        parts = re.findall(rf"\b([A-ZÄÖÜ][\w-]*?)-?{name.lower()}(?:s|es|n)?\b", given)
        if parts and not _TOWN.search(given) and not any(_SAME_TOWN.search(part) for part in parts):
            yield Defect("misattributed", f"Das Zitat spricht von „{parts[0]}{name.lower()}“.", name, weight=3)
            return


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


_THAN_BEFORE = re.compile(
    r"\s(?:[A-ZÄÖÜ][\w-]+\s)?(?:(?P<more>mehr|höher|größer|länger)|(?P<fewer>weniger|niedriger|geringer|kleiner|kürzer))\b"
)


def _other_side_of_a_value(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """`Elf weniger als 2018` of `elf Einsätze mehr als im Vorjahr`"""
    for segment in statement.segments:
        for quantity in segment.quantities:
            own = _side(segment, quantity)
            theirs = {_side(s, q) for s in used for q in s.quantities if own and equal(q, quantity)} - {None}
            if theirs and own not in theirs:
                yield Defect("misattributed", "Der Vergleich steht im Zitat umgekehrt.", quantity.text, weight=3)
                return


def _side(segment: Segment, quantity: Quantity) -> str | None:
    match = _THAN_BEFORE.match(segment.text, quantity.end - segment.start)
    return match.lastgroup if match else None


_RECEIVES = re.compile(r"\b(?:erh(?:ä|a)lt\w*|erhielt\w*|bek(?:a|o)mm\w*|bekam\w*|empf\w+)\b", re.I)


def _actors(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    own = acting(statement.text)
    core = core_of(statement, used)
    # A part without a verb of its own shares the verb of the core, so who stands there acts as well.
    sources = [actor for s in used if s in core or not predicate((s,)) for actor in acting(s.text)]
    if told_from_the_other_side(statement, used):
        return
    if own and receiver_supports(statement, used):
        yield Defect("misattributed", f"Im Zitat handelt nicht „{own[0]}“.", own[0], weight=3)
        return
    if not own or not sources or any(same_actor(one, source) for one in own for source in sources):
        return
    named = [a for s in used for a in actors(s.text)]
    received = any(_RECEIVES.search(s.text) for s in used)
    if any(same_actor(own[0], a.word) for a in named) or (another_party(own, sources) and not received):
        yield Defect("misattributed", f"Im Zitat handelt nicht „{own[0]}“.", own[0], weight=3)
