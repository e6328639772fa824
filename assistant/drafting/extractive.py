"""Choosing the sentences for one aspect: few, fitting, newest first, readable in their order.

Nothing is written here. A sentence is taken whole from an earlier answer or left out; a value,
state or date that was asked for anew becomes a gap with the old one beside it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.drafting.aspects import Asked, Aspect
from assistant.drafting.evidence import Evidence, Place
from assistant.drafting.lasting import dated, durability, ended, speaks_of_its_day
from assistant.drafting.relevance import OF_WHAT_IS_ASKED, Match
from assistant.drafting.values import asked_value, gives_value, tells_no_data
from assistant.drafting.worth import leans_on_the_last
from assistant.german import content_words, mentions, stem

STANDS = 0.35
COVERS = 0.6
# From here on a precedent surely answers the question, and its question surely asked the same as an aspect.
_SURELY_ANSWERS = 0.6
ASKED_THE_SAME = 0.7
WORTH_SHOWING = 0.3
_MOST_NEAR = 2
_SPEAKS_OF_IT = 0.1
_SPEAKS_CLEARLY = 0.2
_ASKED_ALIKE = 0.4
_MOST_SENTENCES = 3
_MOST_CHARACTERS = 600
_MOST_PAPERS = 2
_MOST_OLD = 3
_SAME = 0.6
_CLOSE_TO_BEST = 0.8
_OLD_CLOSE_TO_BEST = 0.7
_NEAR_CLOSE_TO_BEST = 0.85
_LASTS = 0.45
_LASTS_AT_ALL = 0.5
_OVERTAKEN = 0.25
_LATER = timedelta(days=180)
_COMPARABLE = 0.95
_CLEARLY = 0.05
_TOLD = 0.1


@dataclass(frozen=True)
class Scored:
    evidence: Evidence
    match: Match
    lasts: float

    @property
    def worth(self) -> float:
        """What decides between fitting sentences: fit first, then how likely it still holds."""
        return self.match.score + 0.12 * (self.lasts - 0.5)

    @property
    def sure(self) -> float:
        return self.match.sure

    @property
    def stands(self) -> bool:
        """Sure enough to be said: by its own words, or because its precedent answered the same question."""
        sure = self.sure >= STANDS or (self.evidence.precedent.confidence or 0.0) >= _SURELY_ANSWERS
        named = self.match.key >= OF_WHAT_IS_ASKED or self.match.asked >= ASKED_THE_SAME
        return sure and named and self.match.to_the_point

    @property
    def speaks(self) -> bool:
        """Whether the sentence says something of what is asked, or answered nearly the same question."""
        alike = self.match.focus >= _SPEAKS_OF_IT or self.match.asked >= _ASKED_ALIKE or self.match.gives_it
        return alike and self.match.names_it and not self.match.of_another


@dataclass(frozen=True)
class Answer:
    """What earlier papers give for one aspect: sentences that stand, and old values beside a gap.

    `sure`: how sure it is that any of it helps; `fit`: how closely the best of them speaks of what is asked;
    `same_question`: how far the questions that its sentences answered asked the same.
    """

    aspect: Aspect
    sentences: tuple[Evidence, ...] = ()
    old: tuple[Evidence, ...] = ()
    sure: float = 0.0
    fit: float = 0.0
    same_question: float = 0.0

    @property
    def covered(self) -> bool:
        """Whether the aspect is answered; what asks for today's value never is by an old paper."""
        return bool(self.sentences) and self.aspect.asked is Asked.lasting and self.sure >= COVERS


Measure = Callable[[Aspect, Evidence], Match]


