"""One statement against one quote: what is missing, bound otherwise, or said with another force."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.verification.agents import acting, actors, same_actor
from assistant.drafting.verification.clauses import OF_WHOLE, Reading, Segment, predicate
from assistant.drafting.verification.quantities import Quantity, derived, equal, ratio_follows, rounded
from assistant.drafting.verification.tracing import holds, trace_date, trace_law, trace_person
from assistant.drafting.verification.wording import covered, related, root
from assistant.german import DateValue, fold
from assistant.model import FlagKind


@dataclass(frozen=True)
class Defect:
    """Why a statement does not follow. `what` is the word or value at fault, `weight` how far it is off."""

    outcome: str
    message: str
    what: str = ""
    kind: FlagKind = FlagKind.contradiction
    weight: int = 1


@dataclass(frozen=True)
class Statement:
    """A part of the sentence that must be carried by one quote: its clauses, and the subject it shares.

    `around` is what the rest of the sentence says of it as well: a condition, or whose opinion it is.
    """

    segments: tuple[Segment, ...]
    shared: tuple[str, ...] = ()
    around: frozenset[str] = frozenset()

    @property
    def words(self) -> tuple[str, ...]:
        own = tuple(word for segment in self.segments for word in segment.words)
        return own + tuple(word for word in self.shared if word not in own)

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(q for segment in self.segments for q in segment.quantities)

    @property
    def dates(self) -> tuple[DateValue, ...]:
        return tuple(d for segment in self.segments for d in segment.dates)


def check(statement: Statement, quote: Reading, question: Reading, every: Sequence[Reading]) -> list[Defect]:
    """All that keeps `statement` from following from `quote`; empty where it does."""
    segments = tuple(s for s in quote.segments if s.sentence not in quote.questions)
    if not segments:
        return [Defect("misattributed", "Das Zitat stellt nur eine Frage; es beantwortet sie nicht.", weight=5)]
    arithmetic = _arithmetic(statement, every)
    used = _used(statement, segments)
    return [
        *_missing_words(statement, segments, used, question, every, bool(arithmetic)),
        *_missing_values(statement, segments, question, every, arithmetic),
        *_bindings(statement, segments, arithmetic),
        *_parallel_mixed(statement, used),
        *_dates_mixed(statement, used),
        *_force(statement, used, segments, bool(arithmetic)),
        *_roles(statement, used),
    ]


# --- Which clauses of the quote the statement draws on ---------------------------------------------


def _used(statement: Statement, segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The fewest clauses that carry what can be carried, the more specific first."""
    open_items = set(_items(statement))
    chosen: list[Segment] = []
    while open_items:
        gains = [(len(_carried(open_items, s)), -len(s.pool), -index) for index, s in enumerate(segments)]
        best = max(range(len(segments)), key=lambda index: gains[index])
        if not gains[best][0]:
            break
        open_items -= _carried(open_items, segments[best])
        chosen.append(segments[best])
    return tuple(sorted(chosen, key=lambda s: s.start))


def _items(statement: Statement) -> Iterator[tuple[str, object]]:
    yield from (("word", word) for word in statement.words)
    yield from (("quantity", quantity) for quantity in statement.quantities)
    yield from (("date", date) for date in statement.dates)


def _carried(items: set[tuple[str, object]], segment: Segment) -> set[tuple[str, object]]:
    return {item for item in items if _carries(segment, *item)}


def _carries(segment: Segment, kind: str, value: object) -> bool:
    if isinstance(value, Quantity):
        return any(equal(value, other) or rounded(value, other) for other in segment.quantities)
    if isinstance(value, DateValue):
        return trace_date(value, segment.dates)
    return covered(str(value), segment.pool)


# --- Words and values ------------------------------------------------------------------------------

_DERIVED_WORDS = re.compile(r"(?:ge)?(?:st[ie]+g|sank|sunk|sink)\w*|erhöh\w*|verringer\w*|rückgang|zunahme|abnahme|anstieg|differenz|höher|niedriger|anteil\w*|hälfte|verbleib\w*|übrig\w*|restlich\w*")
# Who speaks may be named without a quote saying so; the administration answers for itself.
_FRAME = re.compile(r"^(?:nach (?:auskunft|angaben|mitteilung|kenntnis) der (?:verwaltung|stadt)|die verwaltung teilt mit,? dass|aus sicht der verwaltung)\b,?\s*", re.I)


