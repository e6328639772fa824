"""With which force it is said (negation, modality, condition, restriction), and who acts."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.drafting.verification.agents import acting, actors, another_party, same_actor
from assistant.drafting.verification.arithmetic import growth_between
from assistant.drafting.verification.clauses import Segment, predicate
from assistant.drafting.verification.converse import told_from_the_other_side
from assistant.drafting.verification.markers import NEGATION
from assistant.drafting.verification.statement import Defect, Statement, core_of
from assistant.drafting.verification.tracing import holds
from assistant.drafting.verification.wording import LIGHT, covered, related, root
from assistant.german import STOP_WORDS, fold
from assistant.model import FlagKind

_FORCE = {
    "plan": "eine Planung oder Erwartung",
    "possible": "eine Möglichkeit",
    "must": "eine Notwendigkeit",
    "whether": "eine offene Frage",
    "claim": "die Meinung oder Forderung Dritter",
    "if": "eine Bedingung",
}


def other_force(
    statement: Statement, used: Sequence[Segment], segments: Sequence[Segment], arithmetic: bool
) -> Iterator[Defect]:
    if not used:
        return
    core = core_of(statement, used)
    own_modes = statement.around.union(*(s.modes for s in statement.segments))
    modes = frozenset().union(*(s.modes for s in core))
    sentences = {s.sentence for s in used}
    yield from _polarity(statement, used, [s for s in segments if s.sentence in sentences], arithmetic)
    if arithmetic:
        return
    yield from _modality(own_modes, modes, frozenset().union(*(s.modes for s in used)), statement, core)
    yield from _condition(own_modes, sentences, segments)
    yield from _restriction(statement, used, sentences, segments)
    yield from _causes(statement, used)
    if any(s.now for s in statement.segments) and not any(s.now for s in segments if s.sentence in sentences):
        yield Defect(
            "misattributed",
            "Der Satz gibt als aktuell aus, was das Zitat nicht als aktuell bezeichnet.",
            _now_word(statement),
            FlagKind.stale,
        )


def _now_word(statement: Statement) -> str:
    match = re.search(
        r"\b(?:derzeit|aktuell|zurzeit|gegenwärtig|momentan|heute|inzwischen|mittlerweile)\w*", statement.text, re.I
    )
    return match[0] if match else ""


def _polarity(
    statement: Statement, used: Sequence[Segment], whole: Sequence[Segment], arithmetic: bool
) -> Iterator[Defect]:
    """Yes for no. Where the statement repeats the quote's sentence, each of its negations counts."""
    own, theirs = (any(s.negated for s in part) for part in (statement.segments, used))
    repeats = next((part for part in (whole, used) if _nearly_verbatim(statement, part)), None)
    if own != theirs and not arithmetic:
        given, taken = ("verneint", "bejaht") if theirs else ("bejaht", "verneint")
        message = f"Das Zitat {given}, was der Satz {taken}."
        yield Defect("misattributed", message, _negation_word(statement), weight=3)
    elif repeats and _negations(statement.segments) != _negations(repeats):
        yield Defect("misattributed", "Satz und Zitat verneinen nicht dasselbe.", _negation_word(statement), weight=3)


def _negations(segments: Sequence[Segment]) -> int:
    return sum(segment.negated for segment in segments)


def _nearly_verbatim(statement: Statement, used: Sequence[Segment]) -> bool:
    """Long sentences are compared negation by negation only where they are the same but for a word."""
    words = [w for s in used for w in s.words]
    return len(words) > 3 and sum(w in statement.words for w in words) >= 0.9 * len(words)


def _negation_word(statement: Statement) -> str:
    match = re.search(r"\b(?:nicht|kein\w*|weder|ohne|nie\w*)\b", statement.text, re.I)
    return match[0] if match else ""


_LOOK_UP = re.compile(r"\b(?:entnommen|eingesehen|abgerufen|nachgelesen|entnehmen)\b")


_ENDED = re.compile(r"\bbis\s(?:zum\s|Ende\s|Anfang\s)?(?:Jahre?s?\s)?(?:\d\d?\.\s?\w+\s?)?(?:19|20)\d\d\b")


