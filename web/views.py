"""What the pages of a draft show, worked out here so that templates stay flat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.german import mentions, sentences
from assistant.model import Citation, Draft, DraftItem, Flag, ItemStatus, Precedent, Sentence
from assistant.review import Moved, Piece, Settled, changed_values, flag_key, unsupported, word_differences

_ASKED = "Zuzuliefern: "
STATUS_WORDS = {
    ItemStatus.drafted: ("belegt", "success", "Alle Teile der Frage sind aus früheren Antworten belegt."),
    ItemStatus.partial: ("teilweise belegt", "warning", "Zu einem Teil der Frage fehlt eine frühere Antwort."),
    ItemStatus.no_precedent: (
        "keine frühere Antwort",
        "danger",
        "Im Bestand wurde keine frühere Antwort gefunden, die diese Frage trägt. "
        "Das heißt nicht, dass es keine gibt. Unten steht, wer vermutlich Auskunft geben kann.",
    ),
}
FLAG_WORDS = {
    "figure": "Zahl prüfen",
    "date": "Datum prüfen",
    "amount": "Betrag prüfen",
    "law": "Rechtsgrundlage prüfen",
    "person": "Name prüfen",
    "stale": "Möglicherweise veraltet",
    "contradiction": "Widerspruch zu einer früheren Antwort",
    "not_public": "Möglicherweise nichtöffentlich",
    "instruction": "Anweisung in einem Dokument",
    "personal_data": "Personenbezogene Angabe",
    "tone": "Ton der Antwort",
}
VOICE_WORDS = {
    "administration": "Verwaltung",
    "asker": "Anfragende",
    "speaker": "Wortbeitrag",
    "decision": "Beschluss",
    "third": "Dritte",
}
OUTCOME_WORDS = {
    "adopted": "beschlossen",
    "amended": "geändert beschlossen",
    "rejected": "abgelehnt",
    "postponed": "vertagt",
    "withdrawn": "zurückgezogen",
    "noted": "zur Kenntnis genommen",
}
STATEMENT_WORDS = {
    "office": "Auskunft einer Stelle",
    "decision": "Beschluss",
    "statistic": "Statistik",
    "law": "Rechtsgrundlage",
    "text_block": "Textbaustein",
    "judgement": "Einschätzung der Verwaltung",
}


@dataclass(frozen=True)
class Cited:
    """A citation with the number it has in this answer."""

    number: int
    citation: Citation


@dataclass(frozen=True)
class Line:
    """One sentence as it is shown: with its numbers, its open flags, and whether it rests on something."""

    place: int
    sentence: Sentence
    cited: tuple[Cited, ...]
    supported: bool
    flagged: bool
    editorial: bool


@dataclass(frozen=True)
class Task:
    """A Prüfhinweis with its record, if somebody has dealt with it."""

    key: str
    label: str
    flag: Flag
    settled: Settled | None


@dataclass(frozen=True)
class Answer:
    """One answer of a draft, ready to be shown."""

    place: int
    item: DraftItem
    lines: tuple[Line, ...]
    cited: tuple[Cited, ...]
    tasks: tuple[Task, ...]

    @property
    def label(self) -> str:
        return f"Frage {self.item.number or self.place + 1}"

    @property
    def status(self) -> tuple[str, str, str]:
        """Words, colour and explanation; what a person has finished is no gap any more."""
        if self.item.sentences and not self.open_sentences and self.item.status is ItemStatus.no_precedent:
            return (
                "von Hand beantwortet",
                "info",
                "Ohne frühere Antwort; die Sätze tragen eine Angabe, worauf sie beruhen.",
            )
        return STATUS_WORDS[self.item.status]

    @property
    def asks(self) -> list[tuple[int, str]]:
        """The open points that somebody must settle, by their place in the item."""
        points = list(enumerate(self.item.open_points))
        named = [(place, text.removeprefix(_ASKED)) for place, text in points if text.startswith(_ASKED)]
        return named or ([] if self.item.status is ItemStatus.no_precedent else points)

    @property
    def searched(self) -> list[str]:
        """What was searched, and in what; nothing to settle."""
        asked = {place for place, _ in self.asks}
        points = [text for place, text in enumerate(self.item.open_points) if place not in asked]
        return [text for text in points if not text.startswith("Vermutlich zuständig")]

    @property
    def open_tasks(self) -> int:
        return sum(1 for task in self.tasks if task.settled is None)

    @property
    def open_sentences(self) -> int:
        return sum(1 for line in self.lines if not line.supported)

    @property
    def ready(self) -> bool:
        return bool(self.lines) and not self.open_sentences


def answer(place: int, item: DraftItem, settled: Mapping[str, Settled]) -> Answer:
    cited = _numbered(item)
    numbers = {_key(c.citation): c for c in cited}
    unsupported_ones = {id(s) for s in unsupported(item)}
    tasks = tuple(_task(item, flag, settled) for flag in item.flags)
    lines, at = [], 0
    for i, sentence in enumerate(item.sentences):
        end = at + len(sentence.text)
        flagged = any(t.settled is None and at <= t.flag.start < end for t in tasks)
        own = tuple(numbers[_key(c)] for c in sentence.citations)
        lines.append(
            Line(i, sentence, own, id(sentence) not in unsupported_ones, flagged, sentence.author == "machine")
        )
        at = end + 1
    return Answer(place, item, tuple(lines), cited, tasks)


def answers(draft: Draft, settled: Mapping[str, Settled]) -> list[Answer]:
    return [answer(place, item, settled) for place, item in enumerate(draft.items)]


def _key(citation: Citation) -> tuple[str, int, int]:
    return (citation.paper, citation.start, citation.end)


def _numbered(item: DraftItem) -> tuple[Cited, ...]:
    distinct = {_key(c): c for s in item.sentences for c in s.citations}
    return tuple(Cited(n, c) for n, c in enumerate(distinct.values(), 1))


def _task(item: DraftItem, flag: Flag, settled: Mapping[str, Settled]) -> Task:
    key = flag_key(item, flag)
    return Task(key, FLAG_WORDS.get(flag.kind, "Prüfen"), flag, settled.get(key))


# --- Comparison -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    """A draft answer against an earlier one."""

    pieces: tuple[Piece, ...]
    moved: tuple[Moved, ...]


MENTION_WORDS = {"figure": "Zahl", "amount": "Betrag", "date": "Datum", "law": "Rechtsgrundlage", "person": "Name"}


def comparison(item: DraftItem, earlier: Precedent) -> Comparison:
    before = earlier_text(earlier)
    return Comparison(tuple(word_differences(before, item.text)), tuple(changed_values(before, item.text)))


def earlier_text(found: Precedent) -> str:
    return found.exchange.answer if found.exchange else found.passage.text if found.passage else ""


@dataclass(frozen=True)
class Origin:
    """Where one value in an answer comes from."""

    kind: str
    text: str
    cited: Cited | None
    statement: str


def origins(answer: Answer) -> list[Origin]:
    """Each figure, amount, date, law and name with the quote or the statement it rests on."""
    found = []
    for line in answer.lines:
        for mention in mentions(line.sentence.text):
            source = next(
                (c for c in line.cited if mention.text in c.citation.quote), line.cited[0] if line.cited else None
            )
            statement = line.sentence.statement
            said = ""
            if statement:
                said = ", ".join(x for x in (STATEMENT_WORDS[statement.kind], statement.office, statement.person) if x)
            found.append(Origin(MENTION_WORDS[mention.kind], mention.text, source, said))
    return found


# --- Quotable pieces ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Quotable:
    """A sentence of an earlier answer, by its place in the paper."""

    text: str
    start: int
    end: int


def quotables(found: Precedent, text_of: str) -> list[Quotable]:
    """The sentences of what was found, each at its own offsets in the paper's text."""
    spans = [(s.start, s.end) for s in found.exchange.spans] if found.exchange else []
    if found.passage:
        spans = [(found.passage.start, found.passage.end)]
    pieces: list[Quotable] = []
    for start, end in spans:
        pieces += [
            Quotable(text_of[start + s.start : start + s.end], start + s.start, start + s.end)
            for s in sentences(text_of[start:end])
        ]
    return [p for p in pieces if p.text.strip()]