def without_frame(sentence: str) -> str:
    """The sentence without `Nach Auskunft der Verwaltung`, blanked so that offsets stay."""
    match = _FRAME.match(sentence)
    return " " * match.end() + sentence[match.end() :] if match else sentence


def _missing_words(
    statement: Statement, segments: Sequence[Segment], used: Sequence[Segment], question: Reading, every: Sequence[Reading], arithmetic: bool
) -> Iterator[Defect]:
    sources = [q for reading in every for q in reading.quantities]
    pool = tuple(word for segment in segments for word in segment.pool)
    verb = predicate(statement.segments)
    for word in statement.words:
        if covered(word, pool) or _names_money(word, segments) or _spoken_person(word, segments) or (arithmetic and _DERIVED_WORDS.fullmatch(word)):
            continue
        if ratio_follows(word, sources):
            continue
        if word != verb and not word[0].isdigit() and covered(word, question.words):
            other = _instead(statement, used, question)
            if other:
                yield Defect("misattributed", f"Das Zitat handelt von „{other}“, der Satz von „{word}“.", word, weight=2)
            continue
        in_question = covered(word, question.words)
        yield Defect("misattributed" if in_question else "fabricated", f"„{word}“ wird von keinem Zitat getragen.", word, weight=2)


_MONEY = re.compile(r"(?:gesamt)?(?:kosten|betrag|summe|betrages)")
_INCOME = re.compile(r"einnahm|erlös|ertrag|zuschuss|zuschüss|förder|spende|gewinn", re.I)


def _names_money(word: str, segments: Sequence[Segment]) -> bool:
    """`Kosten` may stand for an amount that the quote gives, unless it is income there."""
    return bool(_MONEY.fullmatch(word)) and any(q.kind == "amount" and not _INCOME.search(s.text) for s in segments for q in s.quantities)


def _spoken_person(word: str, segments: Sequence[Segment]) -> bool:
    """A word of an office that the quote holds inside a person's mention (`Bürgermeister Dr. Stein`)."""
    return any(word in fold(m.text) for s in segments for m in s.mentions if m.kind == "person")


def _instead(statement: Statement, used: Sequence[Segment], question: Reading) -> str | None:
    """What the quote names in place of a thing that only the question names."""
    for segment in used:
        for token in re.findall(r"\b[A-ZÄÖÜ][^\W\d_]+", segment.text):
            word = fold(token)
            if word in segment.words and not covered(word, statement.words) and not covered(word, question.words):
                return token
    return None


def _arithmetic(statement: Statement, every: Sequence[Reading]) -> dict[Quantity, str]:
    """The statement's quantities that only follow by arithmetic, with how."""
    sources = [q for reading in every for q in reading.quantities]
    result = {}
    for quantity in statement.quantities:
        if any(equal(quantity, s) or rounded(quantity, s) for s in sources):
            continue
        how = derived(quantity, sources, statement.text)
        if how:
            result[quantity] = how
    return result


def _missing_values(
    statement: Statement, segments: Sequence[Segment], question: Reading, every: Sequence[Reading], arithmetic: dict[Quantity, str]
) -> Iterator[Defect]:
    for quantity in statement.quantities:
        if quantity in arithmetic or any(_carries(s, "quantity", quantity) for s in segments):
            continue
        kind = FlagKind.amount if quantity.kind == "amount" else FlagKind.figure
        yield Defect("fabricated", f"„{quantity.text}“ steht in keinem Zitat und ergibt sich nicht daraus.", quantity.text, kind, 3)
    dated = any(d.start for s in segments for d in s.dates)
    pool = [d for reading in (every if arithmetic else ()) for s in reading.segments for d in s.dates] or [d for s in segments for d in s.dates]
    for segment in statement.segments:
        for mention in segment.mentions:
            yield from _missing_mention(mention, segments, question, pool, dated)


