"""Values: whether the quote holds them, and whether they belong there to the same thing, time and condition."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from assistant.drafting.verification.arithmetic import derived
from assistant.drafting.verification.clauses import predicate
from assistant.drafting.verification.contrast import other_of_its_kind
from assistant.drafting.verification.laws import names_law
from assistant.drafting.verification.matching import equal, rounded
from assistant.drafting.verification.periods import lasts
from assistant.drafting.verification.pieces import OF_WHOLE
from assistant.drafting.verification.quantities import Quantity, as_interval
from assistant.drafting.verification.segments import Reading, Segment, is_noun
from assistant.drafting.verification.statement import Defect, Statement, carries
from assistant.drafting.verification.tracing import holds, trace_date, trace_person
from assistant.drafting.verification.wording import covered, related
from assistant.german import DateValue, Mention, fold, words
from assistant.model import FlagKind


def arithmetic_in(statement: Statement, every: Sequence[Reading]) -> dict[Quantity, str]:
    """The statement's quantities that only follow by arithmetic, with how."""
    sources = [q for reading in every for q in reading.quantities]
    dates = [d for reading in every for s in reading.segments for d in s.dates]
    result = {}
    for quantity in statement.quantities:
        if any(equal(quantity, s) or rounded(quantity, s) for s in sources):
            continue
        how = derived(quantity, sources, statement.text) or lasts(quantity, dates) or _enumerated(quantity, every)
        if how:
            result[quantity] = how
    return result


def _enumerated(quantity: Quantity, every: Sequence[Reading]) -> str | None:
    """`In den drei Einrichtungen` of a list that names three."""
    if quantity.unit or not quantity.noun or not 2 <= quantity.value <= 12:
        return None
    named = sum(
        related(fold(t), quantity.noun) for reading in every for t in re.findall(r"\b[A-ZÄÖÜ]\w+", reading.text)
    )
    return f"{quantity.text} {quantity.noun}: im Zitat aufgezählt" if named == quantity.value else None


def missing_values(
    statement: Statement,
    segments: Sequence[Segment],
    question: Reading,
    every: Sequence[Reading],
    arithmetic: dict[Quantity, str],
) -> Iterator[Defect]:
    for quantity in statement.quantities:
        if quantity in arithmetic or any(carries(s, "quantity", quantity) for s in segments):
            continue
        kind = FlagKind.amount if quantity.kind == "amount" else FlagKind.figure
        yield Defect(
            "fabricated",
            f"„{quantity.text}“ steht in keinem Zitat und ergibt sich nicht daraus.",
            quantity.text,
            kind,
            3,
        )
    dated = any(d.start for s in segments for d in s.dates)
    pool = [d for reading in (every if arithmetic else ()) for s in reading.segments for d in s.dates] or [
        d for s in segments for d in s.dates
    ]
    for segment in statement.segments:
        for mention in segment.mentions:
            yield from _missing_mention(mention, statement, segments, question, pool, dated)


def _missing_mention(
    mention: Mention,
    statement: Statement,
    segments: Sequence[Segment],
    question: Reading,
    dates: list[DateValue],
    dated: bool,
) -> Iterator[Defect]:
    mentions = [m for s in segments for m in s.mentions]
    asked = [m for m in question.mentions if m.kind == mention.kind]
    if isinstance(mention.value, DateValue):
        in_question = any(isinstance(m.value, DateValue) and m.value.key == mention.value.key for m in asked)
        traced = trace_date(mention.value, dates) or (in_question and not dated)
    elif mention.kind == "law":
        traced = _law_named(mention, statement, segments) or _law_spelled_out(mention, segments)
    else:
        traced = trace_person(
            str(mention.value), (str(m.value) for m in mentions if m.kind == "person"), (s.text for s in segments)
        )
    if not traced:
        yield Defect("fabricated", f"„{mention.text}“ steht in keinem Zitat.", mention.text, FlagKind(mention.kind), 3)


