"""Sentences as clauses: what they say, of what, with which negation, modality and restriction."""

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise, zip_longest

from assistant import german
from assistant.drafting.verification.content import content
from assistant.drafting.verification.markers import (
    BY_THE_TOWN,
    CAUSE,
    CLAIMS,
    DONE,
    DUE,
    DUTY,
    FUTURE,
    MODES,
    NEGATION,
    NOW,
    PAST,
    PRESENT,
    REPORTED,
    RESTRICTORS,
    STAGES,
    TOKEN,
    VERB,
    VERB_FIRST,
)
from assistant.drafting.verification.periods import with_weekdays, with_years
from assistant.drafting.verification.phrases import plainly
from assistant.drafting.verification.pieces import pieces
from assistant.drafting.verification.quantities import quantities_of
from assistant.drafting.verification.segments import Reading, Segment, has_finite, has_verb, is_noun
from assistant.drafting.verification.value_dates import with_dates
from assistant.german import STOP_WORDS, Mention, fold


@lru_cache(maxsize=1024)
def read(text: str) -> Reading:
    """`text` as clauses, each with its polarity, modality, quantities and dates."""
    segments: list[Segment] = []
    questions = set()
    for number, span in enumerate(german.sentences(text)):
        sentence = text[span.start : span.end]
        if sentence.rstrip('”“"» ').endswith("?"):
            questions.add(number)
        segments += _read_sentence(sentence, span.start, number)
    return Reading(text, tuple(segments), frozenset(questions))


def _read_sentence(sentence: str, offset: int, number: int) -> list[Segment]:
    found = with_years(with_weekdays(german.mentions(sentence), sentence), sentence)
    spans = list(pieces(sentence, found))
    segments = [_segment(sentence, start, end, found, number) for start, end in spans]
    segments = _with_scope(segments)
    segments = with_dates(segments)
    return [_moved(segment, offset) for segment in segments]


def _moved(segment: Segment, offset: int) -> Segment:
    """Places count from the whole text."""
    return replace(
        segment,
        start=segment.start + offset,
        end=segment.end + offset,
        quantities=tuple(replace(q, start=q.start + offset, end=q.end + offset) for q in segment.quantities),
        mentions=tuple(m._replace(start=m.start + offset, end=m.end + offset) for m in segment.mentions),
    )


# `später als geplant` plans nothing.
_AS_PLANNED = re.compile(
    r"\b(?:als|wie)\s(?:ursprünglich\s|zunächst\s)?(?:geplant|vorgesehen|erwartet|veranschlagt)\b"
    r"|\b(?:ursprünglich|zunächst|eigentlich)\s(?:[\w.]+\s){0,4}(?:geplant|vorgesehen|erwartet)e[nrsm]?\b",
    re.I,
)
# `hat angekündigt, … zu schließen`: told is not done.
_TOLD = re.compile(r"\b(?:hat|haben|wurde|hatte)\b.*\b(?:angekündigt|mitgeteilt|erklärt|berichtet|zugesichert)$", re.I)
# `Eine Prüfung hat ergeben, dass …`: what was found need not have happened.
_FOUND = re.compile(r"\b(?:hat|haben|wurde|hatte)\b.*\b(?:ergeben|gezeigt|bestätigt|festgestellt)$", re.I)
_FUNDS = re.compile(r"haushalt|\w*mittel\b|\betat|budget", re.I)
_EARMARKED = re.compile(r"\b(?:vorgesehen|eingeplant)\w{0,2}\b", re.I)