def _missing_mention(mention, segments: Sequence[Segment], question: Reading, dates: list[DateValue], dated: bool) -> Iterator[Defect]:
    mentions = [m for s in segments for m in s.mentions]
    asked = [m for m in question.mentions if m.kind == mention.kind]
    if isinstance(mention.value, DateValue):
        in_question = any(isinstance(m.value, DateValue) and m.value.key == mention.value.key for m in asked)
        traced = trace_date(mention.value, dates) or (in_question and not dated)
    elif mention.kind == "law":
        traced = trace_law(mention.value, (m.value for m in mentions if m.kind == "law"))
    else:
        traced = trace_person(mention.value, (m.value for m in mentions if m.kind == "person"), (s.text for s in segments))
    if not traced:
        yield Defect("fabricated", f"„{mention.text}“ steht in keinem Zitat.", mention.text, FlagKind(mention.kind), 3)


# --- What belongs to what --------------------------------------------------------------------------


def _bindings(statement: Statement, segments: Sequence[Segment], arithmetic: dict[Quantity, str]) -> Iterator[Defect]:
    if arithmetic:
        return
    for segment in statement.segments:
        for quantity in segment.quantities:
            places = [(s, q) for s in segments for q in s.quantities if equal(quantity, q) or rounded(quantity, q)]
            problems = [_binding_problem(statement, segment, quantity, s, q, segments) for s, q in places]
            if places and all(problems):
                yield next(p for p in problems if p)


def _binding_problem(
    statement: Statement, own: Segment, quantity: Quantity, place: Segment, source: Quantity, segments: Sequence[Segment]
) -> Defect | None:
    kind = FlagKind.amount if quantity.kind == "amount" else FlagKind.figure
    if quantity.date and source.date and not holds(quantity.date, source.date):
        return Defect("misattributed", f"„{quantity.text}“ gilt im Zitat für eine andere Zeit.", quantity.text, kind, 3)
    counts_alike = not (quantity.noun and source.noun) or covered(quantity.noun, (source.noun,)) or any(related(source.noun, w) for w in (quantity.noun, *statement.words))
    if not counts_alike:
        return Defect("misattributed", f"„{quantity.text}“ zählt im Zitat etwas anderes („{source.noun}“).", quantity.text, kind, 3)
    if quantity.noun and source.noun and _narrower(quantity.noun, source.noun, place, statement):
        return Defect("misattributed", f"„{quantity.text}“ zählt im Zitat etwas anderes („{source.noun}“).", quantity.text, kind, 3)
    if source.per != quantity.per and (source.per or quantity.per) and source.kind == "amount":
        return Defect("misattributed", f"„{quantity.text}“ gilt im Zitat für einen anderen Zeitraum.", quantity.text, kind, 2)
    if _other_qualifier(quantity, source):
        return Defect("misattributed", f"„{quantity.text}“ ist im Zitat anders eingeschränkt.", quantity.text, kind, 2)
    if _drawn_to_another(statement, own, place, source, segments, quantity):
        return Defect("misattributed", f"„{quantity.text}“ gehört im Zitat zu etwas anderem.", quantity.text, kind, 3)
    return None


def _narrower(noun: str, source: str, place: Segment, statement: Statement) -> bool:
    """`Realschulen` for `Schulen`: the statement's noun says more than the quote holds."""
    return noun != source and not covered(noun, (source, *place.pool)) and noun in statement.words


_BOUNDS = ("max", "min", "more", "less")


def _other_qualifier(quantity: Quantity, source: Quantity) -> bool:
    if rounded(quantity, source):
        return bool(source.qualifiers & {"max", "min"} - quantity.qualifiers)
    own = {q for q in quantity.qualifiers if q in _BOUNDS}
    theirs = {q for q in source.qualifiers if q in _BOUNDS}
    if own != theirs:
        return True
    return "about" in source.qualifiers and not quantity.qualifiers


