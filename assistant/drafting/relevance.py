"""How well one earlier sentence answers one aspect of a question, without a model.

Words count by how rare they are in the town's papers. Three things are weighed: what of the aspect
the sentence itself says, how far the earlier question asked the same, and whether the precedent is
about the subject at all. Shared everyday words alone never carry a sentence: the rarest words of
the question (balcony, not panel) must be found too.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.drafting.aspects import Aspect, Asked, aspects_of
from assistant.drafting.evidence import Evidence
from assistant.german import content_words, fold_umlauts, mentions, stem

Rarity = Callable[[str], float]
Weights = dict[str, float]

_EVERYDAY = frozenset(
    stem(word)
    for word in """stadt verwaltung stadtverwaltung gemeinderat frage fragen anfrage maßnahme maßnahmen möglichkeit möglich bereich
    thema rahmen bereits bisher derzeit aktuell aktuelle jahr jahre zahl anzahl höhe gibt geben wurde wurden ergriffen umgesetzt
    plant geplant planung beurteilt bewertet sieht situation stand kenntnis erkenntnisse hinsichtlich bezüglich konkret konkrete
    entsprechend entsprechende insgesamt jeweils einzelnen weitere sowie inwieweit inwiefern sonstige falls ja nein bitte sachstand
    bekannt erfolgt erfolgen werden welche hält halten steht stehen gründe grund folgen wichtig aussage zukunft zukünftig""".split()
)
_SHARED_PART = 5
_PART_WEIGHT = 0.75
_EVERYDAY_WEIGHT = 0.6
_MOST_WEIGHT = 9.0


@dataclass(frozen=True)
class Match:
    """How well a sentence answers an aspect; `score` from 0 to 1, with what it was made of."""

    score: float
    said: float
    asked: float
    subject: float


@dataclass(frozen=True)
class Subject:
    """What a question is about: its words, with those of the topic, by how much they tell."""

    words: Weights
    core: Weights


class Relevance:
    """The measure for one question; `rarity` tells how rare a word is in the town's papers."""

    def __init__(self, rarity: Rarity, name_of_town: Iterable[str] = ()) -> None:
        self._rarity = lru_cache(maxsize=20_000)(rarity)
        self._ignored = {stem(word) for word in name_of_town}

    def weights(self, text: str) -> Weights:
        """The telling words of a text, stemmed, each with its weight."""
        weights: Weights = {}
        for word in content_words(text):
            root = stem(word)
            if len(word) < 3 or root in self._ignored:
                continue
            weight = _EVERYDAY_WEIGHT if root in _EVERYDAY else min(self._rarity(word), _MOST_WEIGHT)
            weights[fold_umlauts(root)] = max(weight, 0.2)
        return weights

    def subject(self, question: str, topic: str) -> Subject:
        """The subject of a question: its core are the words without which another thing is meant."""
        own, around = self.weights(question), self.weights(topic)
        words = {**{w: v * 0.7 for w, v in around.items()}, **own}
        ranked = sorted(words.items(), key=lambda item: -item[1])
        return Subject(words, dict(ranked[:6]))

    def match(self, aspect: Aspect, subject: Subject, evidence: Evidence) -> Match:
        sentence = self._words_of(evidence.text)
        wanted = self._wanted(aspect)
        said = covered(wanted, sentence)
        asked = self._same_question(aspect, evidence.asked_before)
        about = covered(subject.core, self._surroundings(evidence))
        score = 0.5 * said + 0.35 * asked + 0.15 * about
        score += 0.08 if _answers_kind(aspect, evidence.text) else 0.0
        return Match(score * min(1.0, about / 0.5), said, asked, about)

    def _wanted(self, aspect: Aspect) -> Weights:
        """The words of the aspect; a short one (`Warum nicht?`) borrows from what stands around it."""
        own = self._words_of(aspect.text)
        if sum(own.values()) >= 12 or not aspect.context:
            return own
        return {**{w: v * 0.6 for w, v in self._words_of(aspect.context).items()}, **own}

    def _same_question(self, aspect: Aspect, asked_before: str) -> float:
        """How far the earlier question asked the same, by its best aspect."""
        wanted = self._wanted(aspect)
        return max((_overlap(wanted, self._words_of(a.text)) for a in _aspects(asked_before)), default=0.0)

    def _surroundings(self, evidence: Evidence) -> Weights:
        return self._words_of(f"{evidence.precedent.paper.name}\n{evidence.asked_before}\n{evidence.text}")

    def _words_of(self, text: str) -> Weights:
        return _memo(self, text)


@lru_cache(maxsize=4096)
def _memo(relevance: Relevance, text: str) -> Weights:
    return relevance.weights(text)


@lru_cache(maxsize=1024)
def _aspects(question: str) -> tuple[Aspect, ...]:
    return tuple(aspects_of(question)) if question.strip() else ()


def covered(wanted: Weights, given: Weights) -> float:
    """The share of the wanted words, by weight, that the given words say, whole or in a compound."""
    total = sum(wanted.values())
    return sum(weight * likeness(word, given) for word, weight in wanted.items()) / total if total else 0.0


def likeness(word: str, given: Iterable[str]) -> float:
    """1 for the same stem, less for one that is a part of the other (`Schulhof`, `Hof`), else 0."""
    if word in given:
        return 1.0
    return _PART_WEIGHT if any(_is_part(word, other) for other in given) else 0.0


def _is_part(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHARED_PART and (long.startswith(short) or long.endswith(short))


def _overlap(one: Weights, other: Weights) -> float:
    """Both ways: an old question that asked much more is not the same question."""
    forth, back = covered(one, other), covered(other, one)
    return 2 * forth * back / (forth + back) if forth + back else 0.0


_REASON = re.compile(r"\b(?:warum|weshalb|wieso|aus welche[nm] gr[uü]nd|begründ)", re.I)
_BECAUSE = re.compile(r"\b(?:weil|da|aufgrund|auf grund|wegen|grund|gründe[n]?|denn|um \w+ zu|damit)\b", re.I)
_WHO = re.compile(r"\b(?:wer|wem|wen|zuständig\w*|verantwortlich\w*|welche[rs]? (?:amt|stelle|ämter|behörde))\b", re.I)
_OFFICE = re.compile(r"\b(?:zuständig\w*|obliegt|verantwortlich\w*|verantwortung|federführ\w*|\w*amt(?:es|s)?|dezernat|behörde|dienststelle)\b", re.I)
_LAW = re.compile(r"\b(?:recht(?:lich\w*|s\w*)?|gesetz\w*|grundlage|zulässig\w*|satzung)\b", re.I)
_LEGAL = re.compile(r"§|\b\w*(?:gesetz\w*|verordnung|satzung|recht(?:lich\w*)?|zulässig\w*|vorschrift\w*)\b", re.I)


def _answers_kind(aspect: Aspect, text: str) -> bool:
    """Whether the sentence is of the kind asked for: a reason, an office, a law, a figure, a date."""
    if any(q.search(aspect.text) and a.search(text) for q, a in ((_REASON, _BECAUSE), (_WHO, _OFFICE), (_LAW, _LEGAL))):
        return True
    kinds = {m.kind for m in mentions(text)}
    if aspect.asked is Asked.current_value:
        return bool(kinds & {"figure", "amount"})
    return aspect.asked is Asked.event and "date" in kinds