# --- A paper's text -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """A run of a paper's text within one paragraph; `marked` when it is what was asked for."""

    text: str
    marked: bool = False
    first: bool = False


def paragraphs(text: str, start: int, end: int, mark: tuple[int, int] | None) -> list[list[Run]]:
    """The text from `start` to `end` in paragraphs, with one place marked."""
    made: list[list[Run]] = []
    at = start
    for block in text[start:end].split("\n\n"):
        stop = at + len(block)
        runs = _runs(text, at, stop, mark)
        if any(run.text.strip() for run in runs):
            made.append(runs)
        at = stop + 2
    return made


def _runs(text: str, start: int, end: int, mark: tuple[int, int] | None) -> list[Run]:
    if mark is None or mark[1] <= start or end <= mark[0]:
        return [Run(text[start:end])]
    a, b = max(start, mark[0]), min(end, mark[1])
    runs = [Run(text[start:a]), Run(text[a:b], True, a == mark[0]), Run(text[b:end])]
    return [run for run in runs if run.text]


def around(text: str, start: int, end: int) -> list[list[Run]]:
    """The paragraphs of a place and those beside it, the place marked."""
    blocks = paragraphs(text, 0, len(text), (start, end))
    marked = [place for place, runs in enumerate(blocks) if any(run.marked for run in runs)]
    return blocks[max(0, marked[0] - 2) : marked[-1] + 3] if marked else []


def file_parts(paper: Any, mark: tuple[int, int] | None) -> list[tuple[Any, list[list[Run]]]]:
    """Each file of a paper with its text; what lies between the files is nothing."""
    if not paper.files:
        return [(None, paragraphs(paper.text, 0, len(paper.text), mark))]
    return [(file, paragraphs(paper.text, file.start, file.end, mark)) for file in paper.files]


def choose(items: Sequence[Any], place: int) -> int:
    """A place that exists, whatever the address says."""
    return place if 0 <= place < len(items) else 0