def _drawn_to_another(
    statement: Statement, own: Segment, place: Segment, source: Quantity, segments: Sequence[Segment], quantity: Quantity
) -> bool:
    """The statement's words stand only beside another value, and what stands beside this one is not in the statement."""
    # `62 von 98` is one value of two parts.
    given = statement.quantities if any(OF_WHOLE.match(s.text) for s in statement.segments) else own.quantities
    rivals = [s for s in segments if s is not place and any(_rivals(quantity, q, given) for q in s.quantities)]
    foreign = {w for s in rivals for w in s.words if covered(w, own.words) and not covered(w, place.pool)}
    counted = tuple(q.noun for q in place.quantities if q.noun)
    ours = {w for w in place.words if not covered(w, counted) and not any(covered(w, s.pool) for s in rivals)}
    if not ours and quantity.date and source.date:
        return False
    matched = [w for w in ours if covered(w, own.pool)]
    # What an elliptical rival leaves out (`jener der Gewerbesteuer 380`) it shares, so that alone does not decide.
    elliptical = any(len(s.words) < len(place.words) for s in rivals)
    return bool(foreign) and (not matched or (elliptical and len(matched) < len(ours)))


def _rivals(quantity: Quantity, other: Quantity, given: Sequence[Quantity]) -> bool:
    """Another value of the kind, which the statement does not give as well."""
    return other.kind == quantity.kind and not equal(other, quantity) and not any(equal(other, q) for q in given)


