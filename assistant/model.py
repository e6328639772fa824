"""The values that pass between the stages, frozen and typed.

Names follow OParl 1.1 (https://oparl.org/spezifikation/), the German standard for council
information; what OParl does not know (Inquiry, Exchange, Draft, ...) is added beside it.
All dates are ISO 8601 days. All offsets are Python string offsets (code points) into the text
named beside them, half-open.
"""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

Date = dt.date


class Value(BaseModel):
    """A frozen value; unknown fields are an error, so a misspelt one is found at once."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- Who speaks, and what became of it ---------------------------------------------------------


class Voice(StrEnum):
    """Whose words a text is. Only the administration and decisions speak for the town."""

    administration = "administration"
    asker = "asker"
    speaker = "speaker"
    decision = "decision"
    third = "third"

    @property
    def speaks_for_town(self) -> bool:
        return self in (Voice.administration, Voice.decision)


class Outcome(StrEnum):
    """What the council did with a paper."""

    adopted = "adopted"
    amended = "amended"
    rejected = "rejected"
    postponed = "postponed"
    withdrawn = "withdrawn"
    noted = "noted"


# --- Papers -------------------------------------------------------------------------------------


class Span(Value):
    """A half-open range of offsets into the text of the paper it belongs to."""

    start: int
    end: int


class Consultation(Value):
    """A Beratung: one paper before one Gremium."""

    organization: str | None = None
    date: Date | None = None
    role: str | None = None
    agenda_item: str | None = None


class InquiryHead(Value):
    """Who asked what and when, as the answering paper prints it."""

    asked_by: str | None = None
    organization: str | None = None
    date: Date | None = None
    topic: str | None = None


class Exchange(Value):
    """One top-level question with its published answer, the unit of memory.

    `answer` is printed text: the texts at `spans` in the paper's `text`, joined by a blank line.
    `date` is that of the file that holds the answer; `file` is its index in the paper's files.
    """

    number: str = ""
    question: str
    answer: str
    date: Date | None = None
    page: int | None = None
    refers_to: tuple[str, ...] = ()
    joint_with: tuple[str, ...] = ()
    file: int = 0
    spans: tuple[Span, ...] = ()


class File(Value):
    """One file of a paper; `start`-`end` is its part of the paper's `text`.

    `page_starts` holds, for each page, the offset in the paper's `text` at which it begins.
    """

    name: str
    uri: str | None = None
    sha256: str
    pages: int = 1
    text_from: str = "text"
    date: Date | None = None
    start: int = 0
    end: int = 0
    page_starts: tuple[int, ...] = ()
    voice: Voice = Voice.administration
    replaced: bool = False

    def page_at(self, offset: int) -> int:
        """The page (from 1) on which the paper's text at `offset` was printed."""
        return max(1, sum(1 for start in self.page_starts if start <= offset))


class Replacement(Value):
    """A part of a paper's `text` whose place another paper (`by`, its id) has taken, on that day (`since`).

    `by` is empty for whom may not see that paper.
    """

    start: int
    end: int
    by: str
    since: Date | None = None


class Paper(Value):
    """A Vorlage with all its files. `id` is ours: short and URL-safe."""

    id: str
    oparl_id: str | None = None
    reference: str | None = None
    paper_type: str | None = None
    name: str
    date: Date | None = None
    department: str | None = None
    clerk: str | None = None
    file_number: str | None = None
    public: bool = True
    outcome: Outcome | None = None
    consultations: tuple[Consultation, ...] = ()
    inquiry: InquiryHead | None = None
    exchanges: tuple[Exchange, ...] = ()
    text: str
    files: tuple[File, ...] = ()
    replaced: tuple[Replacement, ...] = ()

    def is_replaced(self, start: int, end: int, before: Date | None = None) -> bool:
        """Whether a newer text (known before that day) has taken the place of any of this part."""
        if any(file.replaced and file.start <= start and end <= file.end for file in self.files):
            return True
        return replacement_of(self.replaced, start, end, before) is not None