def _modality(
    own: frozenset[str], theirs: frozenset[str], anywhere: frozenset[str], statement: Statement, core: Sequence[Segment]
) -> Iterator[Defect]:
    denied = bool(NEGATION.search(statement.text)) and any(NEGATION.search(s.text) for s in core)
    for mode in ("plan", "possible", "must", "whether", "claim"):
        if mode in theirs - own and not _excused(mode, own, statement, core):
            yield Defect("misattributed", f"Das Zitat gibt nur {_FORCE[mode]} wieder.", weight=2)
            return
    for mode in ("possible", "must"):
        # What holds in general may also be done (`ist unentgeltlich`: `kann unentgeltlich …`).
        general = mode == "possible" and not theirs & {"done", "future"}
        duty = mode == "must" and any(_DEADLINE.search(s.text) for s in core)
        if mode in own - theirs and not general and not duty and not ({"possible", "must", "plan"} & anywhere):
            yield Defect("misattributed", f"Der Satz macht aus einer Feststellung {_FORCE[mode]}.", weight=2)
            return
    if "done" in theirs and "done" not in own and any(_ENDED.search(s.text) for s in core) and not statement.dates:
        yield Defect("misattributed", "Im Zitat ist es vorbei; der Satz sagt es von heute.", weight=2)
        return
    since = any(re.search(r"\bseit\b", s.text, re.I) for s in core) and not any(s.negated for s in core)
    if "done" in own and "present" in theirs and not since and not theirs & {"done", "plan", "future"}:
        yield Defect("misattributed", "Der Satz sagt, dass es geschehen ist; das Zitat sagt das nicht.", weight=2)
        return
    done_mixed = ("done" in own and theirs & {"future", "plan"} and "done" not in theirs) or (
        "done" in theirs and own & {"future", "plan"} and "done" not in own
    )
    if _ESTIMATED.search(statement.text) and theirs & {"plan"}:
        return
    if done_mixed or ("plan" in own and not denied and not theirs & {"plan", "future", "possible", "must"}):
        yield Defect(
            "misattributed", "Satz und Zitat sind sich nicht einig, ob es geschehen ist oder bevorsteht.", weight=2
        )
        return
    stage = next(
        (
            stage
            for s in core
            for stage in s.stages
            if not covered(fold(stage), (*statement.words, *_markers(statement)))
        ),
        None,
    )
    verb = predicate(statement.segments)
    if (
        stage
        and verb
        and (own & {"done", "future"} or not covered(verb, [w for s in core for w in (*s.words, *s.light)]))
        and not any(related(verb, fold(other)) for s in core for other in s.stages)
    ):
        yield Defect(
            "misattributed", f"Das Zitat sagt nur, dass es „{stage}“ ist, nicht, dass es geschieht.", verb, weight=2
        )


def _excused(mode: str, own: frozenset[str], statement: Statement, core: Sequence[Segment]) -> bool:
    """Whether the quote's mode need not be said again."""
    denied = bool(NEGATION.search(statement.text))
    if mode == "plan":
        return bool(_ESTIMATED.search(statement.text))
    if mode == "must":
        # What must be paid is what it costs; what may not be without it must be.
        return bool(_OWED.search(statement.text)) or (denied and "possible" in own)
    if mode == "whether":
        return "if" in own
    if mode != "possible":
        return False
    # What cannot be is not; `kann der Vorlage entnommen werden` says where it stands.
    return (
        (denied and any(NEGATION.search(s.text) for s in core))
        or "plan" in own
        or bool(_LOOK_UP.search(" ".join(s.text for s in core)))
        or (not own & {"done", "future", "must"} and _says_it_with_a_noun(statement, core))
    )


_ESTIMATED = re.compile(
    r"\b(?:geschätzt|veranschlagt|kalkuliert|prognostiziert|beziffert\w*|Schätzung|Prognose|Ziel)\b"
)
# What a deadline or a limit says is a duty, whoever says it.
_DEADLINE = re.compile(r"frist\b|\b(?:Stichtag|Voraussetzung|bedarf|bedürfen|vorgeschrieben)", re.I)
_OWED = re.compile(
    r"\b(?:beträgt|betragen|beläuft|belaufen|liegt|liegen|kostet|kosten|erforderlich|notwendig|nötig|bedarf|bedürfen|gilt"
    r"|gelten|benötigt|benötigen|braucht|brauchen|verlangt|fällig|fallen|fällt)\b"
)