def _parallel_mixed(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """`Kita Nord erhält A, Kita Süd B`: taking the subject of one clause and the object of the other."""
    for first, second in zip(used, used[1:], strict=False):
        if first.sentence != second.sentence:
            continue
        common = [w for w in first.words if _is_noun(w, first) and any(related(w, o) and _is_noun(o, second) for o in second.words)]
        if not common or not any(covered(c, statement.words) for c in common):
            continue
        left = [w for w in first.words if not covered(w, second.words)]
        right = [w for w in second.words if not covered(w, first.words)]
        drawn_left, drawn_right = [w for w in left if covered(w, statement.words)], [w for w in right if covered(w, statement.words)]
        if drawn_left and drawn_right and len(drawn_left) < len(left) and len(drawn_right) < len(right):
            yield Defect("misattributed", "Der Satz verbindet zwei Aussagen des Zitats, die Verschiedenes betreffen.", drawn_right[0], weight=2)


def _dates_mixed(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """`beginnt 2016 und endet 2025`: the predicate of one clause with the date of the other."""
    core = _core(statement, used)
    for date in statement.dates:
        holding = [s for s in used if trace_date(date, s.dates) and predicate((s,)) and not _says_its_verb(statement, s)]
        if holding and not set(holding) & set(core) and all(_own_date(s, date) for s in core):
            yield Defect("misattributed", "Die Zeitangabe gehört im Zitat zu einer anderen Aussage.", weight=3)


def _says_its_verb(statement: Statement, segment: Segment) -> bool:
    return any(covered(w, statement.words) for w in segment.words if not _is_noun(w, segment))


def _own_date(segment: Segment, date: DateValue) -> bool:
    return any(d.start and date.start and not holds(date, d) for d in segment.dates)


def _is_noun(word: str, segment: Segment) -> bool:
    return any(fold(t) == word and t[0].isupper() for t in re.findall(r"[^\W\d_]+", segment.text))


# --- With which force ------------------------------------------------------------------------------

_FORCE = {
    "plan": "eine Planung oder Erwartung", "possible": "eine Möglichkeit", "must": "eine Notwendigkeit", "whether": "eine offene Frage",
    "claim": "die Meinung oder Forderung Dritter", "if": "eine Bedingung",
}  # fmt: skip


def _force(statement: Statement, used: Sequence[Segment], segments: Sequence[Segment], arithmetic: bool) -> Iterator[Defect]:
    if not used:
        return
    core = _core(statement, used)
    own_modes = statement.around.union(*(s.modes for s in statement.segments))
    modes = frozenset().union(*(s.modes for s in core))
    sentences = {s.sentence for s in used}
    yield from _polarity(statement, used, arithmetic)
    if arithmetic:
        return
    yield from _modality(own_modes, modes, frozenset().union(*(s.modes for s in used)), statement, core)
    yield from _condition(own_modes, sentences, segments)
    yield from _restriction(statement, used, sentences, segments)
    yield from _causes(statement, used)
    if any(s.now for s in statement.segments) and not any(s.now for s in segments if s.sentence in sentences):
        yield Defect("misattributed", "Der Satz gibt als aktuell aus, was das Zitat nicht als aktuell bezeichnet.", _now_word(statement), FlagKind.stale)


def _now_word(statement: Statement) -> str:
    match = re.search(r"\b(?:derzeit|aktuell|zurzeit|gegenwärtig|momentan|heute|inzwischen|mittlerweile)\w*", statement.text, re.I)
    return match[0] if match else ""


def _core(statement: Statement, used: Sequence[Segment]) -> tuple[Segment, ...]:
    """The clauses that carry what happens; all of them where that cannot be told."""
    verb = predicate(statement.segments)
    if not verb:
        return tuple(used)
    same = tuple(s for s in used if any(root(verb) == root(w) for w in s.words))
    return same or tuple(s for s in used if covered(verb, s.words)) or tuple(used)


def _polarity(statement: Statement, used: Sequence[Segment], arithmetic: bool) -> Iterator[Defect]:
    own = any(s.negated for s in statement.segments)
    theirs = any(s.negated for s in used)
    if own == theirs and _negations(statement.segments) != _negations(used) and _nearly_verbatim(statement, used):
        yield Defect("misattributed", "Satz und Zitat verneinen nicht dasselbe.", _negation_word(statement), weight=3)
    if own != theirs and not arithmetic:
        lost = "verneint" if theirs else "bejaht"
        yield Defect("misattributed", f"Das Zitat {lost}, was der Satz {'bejaht' if theirs else 'verneint'}.", _negation_word(statement), weight=3)


def _negations(segments: Sequence[Segment]) -> int:
    return sum(segment.negated for segment in segments)


def _nearly_verbatim(statement: Statement, used: Sequence[Segment]) -> bool:
    """Long sentences are compared negation by negation only where they are the same but for a word."""
    words = [w for s in used for w in s.words]
    return len(words) > 3 and sum(w in statement.words for w in words) >= 0.9 * len(words)


def _negation_word(statement: Statement) -> str:
    match = re.search(r"\b(?:nicht|kein\w*|weder|ohne|nie\w*)\b", statement.text, re.I)
    return match[0] if match else ""


# `… kann der Vorlage entnommen werden` says where it stands, no possibility.
_LOOK_UP = re.compile(r"\b(?:entnommen|eingesehen|abgerufen|nachgelesen|entnehmen)\b")


def _modality(own: frozenset[str], theirs: frozenset[str], anywhere: frozenset[str], statement: Statement, core: Sequence[Segment]) -> Iterator[Defect]:
    for mode in ("plan", "possible", "must", "whether", "claim"):
        if mode == "possible" and _LOOK_UP.search(" ".join(s.text for s in core)):
            continue
        if mode in theirs and mode not in own and not (mode == "possible" and "plan" in own) and not (mode == "whether" and "if" in own):
            yield Defect("misattributed", f"Das Zitat gibt nur {_FORCE[mode]} wieder.", weight=2)
            return
    for mode in ("possible", "must"):
        if mode in own - theirs and not ({"possible", "must", "plan"} & anywhere):
            yield Defect("misattributed", f"Der Satz macht aus einer Feststellung {_FORCE[mode]}.", weight=2)
            return
    if "done" in own and "present" in theirs and not theirs & {"done", "plan", "future"}:
        yield Defect("misattributed", "Der Satz sagt, dass es geschehen ist; das Zitat sagt das nicht.", weight=2)
        return
    done_mixed = ("done" in own and theirs & {"future", "plan"} and "done" not in theirs) or ("done" in theirs and own & {"future", "plan"} and "done" not in own)
    if done_mixed or ("plan" in own and not theirs & {"plan", "future", "possible", "must"}):
        yield Defect("misattributed", "Satz und Zitat sind sich nicht einig, ob es geschehen ist oder bevorsteht.", weight=2)
        return
    stage = next((stage for s in core for stage in s.stages if not covered(fold(stage), (*statement.words, *_markers(statement)))), None)
    verb = predicate(statement.segments)
    if stage and own & {"done", "future"} and verb and not any(related(verb, fold(other)) for s in core for other in s.stages):
        yield Defect("misattributed", f"Das Zitat sagt nur, dass es „{stage}“ ist, nicht, dass es geschieht.", verb, weight=2)


def _markers(statement: Statement) -> tuple[str, ...]:
    return tuple(fold(t) for t in re.findall(r"[^\W\d_]+", statement.text))


_HEDGES = re.compile(r"\bsoweit möglich\b", re.I)


def _condition(own: frozenset[str], sentences: set[int], segments: Sequence[Segment]) -> Iterator[Defect]:
    bound = [s for s in segments if s.sentence in sentences and "if" in s.modes and not _HEDGES.search(s.text)]
    if bound and "if" not in own:
        yield Defect("misattributed", "Das Zitat nennt eine Bedingung, die im Satz fehlt.", weight=2)


_RESTRICTIONS = {"only": "„nur“", "part": "eine Einschränkung („teilweise“, „in der Regel“ …)", "all": "„alle“", "then": "eine zeitliche Einschränkung („früher“, „vorläufig“ …)", "except": "eine Ausnahme"}


def _restriction(statement: Statement, used: Sequence[Segment], sentences: set[int], segments: Sequence[Segment]) -> Iterator[Defect]:
    own = frozenset().union(*(s.restrictors for s in statement.segments))
    theirs = frozenset().union(*(s.restrictors for s in used))
    whole = frozenset().union(*(s.restrictors for s in segments if s.sentence in sentences))
    lost = (theirs & {"only", "part", "then"}) | (whole & {"except"})
    for name in sorted(lost - own):
        yield Defect("misattributed", f"Im Satz fehlt {_RESTRICTIONS[name]} aus dem Zitat.", weight=2)
    for name in sorted(own - whole - {"except"}):
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

_CONTRASTS = ({"vor", "nach"}, {"mit", "ohne"}, {"über", "unter"}, {"innerhalb", "außerhalb"}, {"bis", "seit"}, {"bis", "ab"}, {"vor", "seit"}, {"vor", "ab"}, {"nach", "bis"})
_PREPOSITION = re.compile(
    r"\b(?P<prep>vor|nach|mit|ohne|über|unter|innerhalb|außerhalb|bis|seit|ab)\s(?:zu[mr]?\s|dem\s|den\s|der\s|des\s|einem\s|einer\s|[a-zäöü]+en\s){0,2}(?P<word>[A-ZÄÖÜ\d][\w.]*)", re.I
)  # fmt: skip


def _roles(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    theirs = [(m["prep"].lower(), fold(m["word"])) for s in used for m in _PREPOSITION.finditer(s.text)]
    for match in _PREPOSITION.finditer(statement.text):
        prep, word = match["prep"].lower(), fold(match["word"])
        governed = {p for p, w in theirs if w == word or (w[0].isalpha() and related(w, word))}
        if governed and prep not in governed and any({prep, other} in _CONTRASTS for other in governed):
            yield Defect("misattributed", f"Im Zitat steht nicht „{match['prep']} {match['word']}“.", match["prep"], weight=2)
    yield from _comparison(statement, used)
    yield from _actors(statement, used)


_THAN = re.compile(r"\b(?:\w+er|mehr|weniger)\s(?:\w+\s){0,2}?als\s(?:(?:der|die|das|den|dem|eine?[mnr]?)\s)?(?P<than>[A-ZÄÖÜ][\w-]*(?:\s[A-ZÄÖÜ](?!\w))?)")


def _comparison(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """`A ist günstiger als B`: what stands after `als` must stand there in the quote."""
    own = _THAN.search(statement.text)
    theirs = next((m for s in used if (m := _THAN.search(s.text))), None)
    if own and theirs and fold(own["than"]) != fold(theirs["than"]) and not related(fold(own["than"]), fold(theirs["than"])):
        yield Defect("misattributed", "Der Vergleich steht im Zitat umgekehrt.", own[0], weight=3)


def _actors(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    own = acting(statement.text)
    sources = [actor for s in _core(statement, used) for actor in acting(s.text)]
    if not own or not sources or any(same_actor(one, source) for one in own for source in sources):
        return
    named = [a for s in used for a in actors(s.text)]
    if any(same_actor(own[0], a.word) for a in named):
        yield Defect("misattributed", f"Im Zitat handelt nicht „{own[0]}“.", own[0], weight=3)


def shift(defect: Defect, outcome: str) -> Defect:
    return replace(defect, outcome=outcome)
