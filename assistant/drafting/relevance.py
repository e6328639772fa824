"""How well one earlier sentence answers one aspect of a question, without a model.

Words count by how rare they are in the town's papers. Three things are weighed: what of the aspect
the sentence itself says, how far the earlier question asked the same, and whether the precedent is
about the subject at all. Shared everyday words alone never carry a sentence: the rarest words of
the question (balcony, not panel) must be found too.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp
from typing import Any

from assistant.drafting.aspects import Asked, Aspect, aspects_of
from assistant.drafting.evidence import Evidence
from assistant.drafting.values import asks_for_money
from assistant.german import content_words, fold_umlauts, mentions, split_compound, stem

Rarity = Callable[[str], float]

_EVERYDAY_WORDS = (
    "stadt verwaltung stadtverwaltung gemeinderat frage fragen anfrage maßnahme maßnahmen möglichkeit "
    "möglich bereich thema rahmen bereits bisher derzeit aktuell aktuelle jahr jahre zahl anzahl höhe "
    "gibt geben wurde wurden ergriffen umgesetzt plant geplant planung beurteilt bewertet sieht situation "
    "stand kenntnis erkenntnisse hinsichtlich bezüglich konkret konkrete entsprechend entsprechende "
    "insgesamt jeweils einzelnen weitere sowie inwieweit inwiefern sonstige falls ja nein bitte sachstand "
    "umsetzung nutzung einrichtung einführung zustand entwicklung konzept bericht sachstandsbericht quartal "
    "bekannt erfolgt erfolgen werden welche hält halten steht stehen gründe grund folgen wichtig aussage "
    "zukunft zukünftig "
)
_EVERYDAY = frozenset(fold_umlauts(stem(word)) for word in _EVERYDAY_WORDS.split())
_SHARED_PART = 5
_PART_WEIGHT = 0.75
_SHARED_WEIGHT = 0.7
_HEAD_WEIGHT = 0.35
_EVERYDAY_WEIGHT = 0.6
_MOST_WEIGHT = 7.0
_ENOUGH_SAID = 12.0
_CORE = 6
_FRAME = re.compile(
    r"^.*?\bzum Thema:?\s+"
    r"|^(?:Große |Kleine )?(?:Beantwortung|Stellungnahme|\w*[Aa]nfrage|\w*[Aa]ntrag)\b[^:]{0,80}:\s*"
    r"|\s+vom \d{1,2}\.\s?\S+ \d{4}$"
)
_SPEAKS = 0.2
_ASKED = 0.5
_OTHER_SUBJECT = 0.5
_CLOSELY = 0.5
_AS_TELLING = 0.8
_TOPIC_TELLS_LESS = 0.8
_LONG = 9
_SPOKEN_OF = 0.5
_OUR_SUBJECT = 0.75
_THEIR_SUBJECT = 0.4
OF_WHAT_IS_ASKED = 0.4


@dataclass(frozen=True)
class About:
    """What an aspect stands in: its question, the inquiry's topic and what it says before its questions."""

    question: str
    topic: str = ""
    preamble: str = ""


@dataclass(frozen=True)
class Match:
    """How well a sentence answers an aspect, with what that is made of, each from 0 to 1.

    `said`: the words of the aspect that the sentence says; `focus`: the same without the words of the
    topic, which every sentence of a fitting paper says; `named`: the aspect's nouns in the sentence;
    `key`: its most telling nouns beside the topic (`Fluktuation`), in the sentence or the question it answered;
    `asked`: how far the earlier question asked the same; `subject`: the subject's nouns in the
    precedent; `whole`: the nouns of topic and question in it; `foreign`: how telling a noun of the
    paper's name is that the inquiry nowhere says (`Ausländerbehörde`, where the job centre is meant);
    `missing`: how much of the inquiry's own subject the precedent does not name; `near`, `topic`:
    nearness in meaning of the sentence and of its paper; `kind`: it is of the kind asked for;
    `precedent`: the confidence of its precedent. The weights were set on sentences judged by hand
    (docs/decisions).
    """

    said: float
    focus: float
    named: float
    key: float
    asked: float
    subject: float
    whole: float
    foreign: float
    missing: float
    near: float
    topic: float
    kind: float
    precedent: float

    @property
    def score(self) -> float:
        own = 0.15 * self.said + 0.25 * self.focus + 0.4 * self.asked
        own += 0.3 * self.near + 0.1 * self.topic + 0.15 * self.kind
        own *= min(1.0, self.subject / 0.4)
        return own + 0.3 * self.whole + 0.2 * self.named + 0.4 * self.precedent - 0.3 * self.foreign

    @property
    def sure(self) -> float:
        """The score as the probability that the sentence helps, fitted on sentences judged by hand."""
        return 1 / (1 + exp(2.396 - 2.929 * self.score))

    @property
    def to_the_point(self) -> bool:
        """Whether the sentence speaks of what is asked and not only of its topic."""
        return self.focus >= _SPEAKS or self.asked >= _ASKED or self.gives_it

    @property
    def gives_it(self) -> bool:
        """Whether it is of the kind asked for, where topic and question are spoken of: `Die Gebühr beträgt 96 €`,
        asked what the permit costs, says no word of the question."""
        return self.kind > 0 and self.whole >= _SPOKEN_OF

    @property
    def names_it(self) -> bool:
        """Whether what is asked of the topic is named, by the sentence or by the question that it answered."""
        return self.key >= OF_WHAT_IS_ASKED or self.asked >= _ASKED

    @property
    def of_another(self) -> bool:
        """Whether the paper is about another thing: it names a subject that the inquiry does not, and not its
        own. A sentence that speaks closely of what is asked is believed all the same."""
        return self.foreign * self.missing >= _OTHER_SUBJECT and self.focus < _CLOSELY