def _law_named(mention: Mention, statement: Statement, segments: Sequence[Segment]) -> bool:
    """In whole sentences: what a law is called can stand beyond the clause that its section is in."""
    sentences = ("".join(s.text for s in group) for _, group in groupby(segments, key=lambda s: s.sentence))
    offset = statement.segments[0].start
    place = mention._replace(start=mention.start - offset, end=mention.end - offset)
    return names_law(sentences, statement.text, place)


def _law_spelled_out(mention: Mention, segments: Sequence[Segment]) -> bool:
    """`§ 4 der Straßenreinigungssatzung` of `§ 4 der Satzung über die Straßenreinigung`."""
    section, name = re.findall(r"\d+\w?", mention.text), re.findall(r"[A-ZÄÖÜ][^\W\d_]{7,}", mention.text)
    return bool(section and name) and any(
        re.findall(r"\d+\w?", m.text) == section and all(covered(fold(n), s.pool + tuple(words(m.text))) for n in name)
        for s in segments
        for m in s.mentions
        if m.kind == "law"
    )


def misbound(statement: Statement, segments: Sequence[Segment], arithmetic: dict[Quantity, str]) -> Iterator[Defect]:
    if arithmetic:
        return
    for segment in statement.segments:
        for quantity in segment.quantities:
            places = _places(quantity, segments)
            beside = _beside_the_others(quantity, segment, segments)
            places = [(s, q) for s, q in places if s in beside] or places
            problems = [_binding_problem(statement, segment, quantity, s, q, segments) for s, q in places]
            if places and all(problems):
                yield next(p for p in problems if p)


def _places(quantity: Quantity, segments: Sequence[Segment]) -> list[tuple[Segment, Quantity]]:
    return [(s, q) for s in segments for q in s.quantities if equal(quantity, q) or rounded(quantity, q)]


def _beside_the_others(quantity: Quantity, own: Segment, segments: Sequence[Segment]) -> list[Segment]:
    """Where the values stand that the clause gives with this one, as far as each stands in one place only."""
    others = [_places(q, segments) for q in own.quantities if not equal(q, quantity)]
    return [places[0][0] for places in others if len(places) == 1]


def _binding_problem(
    statement: Statement,
    own: Segment,
    quantity: Quantity,
    place: Segment,
    source: Quantity,
    segments: Sequence[Segment],
) -> Defect | None:
    kind = FlagKind.amount if quantity.kind == "amount" else FlagKind.figure
    if quantity.date and source.date and not holds(quantity.date, source.date):
        return Defect("misattributed", f"„{quantity.text}“ gilt im Zitat für eine andere Zeit.", quantity.text, kind, 3)
    if _counts_another(statement, quantity, source, place, segments):
        message = f"„{quantity.text}“ zählt im Zitat etwas anderes („{source.noun}“)."
        return Defect("misattributed", message, quantity.text, kind, 3)
    if (
        source.per != quantity.per
        and (quantity.per or (source.per and source.kind == "amount"))
        and not _as_often(quantity.per, place)
        and not _as_often(source.per, own)
    ):
        return Defect(
            "misattributed", f"„{quantity.text}“ gilt im Zitat für einen anderen Zeitraum.", quantity.text, kind, 2
        )
    if kind == FlagKind.amount and _other_flow(statement.text, place, segments):
        return Defect("misattributed", f"„{quantity.text}“ ist im Zitat etwas anderes.", quantity.text, kind, 3)
    if "each" in source.qualifiers - quantity.qualifiers and _ALTOGETHER.search(statement.text):
        return Defect("misattributed", f"„{quantity.text}“ gilt im Zitat je Stück.", quantity.text, kind, 3)
    if "each" in quantity.qualifiers - source.qualifiers and _JUST_BEFORE.search(
        place.text[: source.start - place.start]
    ):
        return Defect("misattributed", f"„{quantity.text}“ gilt im Zitat für alle zusammen.", quantity.text, kind, 3)
    if _other_step(statement, quantity, place, source):
        return Defect("misattributed", f"„{quantity.text}“ ist im Zitat nicht dieselbe Angabe.", quantity.text, kind, 3)
    if _other_qualifier(quantity, source):
        return Defect("misattributed", f"„{quantity.text}“ ist im Zitat anders eingeschränkt.", quantity.text, kind, 2)
    if _drawn_to_another(statement, own, place, source, segments, quantity):
        return Defect("misattributed", f"„{quantity.text}“ gehört im Zitat zu etwas anderem.", quantity.text, kind, 3)
    return None