def _says_it_with_a_noun(statement: Statement, core: Sequence[Segment]) -> bool:
    """`hat Zugriff` of `kann zugreifen`, `nimmt entgegen` of `kann eingereicht werden`."""
    said, given = statement.text, " ".join(s.text for s in core)
    return not _verbs(said) & _verbs(given)


def _verbs(text: str) -> set[str]:
    """The roots of the words in lower case that carry something."""
    return {
        root(fold(t))
        for t in re.findall(r"\b[a-zäöüß]{4,}\b", text)
        if fold(t) not in STOP_WORDS and fold(t) not in LIGHT
    }


def _markers(statement: Statement) -> tuple[str, ...]:
    return tuple(fold(t) for t in re.findall(r"[^\W\d_]+", statement.text))


_HEDGES = re.compile(r"\bsoweit möglich\b", re.I)


def _condition(own: frozenset[str], sentences: set[int], segments: Sequence[Segment]) -> Iterator[Defect]:
    bound = [s for s in segments if s.sentence in sentences and "if" in s.modes and not _HEDGES.search(s.text)]
    if bound and "if" not in own:
        yield Defect("misattributed", "Das Zitat nennt eine Bedingung, die im Satz fehlt.", weight=2)


_RESTRICTIONS = {
    "only": "„nur“",
    "part": "eine Einschränkung („teilweise“, „in der Regel“ …)",
    "all": "„alle“",
    "then": "eine zeitliche Einschränkung („früher“, „vorläufig“ …)",
    "times": "die Tageszeit, zu der es gilt,",
    "except": "eine Ausnahme",
}


# `erlaubt, aber nur am Nordufer`
_BUT_ONLY = re.compile(r"^\W*(?:und|aber|jedoch|allerdings)?\s*nur\b", re.I)


_WHOLLY = re.compile(r"\b(?:vollständig|komplett)\b", re.I)
_FINISHED = re.compile(r"\b(?:abzuschließen|abgeschlossen|Abschluss|fertiggestellt|beendet)\b")


def _restriction(
    statement: Statement, used: Sequence[Segment], sentences: set[int], segments: Sequence[Segment]
) -> Iterator[Defect]:
    own = frozenset().union(*(s.restrictors for s in statement.segments))
    theirs = frozenset().union(*(s.restrictors for s in used))
    whole = frozenset().union(*(s.restrictors for s in segments if s.sentence in sentences))
    after = frozenset().union(
        *(s.restrictors for s in segments if s.sentence in sentences and _BUT_ONLY.match(s.text) and not s.quantities)
    )
    lost = (after & {"only"}) | (theirs & {"only", "part", "then", "times"}) | (whole & {"except"})
    for name in sorted(lost - own):
        yield Defect("misattributed", f"Im Satz fehlt {_RESTRICTIONS[name]} aus dem Zitat.", weight=2)
    finished = any(_FINISHED.search(s.text) for s in used)
    for name in sorted(
        own - whole - {"except", "times"} - ({"all"} if finished and _WHOLLY.search(statement.text) else set())
    ):
        yield Defect("misattributed", f"Der Satz fügt {_RESTRICTIONS[name]} hinzu.", weight=2)


def _causes(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """Cause and effect exchanged."""
    causes = [s for s in statement.segments if "cause" in s.modes]
    others = [s for s in used if "cause" in s.modes]
    for cause in causes:
        drawn = [s for s in used if "cause" not in s.modes and any(covered(w, s.words) for w in cause.words)]
        own = [s for s in others if any(covered(w, s.words) for w in cause.words)]
        if others and drawn and not own:
            yield Defect("misattributed", "Ursache und Folge sind gegenüber dem Zitat vertauscht.", weight=3)


# --- Who and where ---------------------------------------------------------------------------------

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
    r"\b(?P<prep>vor|nach|mit|für|gegen|ohne|über|unter|innerhalb|außerhalb|bis|seit|ab)\s(?:zu[mr]?\s|dem\s|den\s|der\s"
    r"|des\s|einem\s|einer\s|[a-zäöü]+en\s){0,2}(?P<word>[A-ZÄÖÜ\d][\w.]*)",
    re.I,
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