@dataclass(frozen=True)
class Word:
    """A telling word: its stem, how much it tells, and its parts when it is a compound."""

    root: str
    weight: float
    parts: tuple[str, ...] = ()


Words = tuple[Word, ...]
Encode = Callable[[list[str]], Any]


class Relevance:
    """The measure for the questions of one inquiry.

    `rarity` tells how rare a word is in the town's papers, `encode` turns texts into vectors of
    length 1 whose product says how near they are in meaning.
    """

    def __init__(self, rarity: Rarity, encode: Encode) -> None:
        self._rarity = lru_cache(maxsize=50_000)(rarity)
        self._encode = encode
        self._vectors: dict[str, Any] = {}
        self._words = lru_cache(maxsize=20_000)(self._telling)
        self._roots = lru_cache(maxsize=20_000)(_roots)

    def match(self, aspect: Aspect, about: About, evidence: Evidence) -> Match:
        """How well the sentence answers the aspect of a question in its inquiry."""
        sentence = self._roots(evidence.text)
        around = self._roots(_surroundings(evidence))
        wanted = self._wanted(aspect)
        topic_only = covered(self._core("", about.topic), around)
        return Match(
            said=covered(wanted, sentence),
            focus=covered(self._focus(wanted, about), sentence),
            named=covered(self._words(_nouns(aspect.text)), sentence),
            key=covered(self._key(aspect, about), sentence | self._roots(evidence.asked_before)),
            asked=self._same_question(wanted, evidence.asked_before),
            subject=max(covered(self._core(about.question, about.topic), around), topic_only),
            whole=covered(self._words(_nouns(f"{about.topic} {about.question}")), around),
            foreign=self._foreign(evidence.precedent.paper.name, about),
            missing=1 - covered(self._own_subject(about), around | self._roots(evidence.around)),
            near=self._near(f"{about.topic}\n{aspect.text}", _in_its_paper(evidence)),
            topic=self._near(about.topic or about.question, evidence.precedent.paper.name),
            kind=float(_answers_kind(aspect, evidence.text)),
            precedent=evidence.precedent.confidence or 0.0,
        )

    def same_subject(self, about: About, name: str) -> bool:
        """Whether a paper of this name is about what the inquiry is about: each names the other's subject."""
        ours = self._roots(f"{about.topic} {about.question} {about.preamble}")
        bare = _FRAME.sub("", name)
        theirs = tuple(w for w in self._words(_nouns(bare)) if w.root not in _EVERYDAY)
        named = covered(self._own_subject(about), self._roots(bare))
        return named >= _OUR_SUBJECT and covered(theirs, ours) >= _THEIR_SUBJECT

    def _foreign(self, name: str, about: About) -> float:
        """How telling the most telling noun of a paper's name is that the inquiry nowhere says."""
        ours = self._roots(f"{about.topic} {about.question} {about.preamble}")
        nouns = self._words(_nouns(_FRAME.sub("", name)))
        return max((w.weight * (1 - likeness(w, ours)) for w in nouns), default=0.0) / _MOST_WEIGHT

    def _own_subject(self, about: About) -> Words:
        """The most telling nouns of the topic: those that the question says again, else two."""
        asked = self._roots(about.question)
        nouns = sorted(self._words(_nouns(about.topic or about.question)), key=lambda w: -w.weight)
        telling = tuple(w for w in nouns if w.weight >= _AS_TELLING * nouns[0].weight)
        return tuple(w for w in telling if likeness(w, asked) >= _PART_WEIGHT) or telling[:2]

    def prepare(self, texts: Iterable[str]) -> None:
        """Encode many texts at once; one at a time costs more."""
        missing = [t for t in dict.fromkeys(texts) if t not in self._vectors]
        if missing:
            self._vectors.update(zip(missing, self._encode(missing), strict=True))

    def prepare_sentences(self, pool: Iterable[Evidence]) -> None:
        self.prepare(_in_its_paper(e) for e in pool if e.unfit is None)

    def _near(self, one: str, other: str) -> float:
        self.prepare((one, other))
        return max(0.0, float(self._vectors[one] @ self._vectors[other]))

    def _wanted(self, aspect: Aspect) -> Words:
        """The words of the aspect; a short one (`Warum nicht?`) borrows from what stands around it."""
        own = self._words(aspect.text)
        if sum(w.weight for w in own) >= _ENOUGH_SAID or not aspect.context:
            return own
        around = (replace(w, weight=w.weight * 0.6) for w in self._words(aspect.context) if w not in own)
        return (*own, *around)

    def _focus(self, wanted: Words, about: About) -> Words:
        """What is asked of the subject: the words of the aspect that are not the subject itself."""
        topic = self._roots(about.topic)
        rest = tuple(replace(w, weight=w.weight * (1 - _TOPIC_TELLS_LESS * likeness(w, topic))) for w in wanted)
        return rest if sum(w.weight for w in rest) > 3 else wanted

    def _key(self, aspect: Aspect, about: About) -> Words:
        """The nouns that tell what of the topic is asked; those of what stands around a short aspect, and the
        topic's own where nothing else is named."""
        topic = self._roots(about.topic)
        for text in (aspect.text, aspect.context):
            nouns = [w for w in self._words(f"{_nouns(text)} {_attributes(text)}") if w.root not in _EVERYDAY]
            telling = [replace(w, weight=w.weight * (1 - _TOPIC_TELLS_LESS * likeness(w, topic))) for w in nouns]
            if telling:
                least = _AS_TELLING * max(w.weight for w in telling)
                return tuple(w for w in telling if w.weight >= least)
        return self._own_subject(about)

    def _core(self, question: str, topic: str) -> Words:
        """The nouns without which another thing is meant: balcony, not panel."""
        nouns = {w.root: w for text in (topic, question) for w in self._telling(_nouns(text))}
        return tuple(sorted(nouns.values(), key=lambda w: -w.weight)[:_CORE])

    def _same_question(self, wanted: Words, asked_before: str) -> float:
        """How far the earlier question asked the same, by its best aspect, both ways."""
        best = 0.0
        for aspect in _aspects(asked_before):
            forth = covered(wanted, self._roots(aspect.text))
            back = covered(self._words(aspect.text), frozenset(w.root for w in wanted))
            best = max(best, 2 * forth * back / (forth + back) if forth + back else 0.0)
        return best

    def _telling(self, text: str) -> Words:
        """The telling words of a text, each once."""
        found: dict[str, Word] = {}
        for word in content_words(text):
            root = fold_umlauts(stem(word))
            if len(word) < 3 or root in found:
                continue
            if root in _EVERYDAY:
                found[root] = Word(root, _EVERYDAY_WEIGHT)
            else:
                rarity = self._rarity(word)
                parts = self._parts(word) if len(word) > _LONG else ()
                found[root] = Word(root, max(0.2, min(rarity, _MOST_WEIGHT)), parts)
        return tuple(found.values())

    def _parts(self, word: str) -> tuple[str, ...]:
        """The parts of a compound that the town's papers know as words of their own."""
        known = _Known(self._rarity)
        return tuple(fold_umlauts(stem(part)) for part in split_compound(word, known) if part != word)