def _segment(sentence: str, start: int, end: int, found: list[Mention], number: int) -> Segment:
    text = sentence[start:end]
    inside = tuple(m for m in found if start <= m.start < end)
    flat = _AS_PLANNED.sub(" ", plainly(text))
    words, light = content(sentence, start, end, found)
    modes = {name for name, pattern in MODES.items() if pattern.search(flat.lstrip(" ,;:("))}
    if "whether" in modes:
        # `ob gefällt werden darf` is decided, not possible.
        modes -= {"possible"}
    if _FUNDS.search(text):
        # Money that is `vorgesehen` stands in the budget.
        modes -= {"plan"} if not MODES["plan"].search(_EARMARKED.sub("", flat)) else set()
    if _TOLD.search(flat.rstrip(" ,")) or (_FOUND.search(flat.rstrip(" ,")) and sentence.startswith(", dass ", end)):
        pass
    elif DONE.search(flat) and not ("must" in modes and DUE.search(flat)):
        modes.add("done")
    elif FUTURE.search(flat):
        modes.add("future")
    elif PAST.search(flat):
        modes.add("past")
    elif PRESENT.search(flat):
        modes.add("present")
    if start == 0 and VERB_FIRST.match(sentence):
        modes.add("if")
    if "plan" in modes and not DUTY.search(flat):
        # `ist bestrebt, … auszubauen` is no duty.
        modes -= {"must"}
    if CAUSE.search(text.lstrip(" ,;:(")):
        modes.add("cause")
    if CLAIMS.search(text) or (REPORTED.search(text) and not BY_THE_TOWN.search(sentence)):
        modes.add("claim")
    return Segment(
        text=text,
        start=start,
        end=end,
        sentence=number,
        words=words,
        light=light,
        negated=len(NEGATION.findall(flat)) % 2 == 1,
        modes=frozenset(modes),
        stages=tuple(m[0].lower() for m in STAGES.finditer(flat)),
        restrictors=frozenset(name for name, pattern in RESTRICTORS.items() if pattern.search(flat)),
        quantities=tuple(quantities_of(sentence, start, end, found)),
        mentions=tuple(m for m in inside if m.kind in ("date", "law", "person")),
        now=bool(NOW.search(text)),
    )


def _with_scope(segments: list[Segment]) -> list[Segment]:
    """Parts without a verb take verb, polarity and modality from the clause they belong to."""
    result: list[Segment] = []
    for segment in segments:
        previous = result[-1] if result else None
        opening = segment.text.lstrip(" ,;:(").lower()
        if previous and opening.startswith("sondern"):
            segment = replace(
                segment, inherited=_before_negation(previous), modes=segment.modes | (previous.modes - {"whether"})
            )
        elif (
            previous
            and opening.startswith(("und ", "oder ", "sowie "))
            and "," not in opening
            and VERB.search(previous.text)
            and not has_finite(segment)
        ):
            segment = replace(
                segment, modes=segment.modes | previous.modes, negated=segment.negated or previous.negated
            )
        elif previous and not has_verb(segment):
            verbs = tuple(w for w in previous.words if fold(w) == w and not is_noun(w, previous.text))
            segment = replace(
                segment,
                inherited=verbs,
                negated=segment.negated or previous.negated,
                modes=segment.modes | previous.modes,
                stages=segment.stages + previous.stages,
                restrictors=segment.restrictors | (previous.restrictors - _not_shared(segment)),
            )
        elif previous and "claim" in previous.modes and _is_embedded(opening):
            segment = replace(segment, modes=segment.modes | {"claim"})
        if previous and _is_governed(opening):
            segment = replace(
                segment,
                modes=segment.modes | (previous.modes & {"plan", "possible", "must", "open"}),
                negated=segment.negated != previous.negated,
            )
        result.append(segment)
    return _backwards(result)


def _not_shared(segment: Segment) -> set[str]:
    """`werktags 62, an Samstagen 94`: who names a time of his own does not hold at the one before."""
    return {"only", "all", "part"} | ({"times"} if segment.dates else set())


def _is_governed(opening: str) -> bool:
    """`… geplant, den Weg zu bauen`, `… vorgesehen, dass …`: what governs the clause holds for it."""
    return opening.startswith("dass ") or (
        bool(re.search(r"\bzu [a-zäöüß]+n\W*$|\b[a-zäöüß]+zu[a-zäöüß]+en\W*$", opening))
        and not opening.startswith(("um ", "ohne "))
    )


def _is_embedded(opening: str) -> bool:
    """A clause that depends on the verb of saying before it."""
    return (
        opening.startswith(
            ("dass ", "ob ", "warum ", "weshalb ", "wie ", "wann ", "es ", "die ", "der ", "das ", "auf ", "in ", "im ")
        )
        or "zu " in opening
    )