def answer(
    aspect: Aspect,
    pool: Sequence[Evidence],
    measure: Measure,
    taken: Iterable[Evidence] = (),
    shown_before: Mapping[Place, float] | None = None,
    at_least: float = WORTH_SHOWING,
    others: Sequence[Aspect] = (),
) -> Answer:
    """The answer to `aspect` from the sentences in `pool`; `taken` are already in the draft,
    `shown_before` stand beside another gap, which they fit as well as said there. Nothing is used whose chance to help
    is less than `at_least`, or that answers one of the `others` better."""
    scored = _scored(aspect, pool, measure, at_least)
    stands, old = _parted(aspect, scored)
    elsewhere = {s.evidence.key for s in scored if s.match.score <= (shown_before or {}).get(s.evidence.key, 0.0)}
    stands = [s for s in stands if not any(_is_better_for(other, s, measure) for other in others)]
    taken = list(taken)
    chosen = _readable(_chosen(stands, taken), pool)
    told = {e.key for e in (*taken, *chosen)} | elsewhere
    shown = _newest_of_each(aspect, old, elsewhere) or ([] if chosen else _nearest(_serving(aspect, scored), told))
    sure = max((s.sure for s in (*(stands if chosen else ()), *shown)), default=0.0)
    fit = max((max(s.match.focus, s.match.asked) for s in stands), default=0.0)
    asked = {s.evidence.key: s.match.asked for s in stands}
    same_question = min((asked[e.key] for e in chosen if e.key in asked), default=0.0)
    return Answer(aspect, tuple(chosen), tuple(s.evidence for s in shown), sure, fit, same_question)


def _is_better_for(other: Aspect, s: Scored, measure: Measure) -> bool:
    """Whether the sentence answers another aspect of the question more closely, and belongs there."""
    return measure(other, s.evidence).score > s.match.score + _CLEARLY


def _scored(aspect: Aspect, pool: Sequence[Evidence], measure: Measure, at_least: float) -> list[Scored]:
    """What is worth showing, best first."""
    fit = [e for e in pool if e.unfit is None]
    scored = [Scored(e, measure(aspect, e), durability(e.text)) for e in fit]
    scored = [s for s in scored if s.sure >= at_least and s.speaks]
    return sorted((_weathered(s, scored) for s in scored), key=lambda s: -s.worth)


def _nearest(scored: Sequence[Scored], told: Collection[Place]) -> list[Scored]:
    """Where no sentence may stand as an answer: what the likeliest earlier answer says nearest to it.

    It is only shown beside the gap, dated and quoted, for a person to use or to leave. What was told already is
    not said again, and nothing less in its place.
    """
    near = [s for s in scored if not leans_on_the_last(s.evidence.text)]
    best = [s for s in near if s.evidence.precedent.paper.id == near[0].evidence.precedent.paper.id]
    close = [s for s in best if s.match.score >= _NEAR_CLOSE_TO_BEST * best[0].match.score]
    close = [s for s in close if s.evidence.key not in told]
    return sorted(close[:_MOST_NEAR], key=lambda s: s.evidence.start)


def _weathered(s: Scored, scored: Sequence[Scored]) -> Scored:
    """Less lasting when a later paper speaks of the same: what the older one says may have changed since."""
    day = s.evidence.date
    later = (t for t in scored if day and t.evidence.date and t.evidence.date - day > _LATER)
    overtaken = any(
        t.match.score >= _COMPARABLE * s.match.score and t.match.focus >= _COMPARABLE * s.match.focus for t in later
    )
    return replace(s, lasts=s.lasts - _OVERTAKEN) if overtaken else s


def _parted(aspect: Aspect, scored: list[Scored]) -> tuple[list[Scored], list[Scored]]:
    """(what still stands, what was true on its day) for what the aspect asks."""
    of_its_day = [s for s in _serving(aspect, scored) if _is_of_its_day(aspect, s)]
    old = [s for s in of_its_day if not ended(s.evidence.text) and s.match.to_the_point]
    old = [s for s in old if not leans_on_the_last(s.evidence.text)]
    stands = [s for s in scored if s.stands and not _is_of_its_day(aspect, s)]
    if aspect.asked is not Asked.lasting:
        # What is asked anew is rarely answered by what lasts, unless the very question was answered before.
        stands = [s for s in stands if s.match.asked >= ASKED_THE_SAME and s.match.focus >= _SPEAKS_CLEARLY]
    if aspect.asked is Asked.current_value and any(s.match.kind for s in old):
        old = [s for s in old if s.match.kind]
    return stands, old


def _serving(aspect: Aspect, scored: Sequence[Scored]) -> Sequence[Scored]:
    """Where a number is asked, only what gives one is worth showing beside the gap, or says that none is known."""
    if aspect.asked is not Asked.current_value:
        return scored
    unknown = [s for s in scored if tells_no_data(s.evidence.text) and s.match.focus >= _SPEAKS_CLEARLY]
    return [s for s in scored if s in unknown or gives_value(s.evidence.text, aspect.text)]