class _Known:
    """The words of the town's papers, as a lexicon; the rarest possible is in no paper."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity
        self._unknown = rarity("unbekanntesunwort")

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and len(word) >= _SHARED_PART - 1 and self._rarity(word) < self._unknown


def _roots(text: str) -> frozenset[str]:
    return frozenset(fold_umlauts(stem(word)) for word in content_words(text) if len(word) > 2)


def _in_its_paper(evidence: Evidence) -> str:
    return f"{evidence.precedent.paper.name}\n{evidence.text}"


def _surroundings(evidence: Evidence) -> str:
    return f"{evidence.precedent.paper.name}\n{evidence.asked_before}\n{evidence.text}"


def _nouns(text: str) -> str:
    """The words that begin with a capital; German writes its nouns and names so."""
    return " ".join(re.findall(r"\b[A-ZÄÖÜ][\wäöüß]+", text))


def _attributes(text: str) -> str:
    """The longer adjectives before a noun: `barrierefreie Spielgeräte`."""
    return " ".join(re.findall(r"\b[a-zäöüß]{7,}e[nmrs]?(?=\s+[A-ZÄÖÜ])", text))


@lru_cache(maxsize=1024)
def _aspects(question: str) -> tuple[Aspect, ...]:
    return tuple(aspects_of(question)) if question.strip() else ()


def covered(wanted: Words, given: frozenset[str]) -> float:
    """The share of the wanted words, by weight, that the given words say, whole or in part."""
    total = sum(w.weight for w in wanted)
    return sum(w.weight * likeness(w, given) for w in wanted) / total if total else 0.0


def likeness(word: Word, given: frozenset[str]) -> float:
    """1 for the same stem, less for a part of it (`Schulhof`, `Hof`; `Breitbandnetz`, `Breitband`), else 0.

    What a compound is about stands at its beginning: of `Elternbeitrag` a text on any `Beitrag` says little.
    """
    if word.root in given:
        return 1.0
    return max((_part_likeness(word.root, other) for other in given), default=0.0) or _shared_parts(word, given)


def _part_likeness(asked: str, other: str) -> float:
    if not _is_part(asked, other):
        return 0.0
    only_the_head = len(other) < len(asked) and not asked.startswith(other)
    return _HEAD_WEIGHT if only_the_head else _PART_WEIGHT


def _shared_parts(word: Word, given: frozenset[str]) -> float:
    if not word.parts:
        return 0.0
    shared = [part in given or any(_is_part(part, other) for other in given) for part in word.parts]
    only_the_head = shared[-1] and sum(shared) == 1
    return (_HEAD_WEIGHT if only_the_head else _SHARED_WEIGHT) * sum(shared) / len(shared)


def _is_part(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHARED_PART and (long.startswith(short) or long.endswith(short))


_REASON = re.compile(r"\b(?:warum|weshalb|wieso|aus welche[nm] gr[uü]nd|begründ)", re.I)
_BECAUSE = re.compile(r"\b(?:weil|da|aufgrund|auf grund|wegen|grund|gründe[n]?|denn|um \w+ zu|damit)\b", re.I)
_WHO = re.compile(r"\b(?:wer|wem|wen|zuständig\w*|verantwortlich\w*|welche[rs]? (?:amt|stelle|ämter|behörde))\b", re.I)
_OFFICE = re.compile(
    r"\b(?:zuständig\w*|obliegt|verantwortlich\w*|verantwortung|federführ\w*|\w*amt(?:es|s)?|dezernat|behörde|dienststelle)\b",
    re.I,
)
# `Nach welcher Satzung?` asks for law; `Wie hat sich die Satzung bewährt?` does not.
_LAW = re.compile(
    r"\b(?:recht(?:lich\w*|s\w*)?|gesetz\w*|zulässig\w*|geregelt)\b"
    r"|\b(?:welche[rnms]?|k?eine[rn]?|gibt es|nach|gemäß|laut)\s(?:\w+\s){0,2}"
    r"(?:\w*grundlagen?|\w*satzung(?:en)?|\w*vorschrift\w*|regeln?|\w*regelung\w*)\b",
    re.I,
)
_LEGAL = re.compile(r"§|\b\w*(?:gesetz\w*|verordnung|satzung|recht(?:lich\w*)?|zulässig\w*|vorschrift\w*)\b", re.I)


def _answers_kind(aspect: Aspect, text: str) -> bool:
    """Whether the sentence is of the kind asked for: a reason, an office, a law, a figure, a date."""
    if any(q.search(aspect.text) and a.search(text) for q, a in ((_REASON, _BECAUSE), (_WHO, _OFFICE), (_LAW, _LEGAL))):
        return True
    kinds = {m.kind for m in mentions(text)}
    if aspect.asked is Asked.current_value:
        return "amount" in kinds if asks_for_money(aspect.text) else bool(kinds & {"figure", "amount"})
    return aspect.asked is Asked.event and "date" in kinds