def replacement_of(
    replaced: Iterable[Replacement], start: int, end: int, before: Date | None = None
) -> Replacement | None:
    """The newest replacement of any of the text at `start`-`end` that was known before that day."""
    found = (one for one in replaced if one.start < max(end, start + 1) and start < one.end)
    known = [one for one in found if before is None or one.since is None or one.since < before]
    return known[-1] if known else None


class PaperHead(Value):
    """What a council information system itself says about a paper; what it leaves out is None."""

    oparl_id: str | None = None
    reference: str | None = None
    paper_type: str | None = None
    name: str | None = None
    date: Date | None = None
    department: str | None = None
    public: bool | None = None
    consultations: tuple[Consultation, ...] = ()


class PassageKind(StrEnum):
    body = "body"
    box = "box"
    table = "table"
    vote = "vote"


class Passage(Value):
    """A piece of a paper that is not an exchange; `text` is the paper's text at `start`-`end`."""

    text: str
    start: int
    end: int
    page: int | None = None
    file: int = 0
    date: Date | None = None
    voice: Voice = Voice.administration
    kind: PassageKind = PassageKind.body


class Notice(Value):
    """Something about a document that a person must know: hidden text, an instruction, no text."""

    kind: str
    text: str
    message: str
    page: int | None = None


class PaperReading(Value):
    """What reading makes of one paper's files: the paper, its passages, and what was odd.

    `marked`: what they themselves say of being public, None where they say nothing. `late`: why a file is left
    out that another time may be read in time.
    """

    paper: Paper
    passages: tuple[Passage, ...] = ()
    notices: tuple[Notice, ...] = ()
    marked: bool | None = None
    late: str = ""


# --- Inquiries ----------------------------------------------------------------------------------


class Question(Value):
    """One question of an inquiry; `start`-`end` is its place in the inquiry's `text`."""

    number: str = ""
    text: str
    start: int | None = None
    end: int | None = None


class OtherRequest(Value):
    """What a mixed letter also contains: `Antrag`, `Akteneinsicht`, `Anregung`, ..."""

    kind: str
    text: str


class Inquiry(Value):
    """A new Anfrage with its questions. `source` names where it came from, `text` is all of it."""

    id: str
    kind: str = "Anfrage"
    reference: str | None = None
    date: Date | None = None
    asked_by: str | None = None
    organization: str | None = None
    topic: str = ""
    preamble: str = ""
    public: bool = True
    questions: tuple[Question, ...] = ()
    other: tuple[OtherRequest, ...] = ()
    source: str = ""
    text: str = ""
    notices: tuple[Notice, ...] = ()


# --- Search -------------------------------------------------------------------------------------


class Scope(Value):
    """What a search may see. `before`: known strictly before that day, by each file's own date.

    `public_only` keeps everything nichtöffentlich out, results and counts alike.
    `exclude` holds paper ids and references that must not be found (an inquiry's own paper).
    """

    before: Date | None = None
    public_only: bool = True
    paper_type: str | None = None
    organization: str | None = None
    department: str | None = None
    exclude: frozenset[str] = frozenset()


class FoundPaper(Value):
    """The head of the paper that a search result stands in."""

    id: str
    oparl_id: str | None = None
    reference: str | None = None
    name: str
    date: Date | None = None
    paper_type: str | None = None
    department: str | None = None
    public: bool = True
    outcome: Outcome | None = None


class FoundExchange(Value):
    number: str = ""
    question: str
    answer: str
    date: Date | None = None
    page: int | None = None
    spans: tuple[Span, ...] = ()


class FoundPassage(Value):
    text: str
    page: int | None = None
    start: int
    end: int