def _as_often(per: str, segment: Segment) -> bool:
    """Whether the clause says as a frequency what the value is per: `zweimal im Jahr` of `halbjährlich`."""
    period = as_interval(per) if per else None
    return bool(period) and any(equal(period, q) for q in segment.quantities)


def _counts_another(
    statement: Statement, quantity: Quantity, source: Quantity, place: Segment, segments: Sequence[Segment]
) -> bool:
    """Whether the value counts other things in the quote than in the statement."""
    if not quantity.noun or not source.noun:
        return False
    if _exchanged(statement, quantity, source, segments):
        return True
    if _ANYBODY.fullmatch(quantity.noun) and _PEOPLE.search(source.noun):
        return False
    if _ANYBODY.fullmatch(source.noun) and covered(quantity.noun, place.pool):
        # `1.845 Personen haben teilgenommen`: 1.845 who took part.
        return False
    alike = covered(quantity.noun, (source.noun, *_for_whom(place, source))) or any(
        related(source.noun, w) for w in (quantity.noun, *statement.words)
    )
    return not alike or _narrower(quantity.noun, source.noun, place, statement)


def _exchanged(statement: Statement, quantity: Quantity, source: Quantity, segments: Sequence[Segment]) -> bool:
    """`12 Bewerbungen für 148 Plätze` of `148 Bewerbungen für 12 Plätze`."""
    return not covered(quantity.noun, (source.noun,)) and any(
        covered(quantity.noun, (q.noun,)) and not equal(q, quantity)
        for s in segments
        for q in s.quantities
        if q.noun and any(equal(q, other) for other in statement.quantities)
    )


_ANYBODY = re.compile(r"personen|menschen|leuten?")
_PEOPLE = re.compile(
    r"(?:er|ern|innen|ende|enden|eltern|kinder|kindern|kräfte|gäste|mitglieder|liche|senioren|personen|menschen)$"
)


_FOR = re.compile(r"(?:\s[\w-]+)?\s(?:für|von|der|an)\s(?:[a-zäöüß]+\s)?([A-ZÄÖÜ][^\W\d_]+)")


def _for_whom(place: Segment, source: Quantity) -> tuple[str, ...]:
    """`acht Stellen für Lehrkräfte` are `acht Lehrerstellen`."""
    match = _FOR.match(place.text, source.end - place.start)
    return (fold(match[1]),) if match else ()


def _narrower(noun: str, source: str, place: Segment, statement: Statement) -> bool:
    """`Realschulen` for `Schulen`: the statement's noun says more than the quote holds."""
    return noun != source and not covered(noun, (source, *place.pool)) and noun in statement.words