def _backwards(segments: list[Segment]) -> list[Segment]:
    """A part before the verb (`Ein Vorhaben, das …, ist nicht …`) shares what follows in its clause."""
    if len(segments) > 1 and not has_verb(segments[0]) and not _verb_inside(segments[0].text):
        rest = [s for s in segments[1:] if has_verb(s)]
        if rest:
            segments[0] = replace(segments[0], modes=segments[0].modes | (rest[-1].modes & {"plan", "done", "future"}))
    for index in range(len(segments) - 1):
        segments[index], segments[index + 1] = _in_one_bracket(segments[index], segments[index + 1])
    return [_with_verb_behind(one, after) for one, after in zip_longest(segments, segments[1:])]


_GOES_ON = re.compile(
    r"^\W*(?:und |oder |sowie )?(?:an|am|auf|in|im|bei|beim|bis|von|vom|zum|zur|nach|ab|für|um)\s"
    r".*[a-zäöüß](?:t|en)\W*$"
)


def _in_one_bracket(segment: Segment, after: Segment) -> tuple[Segment, Segment]:
    """`hat sich von 3 | auf 5 erhöht`, `ist bis 7 Uhr, | an Feiertagen bis 8 Uhr vorzunehmen`: one verb for both."""
    if not VERB.search(segment.text) or not _GOES_ON.match(after.text) or has_finite(after):
        return segment, after
    whole = plainly(segment.text.rstrip() + " " + after.text.lstrip(" ,"))
    said = {name for name, pattern in (("must", MODES["must"]), ("done", DONE)) if pattern.search(whole)}
    if not said or "done" in segment.modes or ("must" in said and "plan" in segment.modes):
        return segment, after
    said = {"must"} if "must" in said else said
    first, second = (replace(s, modes=(s.modes - {"present"}) | said) for s in (segment, after))
    return first, second


_PAST_INSIDE = re.compile(
    r"\s(?:ging|kam|nahm|gab|fand|trat|lag|stand|hielt|zog|lief|stieg|sank|trug|fiel|blieb|schrieb|bezog|sprach|betrug"
    r"|entfiel)(?:en)?\s"
)
_NO_VERB = frozenset({"insgesamt", "gesamt", "zuletzt", "zunächst", "meist", "fast", "dort", "jetzt", "mit", "samt"})


def _verb_inside(text: str) -> bool:
    """`Die Gebühr beläuft sich auf …`, `der Vertrag läuft zum … aus`: a verb before a phrase."""
    if _PAST_INSIDE.search(text):
        return True
    tokens = re.findall(r"[^\W_]+", text)
    return any(
        word.islower() and word.endswith("t") and len(word) > 3 and word not in STOP_WORDS and word not in _NO_VERB
        and (after in STOP_WORDS or after[0].isdigit())
        for word, after in pairwise(tokens)
    )  # fmt: skip


_FORCE = frozenset({"plan", "possible", "must", "open", "done", "future"})
_NOUN_LAST = re.compile(r"[A-ZÄÖÜ][\w-]*\W*$")


def _with_verb_behind(segment: Segment, after: Segment | None) -> Segment:
    """`ist der Bau | sowie der Betrieb vorgesehen`: what closes the clause holds for its first part too."""
    joined = after and after.text.lstrip(" ,").startswith(("und ", "oder ", "sowie "))
    if not after or not joined or not VERB.search(segment.text) or not _NOUN_LAST.search(segment.text):
        return segment
    if has_finite(after):
        return segment
    return replace(segment, modes=segment.modes | (after.modes & _FORCE))


def _before_negation(segment: Segment) -> tuple[str, ...]:
    negation = NEGATION.search(segment.text)
    head = segment.text[: negation.start()] if negation else segment.text
    return tuple(fold(t) for t in TOKEN.findall(head))


def predicate(segments: tuple[Segment, ...]) -> str | None:
    """The word that says what happens: the last verb form of the main clause that carries meaning."""
    for segment in segments:
        if segment.modes & {"if", "whether", "cause"}:
            continue
        lower = [w for w in segment.words if not is_noun(w, segment.text) and not w[0].isdigit()]
        if lower:
            return lower[-1]
    return None