class Precedent(Value):
    """An exchange or a passage found for a question, with why, in a clerk's words.

    `confidence` is the calibrated probability that it answers the question (None: not judged).
    `marks` say what a person must know before using it (`überholt durch ...`,
    `gleiche Frage noch offen`, `Antrag abgelehnt`).
    """

    rank: int
    score: float
    paper: FoundPaper
    exchange: FoundExchange | None = None
    passage: FoundPassage | None = None
    voice: Voice
    date: Date | None = None
    why: str = ""
    confidence: float | None = None
    marks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The earlier answer, or the passage."""
        return self.exchange.answer if self.exchange else self.passage.text if self.passage else ""

    @property
    def question(self) -> str:
        """The earlier question; empty for a passage."""
        return self.exchange.question if self.exchange else ""


# --- Drafts -------------------------------------------------------------------------------------


class Citation(Value):
    """A quote that stands verbatim in the cited paper's `text` at `start`-`end`."""

    paper: str
    reference: str | None = None
    date: Date | None = None
    exchange: str | None = None
    page: int | None = None
    start: int
    end: int
    quote: str


class StatementKind(StrEnum):
    """What a person's own sentence rests on when no earlier paper says it."""

    office = "office"
    decision = "decision"
    statistic = "statistic"
    law = "law"
    text_block = "text_block"
    judgement = "judgement"


class Statement(Value):
    kind: StatementKind
    office: str | None = None
    person: str | None = None
    as_of: Date | None = None
    note: str | None = None


class Sentence(Value):
    """One sentence of a draft. `author` is `machine` or the login name of a person."""

    text: str
    author: str = "machine"
    citations: tuple[Citation, ...] = ()
    statement: Statement | None = None


class FlagKind(StrEnum):
    figure = "figure"
    date = "date"
    amount = "amount"
    law = "law"
    person = "person"
    stale = "stale"
    contradiction = "contradiction"
    not_public = "not_public"
    instruction = "instruction"
    personal_data = "personal_data"
    tone = "tone"


class Flag(Value):
    """A Prüfhinweis; `text` stands at `start`-`end` of the item's sentences joined by one space."""

    kind: FlagKind
    text: str
    start: int
    end: int
    message: str


class DepartmentShare(Value):
    """Who probably knows; `share` of the similar answers that this department gave, 0 to 1."""

    name: str
    share: float


class ItemStatus(StrEnum):
    drafted = "drafted"
    partial = "partial"
    no_precedent = "no_precedent"


class DraftItem(Value):
    """The draft answer to one question, with all that was found for it and all that was not."""

    number: str = ""
    question: str
    status: ItemStatus
    answer_kind: str = ""
    confidence: float = 0.0
    sentences: tuple[Sentence, ...] = ()
    flags: tuple[Flag, ...] = ()
    departments: tuple[DepartmentShare, ...] = ()
    open_points: tuple[str, ...] = ()
    precedents: tuple[Precedent, ...] = Field(default=(), max_length=10)
    rejected: tuple[Precedent, ...] = ()

    @property
    def text(self) -> str:
        """The text that flags point into: the sentences joined by one space."""
        return " ".join(sentence.text for sentence in self.sentences)


class PromptStamp(Value):
    name: str
    version: str
    sha256: str


class Generator(Value):
    """What made the machine's sentences: `extractive`, or `model` with its prompt.

    `counts` holds a model's tokens and how its sentences were judged.
    """

    kind: str = "extractive"
    model: str | None = None
    prompt: PromptStamp | None = None
    embedding: str | None = None
    notice: str | None = None
    counts: dict[str, int] = Field(default_factory=dict)


class Draft(Value):
    """The draft for one inquiry; its status is its weakest item's."""

    id: str
    version: int = 1
    inquiry: Inquiry
    status: ItemStatus
    generator: Generator = Generator()
    items: tuple[DraftItem, ...] = ()


_WEAKEST_FIRST = (ItemStatus.no_precedent, ItemStatus.partial, ItemStatus.drafted)


def weakest(items: Iterable[DraftItem]) -> ItemStatus:
    """The status of a draft made of `items`; without items nothing has a precedent."""
    found = {item.status for item in items}
    return next((status for status in _WEAKEST_FIRST if status in found), ItemStatus.no_precedent)