_ALTOGETHER = re.compile(r"\b(?:insgesamt|zusammen|gesamt\w*|alle[nr]?|beide[nr]?)\b", re.I)
_JUST_BEFORE = re.compile(r"\b(?:insgesamt|zusammen)\s(?:rund\s|etwa\s)?$", re.I)
# What money does: it is spent, taken in, granted, saved or lost.
_FLOWS = {
    "spent": re.compile(
        r"kost|ausgab|ausgegeben|aufw(?:a|e)nd|aufzuwend|investi|zu buche|bezahl|\bzahl|fällig|miete|pacht",
        re.I,
    ),
    "earned": re.compile(
        r"einnahm|eingenommen|\bein(?=\W*$)|erlös|erträg|ertrag|erwirtschaft|einbring|gewinn|überschuss",
        re.I,
    ),
    "granted": re.compile(
        r"förder(?!verein|schul|kreis|klass)|zuschuss|zuschüss|zuwendung|spende|bezuschuss|unterstütz", re.I
    ),
    "saved": re.compile(r"einspar|erspar|gespart|\bspart", re.I),
    "lost": re.compile(r"verlust|defizit|fehlbetrag|ausfall|ausfäll|mindereinnahm", re.I),
}


def _other_flow(text: str, place: Segment, segments: Sequence[Segment]) -> bool:
    """`bringt 1 Mio. Euro ein` of `kostet 1 Mio. Euro`."""
    given = " ".join(s.text for s in segments if s.sentence == place.sentence)
    mine, theirs = ({name for name, flow in _FLOWS.items() if flow.search(part)} for part in (text, given))
    return bool(mine and theirs and not mine & theirs)


_CHANGES = re.compile(
    r"\b(?:stieg\w*|gestiegen|steig\w*|anstieg|sank\w*|gesunken|sink\w*|erhöh\w*|verringer\w*|reduzier\w*|senk\w*"
    r"|gesenkt|wuchs\w*"
    r"|gewachsen|zurück\w*|zugenommen|abgenommen|angehoben|gekürzt|verlänger\w*|verkürz\w*|erweiter\w*|rückgang)\b",
    re.I,
)


def _other_step(statement: Statement, quantity: Quantity, place: Segment, source: Quantity) -> bool:
    """`stieg um 250` of `stieg auf 250`; `von 250` of `auf 250`."""
    if not quantity.step or not source.step or quantity.step == source.step:
        return False
    return bool(_CHANGES.search(statement.text))


_BOUNDS = ("max", "min", "more", "less")


def _other_qualifier(quantity: Quantity, source: Quantity) -> bool:
    if rounded(quantity, source):
        return bool(source.qualifiers & {"max", "min"} - quantity.qualifiers)
    own = {q for q in quantity.qualifiers if q in _BOUNDS}
    theirs = {q for q in source.qualifiers if q in _BOUNDS}
    # What is `auf 30 begrenzt` is 30 at most, or the 30 that hold.
    own |= theirs & {"max"} if "limit" in quantity.qualifiers else set()
    theirs |= own & {"max"} if "limit" in source.qualifiers else set()
    if own != theirs:
        return True
    return "about" in source.qualifiers and not quantity.qualifiers


def _drawn_to_another(
    statement: Statement,
    own: Segment,
    place: Segment,
    source: Quantity,
    segments: Sequence[Segment],
    quantity: Quantity,
) -> bool:
    """The statement's words stand only beside another value, and what stands beside this one is not in it."""
    if _said_of_a_part(statement, place, segments):
        return True
    times = {d.key for d in own.dates if not d.start}
    if times & {d.key for d in place.dates} and len(own.quantities) == 1:
        # `An Samstagen` tells this value from the others.
        return False
    # `62 von 98` is one value of two parts.
    given = statement.quantities if any(OF_WHOLE.match(s.text) for s in statement.segments) else own.quantities
    rivals = [s for s in segments if s is not place and any(_rivals(quantity, q, given) for q in s.quantities)]
    foreign = {w for s in rivals for w in s.words if covered(w, own.words) and not covered(w, place.pool)}
    foreign -= {w for w in foreign if quantity.noun and related(w, quantity.noun)}
    counted = tuple(q.noun for q in place.quantities if q.noun)
    ours = {w for w in place.words if not covered(w, counted) and not any(covered(w, s.pool) for s in rivals)}
    if not ours and _MORE_THAN.search(place.text) and _MORE_THAN.search(own.text):
        return False
    # `ist von 3 im Jahr 2018 | auf 5 im Jahr 2020 gestiegen`: one verb for both, and the year tells them apart.
    shared = not any(is_noun(w, place.text) for w in ours) and not any(predicate((s,)) for s in rivals)
    if (not ours or shared) and quantity.date and source.date:
        return False
    matched = [w for w in ours if covered(w, own.pool)]
    # What an elliptical rival leaves out (`jener der Gewerbesteuer 380`) it shares, so that alone does not decide.
    elliptical = any(len(s.words) < len(place.words) for s in rivals)
    return bool(foreign) and (not matched or (elliptical and len(matched) < len(ours)))