def _is_of_its_day(aspect: Aspect, s: Scored) -> bool:
    """Whether the sentence tells what was so on its day: never an answer, but worth showing beside the gap."""
    text = s.evidence.text
    if s.evidence.heads:
        return True
    if aspect.asked is Asked.lasting:
        return s.lasts < _LASTS_AT_ALL
    if aspect.asked is Asked.current_value:
        return bool(dated(text)) or s.lasts < _LASTS
    names_a_day = aspect.asked is Asked.event and any(m.kind == "date" for m in mentions(text))
    return names_a_day or bool(dated(text) or speaks_of_its_day(text)) or s.lasts < _LASTS


def _chosen(scored: list[Scored], taken: list[Evidence]) -> list[Evidence]:
    """The best few, no two of which say the same, from few papers."""
    chosen: list[Evidence] = []
    best = scored[0].worth if scored else 0.0
    for s in scored:
        papers = {e.precedent.paper.id for e in chosen}
        if len(chosen) == _MOST_SENTENCES or s.worth < best * _CLOSE_TO_BEST:
            break
        if len(papers) == _MOST_PAPERS and s.evidence.precedent.paper.id not in papers:
            continue
        if any(same(s.evidence, other) for other in (*chosen, *taken)):
            continue
        if sum(len(e.text) for e in (*chosen, s.evidence)) <= _MOST_CHARACTERS or not chosen:
            chosen.append(_newest_wording(s.evidence, scored))
    return chosen


def _newest_wording(sentence: Evidence, scored: list[Scored]) -> Evidence:
    """The same statement as the newest paper makes it: of two versions the later one is in force."""
    versions = [sentence, *(s.evidence for s in scored if same(s.evidence, sentence))]
    return max(versions, key=lambda e: e.date or date.min)


def _readable(chosen: list[Evidence], pool: Sequence[Evidence]) -> list[Evidence]:
    """With the sentences that they lean on, newest paper first, each paper in its own order."""
    by_place = {(e.precedent.paper.id, _part(e), e.order): e for e in pool}
    whole: dict[tuple[str, int, int], Evidence] = {}
    for sentence in chosen:
        chain = _with_antecedent(sentence, by_place)
        if chain and sum(len(e.text) for e in (*whole.values(), *chain)) <= _MOST_CHARACTERS * 1.4:
            whole.update((e.key, e) for e in chain)
    return sorted(whole.values(), key=_reading_order)


def _with_antecedent(sentence: Evidence, by_place: dict) -> list[Evidence]:
    """The sentence and the one before that it needs; empty when it cannot be had, or needs another one itself: two that
    only lead up to a third are mostly beside the question."""
    chain = [sentence]
    while leans_on_the_last(chain[0].text):
        first = chain[0]
        before = by_place.get((first.precedent.paper.id, _part(first), first.order - 1))
        if before is None or before.unfit or len(chain) == 2:
            return []
        chain.insert(0, before)
    return chain


def _part(e: Evidence) -> str:
    part = e.precedent.exchange
    passage = e.precedent.passage
    return f"e{part.number}:{part.question[:40]}" if part else f"p{passage.start if passage else 0}"


def _reading_order(e: Evidence) -> tuple:
    return (-(e.date or date.min).toordinal(), e.precedent.paper.id, e.start)


def _newest_of_each(aspect: Aspect, old: list[Scored], told: Collection[Place]) -> list[Scored]:
    """One old value a paper, the newest papers first: a short history of the value."""
    best: dict[str, Scored] = {}
    enough = _OLD_CLOSE_TO_BEST * max((s.match.score for s in old), default=0.0)
    fitting = [s for s in old if s.match.score >= enough and s.evidence.key not in told]
    for s in sorted(fitting, key=lambda s: -_history_worth(s, aspect)):
        best.setdefault(s.evidence.precedent.paper.id, s)
    newest = sorted(best.values(), key=lambda s: s.evidence.date or date.min, reverse=True)
    return newest[:_MOST_OLD]


def _history_worth(s: Scored, aspect: Aspect) -> float:
    """How well it shows the old value: fit first, and better where the one value asked for can be told."""
    return s.match.score + (_TOLD if asked_value(s.evidence.text, aspect.text) else 0.0)


def same(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences say the same in nearly the same words."""
    a, b = ({stem(w) for w in content_words(e.text)} for e in (one, other))
    return one.key == other.key or (bool(a | b) and len(a & b) / len(a | b) >= _SAME)