# How much more it is than before is said of what stands before it.
_MORE_THAN = re.compile(r"\b(?:mehr|weniger|höher|niedriger|geringer) als (?:im|in|noch|am|\d)")
_PART_OF_IT = re.compile(r"^\W*(?:und\s)?(?:von denen|davon|darunter|wovon|hiervon)\b", re.I)


def _said_of_a_part(statement: Statement, place: Segment, segments: Sequence[Segment]) -> bool:
    """`15 Plätze, von denen 12 belegt sind`: what is said of the 12 is given for the 15."""
    verb = predicate(statement.segments)
    parts = [
        s for s in segments if s.sentence == place.sentence and s.start > place.start and _PART_OF_IT.match(s.text)
    ]
    if not parts or any(_PART_OF_IT.match(s.text) for s in statement.segments):
        return False
    apart = [s for s in parts if s.quantities and not any(equal(s.quantities[0], q) for q in statement.quantities)]
    if any(
        carries(s, "quantity", q) and not carries(place, "quantity", q) for s in apart for q in statement.quantities
    ):
        return True
    if not verb:
        return False
    return covered(verb, parts[0].words) and not covered(verb, (*place.pool, *place.light))


def _rivals(quantity: Quantity, other: Quantity, given: Sequence[Quantity]) -> bool:
    """Another value of the kind, which the statement does not give as well."""
    return other.kind == quantity.kind and not equal(other, quantity) and not any(equal(other, q) for q in given)


def parallel_mixed(statement: Statement, used: Sequence[Segment]) -> Iterator[Defect]:
    """`Kita Nord erhält A, Kita Süd B`: taking the subject of one clause and the object of the other."""
    for first, second in pairwise(used):
        if first.sentence != second.sentence:
            continue
        yield from _subject_exchanged(statement, first, second)
        common = [
            w
            for w in first.words
            if is_noun(w, first.text) and any(related(w, o) and is_noun(o, second.text) for o in second.words)
        ]
        if not common or not any(covered(c, statement.words) for c in common):
            continue
        left = [w for w in first.words if not covered(w, second.words)]
        right = [w for w in second.words if not covered(w, first.words)]
        drawn_left, drawn_right = (
            [w for w in left if covered(w, statement.words)],
            [w for w in right if covered(w, statement.words)],
        )
        if drawn_left and drawn_right and len(drawn_left) < len(left) and len(drawn_right) < len(right):
            yield Defect(
                "misattributed",
                "Der Satz verbindet zwei Aussagen des Zitats, die Verschiedenes betreffen.",
                drawn_right[0],
                weight=2,
            )


def _subject_exchanged(statement: Statement, first: Segment, second: Segment) -> Iterator[Defect]:
    """`Die Schulstraße wird asphaltiert, die Kirchstraße gesperrt`: what befalls the one said of the other."""
    verb = predicate(statement.segments)
    if not verb or covered(verb, first.words) or not covered(verb, second.words):
        return
    named = [w for w in first.words if is_noun(w, first.text) and covered(w, statement.words)]
    for word in second.words:
        if is_noun(word, second.text) and not covered(word, statement.words) and other_of_its_kind(word, named):
            yield Defect("misattributed", f"Das Zitat sagt das von „{word}“.", verb, weight=3)
            return
